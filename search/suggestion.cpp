#include "search/suggestion.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "search/danish_text.hpp"
#include "search/filters.hpp"

namespace search {
namespace {

// Words of the index that are looked at, of those that begin with the same letter.
constexpr std::size_t scanned_max = 200'000;
constexpr std::size_t letters_min = 3;
constexpr std::size_t letters_max = 40;
constexpr std::size_t words_max = 6;
// Near words that are tried, nearest and most frequent first.
constexpr std::size_t tried_max = 12;

std::u32string points_of(std::string_view text) {
    std::u32string points;
    while (!text.empty()) {
        const auto point = first_of(text);
        points += point.value;
        text.remove_prefix(point.bytes);
    }
    return points;
}

struct Candidate {
    unsigned distance{};
    Xapian::doccount entries{};
    std::string word;
};

bool finds_something(const Xapian::Database& database, const Xapian::Query& words, const Query& query) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(filtered(words, query));
    return !enquire.get_mset(0, 1).empty();
}

/// The asker's whole world, not what the query is narrowed down to.
Query all_visible(const Query& query) {
    Query visible;
    visible.groups = query.groups;
    return visible;
}

std::vector<Candidate> near(const Xapian::Database& database, const std::string& word) {
    std::vector<Candidate> candidates;
    const auto points = points_of(word);
    if (points.size() < letters_min || points.size() > letters_max) return candidates;
    const unsigned limit = points.size() <= 4 ? 1 : 2;
    const auto first_letter = word.substr(0, first_of(word).bytes);
    std::size_t scanned = 0;
    auto term = database.allterms_begin(first_letter);
    for (; term != database.allterms_end(first_letter) && ++scanned <= scanned_max; ++term) {
        const auto other = *term;
        if (other.size() > word.size() + 2 * 4 || other.size() + 2 * 4 < word.size()) continue;
        const auto apart = distance(points, points_of(other), limit);
        if (apart > 0 && apart <= limit) candidates.push_back({apart, term.get_termfreq(), other});
    }
    std::ranges::sort(candidates, [](const Candidate& one, const Candidate& other) {
        return std::tuple(one.distance, other.entries, one.word) < std::tuple(other.distance, one.entries, other.word);
    });
    if (candidates.size() > tried_max) candidates.resize(tried_max);
    return candidates;
}

/// A near word that stands in an entry the asker may see, or nothing.
std::string replacement_for(const Xapian::Database& database, const std::string& word, const Query& visible) {
    for (const auto& candidate : near(database, word)) {
        if (finds_something(database, Xapian::Query(candidate.word), visible)) return candidate.word;
    }
    return {};
}

bool is_known(const Xapian::Database& database, const std::string& word, const Query& visible) {
    static constexpr auto number = "0123456789";
    if (word.find_first_of(number) != word.npos) return true;  // numbers are not misspelt but wrong
    std::string stem = "Z";
    stem += Xapian::Stem("danish")(word);
    const Xapian::Query either(Xapian::Query::OP_OR, Xapian::Query(word), Xapian::Query(stem));
    return finds_something(database, either, visible);
}

}  // namespace

std::string suggest(const Xapian::Database& database, const ParsedText& parsed, const Query& query) {
    if (parsed.words.size() > words_max) return {};
    const auto visible = all_visible(query);
    std::string text;
    std::size_t copied = 0;
    for (const auto& word : parsed.words) {
        if (is_known(database, word.lower, visible)) continue;
        const auto better = replacement_for(database, word.lower, visible);
        if (better.empty()) return {};
        text.append(parsed.text, copied, word.offset - copied).append(better);
        copied = word.offset + word.bytes;
    }
    if (copied == 0) return {};
    text.append(parsed.text, copied);
    const auto again = parse(text, database);
    if (!again || !finds_something(database, again.value().query, query)) return {};
    return text;
}

unsigned distance(std::u32string_view one, std::u32string_view other, unsigned limit) {
    const auto more = one.size() > other.size() ? one.size() - other.size() : other.size() - one.size();
    if (more > limit) return limit + 1;
    // Three rows of the usual table, the last for neighbours swapped.
    std::array<std::vector<unsigned>, 3> rows;
    for (auto& row : rows) row.assign(other.size() + 1, 0);
    for (unsigned column = 0; column <= other.size(); ++column) rows[1][column] = column;
    for (std::size_t at = 1; at <= one.size(); ++at) {
        auto& [before_last, last, now] = rows;
        now[0] = static_cast<unsigned>(at);
        for (std::size_t column = 1; column <= other.size(); ++column) {
            const unsigned change = one[at - 1] == other[column - 1] ? 0 : 1;
            now[column] = std::min({last[column] + 1, now[column - 1] + 1, last[column - 1] + change});
            const bool swapped =
                at > 1 && column > 1 && one[at - 1] == other[column - 2] && one[at - 2] == other[column - 1];
            if (swapped) now[column] = std::min(now[column], before_last[column - 2] + 1);
        }
        if (*std::ranges::min_element(now) > limit) return limit + 1;
        std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    }
    return std::min(rows[1].back(), limit + 1);
}

}  // namespace search
