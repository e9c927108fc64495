#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "search/pattern.hpp"

/// The query language: words (all must be there), "phrases", -not, prefix*, (groups), AND OR NOT or OG ELLER IKKE in
/// capitals, and field:word as the table of fields says. Case is of no other account, but that a word begun with a
/// capital ranks those first who have it letter by letter (Hansen before Hans).
namespace search {

/// A word as typed, outside fields and phrases: what a suggestion may replace.
struct TypedWord {
    std::size_t offset{}, bytes{};  ///< in ParsedText::text
    std::string lower;
};

struct ParsedText {
    std::string text;  ///< tidied
    Xapian::Query query;
    bool is_everything{};  ///< nothing was asked for
    std::vector<Pattern> patterns;
    std::vector<TypedWord> words;
};

inline constexpr std::size_t query_letters_max = 500;
inline constexpr std::size_t query_words_max = 50;
inline constexpr std::size_t query_prefixes_max = 5;
/// How many words of the index a prefix stands for at most; the most frequent are taken.
inline constexpr unsigned prefix_expansion_max = 100;

/// Errors: invalid_input, if it is too long, or not even plain words can be read from it.
core::Result<ParsedText> parse(std::string_view text, const Xapian::Database& database);

}  // namespace search
