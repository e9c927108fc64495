#include "core/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace core {

using namespace std::chrono;

Timestamp SystemClock::now() const {
    return floor<seconds>(system_clock::now());
}

namespace {

/// Not by printf: an answer to a program holds dozens of times, and those took longer than reading the rows.
void append_digits(std::string& text, std::int64_t number, std::size_t width) {
    const auto digits = std::to_string(number);
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
}

}  // namespace

std::string iso_date(Date date) {
    const year_month_day d{date};
    std::string text;
    append_digits(text, static_cast<int>(d.year()), 4);
    text += '-';
    append_digits(text, static_cast<unsigned>(d.month()), 2);
    text += '-';
    append_digits(text, static_cast<unsigned>(d.day()), 2);
    return text;
}

std::optional<Date> parse_iso_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t count) -> std::optional<int> {
        int value = 0;
        const auto* end = text.data() + from + count;
        const auto [at, error] = std::from_chars(text.data() + from, end, value);
        if (error != std::errc{} || at != end || value < 0) return std::nullopt;
        return value;
    };
    const auto y = number(0, 4);
    const auto m = number(5, 2);
    const auto d = number(8, 2);
    if (!y || !m || !d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return Date{date};
}

std::string iso_time(Timestamp time) {
    const auto date = floor<days>(time);
    const hh_mm_ss clock{time - date};
    auto text = iso_date(date);
    text += 'T';
    append_digits(text, clock.hours().count(), 2);
    text += ':';
    append_digits(text, clock.minutes().count(), 2);
    text += ':';
    append_digits(text, clock.seconds().count(), 2);
    text += 'Z';
    return text;
}

local_seconds danish_time(Timestamp time) {
    const auto y = year_month_day{floor<days>(time)}.year();
    const auto summer_begins = sys_days{y / March / Sunday[last]} + hours{1};
    const auto summer_ends = sys_days{y / October / Sunday[last]} + hours{1};
    const auto offset = time >= summer_begins && time < summer_ends ? hours{2} : hours{1};
    return local_seconds{time.time_since_epoch() + offset};
}

Date danish_date(Timestamp time) {
    return Date{floor<days>(danish_time(time)).time_since_epoch()};
}

Timestamp danish_midnight(Date date) {
    // Midnight is never inside the hour that changes, so the offset an hour later is the offset at
    // midnight.
    const Timestamp utc{date.time_since_epoch()};
    const auto offset = danish_time(utc).time_since_epoch() - utc.time_since_epoch();
    return utc - offset;
}

IsoWeek iso_week(Date date) {
    const auto thursday = date - (weekday{date} - Monday) + days{3};
    const auto y = year_month_day{thursday}.year();
    return {static_cast<int>(y), static_cast<int>((thursday - sys_days{y / January / 1}).count() / 7 + 1)};
}

Date monday_of(IsoWeek week) {
    const sys_days fourth{year{week.year} / January / 4};  // always in the first week
    return fourth - (weekday{fourth} - Monday) + days{7 * (week.number - 1)};
}

std::string iso_week_text(IsoWeek week) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-W%02d", week.year, week.number);
    return text.data();
}

std::optional<IsoWeek> parse_iso_week(std::string_view text) {
    if (text.size() != 8 || text.substr(4, 2) != "-W") return std::nullopt;
    IsoWeek week;
    const auto [year_end, year_error] = std::from_chars(text.data(), text.data() + 4, week.year);
    const auto [week_end, week_error] = std::from_chars(text.data() + 6, text.data() + 8, week.number);
    if (year_error != std::errc{} || year_end != text.data() + 4) return std::nullopt;
    if (week_error != std::errc{} || week_end != text.data() + 8 || week.number < 1) return std::nullopt;
    if (iso_week(monday_of(week)) != week) return std::nullopt;
    return week;
}

}  // namespace core
