#include "core/rules/retention.hpp"

#include <charconv>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names codes{{
    std::pair<Retention, std::string_view>{Retention::unknown, ""},
    {Retention::preserve, "B"},
    {Retention::discard, "K"},
    {Retention::discard_after_5, "K5"},
    {Retention::discard_after_10, "K10"},
}};

constexpr std::int64_t days_in(char unit) {
    switch (unit) {
        case 'Y':
            return 365;
        case 'M':
            return 30;
        case 'D':
            return 1;
        default:
            return 0;
    }
}

}  // namespace

std::string_view code_of(Retention retention) {
    return codes.of(retention);
}

std::optional<Retention> retention_coded(std::string_view code) {
    return code == "tom" ? Retention::unknown : codes.find(code);
}

Retention retention_of(Retention subject, Retention facet) {
    if (subject == Retention::preserve || facet == Retention::preserve) return Retention::preserve;
    if (subject == Retention::unknown || facet == Retention::unknown) return Retention::unknown;
    return subject > facet ? subject : facet;
}

std::optional<std::int64_t> days_of_duration(std::string_view text) {
    constexpr std::int64_t number_max = 100'000;
    if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    std::int64_t days = 0;
    std::string_view units = "YMD";
    while (!text.empty()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || number < 0 || number > number_max || end == text.data() + text.size())
            return std::nullopt;
        const auto unit = units.find(*end);
        if (unit == std::string_view::npos) return std::nullopt;
        days += number * days_in(*end);
        units.remove_prefix(unit + 1);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    }
    return days;
}

}  // namespace core
