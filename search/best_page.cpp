#include "search/best_page.hpp"

#include <algorithm>
#include <vector>

namespace search {
namespace {

// A common word in a long document; the first are as good as all.
constexpr std::size_t positions_max = 20'000;
// Words of a document that begin as a pattern does.
constexpr std::size_t words_max = 2'000;

using Positions = std::vector<Xapian::termpos>;

void add_positions(
    Positions& positions, const Xapian::Database& database, Xapian::docid document, const std::string& word
) {
    auto at = database.positionlist_begin(document, word);
    for (; at != database.positionlist_end(document, word) && positions.size() < positions_max; ++at) {
        positions.push_back(*at);
    }
}

/// Where the words stand that match the pattern. Words lie sorted, so those that begin as it does lie together.
Positions positions_of(
    const Xapian::Database& database, Xapian::docid document, const Matcher& matcher, const Pattern& pattern
) {
    Positions positions;
    if (pattern.how == Pattern::How::exact) {
        add_positions(positions, database, document, pattern.text);
        return positions;
    }
    std::vector<std::string> words;
    auto term = database.termlist_begin(document);
    term.skip_to(pattern.text);
    for (; term != database.termlist_end(document) && words.size() < words_max; ++term) {
        auto word = *term;
        if (!word.starts_with(pattern.text)) break;
        if (matcher.matches(pattern, word)) words.push_back(std::move(word));
    }
    for (const auto& word : words) add_positions(positions, database, document, word);
    std::ranges::sort(positions);
    return positions;
}

struct Score {
    std::uint32_t patterns{}, neighbours{}, words{};
    friend auto operator<=>(const Score&, const Score&) = default;
};

/// Calls `found(page index, position)` for every position that is on a page.
template <class Found>
void each_on_page(const StoredEntry& entry, const Positions& positions, Found found) {
    for (const auto position : positions) {
        const auto next = std::ranges::upper_bound(entry.pages, position, {}, &PagePlace::first_position);
        if (next == entry.pages.begin()) continue;  // in the title or so
        found(static_cast<std::size_t>(next - entry.pages.begin()) - 1, position);
    }
}

}  // namespace

const PagePlace* best_page(
    const Xapian::Database& database, Xapian::docid document, const StoredEntry& entry, const Matcher& matcher
) {
    if (entry.pages.empty()) return nullptr;
    std::vector<Score> scores(entry.pages.size());
    Positions previous;
    for (const auto& pattern : matcher.patterns()) {
        if (pattern.only_metadata) continue;
        auto positions = positions_of(database, document, matcher, pattern);
        std::vector<std::uint8_t> counted(entry.pages.size());
        each_on_page(entry, positions, [&](std::size_t page, Xapian::termpos position) {
            if (counted[page] == 0) ++scores[page].patterns;
            if (counted[page] < 2 && std::ranges::binary_search(previous, position - 1)) {
                counted[page] = 2;
                ++scores[page].neighbours;
            }
            counted[page] = std::max<std::uint8_t>(counted[page], 1);
            ++scores[page].words;
        });
        previous = std::move(positions);
    }
    const auto best = std::ranges::max_element(scores);
    if (best->patterns == 0) return nullptr;
    return &entry.pages[static_cast<std::size_t>(best - scores.begin())];
}

}  // namespace search
