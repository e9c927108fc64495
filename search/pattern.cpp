#include "search/pattern.hpp"

namespace search {

Matcher::Matcher(std::vector<Pattern> patterns) : patterns_(std::move(patterns)) {
    for (const auto& pattern : patterns_) {
        if (pattern.text.empty()) continue;
        const auto first = static_cast<unsigned char>(pattern.text.front());
        begins_[first] = true;
        if (first >= 'a' && first <= 'z') begins_[first - 'a' + 'A'] = true;
        if (first < 0x80) continue;
        // Beyond ASCII the other case may begin with another byte.
        for (unsigned byte = 0x80; byte < 0x100; ++byte) begins_[byte] = true;
    }
}

int Matcher::match(std::string_view word) const {
    for (std::size_t at = 0; at < patterns_.size(); ++at) {
        if (matches(patterns_[at], word)) return static_cast<int>(at);
    }
    return -1;
}

bool Matcher::matches(const Pattern& pattern, std::string_view word) const {
    switch (pattern.how) {
        case Pattern::How::exact:
            return word == pattern.text;
        case Pattern::How::prefix:
            return word.starts_with(pattern.text);
        case Pattern::How::stem:
            return word.starts_with(pattern.text) && stem_(std::string{word}) == pattern.text;
    }
    return false;
}

}  // namespace search
