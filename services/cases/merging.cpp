#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/filing.hpp"
#include "services/cases/public_words.hpp"
#include "services/store/access_store.hpp"
#include "services/store/casework_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/task_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<core::Case> whole_case(Transaction& tx, const Acting& acting, core::CaseId id) {
    TRY(auto one, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, one));
    TRY(require_on_case(acting.who, core::Action::journal, one));
    return one;
}

std::vector<MergeObstacle> obstacles_between(Transaction& tx, const core::Case& from, const core::Case& into) {
    std::vector<MergeObstacle> found;
    const auto either = [&](auto is_so) { return is_so(from) || is_so(into); };
    if (from.id == into.id) found.push_back(MergeObstacle::same_case);
    if (either([&](const core::Case& one) { return FilingStore{tx}.merge_of(one.id).has_value(); }))
        found.push_back(MergeObstacle::already_merged);
    else if (either([](const core::Case& one) { return one.state == core::CaseState::closed; }))
        found.push_back(MergeObstacle::closed);
    if (from.confidentiality != into.confidentiality) found.push_back(MergeObstacle::other_confidentiality);
    if (either([&](const core::Case& one) { return !CaseAccessStore{tx}.of_case(one.id).empty(); }))
        found.push_back(MergeObstacle::single_access);
    return found;
}

void append(Transaction& tx, const Acting& acting, core::CaseId on, const nlohmann::json& payload) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::case_merged,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

std::optional<MergeObstacle> obstacle_to_parting(Transaction& tx, const core::Case& from, const core::Case& into) {
    if (FilingStore{tx}.merge_of(into.id)) return MergeObstacle::already_merged;
    if (into.state == core::CaseState::closed) return MergeObstacle::closed;
    if (from.confidentiality != into.confidentiality) return MergeObstacle::other_confidentiality;
    const bool has_single =
        !CaseAccessStore{tx}.of_case(from.id).empty() || !CaseAccessStore{tx}.of_case(into.id).empty();
    return has_single ? std::optional{MergeObstacle::single_access} : std::nullopt;
}

/// Both are new versions; the emptied one is closed and says why.
Result<void> keep_cases(Transaction& tx, const Acting& acting, const MergePreview& merged, const std::string& reason) {
    auto emptied = merged.from;
    emptied.state = core::CaseState::closed;
    emptied.changed_at = acting.now;
    emptied.closed_at = acting.now;
    TRY(CaseStore{tx}.update(emptied));
    CaseStateStore{tx}.add({
        .of = emptied.id,
        .state = emptied.state,
        .since = core::danish_date(acting.now),
        .reason = reason,
        .set_at = acting.now,
        .set_by = acting.who.user,
    });
    auto into = merged.into;
    into.changed_at = acting.now;
    return CaseStore{tx}.update(into);
}

}  // namespace

std::string_view name_of(MergeObstacle obstacle) {
    switch (obstacle) {
        case MergeObstacle::same_case:
            return "same_case";
        case MergeObstacle::already_merged:
            return "already_merged";
        case MergeObstacle::closed:
            return "closed";
        case MergeObstacle::other_confidentiality:
            return "other_confidentiality";
        case MergeObstacle::single_access:
            return "single_access";
    }
    return {};
}

Result<MergePreview> preview_merge(Transaction& tx, const Acting& acting, core::CaseId from, core::CaseId into) {
    TRY(auto emptied, whole_case(tx, acting, from));
    TRY(auto filled, whole_case(tx, acting, into));
    const FilingStore filing{tx};
    MergePreview preview{.from = std::move(emptied), .into = std::move(filled), .obstacles = {}};
    preview.obstacles = obstacles_between(tx, preview.from, preview.into);
    preview.documents = filing.count_documents(from);
    preview.parties = std::ssize(CaseStore{tx}.parties(from));
    preview.double_parties = filing.count_double_parties(from, into);
    preview.tasks = TaskStore{tx}.count_open(from);
    preview.sub_files = std::ssize(filing.of_case(from));
    return preview;
}

Result<MergePreview> merge_cases(
    Transaction& tx, const Acting& acting, core::CaseId from, core::CaseId into, const std::string& reason
) {
    TRY(const auto merged, preview_merge(tx, acting, from, into));
    if (!merged.obstacles.empty())
        return Error{
            ErrorCode::conflict, "the two cases can't be merged", std::string{name_of(merged.obstacles.front())}};
    TRY(check_text(reason, "reason", reason_limit));
    TRY(keep_cases(tx, acting, merged, reason));
    core::CaseMerge merge{
        .emptied = from,
        .into = into,
        .state = merged.from.state,
        .merged_at = acting.now,
        .merged_by = acting.who.user,
        .reason = reason,
    };
    FilingStore filing{tx};
    merge.id = filing.add_merge(merge);
    const auto documents = filing.move_all(merge, merged.into.access_group, merged.into.unit);
    const auto joined = filing.join(merge, merged.into.access_group);
    hold_posts_of(tx, acting, merged.into);
    // Neither names the other: who reads one of them may not know that the other is there.
    append(tx, acting, from, {{"what", "out"}, {"documents", documents}, {"reason", reason}});
    append(
        tx,
        acting,
        into,
        {{"what", "in"},
         {"documents", documents},
         {"parties", joined.parties},
         {"tasks", joined.tasks},
         {"reason", reason}}
    );
    return merged;
}

Result<core::Case> undo_merge(Transaction& tx, const Acting& acting, core::CaseId emptied) {
    TRY(const auto from, whole_case(tx, acting, emptied));
    FilingStore filing{tx};
    const auto merge = filing.merge_of(emptied);
    if (!merge) return Error{ErrorCode::not_found, "the case was not merged into another"};
    TRY(const auto into, whole_case(tx, acting, merge->into));
    if (const auto obstacle = obstacle_to_parting(tx, from, into))
        return Error{ErrorCode::conflict, "the two cases can't be parted again", std::string{name_of(*obstacle)}};
    filing.undo_merge(merge->id, acting.who.user, acting.now);
    auto opened = from;
    opened.state = merge->state;
    opened.closed_at.reset();
    opened.changed_at = acting.now;
    TRY(CaseStore{tx}.update(opened));
    opened.version += 1;
    CaseStateStore{tx}.add({
        .of = emptied,
        .state = opened.state,
        .since = core::danish_date(acting.now),
        .reason = merge->reason,
        .set_at = acting.now,
        .set_by = acting.who.user,
    });
    auto left = into;
    left.changed_at = acting.now;
    TRY(CaseStore{tx}.update(left));
    const auto documents = filing.move_back(*merge, from.access_group, from.unit, acting.who.user, acting.now);
    filing.part(*merge, from.access_group);
    hold_posts_of(tx, acting, opened);
    append(tx, acting, emptied, {{"what", "back"}, {"documents", documents}});
    append(tx, acting, into.id, {{"what", "gone"}, {"documents", documents}});
    return opened;
}

}  // namespace services
