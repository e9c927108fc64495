#include "core/rules/watch_list.hpp"

#include <algorithm>
#include <array>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names kinds{{
    std::pair<WatchedKind, std::string_view>{WatchedKind::word, "word"},
    {WatchedKind::name, "name"},
    {WatchedKind::address, "address"},
    {WatchedKind::allowed, "allowed"},
}};

constexpr std::size_t beginning_size = 3;

std::string beginning_of(std::string_view word) {
    return std::string{word.substr(0, beginning_size)};
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (auto& token : tokens_of(text)) words.push_back(std::move(token.folded));
    return words;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    if (digits.size() == 10 && digits.starts_with("45")) digits.erase(0, 2);
    if (digits.size() == 12 && digits.starts_with("0045")) digits.erase(0, 4);
    return digits;
}

/// Whether `word` is `base` with a Danish ending.
bool is_inflected_of(std::string_view word, std::string_view base) {
    constexpr std::array<std::string_view, 18> endings{
        "", "s", "es", "e", "en", "ens", "er", "ers", "erne", "ernes", "et", "ets", "t", "n", "ns", "ne", "nes", "r"};
    return word.starts_with(base) && std::ranges::find(endings, word.substr(base.size())) != endings.end();
}

bool stands_in(const std::vector<std::string>& whole, const std::vector<std::string>& part) {
    return !part.empty() && std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

}  // namespace

WatchList::WatchList(const std::vector<WatchedPhrase>& phrases) {
    for (const auto& made : phrases) switch (made.kind) {
            case WatchedKind::word:
                add_word(made.text);
                break;
            case WatchedKind::name: {
                auto words = words_of(made.text);
                add({words, false, true});
                if (words.size() > 1) {
                    std::rotate(words.begin(), words.end() - 1, words.end());
                    add({std::move(words), false, false});
                }
                break;
            }
            case WatchedKind::address:
                add({words_of(made.text), false, false});
                break;
            case WatchedKind::allowed:
                add_allowed(made.text);
                break;
        }
}

void WatchList::add(Phrase phrase) {
    if (phrase.words.empty()) return;
    by_beginning_.emplace(beginning_of(phrase.words.front()), phrases_.size());
    phrases_.push_back(std::move(phrase));
}

void WatchList::add_word(std::string_view text) {
    auto words = words_of(text);
    if (words.size() == 1 && text.find('*') != std::string_view::npos) {
        patterns_.push_back({std::move(words.front()), text.front() == '*', text.back() == '*'});
        return;
    }
    add({std::move(words), true, false});
}

void WatchList::add_allowed(std::string_view text) {
    Allowed made{words_of(text), digits_of(text), {}};
    if (text.starts_with('@')) made.domain = folded(text);
    if (!made.words.empty()) allowed_.push_back(std::move(made));
}

std::optional<std::size_t> WatchList::end_of(const Phrase& phrase, const std::vector<TextToken>& tokens, std::size_t at)
    const {
    constexpr std::size_t names_between = 2;
    for (std::size_t i = 0; i < phrase.words.size(); ++i, ++at) {
        const bool is_last = i + 1 == phrase.words.size();
        const auto is_it = [&](const TextToken& token) {
            if (token.folded == phrase.words[i]) return true;
            if (is_last && token.kind == TextToken::Kind::word && token.folded == phrase.words[i] + "s") return true;
            return is_last && phrase.is_inflected && is_inflected_of(token.folded, phrase.words[i]);
        };
        for (std::size_t passed = 0; at < tokens.size() && !is_it(tokens[at]); ++passed, ++at)
            if (i == 0 || !phrase.has_gaps || passed == names_between || !tokens[at].capital) return std::nullopt;
        if (at >= tokens.size()) return std::nullopt;
    }
    return at - 1;
}

std::vector<Finding> WatchList::find(const std::vector<TextToken>& tokens) const {
    std::vector<Finding> findings;
    if (phrases_.empty() && patterns_.empty()) return findings;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        std::optional<std::size_t> last;
        const auto [first, end] = by_beginning_.equal_range(beginning_of(tokens[at].folded));
        for (auto candidate = first; candidate != end; ++candidate)
            if (const auto found = end_of(phrases_[candidate->second], tokens, at)) last = std::max(last, found);
        const bool is_pattern = std::ranges::any_of(patterns_, [&](const Pattern& one) {
            const auto& word = tokens[at].folded;
            if (one.is_open_before && one.is_open_behind) return word.find(one.stem) != std::string::npos;
            return one.is_open_before ? word.ends_with(one.stem) : word.starts_with(one.stem);
        });
        if (is_pattern) last = std::max(last, std::optional{at});
        if (!last) continue;
        findings.push_back({tokens[at].begin, tokens[*last].end, true});
        at = *last;
    }
    return findings;
}

bool WatchList::allows(std::string_view found) const {
    if (allowed_.empty()) return false;
    const auto words = words_of(found);
    const auto digits = digits_of(found);
    const bool is_number = digits.size() >= 8 && std::ranges::all_of(words, [](const std::string& word) {
                               return word.find_first_not_of("0123456789") == std::string::npos;
                           });
    const auto plain = folded(found);
    return std::ranges::any_of(allowed_, [&](const Allowed& one) {
        if (!one.domain.empty()) return plain.ends_with(one.domain);
        return (is_number && one.digits == digits) || stands_in(one.words, words);
    });
}

std::string_view name_of(WatchedKind kind) {
    return kinds.of(kind);
}

std::optional<WatchedKind> watched_kind_named(std::string_view name) {
    return kinds.find(name);
}

}  // namespace core
