#include "services/cases/case_checks.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

std::size_t length_of(const std::string& text) {
    const auto is_first_byte = [](unsigned char c) { return (c & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::ranges::count_if(text, is_first_byte));
}

}  // namespace

Error invalid_field(std::string field, std::string detail) {
    return Error{ErrorCode::invalid_input, std::move(detail), std::move(field)};
}

Result<void> check_line(const std::string& text, const char* field, bool may_be_empty) {
    constexpr std::size_t limit = 255;
    if (!core::valid_utf8(text)) return invalid_field(field, "the text is not UTF-8");
    if (text.empty() && !may_be_empty) return invalid_field(field, "the text is missing");
    if (length_of(text) > limit) return invalid_field(field, "the text is longer than 255 characters");
    if (std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
        return invalid_field(field, "the text holds a line end or control character");
    return core::done();
}

Result<void> check_text(const std::string& text, const char* field, std::size_t limit) {
    if (!core::valid_utf8(text)) return invalid_field(field, "the text is not UTF-8");
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return invalid_field(field, "the text is missing");
    if (length_of(text) > limit)
        return invalid_field(field, "the text is longer than " + std::to_string(limit) + " characters");
    const auto is_control = [](unsigned char c) {
        return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F;
    };
    if (std::ranges::any_of(text, is_control)) return invalid_field(field, "the text holds a control character");
    return core::done();
}

Result<void> require_on_case(const core::Principal& who, core::Action action, const core::Case& on) {
    if (!core::may(who, core::Action::read, {on.unit, on.access_group}))
        return Error{ErrorCode::not_found, "there is no such case"};
    if (!core::may(who, action, {on.unit, on.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry this right in the case's unit"};
    return core::done();
}

}  // namespace services
