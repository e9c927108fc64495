#include "core/rules/home_addresses.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace core {

namespace {

using Kind = TextToken::Kind;
using Tokens = std::vector<TextToken>;

// As folded() writes them. What hardly anything but a street ends with, and what much else ends with, too.
constexpr std::array strong_endings{
    "vej",
    "vejen",
    "gade",
    "gaden",
    "alle",
    "alleen",
    "straede",
    "straedet",
    "plads",
    "vaenge",
    "torv",
    "boulevard",
    "svinget",
    "vaenget",
    "kajen"};
constexpr std::array weak_endings{
    "torvet",  "pladsen", "vang",      "vangen",  "park",    "parken",   "sti",     "stien",  "toft",      "toften",
    "tofte",   "lund",    "lunden",    "bakke",   "bakken",  "krog",     "krogen",  "have",   "haven",     "mark",
    "marken",  "skov",    "skoven",    "eng",     "engen",   "dal",      "dalen",   "hoej",   "hoejen",    "brink",
    "brinken", "kaer",    "kaeret",    "loekke",  "loekken", "kvarter",  "kaj",     "bro",    "broen",     "banke",
    "banken",  "skraent", "skraenten", "hegn",    "hegnet",  "dige",     "diget",   "gaard",  "gaarden",   "dam",
    "dammen",  "ringen",  "husene",    "huse",    "passage", "passagen", "gyde",    "gyden",  "kollegiet", "bugten",
    "bugt",    "odden",   "naes",      "kanal",   "kanalen", "aasen",    "buen",    "strand", "stranden",  "havnen",
    "havn",    "kilde",   "kilden",    "bjerg",   "bjerget", "moelle",   "moellen", "hus",    "soe",       "soeen",
    "vig",     "vigen",   "klint",     "klinten", "hede",    "heden",    "mose",    "mosen",  "holm",      "holmen",
    "ly"};
// Of roads that are known by a number.
constexpr std::array numbered_roads{"hovedvej", "motorvej", "sekundaervej", "adgangsvej", "cykelvej", "omfartsvej"};
// As ordinary words they end otherwise.
constexpr std::array endings_in_lower_case{"vej", "gade", "alle", "straede", "vaenge", "boulevard"};

// What a number is counted in, where it is no house.
constexpr std::array units{"m",     "km",       "kr",        "kroner",  "meter",    "stk",     "pct",   "procent",
                           "aar",   "aars",     "mio",       "boliger", "borgere",  "elever",  "boern", "pladser",
                           "timer", "gange",    "uger",      "dage",    "maaneder", "ha",      "cm",    "mm",
                           "ton",   "minutter", "januar",    "februar", "marts",    "april",   "maj",   "juni",
                           "juli",  "august",   "september", "oktober", "november", "december"};
constexpr std::array not_towns{
    "kr",
    "kroner",
    "dkk",
    "stk",
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
    "eur",
    "euro",
    "pct"};

template <class List>
bool is_in(const List& list, std::string_view word) {
    return std::ranges::any_of(list, [&](std::string_view known) { return known == word; });
}

template <class List>
bool ends_like(const List& list, std::string_view word) {
    return std::ranges::any_of(list, [&](std::string_view known) { return word.ends_with(known); });
}

/// Only what may stand within an address: spaces, commas, dots, hyphens, slashes.
bool is_close(std::string_view text, const TextToken& one, const TextToken& next, std::string_view allowed) {
    const auto gap = between(text, one, next);
    return gap.size() <= 40 && gap.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view on_the_line = " \t\xC2\xA0";
constexpr std::string_view with_marks = " \t\xC2\xA0,.";
constexpr std::string_view over_lines = " \t\xC2\xA0,.;\r\n";

enum class Street { none, likely, certain };

/// Whether the word at `at` is the end of a street's name.
Street street_at(std::string_view text, const Tokens& tokens, std::size_t at) {
    const auto& word = tokens[at];
    if (word.kind != Kind::word) return Street::none;
    const bool is_strong = ends_like(strong_endings, word.folded);
    if (!is_strong && !ends_like(weak_endings, word.folded)) return Street::none;
    const bool is_bare = is_in(strong_endings, word.folded) || is_in(weak_endings, word.folded);
    const bool follows_name = at > 0 && tokens[at - 1].kind == Kind::word && tokens[at - 1].capital &&
                              is_close(text, tokens[at - 1], word, " .") && !word.after_line_end;
    // "Ny Vej 3" is a street, "vej 3" is a road with a number.
    if (is_bare && !(follows_name && (word.capital || is_strong))) return Street::none;
    if (word.capital) return is_strong ? Street::certain : Street::likely;
    const bool is_road = ends_like(endings_in_lower_case, word.folded) && !is_in(numbered_roads, word.folded);
    return is_road ? Street::likely : Street::none;
}

bool is_house_number(const TextToken& token) {
    return token.kind == Kind::number && token.folded.size() <= 3;
}

bool is_floor(const TextToken& token) {
    if (token.kind == Kind::number) return token.folded.size() <= 2;
    return token.folded == "st" || token.folded == "stuen" || token.folded == "kl" || token.folded == "kld";
}

bool is_door(const TextToken& token) {
    if (token.kind == Kind::number) return token.folded.size() <= 4;
    constexpr std::array doors{"tv", "th", "mf", "sal", "dor", "doer", "lejl"};
    return is_in(doors, token.folded) || token.folded.size() == 1;
}

/// The last token of the house number that begins at `at`: its letter, and the other end of "12-14".
std::size_t end_of_number(std::string_view text, const Tokens& tokens, std::size_t at) {
    const auto letter = [&](std::size_t i) {
        const bool is_letter = i < tokens.size() && tokens[i].kind == Kind::word && tokens[i].folded.size() == 1 &&
                               tokens[i].folded != "i" && is_close(text, tokens[i - 1], tokens[i], " ");
        return is_letter ? i : i - 1;
    };
    at = letter(at + 1);
    if (at + 1 < tokens.size() && is_house_number(tokens[at + 1]) && is_close(text, tokens[at], tokens[at + 1], " -") &&
        between(text, tokens[at], tokens[at + 1]).find('-') != std::string_view::npos)
        at = letter(at + 2);
    return at;
}

/// The last token of floor and door after `at`, or `at` itself.
std::size_t end_of_door(std::string_view text, const Tokens& tokens, std::size_t at) {
    const auto floor = at + 1;
    if (floor + 1 >= tokens.size() || !is_floor(tokens[floor]) || tokens[floor].folded.size() == 4) return at;
    if (!is_close(text, tokens[at], tokens[floor], over_lines)) return at;
    if (!is_close(text, tokens[floor], tokens[floor + 1], with_marks) || !is_door(tokens[floor + 1])) return at;
    if (tokens[floor + 1].folded != "sal") return floor + 1;
    const bool has_more = floor + 2 < tokens.size() && is_door(tokens[floor + 2]) &&
                          is_close(text, tokens[floor + 1], tokens[floor + 2], with_marks);
    return has_more ? floor + 2 : floor + 1;
}

/// The last token of the postal code and town that begin at `at`; nothing where none do.
std::optional<std::size_t> town_at(std::string_view text, const Tokens& tokens, std::size_t at) {
    if (at + 1 >= tokens.size()) return std::nullopt;
    const auto& code = tokens[at];
    const auto& town = tokens[at + 1];
    if (code.kind != Kind::number || code.folded.size() != 4 || code.folded < "0800" || code.folded > "9999")
        return std::nullopt;
    if (town.kind != Kind::word || !town.capital || town.folded.size() < 2 || is_in(not_towns, town.folded))
        return std::nullopt;
    if (!is_close(text, code, town, on_the_line)) return std::nullopt;
    auto end = at + 1;
    // "København K", "Nykøbing Falster", "Kongens Lyngby".
    while (end + 1 < tokens.size() && end < at + 3 && tokens[end + 1].kind == Kind::word && tokens[end + 1].capital &&
           !tokens[end + 1].after_line_end && is_close(text, tokens[end], tokens[end + 1], " "))
        ++end;
    return end;
}

bool is_like_year(const TextToken& code) {
    return code.folded >= "1900" && code.folded < "2100";
}

/// Street and number, with all that belongs to them.
struct Found {
    Finding finding;
    std::size_t last{};  ///< token
};
std::optional<Found> street_and_number(std::string_view text, const Tokens& tokens, std::size_t at) {
    const auto street = street_at(text, tokens, at);
    auto number = at + 1;
    if (street == Street::none || number >= tokens.size()) return std::nullopt;
    const bool says_number = tokens[number].folded == "nr" || tokens[number].folded == "nummer";
    if (says_number) ++number;
    if (number >= tokens.size() || !is_house_number(tokens[number])) return std::nullopt;
    if (!is_close(text, tokens[number - 1], tokens[number], over_lines)) return std::nullopt;
    auto last = end_of_number(text, tokens, number);
    const auto with_door = end_of_door(text, tokens, last);
    const bool has_door = with_door != last;
    last = with_door;
    bool has_town = false;
    if (last + 1 < tokens.size() && is_close(text, tokens[last], tokens[last + 1], over_lines))
        if (const auto town = town_at(text, tokens, last + 1)) {
            last = *town;
            has_town = true;
        }
    const bool is_counted = last + 1 < tokens.size() && is_in(units, tokens[last + 1].folded) &&
                            is_close(text, tokens[last], tokens[last + 1], " ");
    if (is_counted && !has_door && !has_town) return std::nullopt;
    const bool is_certain = has_door || has_town || (street == Street::certain && !tokens[number].after_line_end);
    auto first = at;
    while (first > 0 && at - first < 3 && tokens[first - 1].kind == Kind::word && tokens[first - 1].capital &&
           !tokens[first].after_line_end && tokens[at].folded.size() < 10 &&
           is_close(text, tokens[first - 1], tokens[first], " .") && is_in(strong_endings, tokens[at].folded))
        --first;
    return Found{{tokens[first].begin, tokens[last].end, is_certain}, last};
}

std::optional<Found> postal_address(std::string_view text, const Tokens& tokens, std::size_t at) {
    const auto town = town_at(text, tokens, at);
    if (!town) return std::nullopt;
    const bool has_country =
        at > 0 && tokens[at - 1].folded == "dk" && is_close(text, tokens[at - 1], tokens[at], " -");
    if (is_like_year(tokens[at]) && !has_country) return std::nullopt;
    const bool begins_line = at == 0 || tokens[at].after_line_end;
    const bool after_comma = at > 0 && between(text, tokens[at - 1], tokens[at]).find(',') != std::string_view::npos;
    return Found{{tokens[at].begin, tokens[*town].end, has_country || begins_line || after_comma}, *town};
}

std::optional<Found> post_box(std::string_view text, const Tokens& tokens, std::size_t at) {
    const bool is_box = (tokens[at].folded == "postboks" || tokens[at].folded == "boks") && at + 1 < tokens.size() &&
                        tokens[at + 1].kind == Kind::number && is_close(text, tokens[at], tokens[at + 1], with_marks);
    if (!is_box) return std::nullopt;
    return Found{{tokens[at].begin, tokens[at + 1].end, false}, at + 1};
}

}  // namespace

std::vector<Finding> find_home_addresses(std::string_view text) {
    return find_home_addresses(text, tokens_of(text));
}

std::vector<Finding> find_home_addresses(std::string_view text, const std::vector<TextToken>& tokens) {
    std::vector<Finding> findings;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        auto found = street_and_number(text, tokens, at);
        if (!found) found = postal_address(text, tokens, at);
        if (!found) found = post_box(text, tokens, at);
        if (!found) continue;
        if (!findings.empty()) found->finding.begin = std::max(found->finding.begin, findings.back().end);
        findings.push_back(found->finding);
        at = found->last;
    }
    return findings;
}

}  // namespace core
