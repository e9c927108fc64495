#include "core/rules/word_match.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace core {

WordMatch::WordMatch(std::string_view typed) {
    const auto line = lower_case(on_one_line(typed));
    for (std::size_t at = 0; at < line.size();) {
        const auto end = std::min(line.find(' ', at), line.size());
        if (end > at) words_.push_back(line.substr(at, end - at));
        at = end + 1;
    }
}

bool WordMatch::operator()(std::string_view text) const {
    if (words_.empty()) return true;
    const auto lower = lower_case(text);
    return std::ranges::all_of(words_, [&](const std::string& word) { return lower.find(word) != std::string::npos; });
}

}  // namespace core
