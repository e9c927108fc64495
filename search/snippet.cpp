#include "search/snippet.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "search/danish_text.hpp"

namespace search {
namespace {

// On one page; more says nothing that these don't.
constexpr std::size_t matches_max = 500;
constexpr std::size_t scanned_bytes_max = 1024 * 1024;
// From the first marked word to the last, so that there is room for words around them.
constexpr std::size_t core_bytes = 150;
constexpr std::size_t lead_bytes = 50;

struct Match {
    std::size_t begin{}, end{};
    int pattern{};
    std::size_t word{};  ///< the how manieth word, to know neighbours
};

bool is_word_byte(unsigned char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

/// Bytes of the letter or digit at `at`, 0 if there is none.
std::size_t letter_bytes(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) return is_word_byte(byte) ? 1 : 0;
    const auto point = first_of(text.substr(at));
    return is_letter_or_digit(point.value) ? point.bytes : 0;
}

/// Signs that don't end a word: a digit's point or comma, an apostrophe, as the index has it.
bool joins(std::string_view text, std::size_t at) {
    if (at == 0 || at + 1 >= text.size()) return false;
    const auto is_digit = [&](std::size_t where) { return text[where] >= '0' && text[where] <= '9'; };
    if (text[at] == '.' || text[at] == ',') return is_digit(at - 1) && is_digit(at + 1);
    return (text[at] == '\'' || text[at] == '&') && letter_bytes(text, at + 1) != 0;
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (const auto bytes = letter_bytes(text, at)) {
            at += bytes;
        } else if (joins(text, at)) {
            ++at;
        } else {
            break;
        }
    }
    return std::min(at, text.size());
}

std::vector<Match> matches_in(std::string_view text, const Matcher& matcher, Source source) {
    std::vector<Match> matches;
    std::size_t word = 0;
    text = text.substr(0, scanned_bytes_max);
    for (std::size_t at = 0; at < text.size() && matches.size() < matches_max;) {
        if (letter_bytes(text, at) == 0) {
            ++at;
            continue;
        }
        const auto end = end_of_word(text, at);
        ++word;
        if (matcher.may_begin(text[at])) {
            const int pattern = matcher.match(lower(text.substr(at, end - at)));
            const bool counts = pattern >= 0 && (source == Source::metadata ||
                                                 !matcher.patterns()[static_cast<std::size_t>(pattern)].only_metadata);
            if (counts) matches.push_back({at, end, pattern, word});
        }
        at = end;
    }
    return matches;
}

/// Many different words first, then words that stand together as in the query, then many.
int score(const Match* first, const Match* last, std::size_t patterns) {
    std::array<bool, 64> seen{};
    int distinct = 0, neighbours = 0, count = 0;
    for (const auto* match = first; match != last; ++match) {
        auto& was_seen = seen[static_cast<std::size_t>(match->pattern) % std::min<std::size_t>(patterns, seen.size())];
        if (!was_seen) ++distinct;
        was_seen = true;
        ++count;
        const bool follows = match != first && match[-1].word + 1 == match->word;
        if (follows && match[-1].pattern + 1 == match->pattern) ++neighbours;
    }
    return distinct * 100 + std::min(neighbours, 9) * 10 + std::min(count, 9);
}

const Match* best_of(const std::vector<Match>& matches, std::size_t patterns) {
    const Match* best = nullptr;
    int best_score = -1;
    const Match* const end = matches.data() + matches.size();
    const Match* last = matches.data();
    for (const auto& first : matches) {
        last = std::max(last, &first);
        while (last != end && last->end - first.begin <= core_bytes) ++last;
        const int scored = score(&first, last, patterns);
        if (scored > best_score) {
            best_score = scored;
            best = &first;
        }
    }
    return best;
}

bool is_blank(char byte) {
    return static_cast<unsigned char>(byte) <= ' ';
}

/// The beginning of a word, up to so many bytes before.
std::size_t begin_before(std::string_view text, std::size_t at) {
    if (at <= lead_bytes) return 0;
    auto begin = at - lead_bytes;
    while (begin < at && !is_blank(text[begin - 1])) ++begin;
    return begin;
}

/// The end of a word, about 200 letters on.
std::size_t end_after(std::string_view text, std::size_t begin) {
    auto at = begin;
    for (std::size_t letters = 0; at < text.size() && letters < snippet_letters; ++letters) {
        at += first_of(text.substr(at)).bytes;
    }
    if (at >= text.size() || is_blank(text[at])) return at;
    auto end = at;
    while (end > begin && !is_blank(text[end - 1])) --end;
    return end > begin + lead_bytes ? end : at;  // a "word" longer than the snippet is cut
}

/// Text for people: valid UTF-8, blanks and control characters in a row as one blank.
void append_shown(std::string& shown, std::string_view text, bool& after_blank) {
    while (!text.empty()) {
        const auto point = first_of(text);
        text.remove_prefix(point.bytes);
        const bool blank = point.value <= ' ' || (point.value >= 0x7F && point.value <= 0xA0) ||
                           point.value == 0x2028 || point.value == 0x2029;
        if (!blank) append(shown, point.value);
        if (blank && !after_blank) shown += ' ';
        after_blank = blank;
    }
}

}  // namespace

Snippet make_snippet(std::string_view text, const Matcher& matcher, Source source) {
    const auto matches = matches_in(text, matcher, source);
    const auto* best = matches.empty() ? nullptr : best_of(matches, matcher.patterns().size());
    const auto begin = best == nullptr ? 0 : begin_before(text, best->begin);
    auto end = end_after(text, begin);
    if (best != nullptr) end = std::max(end, best->end);

    Snippet snippet;
    snippet.has_match = best != nullptr;
    bool after_blank = true;
    std::string plain = begin > 0 ? "…" : "";
    auto at = begin;
    const Match* const past = matches.data() + matches.size();
    for (const auto* match = matches.data(); match != past; ++match) {
        if (match->begin < begin || match->end > end) continue;
        append_shown(plain, text.substr(at, match->begin - at), after_blank);
        if (!plain.empty()) snippet.parts.push_back({std::move(plain), false});
        plain.clear();
        std::string marked;
        append_shown(marked, text.substr(match->begin, match->end - match->begin), after_blank);
        snippet.parts.push_back({std::move(marked), true});
        at = match->end;
    }
    append_shown(plain, text.substr(at, end - at), after_blank);
    while (!plain.empty() && plain.back() == ' ') plain.pop_back();
    if (text.find_first_not_of(" \t\r\n\f", end) != text.npos) plain += "…";
    if (!plain.empty()) snippet.parts.push_back({std::move(plain), false});
    return snippet;
}

}  // namespace search
