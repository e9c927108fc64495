#include "services/drafts/approvals.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/approval.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::ApprovalFault;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t approvers_max = 200;

/// Nothing where all is well. `own_work` is whose fault it is: the asker's choice, or the approver's own right.
Result<void> refused(ApprovalFault fault, Error own_work) {
    switch (fault) {
        case ApprovalFault::none:
            return core::done();
        case ApprovalFault::over:
            return Error{ErrorCode::conflict, "the draft has been journaled or discarded", "state"};
        case ApprovalFault::approved:
            return Error{ErrorCode::conflict, "the draft has been approved already", "state"};
        case ApprovalFault::no_file:
            return Error{ErrorCode::conflict, "the draft has no file yet", "file"};
        case ApprovalFault::checked_out:
            return Error{ErrorCode::conflict, "somebody has checked the draft out", "checked_out"};
        case ApprovalFault::own_work:
            break;
    }
    return own_work;
}

bool may_journal(Transaction& tx, core::UserId person, const core::Case& on) {
    const auto principal = UserStore{tx}.principal(person);
    return principal && core::may(*principal, core::Action::journal, {on.unit, on.access_group});
}

NewDocument document_of(const core::Draft& draft, const core::DraftVersion& version, const Acting& acting) {
    NewDocument document;
    document.title = draft.title;
    document.public_title = draft.public_title;
    document.direction = draft.direction;
    document.correspondent = draft.correspondent;
    document.public_correspondent = draft.public_correspondent;
    document.received = core::danish_date(acting.now);
    document.letter_date = draft.letter_date;
    document.publication = draft.publication;
    document.content = version.content;
    document.file_name = version.file_name;
    return document;
}

/// The draft with the approval that journaling needs; given now by who journals, where one person is enough.
Result<core::Draft> approved_for_journal(Transaction& tx, const Acting& acting, const core::Draft& before) {
    const auto writers = writers_of(tx, before);
    const bool two = needs_second_person(tx, before);
    const Error needs_other{
        ErrorCode::conflict, "somebody who did not write the draft must approve it first", "approval"};
    if (before.state == core::DraftState::approved) {
        // The case may have come to ask for a second person after one was enough.
        if (two && !core::is_second_person(before.approved->by, writers)) return needs_other;
        return before;
    }
    if (before.state == core::DraftState::waiting)
        return Error{ErrorCode::conflict, "the draft waits for approval", "approval"};
    if (two) return needs_other;
    TRY(refused(core::approval_fault(before, acting.who.user, writers, false), needs_other));
    auto after = before;
    after.state = core::DraftState::approved;
    after.approved = core::Draft::Approved{acting.who.user, acting.now};
    const Json payload{{"number", before.newest}};
    return keep_draft(tx, acting, std::move(after), EventKind::draft_approved, payload.dump());
}

}  // namespace

bool needs_second_person(Transaction& tx, const core::Draft& draft) {
    return core::needs_second_person(DraftStore{tx}.case_needs_two(draft.in_case), draft.by_two);
}

Result<core::Draft> ask_for_approval(
    Transaction& tx, const Acting& acting, const core::Draft& before, core::UserId person
) {
    TRY(const auto on, require_writing(tx, acting, before));
    const bool two = needs_second_person(tx, before);
    TRY(refused(
        core::approval_fault(before, person, writers_of(tx, before), two),
        Error{ErrorCode::invalid_input, "the approver must not have written any of it", "approver"}
    ));
    if (!may_journal(tx, person, on))
        return Error{ErrorCode::invalid_input, "there is no such active user who may journal on the case", "approver"};
    auto after = before;
    after.state = core::DraftState::waiting;
    after.asked = core::Draft::Asked{person, acting.who.user, acting.now};
    after.returned_reason.clear();
    const Json payload{{"approver", person.value}, {"number", before.newest}};
    return keep_draft(tx, acting, std::move(after), EventKind::draft_sent_for_approval, payload.dump());
}

