#pragma once

#include <optional>
#include <string_view>
#include <utility>

namespace core {

/// The names of an enumeration's values, as the database, the API and the log write them: one table
/// each way.
template <class Enum, std::size_t N>
struct Names {
    std::pair<Enum, std::string_view> rows[N];

    constexpr std::string_view of(Enum value) const {
        for (const auto& [key, name] : rows)
            if (key == value) return name;
        return "unknown";
    }
    constexpr std::optional<Enum> find(std::string_view name) const {
        for (const auto& [key, text] : rows)
            if (text == name) return key;
        return std::nullopt;
    }
};

template <class Enum, std::size_t N>
Names(const std::pair<Enum, std::string_view> (&)[N]) -> Names<Enum, N>;

}  // namespace core
