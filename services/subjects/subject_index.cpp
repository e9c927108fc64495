#include "services/subjects/subject_index.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

#include "core/rules/kle.hpp"
#include "core/utf8.hpp"
#include "search/danish_text.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using core::SchemeEntry;
using core::SchemeKind;

namespace {

// What a word costs by where it was found; the costs of all words are added up.
constexpr int in_title = 0, begins_in_title = 1, inside_title = 2;
constexpr int in_keyword = 3, begins_in_keyword = 4, inside_keyword = 5, in_group = 6;
/// Shorter words are inside of nearly everything.
constexpr std::size_t inside_bytes_min = 3;
constexpr std::size_t words_max = 12;

std::string digits_of(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos && text[0] != '.';
}

/// The number of the level above; empty for a main group.
std::string_view above(std::string_view number) {
    return number.size() > 2 ? number.substr(0, number.size() - 3) : std::string_view{};
}

template <class Word>
std::optional<int> cost_in(const std::vector<Word>& words, const Word& sought, int whole, int begins) {
    std::optional<int> best;
    for (const auto& word : words) {
        if (word.text == sought.text || word.stem == sought.stem) return whole;
        if (word.text.starts_with(sought.text)) best = begins;
    }
    return best;
}

}  // namespace

std::vector<SubjectIndex::Word> SubjectIndex::words_of(std::string_view lower) {
    std::vector<Word> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back({word, search::stem(word)});
        word.clear();
    };
    for (std::size_t at = 0; at < lower.size();) {
        const auto point = core::code_point_at(lower, at);
        if (core::is_letter(point.value) || (point.value >= U'0' && point.value <= U'9'))
            word += lower.substr(at, point.size);
        else
            end_word();
        at += point.size;
    }
    end_word();
    return words;
}

SubjectIndex::SubjectIndex(std::vector<SchemeEntry> entries, core::Date today) : today_(today) {
    std::ranges::sort(entries, {}, &SchemeEntry::number);
    places_.reserve(entries.size());
    for (auto& entry : entries) {
        Place place;
        place.digits = digits_of(entry.number);
        place.title = core::lower_case(entry.title);
        place.words = words_of(place.title);
        for (const auto& keyword : entry.keywords) {
            auto lower = core::lower_case(keyword);
            auto words = words_of(lower);
            place.keywords.push_back({keyword, std::move(lower), std::move(words)});
        }
        place.entry = std::move(entry);
        places_.push_back(std::move(place));
    }
}

bool SubjectIndex::match_one(const Place& place, const Place* group, const Word& word, Match& match) {
    auto best = cost_in(place.words, word, in_title, begins_in_title);
    const bool may_be_inside = word.text.size() >= inside_bytes_min;
    if (!best && may_be_inside && place.title.find(word.text) != std::string::npos) best = inside_title;
    const Keyword* by = nullptr;
    if (!best) {
        for (const auto& keyword : place.keywords) {
            auto cost = cost_in(keyword.words, word, in_keyword, begins_in_keyword);
            if (!cost && may_be_inside && keyword.lower.find(word.text) != std::string::npos) cost = inside_keyword;
            if (!cost || (best && *best <= *cost)) continue;
            best = cost;
            by = &keyword;
        }
    }
    if (!best && group != nullptr && cost_in(group->words, word, in_group, in_group)) best = in_group;
    if (!best) return false;
    match.cost += *best;
    if (by != nullptr && std::ranges::find(match.keywords, by) == match.keywords.end()) match.keywords.push_back(by);
    return true;
}

bool SubjectIndex::is_in(const Place& place, Scope scope) const {
    return scope == Scope::all || (place.entry.kind == SchemeKind::subject && !core::is_retired(place.entry, today_));
}

