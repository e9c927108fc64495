// A request's bytes as a connection would see them: head, target and body, cut into two pieces at a place the input
// chooses. A head that check_head passes must be read by the parser without a doubt about its framing, and the
// outcome must not depend on where the bytes were cut.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/body.hpp"
#include "services/http/head.hpp"
#include "services/http/request_parser.hpp"

namespace {

struct Outcome {
    bool is_read{};
    std::size_t used{};
    std::string body;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

void expect(bool holds) {
    if (!holds) std::abort();
}

/// Reads the body after a head; nothing where the head is refused.
std::optional<Outcome> read(std::string_view bytes, std::size_t cut) {
    const auto size = services::head_size(bytes);
    if (!size) return std::nullopt;
    const auto head = bytes.substr(0, *size);
    if (services::check_head(head)) return std::nullopt;
    services::Request request;
    services::RequestParser parser;
    const auto fault = parser.read_head(head, request);
    expect(fault != services::RequestParser::Fault::malformed);
    if (fault) return std::nullopt;
    expect(request.path.starts_with('/') && request.path.find("/../") == std::string::npos);
    auto made = services::Body::of(request, services::Body::in_memory_max, "/nonexistent");
    if (!made || made.value().is_multipart()) return std::nullopt;
    auto& body = made.value();

    Outcome outcome;
    const auto rest = bytes.substr(*size);
    for (const auto end : {std::min(cut, rest.size()), rest.size()}) {
        while (!parser.is_done() && outcome.used < end) {
            const auto fed = parser.read_body(rest.substr(outcome.used, end - outcome.used), body);
            if (!fed) return Outcome{};
            expect(outcome.used + fed.value() <= end);
            if (fed.value() == 0) break;
            outcome.used += fed.value();
        }
    }
    if (!parser.is_done() || !body.finish(request)) return Outcome{};
    outcome.is_read = true;
    outcome.body = request.body;
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::size_t cut = data[0] + 256u * data[1];
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 2, size - 2};
    const auto whole = read(bytes, bytes.size());
    const auto cut_up = read(bytes, cut);
    expect(whole == cut_up);
    return 0;
}
