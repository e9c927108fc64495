#include "core/rules/publication_rules.hpp"

#include <algorithm>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names kinds{{
    std::pair<PaperKind, std::string_view>{PaperKind::letter, "letter"},
    {PaperKind::mail, "mail"},
    {PaperKind::note, "note"},
}};
constexpr Names word_names{{
    std::pair<ListedWords, std::string_view>{ListedWords::own, "own"},
    {ListedWords::case_title, "case_title"},
    {ListedWords::fixed, "fixed"},
}};
constexpr Names misses{{
    std::pair<RuleMiss, std::string_view>{RuleMiss::none, "none"},
    {RuleMiss::subject, "subject"},
    {RuleMiss::direction, "direction"},
    {RuleMiss::unit, "unit"},
    {RuleMiss::kind, "kind"},
}};

/// "27.35" lies under "27", "27.3" under nothing.
bool lies_under(std::string_view subject, std::string_view above) {
    return subject.starts_with(above) && (subject.size() == above.size() || subject[above.size()] == '.');
}

const std::string* value_of(std::string_view placeholder, const RuleWords& words) {
    if (placeholder == "emne") return &words.subject;
    if (placeholder == "sag") return &words.case_title;
    return placeholder == "retning" ? &words.direction : nullptr;
}

/// Text and placeholders one after the other.
template <class Text, class Placeholder>
void walk(std::string_view text, Text&& on_text, Placeholder&& on_placeholder) {
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) {
            on_text(text);
            return;
        }
        on_text(text.substr(0, open));
        on_placeholder(text.substr(open + 1, close - open - 1));
        text.remove_prefix(close + 1);
    }
}

}  // namespace

RuleMiss missed_by(const PublicationRule& rule, const RuledDocument& document) {
    if (!rule.subject.empty() && !lies_under(document.subject, rule.subject)) return RuleMiss::subject;
    if (rule.direction && *rule.direction != document.direction) return RuleMiss::direction;
    if (rule.unit && std::ranges::find(document.units, *rule.unit) == document.units.end()) return RuleMiss::unit;
    if (rule.kind && *rule.kind != document.kind) return RuleMiss::kind;
    return RuleMiss::none;
}

RuleChoice choose_rule(const std::vector<PublicationRule>& in_order, const RuledDocument& document) {
    RuleChoice choice;
    for (const auto& rule : in_order) {
        const auto miss = missed_by(rule, document);
        if (miss == RuleMiss::none) {
            choice.rule = &rule;
            break;
        }
        choice.passed_over.push_back(miss);
    }
    return choice;
}

std::string worded(std::string_view text, const RuleWords& words) {
    std::string out;
    walk(
        text,
        [&](std::string_view plain) { out += plain; },
        [&](std::string_view placeholder) {
            if (const auto* value = value_of(placeholder, words)) out += *value;
        }
    );
    return out;
}

std::string unknown_placeholder(std::string_view text) {
    const RuleWords none;
    std::string unknown;
    walk(
        text,
        [](std::string_view) {},
        [&](std::string_view placeholder) {
            if (unknown.empty() && value_of(placeholder, none) == nullptr)
                unknown = "{" + std::string{placeholder} + "}";
        }
    );
    return unknown;
}

PaperKind paper_kind_of(const Document& document) {
    if (document.kind == DocumentKind::note) return PaperKind::note;
    return document.media_type == "message/rfc822" ? PaperKind::mail : PaperKind::letter;
}

std::string_view name_of(PaperKind kind) {
    return kinds.of(kind);
}
std::optional<PaperKind> paper_kind_named(std::string_view name) {
    return kinds.find(name);
}
std::string_view name_of(ListedWords words) {
    return word_names.of(words);
}
std::optional<ListedWords> listed_words_named(std::string_view name) {
    return word_names.find(name);
}
std::string_view name_of(RuleMiss miss) {
    return misses.of(miss);
}

}  // namespace core
