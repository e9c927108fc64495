#pragma once

#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

namespace search {

/// A word to be marked: how the query's words look on a page.
struct Pattern {
    enum class How { exact, stem, prefix };
    How how{};
    std::string text;      ///< lower case
    bool only_metadata{};  ///< asked for in a field, so that a page doesn't answer it
    friend bool operator==(const Pattern&, const Pattern&) = default;
};

/// Compares words to patterns. Every Danish stem is the beginning of its word, so only words that begin as a pattern
/// does need to be stemmed. One a thread.
class Matcher {
  public:
    explicit Matcher(std::vector<Pattern> patterns);

    const std::vector<Pattern>& patterns() const { return patterns_; }
    /// The first pattern that a lower-case word matches, or -1.
    int match(std::string_view word) const;
    bool matches(const Pattern& pattern, std::string_view word) const;
    /// Whether a word that begins with this byte (of either case) may match at all.
    bool may_begin(char first) const { return begins_[static_cast<unsigned char>(first)]; }

  private:
    std::vector<Pattern> patterns_;
    bool begins_[256]{};
    Xapian::Stem stem_{"danish"};
};

}  // namespace search
