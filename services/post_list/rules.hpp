#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/rules/publication_rules.hpp"
#include "core/rules/work_calendar.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"

/// The authority's rules for its post list at work: on what is journaled, and in a trial on what was. A rule counts for
/// what is journaled from then on; what stands on the list stays as it is.
namespace services {

/// All that the rules need to know, read once for many documents.
struct RuleBook {
    std::vector<core::PublicationRule> rules;
    std::vector<core::UnitNode> units;
    core::WorkCalendar calendar;
    std::int64_t usual_delay_days{};  ///< working days, where no rule says otherwise
};
RuleBook rule_book(Transaction& tx, std::int64_t usual_delay_days);

core::RuledDocument ruled_document(const RuleBook& book, const core::Document& document, const core::Case& on);

/// The entry that a document gets by the rules, before the machine looks at it: withheld or, as it were, published,
/// with its words, whether the document goes along, and from which day it may be seen.
PostListEntry entry_by_rules(
    Transaction& tx, const RuleBook& book, const core::Document& document, const core::Case& on
);

inline constexpr std::size_t rules_max = 200;

/// Those who review the post list anywhere may see the rules and try them; administrators and those who review for the
/// whole authority keep them. Errors: forbidden.
core::Result<std::vector<core::PublicationRule>> read_rules(Transaction& tx, const core::Principal& who);
bool may_keep_rules(Transaction& tx, const core::Principal& who);
/// Errors: forbidden, invalid_input (name, subject, unit, exemption, text, delay_days).
core::Result<core::PublicationRule> add_rule(Transaction& tx, const Acting& acting, const core::PublicationRule& made);
/// Also not_found.
core::Result<core::PublicationRule> change_rule(
    Transaction& tx, const Acting& acting, const core::PublicationRule& changed
);
core::Result<void> remove_rule(Transaction& tx, const Acting& acting, std::int64_t id);
/// One place up or down, as far as there is one.
core::Result<void> move_rule(Transaction& tx, const Acting& acting, std::int64_t id, bool is_up);

/// What the rules as they are now would have made of an entry.
struct TriedEntry {
    PostListEntry was;  ///< as it stands on the list
    PostListEntry would_be;
    std::string number;            ///< "2026-214"
    core::RuledDocument document;  ///< what was looked at
    std::vector<core::RuleMiss> passed_over;
    std::optional<core::PublicationRule> rule;

    bool is_other() const;
};
struct RuleTrial {
    core::Date since{};
    std::int64_t looked_at{}, listed{}, withheld{}, delayed{}, worded{};
    bool is_whole{true};              ///< else there were more entries than one trial looks at
    std::vector<TriedEntry> entries;  ///< the newest first
};
inline constexpr std::int64_t trial_max = 500;
/// On the entries of documents that the person may read. Errors: forbidden.
core::Result<RuleTrial> try_rules(
    Transaction& tx, const Acting& acting, std::int64_t days, std::int64_t usual_delay_days
);

/// Lets out what has waited for its day, after the machine has looked at it once more; what is found then waits for a
/// person. Called from time to time.
void release_due_posts(Database& db, core::Timestamp now);

}  // namespace services
