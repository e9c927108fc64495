#include "services/http/peer.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <random>

namespace services {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

/// Long enough to be unique, short enough to read aloud, and nothing that could disturb a log.
bool is_request_id(std::string_view text) {
    const auto is_fine = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    };
    return text.size() >= 8 && text.size() <= 64 && std::all_of(text.begin(), text.end(), is_fine);
}

/// Need not be secret, only different.
std::string random_id() {
    thread_local std::mt19937_64 generator{[] {
        std::random_device device;
        return (std::uint64_t{device()} << 32) | device();
    }()};
    constexpr std::string_view digits = "0123456789abcdef";
    auto number = generator();
    std::string id(16, '0');
    for (auto& c : id) {
        c = digits[number & 15];
        number >>= 4;
    }
    return id;
}

bool is_listed(const std::vector<std::string>& addresses, std::string_view address) {
    return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
}

std::string forwarded_client(const Request& request, const std::string& peer, const std::vector<std::string>& trusted) {
    std::string chain;
    for (const auto& [name, value] : request.headers)
        if (name == "x-forwarded-for") chain += (chain.empty() ? "" : ",") + value;
    std::string client = peer;
    std::string_view rest = chain;
    while (!rest.empty() && is_listed(trusted, client)) {
        const auto comma = rest.rfind(',');
        const std::string address{trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1))};
        if (!is_address(address)) break;
        client = address;
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
    }
    return client;
}

}  // namespace

void tell_peer(
    Request& request, const std::string& peer, bool is_tls, const std::vector<std::string>& trusted_proxies
) {
    request.client = peer;
    request.is_tls = is_tls;
    if (!trusted_proxies.empty() && is_listed(trusted_proxies, peer)) {
        request.client = forwarded_client(request, peer, trusted_proxies);
        if (const auto proto = request.header("x-forwarded-proto"); !proto.empty()) request.is_tls = proto == "https";
        if (const auto id = request.header("x-request-id"); is_request_id(id)) request.id = id;
    }
    if (request.id.empty()) request.id = random_id();
}

}  // namespace services
