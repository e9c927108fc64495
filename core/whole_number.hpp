#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace core {

/// The number that the text is, from its first sign to its last: "17", "-3". Nothing where there is anything else in
/// it, where it is empty, or where it is too large.
inline std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && at == end ? std::optional{number} : std::nullopt;
}

}  // namespace core
