#include "services/privacy/bundles.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/parties.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t shown = 50;

void note(Transaction& tx, const Acting& acting, std::int64_t bundle, nlohmann::json payload) {
    payload["bundle"] = bundle;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::person_told,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

Error may_not() {
    return {ErrorCode::forbidden, "registrars and leaders gather what is held on a person"};
}

}  // namespace

bool may_gather(const core::Principal& who) {
    return std::ranges::any_of(who.roles, [](const core::RoleInUnit& held) {
        return held.role == core::Role::registrar || held.role == core::Role::leader;
    });
}

bool may_count_unreadable(const core::Principal& who) {
    return core::may_anywhere(who, core::Action::manage_access);
}

Result<std::int64_t> ask_bundle(Transaction& tx, const Acting& acting, const NewBundle& made) {
    if (!may_gather(acting.who)) return may_not();
    TRY(check_text(made.reason, "reason", reason_limit));
    PersonBundle bundle;
    bundle.reason = made.reason;
    bundle.asked_by = acting.who.user;
    bundle.asked_at = acting.now;
    TRY(check_line(made.mail, "mail", /*may_be_empty=*/true));
    if (!made.mail.empty() && made.mail.find('@') == std::string::npos)
        return invalid_field("mail", "this is not a mail address");
    bundle.mail = made.mail;
    core::Party person;
    person.identifier = core::bare_identifier(made.identifier);
    if (person.identifier.empty()) {
        TRY(check_line(made.name, "name"));
        TRY(check_line(made.address, "address", /*may_be_empty=*/true));
        bundle.name = made.name;
        bundle.address = made.address;
    } else {
        person.identifier_kind = core::IdentifierKind::cpr;
        TRY(check_identifier(person));
        bundle.kind = person.identifier_kind;
        bundle.identifier = person.identifier;
    }
    const auto id = BundleStore{tx}.add(bundle);
    JobQueue{tx}.add(bundle_job_kind, id, acting.now);
    note(
        tx,
        acting,
        id,
        {{"what", "bundle_asked"},
         {"kind", core::name_of(bundle.kind)},
         {"number", core::shown_identifier(bundle.kind, bundle.identifier)},
         {"reason", made.reason}}
    );
    return id;
}

Result<std::vector<PersonBundle>> own_bundles(Transaction& tx, const core::Principal& who) {
    if (!may_gather(who)) return may_not();
    return BundleStore{tx}.of_asker(who.user, shown);
}

Result<PersonBundle> fetch_bundle(Transaction& tx, const Acting& acting, std::int64_t id) {
    const auto bundle = BundleStore{tx}.find(id);
    const bool is_there = bundle && bundle->asked_by == acting.who.user && bundle->state == BundleState::ready &&
                          bundle->ends_at && acting.now < *bundle->ends_at;
    if (!is_there) return Error{ErrorCode::not_found, "there is no such bundle, or its time is over"};
    note(tx, acting, id, {{"what", "bundle_fetched"}, {"cases", bundle->cases}, {"documents", bundle->total}});
    return *bundle;
}

}  // namespace services
