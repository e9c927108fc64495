#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace core {

/// January first.
inline constexpr std::array<std::string_view, 12> danish_months{
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
};

/// A date as it stands in a text.
struct WrittenDate {
    std::size_t begin{}, end{};  ///< bytes in the text
    Date date{};
};

/// The dates in a Danish text, in order: "12. november 2026", "12. nov. 2026", "12.11.2026", "12/11-2026", "12-11-26",
/// "2026-11-12". Letters that are misread digits (O for 0, l for 1) and slightly misread month names are understood;
/// two digits of a year are of this century. Only dates that exist.
std::vector<WrittenDate> dates_in(std::string_view text);

}  // namespace core
