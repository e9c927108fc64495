#include "services/identity/sign_in_pace.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "services/store/session_store.hpp"

namespace services {

namespace {

constexpr std::chrono::seconds longest_pause{std::chrono::minutes{15}};

}  // namespace

std::chrono::seconds pause_after(std::int64_t failures, std::int64_t free) {
    constexpr std::int64_t doublings_limit = 10;  // 2^10 s is above the longest pause
    if (failures <= free) return std::chrono::seconds{0};
    const auto doublings = std::min(failures - free - 1, doublings_limit);
    return std::min(std::chrono::seconds{std::int64_t{1} << doublings}, longest_pause);
}

std::string address_key(std::string_view client) {
    const std::string text{client};
    std::array<unsigned char, sizeof(in6_addr)> address{};
    if (inet_pton(AF_INET6, text.c_str(), address.data()) != 1) return "address:" + text;
    std::fill(address.begin() + address.size() / 2, address.end(), static_cast<unsigned char>(0));
    std::array<char, INET6_ADDRSTRLEN> network{};
    inet_ntop(AF_INET6, address.data(), network.data(), network.size());
    return "address:" + std::string{network.data()} + "/64";
}

std::chrono::seconds SignInPace::wait(core::Timestamp now) const {
    const auto failures = SessionStore{tx_}.failures(key_);
    if (!failures) return std::chrono::seconds{0};
    return std::max(failures->next_at - now, std::chrono::seconds{0});
}

void SignInPace::count_attempt(core::Timestamp now) {
    auto failures = SessionStore{tx_}.failures(key_).value_or(SessionStore::Failures{});
    if (now - failures.next_at > forgiven_after) failures.count = 0;
    ++failures.count;
    failures.next_at = now + pause_after(failures.count, free_);
    SessionStore{tx_}.set_failures(key_, failures);
}

void SignInPace::take_back(core::Timestamp now) {
    const auto failures = SessionStore{tx_}.failures(key_);
    if (!failures) return;
    if (failures->count <= 1) return clear();
    SessionStore{tx_}.set_failures(key_, {failures->count - 1, now});
}

void SignInPace::clear() {
    SessionStore{tx_}.clear_failures(key_);
}

}  // namespace services
