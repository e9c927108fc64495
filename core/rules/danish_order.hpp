#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

/// Of titles no more than this counts for their order.
inline constexpr std::size_t danish_order_characters = 60;

/// What a title is put in order by, byte by byte: a to z whatever their case, then æ, ø and å, as the Danish alphabet
/// has them (Retskrivningsordbogen § 2). The database works it out for itself, by the same rule.
std::string danish_order_key(std::string_view title);

}  // namespace core
