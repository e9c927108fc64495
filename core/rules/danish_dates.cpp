#include "core/rules/danish_dates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/utf8.hpp"

namespace core {

namespace {

/// Reads a text from left to right; a step that does not fit leaves it where it was.
class Reader {
  public:
    Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    std::size_t at() const { return at_; }
    char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

    struct Number {
        int value{};
        std::size_t digits{};
    };
    /// One to four digits, misread ones included, of which at least one is a real digit.
    std::optional<Number> number() {
        Number read;
        bool is_real = false;
        std::size_t at = at_;
        for (; at < text_.size() && read.digits < 5; ++at, ++read.digits) {
            const auto digit = digit_of(text_[at]);
            if (!digit) break;
            is_real = is_real || (text_[at] >= '0' && text_[at] <= '9');
            read.value = read.value * 10 + *digit;
        }
        if (read.digits == 0 || read.digits > 4 || !is_real) return std::nullopt;
        at_ = at;
        return read;
    }

    /// Up to `most` of the characters in `allowed`; how many there were.
    std::size_t skip(std::string_view allowed, std::size_t most) {
        std::size_t count = 0;
        while (count < most && at_ < text_.size() && allowed.find(text_[at_]) != std::string_view::npos) ++at_, ++count;
        return count;
    }

    std::string_view word() {
        const auto begin = at_;
        while (at_ < text_.size()) {
            const auto [value, size] = code_point_at(text_, at_);
            if (!is_letter(value) && value != '0' && value != '1' && value != '|') break;
            at_ += size;
        }
        return text_.substr(begin, at_ - begin);
    }

  private:
    static std::optional<int> digit_of(char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c == 'O' || c == 'o') return 0;
        if (c == 'l' || c == 'I' || c == '|') return 1;
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t at_;
};

/// The word as scanners most often see it: "novernber" for "november", "0ktober" for "oktober".
std::string as_seen(std::string_view word) {
    std::string seen;
    for (const char c : lower_case(word)) seen += c == '0' ? 'o' : c == '1' || c == '|' ? 'l' : c;
    for (auto at = seen.find("rn"); at != std::string::npos; at = seen.find("rn", at)) seen.replace(at, 2, "m");
    return seen;
}

/// Whether two words are the same but for one letter that is changed, missing or too many.
bool is_one_letter_off(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    const auto [left, right] = std::ranges::mismatch(a, b);
    const std::string_view rest_a{left, a.end()};
    const std::string_view rest_b{right, b.end()};
    if (rest_b.empty()) return true;
    return a.size() == b.size() ? rest_a.substr(1) == rest_b.substr(1) : rest_a == rest_b.substr(1);
}

std::optional<unsigned> month_named(std::string_view word) {
    if (word.size() < 3 || word.size() > 16) return std::nullopt;
    const auto seen = as_seen(word);
    for (unsigned i = 0; i < danish_months.size(); ++i) {
        if (seen == danish_months[i] || seen == danish_months[i].substr(0, 3)) return i + 1;
        if (seen == "sept" && i == 8) return i + 1;
    }
    for (unsigned i = 0; i < danish_months.size(); ++i)
        if (danish_months[i].size() >= 5 && is_one_letter_off(seen, danish_months[i])) return i + 1;
    return std::nullopt;
}

std::optional<Date> existing(int year, unsigned month, int day) {
    if (day < 1) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{static_cast<unsigned>(day)}};
    if (year < 1900 || year > 2199 || !date.ok()) return std::nullopt;
    return Date{date};
}

/// "2026-11-12"
std::optional<Date> read_iso(Reader& reader) {
    const auto year = reader.number();
    if (!year || year->digits != 4 || reader.skip("-", 1) != 1) return std::nullopt;
    const auto month = reader.number();
    if (!month || month->digits != 2 || reader.skip("-", 1) != 1) return std::nullopt;
    const auto day = reader.number();
    if (!day || day->digits != 2) return std::nullopt;
    return existing(year->value, static_cast<unsigned>(month->value), day->value);
}

/// "12. november 2026", after the day.
std::optional<Date> read_words(Reader reader, int day, std::size_t& end) {
    reader.skip(" .", 3);
    const auto month = month_named(reader.word());
    if (!month) return std::nullopt;
    reader.skip(" .,", 3);
    const auto year = reader.number();
    if (!year || year->digits != 4) return std::nullopt;
    end = reader.at();
    return existing(year->value, *month, day);
}

/// "12.11.2026" and "12/11-26", after the day.
std::optional<Date> read_numbers(Reader reader, int day, std::size_t& end) {
    constexpr std::string_view marks = "./-";
    const auto part = [&] {
        reader.skip(" ", 1);
        const auto count = reader.skip(marks, 1);
        reader.skip(" ", 1);
        return count == 1;
    };
    if (!part()) return std::nullopt;
    const auto month = reader.number();
    if (!month || month->digits > 2) return std::nullopt;
    const bool has_mark = part();
    const auto year = reader.number();
    if (!year || (year->digits != 4 && (year->digits != 2 || !has_mark))) return std::nullopt;
    // "27.35.00-P19" and "01.02.26.4" are no dates but numbers of other kinds.
    if (year->digits == 2 && marks.find(reader.peek()) != std::string_view::npos && reader.peek(1) > ' ')
        return std::nullopt;
    end = reader.at();
    return existing(year->digits == 2 ? 2000 + year->value : year->value, static_cast<unsigned>(month->value), day);
}

std::optional<WrittenDate> date_at(std::string_view text, std::size_t begin) {
    Reader iso{text, begin};
    if (const auto date = read_iso(iso)) return WrittenDate{begin, iso.at(), *date};
    Reader reader{text, begin};
    const auto day = reader.number();
    if (!day || day->digits > 2) return std::nullopt;
    std::size_t end = 0;
    auto date = read_words(reader, day->value, end);
    if (!date) date = read_numbers(reader, day->value, end);
    return date ? std::optional{WrittenDate{begin, end, *date}} : std::nullopt;
}

/// Whether a number or word goes on at this place, so that nothing may begin or end there.
bool goes_on(std::string_view text, std::size_t at) {
    if (at >= text.size()) return false;
    const auto value = code_point_at(text, at).value;
    return is_letter(value) || (value >= '0' && value <= '9');
}

}  // namespace

std::vector<WrittenDate> dates_in(std::string_view text) {
    std::vector<WrittenDate> dates;
    bool inside = false;  // of a number or word
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, size] = code_point_at(text, at);
        const bool is_part = goes_on(text, at);
        if (!inside && (is_part || value == '|')) {
            const auto found = date_at(text, at);
            if (found && !goes_on(text, found->end)) {
                dates.push_back(*found);
                at = found->end;
                continue;
            }
        }
        inside = is_part;
        at += size;
    }
    return dates;
}

}  // namespace core
