#include "services/post_list/rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "core/utf8.hpp"
#include "services/cases/case_checks.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/store/access_request_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/store/publication_rule_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::PublicationRule;
using core::Result;

namespace {

constexpr std::int64_t longest_delay_days = 60;

/// The unit and those above it.
std::vector<core::UnitId> with_those_above(const std::vector<core::UnitNode>& tree, core::UnitId unit) {
    std::vector<core::UnitId> line;
    std::optional<core::UnitId> next{unit};
    while (next && line.size() <= tree.size()) {
        line.push_back(*next);
        const auto node = std::ranges::find_if(tree, [&](const core::UnitNode& one) { return one.id == *next; });
        next = node == tree.end() ? std::nullopt : node->parent;
    }
    return line;
}

/// "Hjælpemidler" as it stands within a sentence; "IT-drift" stays.
std::string within_sentence(const std::string& title) {
    if (title.size() < 2 || title[0] < 'A' || title[0] > 'Z' || title[1] < 'a' || title[1] > 'z') return title;
    auto text = title;
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

std::string danish_direction(core::Direction direction) {
    switch (direction) {
        case core::Direction::incoming:
            return "indgående";
        case core::Direction::outgoing:
            return "udgående";
        case core::Direction::internal:
            return "internt";
    }
    return {};
}

std::string title_by(
    Transaction& tx, const PublicationRule& rule, const core::Document& document, const core::Case& on
) {
    if (rule.words == core::ListedWords::own) return document.public_title;
    if (rule.words == core::ListedWords::case_title) return on.public_title;
    const auto subject = PublicListStore{tx}.subject_title(on.subject);
    return core::worded(
        rule.text,
        {subject.empty() ? on.subject : within_sentence(subject), on.public_title, danish_direction(document.direction)}
    );
}

Result<void> require_reader(const core::Principal& who) {
    if (core::may_anywhere(who, core::Action::review_post_list) || core::may_anywhere(who, core::Action::administer))
        return core::done();
    return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
}

Result<void> require_keeper(Transaction& tx, const core::Principal& who) {
    if (may_keep_rules(tx, who)) return core::done();
    return Error{ErrorCode::forbidden, "the rules are kept by those who review the post list of the whole authority"};
}

Result<void> check_rule(Transaction& tx, const PublicationRule& rule) {
    TRY(check_line(rule.name, "name"));
    if (!rule.subject.empty() && !is_subject_or_group(rule.subject))
        return invalid_field("subject", "a number such as 27, 27.35 or 27.35.00");
    if (rule.unit && !UnitStore{tx}.find(*rule.unit)) return invalid_field("unit", "there is no such unit");
    if (!rule.is_listed && core::exemption_named(rule.exemption) == nullptr)
        return invalid_field("exemption", "name the paragraph that it is withheld under");
    if (rule.words == core::ListedWords::fixed) {
        TRY(check_line(rule.text, "text"));
        if (const auto unknown = core::unknown_placeholder(rule.text); !unknown.empty())
            return invalid_field("text", "there is no placeholder " + unknown);
    }
    if (rule.delay_days && (*rule.delay_days < 0 || *rule.delay_days > longest_delay_days))
        return invalid_field("delay_days", "from 0 to 60 working days");
    return core::done();
}

/// What does not count for what the rule does is not kept.
PublicationRule tidied(PublicationRule rule) {
    if (rule.is_listed) rule.exemption.clear();
    if (rule.words != core::ListedWords::fixed) rule.text.clear();
    return rule;
}

void append(Transaction& tx, const Acting& acting, const PublicationRule& rule, const char* what) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_rule_changed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = acting.who.user,
        .payload = nlohmann::json{{"rule", rule.id}, {"what", what}, {"name", rule.name}}.dump(),
    });
}

}  // namespace

RuleBook rule_book(Transaction& tx, std::int64_t usual_delay_days) {
    return {
        PublicationRuleStore{tx}.all(),
        UnitStore{tx}.tree(),
        CalendarStore{tx}.calendar(),
        usual_delay_days,
    };
}

core::RuledDocument ruled_document(const RuleBook& book, const core::Document& document, const core::Case& on) {
    return {on.subject, document.direction, core::paper_kind_of(document), with_those_above(book.units, on.unit)};
}