std::vector<SubjectIndex::Found> SubjectIndex::find(std::string_view typed, std::size_t limit, Scope scope) const {
    const auto line = core::lower_case(core::on_one_line(typed));
    // What the field shows after a choice, "27.35.00 Plejehjem", is looked up by its number.
    const auto first_word = std::string_view{line}.substr(0, line.find(' '));
    const bool by_number = is_number(first_word);
    const auto digits = by_number ? digits_of(first_word) : std::string{};
    auto words = words_of(by_number ? std::string_view{line}.substr(first_word.size()) : std::string_view{line});
    if (words.size() > words_max) words.resize(words_max);
    if (words.empty() && digits.empty()) return {};

    struct Ranked {
        Match match;
        const Place* place;
        bool begins_otherwise;  ///< not with the first word that was typed
        auto rank() const {
            return std::tuple{match.cost, begins_otherwise, place->title.size(), std::string_view{place->entry.number}};
        }
    };
    std::vector<Ranked> found;
    const Place* group = nullptr;
    for (const auto& place : places_) {
        if (place.entry.kind == SchemeKind::group) group = &place;
        if (!is_in(place, scope) || !place.digits.starts_with(digits)) continue;
        const bool is_under_group = group != nullptr && above(place.entry.number) == group->entry.number;
        Match match;
        const auto matches = [&](const Word& word) {
            return match_one(place, is_under_group ? group : nullptr, word, match);
        };
        if (!std::ranges::all_of(words, matches)) continue;
        const bool begins_so = !words.empty() && place.title.starts_with(words.front().stem);
        found.push_back({std::move(match), &place, !begins_so});
    }
    if (found.empty() && scope == Scope::in_use && digits.size() == 6) return replacements(digits);
    // By number alone they stand in its order.
    if (!words.empty()) std::ranges::sort(found, {}, &Ranked::rank);
    std::vector<Found> answer;
    for (const auto& one : found) {
        if (answer.size() == limit) break;
        Found& shown = answer.emplace_back(Found{&one.place->entry, {}});
        for (const auto* keyword : one.match.keywords) shown.keywords.push_back(keyword->text);
    }
    return answer;
}

std::vector<SubjectIndex::Found> SubjectIndex::replacements(std::string_view digits) const {
    std::vector<Found> answer;
    const auto typed = std::ranges::find(places_, digits, &Place::digits);
    if (typed == places_.end() || typed->entry.kind != SchemeKind::subject) return answer;
    for (const auto* successor : successors(typed->entry)) answer.push_back({successor, {}, typed->entry.number});
    return answer;
}

const SubjectIndex::Place* SubjectIndex::place(std::string_view number) const {
    const auto by_number = [](const Place& place) { return std::string_view{place.entry.number}; };
    const auto found = std::ranges::lower_bound(places_, number, {}, by_number);
    return found == places_.end() || found->entry.number != number ? nullptr : &*found;
}

const SchemeEntry* SubjectIndex::entry(std::string_view number) const {
    const auto* found = place(number);
    return found == nullptr ? nullptr : &found->entry;
}

std::vector<const SchemeEntry*> SubjectIndex::path(std::string_view number) const {
    std::vector<const SchemeEntry*> path;
    for (auto up = above(number); !up.empty(); up = above(up))
        if (const auto* found = entry(up)) path.insert(path.begin(), found);
    return path;
}

std::vector<const SchemeEntry*> SubjectIndex::children(std::string_view number) const {
    std::vector<const SchemeEntry*> below;
    for (const auto& place : places_)
        if (above(place.entry.number) == number) below.push_back(&place.entry);
    return below;
}

std::vector<const SchemeEntry*> SubjectIndex::successors(const SchemeEntry& retired) const {
    std::vector<const SchemeEntry*> found;
    add_successors(retired, 0, found);
    return found;
}

void SubjectIndex::add_successors(const SchemeEntry& retired, int depth, std::vector<const SchemeEntry*>& found) const {
    constexpr int depth_max = 8;  // KL's own chains are three long; a ring must end too
    if (depth > depth_max) return;
    for (const auto& number : retired.successors) {
        // A group that has taken its place offers its general subject.
        const auto* next = entry(core::is_subject_number(number) ? number : number + ".00");
        if (next == nullptr) continue;
        if (core::is_retired(*next, today_))
            add_successors(*next, depth + 1, found);
        else if (std::ranges::find(found, next) == found.end())
            found.push_back(next);
    }
}

std::shared_ptr<const SubjectIndex> SubjectBook::at(Transaction& tx, core::Timestamp now) {
    const auto today = core::danish_date(now);
    const auto revision = SubjectStore{tx}.revision();
    const std::lock_guard lock{mutex_};
    // A reader whose snapshot is from before an import gets what the newest reader got: it is only shown.
    if (!index_ || revision > revision_ || index_->today() != today) {
        index_ = std::make_shared<const SubjectIndex>(SubjectStore{tx}.all(SchemeName::subjects), today);
        revision_ = revision;
    }
    return index_;
}

}  // namespace services
