#include "services/cases/relations.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// The other case is not named: who reads the one's history may not know that the other is there.
void append_to_both(Transaction& tx, const Acting& acting, EventKind kind, core::CaseId one, core::CaseId other) {
    for (const auto id : {one, other})
        EventLog{tx}.append({
            .at = acting.now,
            .kind = kind,
            .subject_kind = SubjectKind::case_file,
            .subject = id.value,
            .in_case = id,
            .actor = acting.who.user,
        });
}

Result<void> check_both(Transaction& tx, const Acting& acting, core::CaseId one, core::CaseId other) {
    TRY(const auto changed, read_case(tx, acting.who, one));
    TRY(require_on_case(acting.who, core::Action::edit_case, changed));
    TRY(read_case(tx, acting.who, other));
    return core::done();
}

}  // namespace

Result<std::vector<RelatedCase>> related_cases(Transaction& tx, const core::Principal& who, core::CaseId of) {
    TRY(read_case(tx, who, of));
    return RelationStore{tx}.of_case(of, who.user);
}

Result<void> relate_cases(
    Transaction& tx, const Acting& acting, core::CaseId one, core::CaseRelation relation, core::CaseId other
) {
    TRY(check_both(tx, acting, one, other));
    if (one == other) return invalid_field("case", "a case is not related to itself");
    if (!RelationStore{tx}.add(one, relation, other, acting.who.user, acting.now))
        return Error{ErrorCode::conflict, "the two cases are related already"};
    append_to_both(tx, acting, EventKind::relation_added, one, other);
    return core::done();
}

Result<void> unrelate_cases(Transaction& tx, const Acting& acting, core::CaseId one, core::CaseId other) {
    TRY(check_both(tx, acting, one, other));
    if (!RelationStore{tx}.remove(one, other)) return Error{ErrorCode::not_found, "the two cases are not related"};
    append_to_both(tx, acting, EventKind::relation_removed, one, other);
    return core::done();
}

}  // namespace services
