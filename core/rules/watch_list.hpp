#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/rules/finding.hpp"
#include "core/rules/text_tokens.hpp"

/// The authority's own lists of what holds a text back, and of what need not: words, names and addresses that are
/// protected (navne- og adressebeskyttelse, CPR-loven § 28), and the authority's own contact details.
namespace core {

enum class WatchedKind {
    word,     ///< or several: inflected; "*" at its ends stands for any letters
    name,     ///< also "Holm, Karen", and with other names in between
    address,  ///< as it is written, whatever the commas
    allowed   ///< what the machine finds within it is not held: the authority's own address, its numbers, "@domæne.dk"
};

struct WatchedPhrase {
    WatchedKind kind{};
    std::string text;
};

class WatchList {
  public:
    WatchList() = default;
    explicit WatchList(const std::vector<WatchedPhrase>& phrases);

    /// In order, and never overlapping; all certain. `tokens` are tokens_of(text).
    std::vector<Finding> find(const std::vector<TextToken>& tokens) const;
    /// Whether what was found is one of the things that are allowed, or stands within one.
    bool allows(std::string_view found) const;

  private:
    struct Phrase {
        std::vector<std::string> words;  ///< folded
        bool is_inflected{};
        bool has_gaps{};  ///< other names may stand in between
    };
    struct Pattern {
        std::string stem;
        bool is_open_before{}, is_open_behind{};
    };
    struct Allowed {
        std::vector<std::string> words;
        std::string digits;
        std::string domain;  ///< of "@domæne.dk"
    };
    void add(Phrase phrase);
    void add_word(std::string_view text);
    void add_allowed(std::string_view text);
    std::optional<std::size_t> end_of(const Phrase& phrase, const std::vector<TextToken>& tokens, std::size_t at) const;

    std::vector<Phrase> phrases_;
    std::unordered_multimap<std::string, std::size_t> by_beginning_;  ///< the first letters of a phrase's first word
    std::vector<Pattern> patterns_;
    std::vector<Allowed> allowed_;
};

std::string_view name_of(WatchedKind kind);
std::optional<WatchedKind> watched_kind_named(std::string_view name);

}  // namespace core
