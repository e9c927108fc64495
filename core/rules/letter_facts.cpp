#include "core/rules/letter_facts.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/rules/danish_dates.hpp"
#include "core/utf8.hpp"

namespace core {

namespace {

constexpr std::size_t longest_title = 150;  // code points
constexpr std::size_t longest_name = 60;    // bytes
constexpr std::size_t lines_read = 400;     // of one page; more is no letter

struct Line {
    std::size_t begin{};  ///< in the page's text
    std::string text;     ///< on one line, trimmed
    std::string lower;
};

/// The page's lines that are not empty.
std::vector<Line> lines_of(std::string_view page) {
    std::vector<Line> lines;
    for (std::size_t begin = 0; begin < page.size() && lines.size() < lines_read;) {
        const auto end = std::min(page.find_first_of("\n\f", begin), page.size());
        auto text = on_one_line(page.substr(begin, end - begin));
        if (!text.empty()) {
            auto lower = lower_case(text);
            lines.push_back({begin, std::move(text), std::move(lower)});
        }
        begin = end + 1;
    }
    return lines;
}

bool contains_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool starts_with_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

// --- the date

/// How much speaks for a date being the letter's own, by the words before it on its line.
int weight_of_words(std::string_view before) {
    constexpr std::array<std::string_view, 5> own{"dato:", "dato ", "den ", "d. ", ", d."};
    constexpr std::array<std::string_view, 19> others{
        "født",
        "frist",
        "senest",
        "inden",
        "udløb",
        "gyldig",
        "modtaget",
        "afgørelse",
        "brev af",
        "skrivelse",
        "lov nr",
        "bekendt",
        "møde",
        "periode",
        "til og med",
        "fra den",
        " fra ",
        " af ",
        "henvendelse"};
    // Only the end of a long sentence says what the date is.
    const auto near = before.size() > 60 ? before.substr(before.size() - 60) : before;
    if (contains_any(near, others)) return -10;
    const auto is_end = [&](std::string_view word) {
        const auto at = near.rfind(word);
        return at != std::string_view::npos && near.size() - at <= word.size() + 2;
    };
    return std::ranges::any_of(own, is_end) ? 6 : 0;
}

int weight_of(const Line& line, std::size_t line_number, std::size_t at_in_line, std::size_t length) {
    int weight = line_number < 12 ? 4 : line_number < 20 ? 1 : -3;
    const auto before = std::string_view{line.lower}.substr(0, std::min(at_in_line, line.lower.size()));
    weight += weight_of_words(before);
    if (line.text.size() <= length + 4)
        weight += 3;  // nothing but the date
    else if (line.text.size() <= length + 30)
        weight += 1;  // "Solbakke, den …"
    return weight;
}

void suggest_date(LetterFacts& facts, std::string_view page, const std::vector<Line>& lines, Date received) {
    const auto oldest = received - std::chrono::years{5};
    const auto newest = received + std::chrono::days{1};
    int best = 0;
    for (const auto& written : dates_in(page)) {
        if (written.date < oldest || written.date > newest) continue;
        auto line = std::ranges::upper_bound(lines, written.begin, {}, &Line::begin);
        if (line == lines.begin()) continue;
        --line;
        const auto quote = on_one_line(page.substr(written.begin, written.end - written.begin));
        const auto at_in_line = std::min(line->text.find(quote), line->text.size());
        const auto number = static_cast<std::size_t>(line - lines.begin());
        // A stamp of receipt often has its word on one line and its date on the next.
        const bool is_stamp = number > 0 && std::prev(line)->lower.ends_with("modtaget");
        const int weight = is_stamp ? 0 : weight_of(*line, number, at_in_line, quote.size());
        if (weight <= best) continue;
        best = weight;
        facts.letter_date = written.date;
        facts.letter_date_quote = quote;
    }
}

// --- the sender

constexpr std::array<std::string_view, 7> closings{
    "venlig hilsen", "venlige hilsen", "venlig hilsner", "hilsen", "hilsner", "mvh", "m.v.h"};

bool is_particle(std::string_view word) {
    constexpr std::array<std::string_view, 9> particles{"af", "von", "van", "de", "der", "den", "og", "i", "&"};
    return std::ranges::find(particles, word) != particles.end();
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0) words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

/// Two to six words that begin with capital letters, and nothing that no name has.
bool is_name_like(std::string_view line) {
    if (line.size() > longest_name || line.find_first_of("0123456789@:;!?()=_*") != std::string_view::npos)
        return false;
    const auto words = words_of(line);
    if (words.size() < 2 || words.size() > 6 || is_particle(words.front())) return false;
    return std::ranges::all_of(words, [](std::string_view word) {
        return is_particle(word) || is_upper(code_point_at(word, 0).value);
    });
}

std::string_view trimmed(std::string_view text, std::string_view of = " ,.:;-") {
    const auto begin = text.find_first_not_of(of);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(of) - begin + 1);
}

/// What follows the closing words on their own line, if the line has such words and little else.
std::optional<std::string_view> after_closing(const Line& line) {
    for (const auto closing : closings) {
        const auto at = line.lower.find(closing);
        if (at > 20) continue;  // npos is, too
        const auto end = at + closing.size();
        // "hilsenen" and the like are words of their own.
        if (end < line.lower.size() && is_letter(code_point_at(line.lower, end).value)) continue;
        return trimmed(std::string_view{line.text}.substr(std::min(end, line.text.size())), " ,.:;-");
    }
    return std::nullopt;
}

/// The scrawl of a signature is often read as capitals; the name in print stands below it.
bool is_all_capitals(std::string_view text) {
    return lower_case(text) != text && std::ranges::none_of(text, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// The first name in the lines below the closing words; one in capitals only where there is no other.
std::string name_below(const std::vector<Line>& lines, std::size_t begin) {
    constexpr std::size_t lines_below = 4;
    std::string in_capitals;
    for (auto at = begin; at < std::min(lines.size(), begin + lines_below); ++at) {
        const auto name = trimmed(lines[at].text, " ,;");
        if (!is_name_like(name)) continue;
        if (!is_all_capitals(name)) return std::string{name};
        if (in_capitals.empty()) in_capitals = name;
    }
    return in_capitals;
}

std::string sender_in(const std::vector<Line>& lines) {
    for (auto at = lines.size(); at-- > 0;) {
        const auto rest = after_closing(lines[at]);
        if (!rest) continue;
        if (is_name_like(*rest)) return std::string{*rest};
        if (!rest->empty()) continue;
        if (auto name = name_below(lines, at + 1); !name.empty()) return name;
    }
    return {};
}

// --- the title

constexpr std::array<std::string_view, 10> title_words{
    "vedrørende", "vedrorende", "vedrarende", "vedr.", "vedr:", "vedr ", "angående", "angaende", "ang.", "emne:"};
constexpr std::array<std::string_view, 5> salutations{"kære ", "hej ", "goddag", "til rette", "til den det"};
constexpr std::array<std::string_view, 12> heading_words{
    "ansøgning",
    "klage",
    "anmodning",
    "afgørelse",
    "høring",
    "partshøring",
    "tilladelse",
    "bekræftelse",
    "indkaldelse",
    "indsigelse",
    "opsigelse",
    "forespørgsel"};

std::string as_title(std::string_view text) {
    return first_words(trimmed(text), longest_title);
}

std::string title_after_word(const std::vector<Line>& lines) {
    for (std::size_t at = 0; at < lines.size(); ++at) {
        for (const auto word : title_words) {
            if (!lines[at].lower.starts_with(word)) continue;
            auto title =
                as_title(std::string_view{lines[at].text}.substr(std::min(word.size(), lines[at].text.size())));
            if (title.empty() && at + 1 < lines.size()) title = as_title(lines[at + 1].text);
            return title;
        }
    }
    return {};
}

bool is_heading_like(const Line& line) {
    const auto& text = line.text;
    if (text.size() < 8 || text.size() > 120 || !is_upper(code_point_at(text, 0).value)) return false;
    if (text.find('@') != std::string::npos || std::string_view{".,:;"}.find(text.back()) != std::string_view::npos)
        return false;
    // An address, a number or a date is no heading, and neither is the one whom the letter is for.
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    constexpr std::array<std::string_view, 8> other{"att", "til ", "tlf", "telefon", "side ", "j.nr", "sagsnr", "cvr"};
    return digits * 4 < static_cast<std::ptrdiff_t>(text.size()) && dates_in(text).empty() && !is_name_like(text) &&
           !starts_with_any(line.lower, other) && !starts_with_any(line.lower, salutations);
}

std::string heading_in(const std::vector<Line>& lines) {
    constexpr std::size_t top = 25;
    const auto end = std::min(lines.size(), top);
    for (std::size_t at = 0; at < end; ++at) {
        const bool is_before_salutation = at + 1 < lines.size() && starts_with_any(lines[at + 1].lower, salutations);
        const bool is_strong = is_before_salutation || starts_with_any(lines[at].lower, heading_words);
        if (is_strong && is_heading_like(lines[at])) return as_title(lines[at].text);
    }
    return {};
}

}  // namespace

LetterFacts facts_in(std::string_view first_page_text, Date received) {
    const auto lines = lines_of(first_page_text);
    LetterFacts facts;
    suggest_date(facts, first_page_text, lines, received);
    facts.sender = sender_in(lines);
    facts.title = title_after_word(lines);
    if (facts.title.empty()) facts.title = heading_in(lines);
    return facts;
}

}  // namespace core
