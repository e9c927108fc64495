#include "services/mailroom/subject_finder.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "core/utf8.hpp"

namespace services {

namespace {

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos && text[0] != '.';
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    const auto line = core::on_one_line(text);
    for (std::size_t begin = 0; begin < line.size();) {
        const auto end = std::min(line.find(' ', begin), line.size());
        if (end > begin) words.push_back(line.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

/// How well a word fits a title: 0 it begins it, 1 it begins a word, 2 it is inside one; nothing where it is absent.
std::optional<int> fit(std::string_view title, std::string_view word) {
    if (title.starts_with(word)) return 0;
    constexpr std::string_view between = " ,-/(.:;";
    std::optional<int> best;
    for (auto at = title.find(word); at != std::string_view::npos; at = title.find(word, at + 1)) {
        if (between.find(title[at - 1]) != std::string_view::npos) return 1;
        best = 2;
    }
    return best;
}

std::optional<int> fit_of_all(std::string_view title, const std::vector<std::string>& words) {
    int sum = 0;
    for (const auto& word : words) {
        const auto one = fit(title, word);
        if (!one) return std::nullopt;
        sum += *one;
    }
    return sum;
}

}  // namespace

SubjectFinder::SubjectFinder(std::vector<Subject> subjects) {
    std::ranges::sort(subjects, {}, &Subject::number);
    entries_.reserve(subjects.size());
    for (auto& subject : subjects) {
        auto digits = digits_of(subject.number);
        auto title = core::lower_case(subject.title);
        entries_.push_back({std::move(subject), std::move(digits), std::move(title)});
    }
}

std::vector<Subject> SubjectFinder::find(std::string_view typed, std::size_t limit) const {
    auto words = words_in(core::lower_case(typed));
    if (words.empty()) return {};
    // What the field shows after a choice, "27.35.00 Plejehjem", is looked up by its number alone.
    const bool by_number = is_number(words.front());
    const auto digits = by_number ? digits_of(words.front()) : std::string{};
    if (by_number) words.erase(words.begin());

    struct Found {
        int fit;
        const Entry* entry;
    };
    std::vector<Found> found;
    for (const auto& entry : entries_) {
        if (by_number && !entry.digits.starts_with(digits)) continue;
        if (const auto score = fit_of_all(entry.title, words)) found.push_back({*score, &entry});
    }
    std::ranges::stable_sort(found, {}, &Found::fit);
    if (found.size() > limit) found.resize(limit);
    std::vector<Subject> subjects;
    subjects.reserve(found.size());
    for (const auto& one : found) subjects.push_back(one.entry->subject);
    return subjects;
}

std::string SubjectFinder::text_of(std::string_view number) const {
    const auto found = std::ranges::lower_bound(entries_, number, {}, [](const Entry& entry) {
        return std::string_view{entry.subject.number};
    });
    if (found == entries_.end() || found->subject.number != number) return std::string{number};
    return found->subject.number + " " + found->subject.title;
}

}  // namespace services
