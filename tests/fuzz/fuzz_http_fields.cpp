// Targets, forms, ranges, entity tags, cookies and languages: small parsers of what a client writes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/http/language.hpp"
#include "services/http/message.hpp"
#include "services/http/range.hpp"
#include "services/http/target.hpp"

namespace {

void expect(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto target = services::decode_target(text)) {
        expect(target->path.starts_with('/') && !target->path.starts_with("//"));
        expect(services::is_utf8(target->path));
        expect(target->path.find('\\') == std::string::npos && target->path.find('\0') == std::string::npos);
        expect(target->path.find("/../") == std::string::npos && !target->path.ends_with("/.."));
    }
    if (const auto form = services::decode_form(text))
        for (const auto& [name, value] : *form) expect(services::is_utf8(name) && services::is_utf8(value));
    services::decode_segment(text);
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
        const auto ranged = services::range_of(text, length);
        if (ranged.answer != services::RangeAnswer::part) continue;
        expect(
            ranged.range.count > 0 && ranged.range.first < length && ranged.range.count <= length - ranged.range.first
        );
    }
    services::none_match_names(text, "abc");
    services::Request request;
    request.headers = {{"cookie", std::string{text}}, {"accept-language", std::string{text}}};
    (void)services::language_of(request);
    (void)request.cookie("session");
    const core::Error error{core::ErrorCode::invalid_input, std::string{text}, std::string{text}};
    expect(services::is_utf8(std::get<std::string>(services::problem(error, request).body)));
    return 0;
}