PostListEntry entry_by_rules(
    Transaction& tx, const RuleBook& book, const core::Document& document, const core::Case& on
) {
    PostListEntry entry{
        .id = {},
        .document = document.id,
        .unit = on.unit,
        .state = PostState::published,
        .reason = "[]",
        .listed_on = core::danish_date(document.journaled_at),
        .title = document.public_title,
        .correspondent = document.public_correspondent,
        .document_public = document.publication == core::Publication::document,
    };
    // It has a number and is counted, so that nothing is missing unseen; but not a word of it is kept here.
    if (document.publication == core::Publication::withheld) {
        entry.state = PostState::withheld;
        entry.title.clear();
        entry.correspondent.clear();
        return entry;
    }
    const auto choice = core::choose_rule(book.rules, ruled_document(book, document, on));
    auto delay = book.usual_delay_days;
    if (const auto* rule = choice.rule) {
        entry.rule = rule->id;
        entry.title = title_by(tx, *rule, document, on);
        if (entry.title.empty()) entry.title = document.public_title;
        if (rule->hides_correspondent) entry.correspondent.clear();
        if (rule->on_request) entry.document_public = false;
        if (rule->delay_days) delay = *rule->delay_days;
        if (!rule->is_listed) {
            entry.state = PostState::withheld;
            entry.exemption = rule->exemption;
        }
    }
    if (delay > 0 && entry.state != PostState::withheld)
        entry.public_from = book.calendar.working_days_from(entry.listed_on, delay);
    return entry;
}

bool may_keep_rules(Transaction& tx, const core::Principal& who) {
    if (core::may_anywhere(who, core::Action::administer)) return true;
    const auto root = UnitStore{tx}.root();
    return root && core::may(who, core::Action::review_post_list, {*root, std::nullopt});
}

Result<std::vector<PublicationRule>> read_rules(Transaction& tx, const core::Principal& who) {
    TRY(require_reader(who));
    return PublicationRuleStore{tx}.all();
}

Result<PublicationRule> add_rule(Transaction& tx, const Acting& acting, const PublicationRule& made) {
    TRY(require_keeper(tx, acting.who));
    auto rule = tidied(made);
    TRY(check_rule(tx, rule));
    PublicationRuleStore store{tx};
    if (store.all().size() >= rules_max)
        return invalid_field("name", "there are as many rules as one can look through");
    rule.id = store.add(rule, acting.who.user, acting.now);
    append(tx, acting, rule, "added");
    return rule;
}

Result<PublicationRule> change_rule(Transaction& tx, const Acting& acting, const PublicationRule& changed) {
    TRY(require_keeper(tx, acting.who));
    PublicationRuleStore store{tx};
    if (!store.find(changed.id)) return Error{ErrorCode::not_found, "there is no such rule"};
    const auto rule = tidied(changed);
    TRY(check_rule(tx, rule));
    store.update(rule, acting.who.user, acting.now);
    append(tx, acting, rule, "changed");
    return rule;
}

Result<void> remove_rule(Transaction& tx, const Acting& acting, std::int64_t id) {
    TRY(require_keeper(tx, acting.who));
    PublicationRuleStore store{tx};
    const auto rule = store.find(id);
    if (!rule) return Error{ErrorCode::not_found, "there is no such rule"};
    store.remove(id);
    append(tx, acting, *rule, "removed");
    return core::done();
}

Result<void> move_rule(Transaction& tx, const Acting& acting, std::int64_t id, bool is_up) {
    TRY(require_keeper(tx, acting.who));
    PublicationRuleStore store{tx};
    const auto rules = store.all();
    const auto rule = std::ranges::find_if(rules, [&](const PublicationRule& one) { return one.id == id; });
    if (rule == rules.end()) return Error{ErrorCode::not_found, "there is no such rule"};
    if (is_up ? rule == rules.begin() : rule + 1 == rules.end()) return core::done();
    store.swap(id, is_up ? (rule - 1)->id : (rule + 1)->id);
    append(tx, acting, *rule, "moved");
    return core::done();
}

}  // namespace services
