#include "services/http/range.hpp"

#include <charconv>

namespace services {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_unit_bytes(std::string_view text) {
    constexpr std::string_view unit = "bytes";
    if (text.size() != unit.size()) return false;
    for (std::size_t at = 0; at < unit.size(); ++at)
        if ((text[at] | 0x20) != unit[at]) return false;
    return true;
}

/// Whether the entity tag (without quotes) is among those of the field; `*` is any.
bool names(std::string_view field, std::string_view etag, bool takes_weak) {
    if (etag.empty()) return false;
    if (trimmed(field) == "*") return true;
    while (!field.empty()) {
        const auto end = field.find(',');
        auto tag = trimmed(field.substr(0, end));
        field.remove_prefix(end == std::string_view::npos ? field.size() : end + 1);
        if (takes_weak && tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag.size() == etag.size() + 2 && tag.front() == '"' && tag.back() == '"' &&
            tag.substr(1, etag.size()) == etag)
            return true;
    }
    return false;
}

}  // namespace

Ranged range_of(std::string_view field, std::uint64_t size) {
    const auto equals = field.find('=');
    if (equals == std::string_view::npos || !is_unit_bytes(trimmed(field.substr(0, equals)))) return {};
    const auto set = trimmed(field.substr(equals + 1));
    const auto dash = set.find('-');
    if (dash == std::string_view::npos || set.find(',') != std::string_view::npos) return {};
    const auto before = set.substr(0, dash);
    const auto after = set.substr(dash + 1);
    if (before.empty()) {  // the last bytes
        const auto count = number(after);
        if (!count) return {};
        if (*count == 0 || size == 0) return {RangeAnswer::unsatisfiable};
        const auto sent = *count < size ? *count : size;
        return {RangeAnswer::part, {size - sent, sent}};
    }
    const auto first = number(before);
    if (!first) return {};
    auto last = after.empty() ? std::optional{size == 0 ? 0 : size - 1} : number(after);
    if (!last || (!after.empty() && *last < *first)) return {};
    if (*first >= size) return {RangeAnswer::unsatisfiable};
    if (*last >= size) last = size - 1;
    return {RangeAnswer::part, {*first, *last - *first + 1}};
}

bool none_match_names(std::string_view field, std::string_view etag) {
    return names(field, etag, /*takes_weak=*/true);
}

bool match_names(std::string_view field, std::string_view etag) {
    return names(field, etag, /*takes_weak=*/false);
}

bool if_range_is(std::string_view field, std::string_view etag) {
    const auto tag = trimmed(field);
    return !etag.empty() && tag.size() == etag.size() + 2 && tag.front() == '"' && tag.back() == '"' &&
           tag.substr(1, etag.size()) == etag;
}

}  // namespace services