Result<core::Draft> approve_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t version
) {
    TRY(require_writing(tx, acting, before));
    if (before.version != version) return Error{ErrorCode::conflict, "the draft has changed since it was read"};
    const bool two = needs_second_person(tx, before);
    TRY(refused(
        core::approval_fault(before, acting.who.user, writers_of(tx, before), two),
        Error{ErrorCode::forbidden, "it must be approved by somebody who has not written any of it", "approver"}
    ));
    if (before.state != core::DraftState::waiting)
        return Error{ErrorCode::conflict, "nobody has asked for the draft to be approved", "state"};
    auto after = before;
    after.state = core::DraftState::approved;
    after.asked.reset();
    after.approved = core::Draft::Approved{acting.who.user, acting.now};
    const Json payload{{"number", before.newest}, {"asked_by", before.asked->by.value}};
    return keep_draft(tx, acting, std::move(after), EventKind::draft_approved, payload.dump());
}

Result<core::Draft> send_back_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const std::string& reason
) {
    TRY(require_writing(tx, acting, before));
    if (before.state != core::DraftState::waiting)
        return Error{ErrorCode::conflict, "the draft does not wait for approval", "state"};
    const bool takes_back = acting.who.user == before.asked->by;
    if (!takes_back || !reason.empty()) {
        TRY(check_text(reason, "reason", reason_limit));
    }
    auto after = before;
    after.state = core::DraftState::writing;
    after.asked.reset();
    after.returned_reason = reason;
    Json payload{{"number", before.newest}};
    if (!reason.empty()) payload["reason"] = reason;
    return keep_draft(tx, acting, std::move(after), EventKind::draft_sent_back, payload.dump());
}

Result<core::Document> journal_draft(
    Transaction& tx,
    const Acting& acting,
    const core::Draft& before,
    std::int64_t version,
    const std::string& late_reason
) {
    TRY(const auto on, require_writing(tx, acting, before));
    if (before.version != version) return Error{ErrorCode::conflict, "the draft has changed since it was read"};
    if (before.newest == 0) return Error{ErrorCode::conflict, "the draft has no file yet", "file"};
    if (before.checked_out) return Error{ErrorCode::conflict, "somebody has checked the draft out", "checked_out"};
    TRY(auto after, approved_for_journal(tx, acting, before));
    const auto newest = DraftStore{tx}.version(after.id, after.newest).value();
    auto made = document_of(after, newest, acting);
    made.late_reason = late_reason;
    TRY(auto journaled, journal_document(tx, acting, on, made));
    after.state = core::DraftState::journaled;
    after.document = journaled.id;
    after.changed_at = acting.now;
    AttachmentStore{tx}.journal(after.id, journaled.id);
    TRY(DraftStore{tx}.update(after));  // the document's own event tells of it
    journaled.media_type = newest.media_type;
    journaled.size_bytes = newest.size_bytes;
    journaled.page_count = newest.page_count;
    return journaled;
}

Result<void> set_case_approval(Transaction& tx, const Acting& acting, core::CaseId on, bool by_two) {
    TRY(const auto found, read_case(tx, acting.who, on));
    TRY(require_on_case(acting.who, by_two ? core::Action::edit_case : core::Action::oversee_drafts, found));
    DraftStore drafts{tx};
    const bool before = drafts.case_needs_two(on);
    if (before == by_two) return core::done();
    drafts.set_case_needs_two(on, by_two, acting.who.user, acting.now);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::case_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = Json{{"by_two", {before, by_two}}}.dump(),
    });
    return core::done();
}

std::vector<core::UserId> possible_approvers(Transaction& tx, const core::Draft& draft) {
    std::vector<core::UserId> people;
    const auto on = CaseStore{tx}.find(draft.in_case);
    if (!on) return people;
    const auto writers = writers_of(tx, draft);
    const bool two = needs_second_person(tx, draft);
    const auto staffing = read_staffing(tx);
    const GroupStore groups{tx};
    for (const auto& [person, roles] : staffing.roles) {
        if (people.size() == approvers_max) break;
        if (two && !core::is_second_person(person, writers)) continue;
        const core::Principal alone{.user = person, .roles = roles, .groups = {}, .units = staffing.units};
        if (!core::may(alone, core::Action::journal, {on->unit, std::nullopt})) continue;
        if (std::ranges::count(groups.of_user(person), on->access_group) > 0) people.push_back(person);
    }
    return people;
}

}  // namespace services
