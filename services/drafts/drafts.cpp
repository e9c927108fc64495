#include "services/drafts/drafts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/file_name.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/job_queue.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t note_length_max = 1000;

Error no_such_draft() {
    return Error{ErrorCode::not_found, "there is no such draft"};
}

Result<void> check_facts(const core::Draft& draft) {
    TRY(check_line(draft.title, "title"));
    TRY(check_line(draft.public_title, "public_title", /*may_be_empty=*/true));
    TRY(check_line(draft.correspondent, "correspondent", /*may_be_empty=*/true));
    return check_line(draft.public_correspondent, "public_correspondent", /*may_be_empty=*/true);
}

/// What was asked for or approved was something else.
void back_to_writing(core::Draft& draft) {
    draft.state = core::DraftState::writing;
    draft.asked.reset();
    draft.approved.reset();
}

/// Makes the bytes known, has them read where they are new, and adds the version.
void add_version(Transaction& tx, core::DraftVersion version, const KeptFile* file) {
    ContentStore contents{tx};
    if (file != nullptr) contents.add_unread(file->stored.hash, file->media_type, file->stored.size_bytes);
    version.id = DraftStore{tx}.add_version(version);
    if (wants_reading(*contents.find(version.content))) JobQueue{tx}.add("read_version", version.id, version.made_at);
}

core::DraftVersion version_of(const Acting& acting, core::DraftId draft, std::int64_t number, const KeptFile& file) {
    core::DraftVersion version;
    version.of = draft;
    version.number = number;
    version.content = file.stored.hash;
    version.file_name = file.file_name;
    version.made_by = acting.who.user;
    version.made_at = acting.now;
    return version;
}

/// The document that a draft is to be a new edition of.
Result<core::Document> replaced_document(
    Transaction& tx, const core::Principal& who, core::CaseId on, core::DocumentId id
) {
    auto found = read_document_content(tx, who, id);
    if (found.has_error() || found.value().in_case != on)
        return invalid_field("replaces", "there is no such document on the case");
    if (found.value().withdrawn)
        return Error{ErrorCode::conflict, "a document that has been withdrawn gets no new edition", "replaces"};
    if (found.value().kind == core::DocumentKind::note)
        return invalid_field("replaces", "a note has no editions; write another");
    return found;
}

void apply(const DraftChange& change, core::Draft& to) {
    if (change.title) to.title = *change.title;
    if (change.public_title) to.public_title = *change.public_title;
    if (change.correspondent) to.correspondent = *change.correspondent;
    if (change.public_correspondent) to.public_correspondent = *change.public_correspondent;
    if (change.direction) to.direction = *change.direction;
    if (change.letter_date) to.letter_date = *change.letter_date;
    if (change.publication) to.publication = *change.publication;
    if (change.by_two) to.by_two = *change.by_two;
}

/// The names of what differs.
Json changed_fields(const core::Draft& before, const core::Draft& after) {
    auto fields = Json::object();
    if (before.title != after.title) fields["title"] = true;
    if (before.public_title != after.public_title) fields["public_title"] = true;
    if (before.correspondent != after.correspondent) fields["correspondent"] = true;
    if (before.public_correspondent != after.public_correspondent) fields["public_correspondent"] = true;
    if (before.direction != after.direction)
        fields["direction"] = {core::name_of(before.direction), core::name_of(after.direction)};
    if (before.letter_date != after.letter_date) fields["letter_date"] = true;
    if (before.publication != after.publication)
        fields["publication"] = {core::name_of(before.publication), core::name_of(after.publication)};
    if (before.by_two != after.by_two) fields["by_two"] = {before.by_two, after.by_two};
    return fields;
}

Error checked_out_error(const char* what) {
    return Error{ErrorCode::conflict, what, "checked_out"};
}

}  // namespace

Result<core::Case> case_to_draft_on(Transaction& tx, const core::Principal& who, core::CaseId on) {
    TRY(auto found, read_case(tx, who, on));
    TRY(require_on_case(who, core::Action::journal, found));
    return found;
}

Result<core::Draft> read_draft(Transaction& tx, const core::Principal& who, core::CaseId on, core::DraftId id) {
    auto found = DraftStore{tx}.find(id);
    if (!found || found->in_case != on) return no_such_draft();
    if (found->document) {
        if (!read_document(tx, who, *found->document)) return no_such_draft();
    } else if (!read_case(tx, who, found->in_case)) {
        return no_such_draft();
    }
    return std::move(*found);
}

Result<core::DraftVersion> read_draft_version(
    Transaction& tx, const core::Principal& who, const core::Draft& draft, std::int64_t number
) {
    auto found = DraftStore{tx}.version(draft.id, number);
    if (!found) return Error{ErrorCode::not_found, "there is no such version"};
    if (draft.document) {
        TRY(read_document_content(tx, who, *draft.document));
    }
    return std::move(*found);
}

Result<core::Draft> begin_draft(
    Transaction& tx, const Acting& acting, core::CaseId on, const NewDraft& made, const KeptFile* file
) {
    TRY(case_to_draft_on(tx, acting.who, on));
    core::Draft draft;
    draft.in_case = on;
    draft.title = made.title;
    draft.public_title = made.public_title;
    draft.direction = made.direction;
    draft.correspondent = made.correspondent;
    draft.public_correspondent = made.public_correspondent;
    draft.letter_date = made.letter_date;
    draft.publication = made.publication;
    draft.by_two = made.by_two;
    draft.author = acting.who.user;
    draft.made_at = draft.changed_at = acting.now;
    TRY(check_facts(draft));
    std::optional<core::Document> replaced;
    if (made.replaces) {
        TRY(replaced, replaced_document(tx, acting.who, on, *made.replaces));
        draft.replaces = replaced->id;
    }
    draft.newest = file != nullptr || replaced ? 1 : 0;
    draft.id = DraftStore{tx}.add(draft);
    if (file != nullptr) {
        add_version(tx, version_of(acting, draft.id, 1, *file), file);
    } else if (replaced) {
        const KeptFile same{{replaced->content, 0}, {}, replaced->file_name};
        add_version(tx, version_of(acting, draft.id, 1, same), nullptr);
    }
    Json payload{{"versions", draft.newest}};
    if (draft.replaces) payload["replaces"] = draft.replaces->value;
    if (draft.by_two) payload["by_two"] = true;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::draft_added,
        .subject_kind = SubjectKind::draft,
        .subject = draft.id.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
    return draft;
}

Result<core::Draft> change_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t version, const DraftChange& change
) {
    TRY(require_writing(tx, acting, before));
    if (before.version != version) return Error{ErrorCode::conflict, "the draft has changed since it was read"};
    auto after = before;
    apply(change, after);
    TRY(check_facts(after));
    const auto fields = changed_fields(before, after);
    if (fields.empty()) return before;
    back_to_writing(after);
    return keep_draft(tx, acting, std::move(after), EventKind::draft_changed, fields.dump());
}

Result<core::Draft> check_out_draft(Transaction& tx, const Acting& acting, const core::Draft& before) {
    TRY(require_writing(tx, acting, before));
    if (before.checked_out) return checked_out_error("somebody has checked the draft out already");
    auto after = before;
    after.checked_out = core::Draft::CheckOut{acting.who.user, acting.now};
    return keep_draft(tx, acting, std::move(after), EventKind::draft_checked_out, "{}");
}

Result<core::Draft> release_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const std::string& reason
) {
    TRY(const auto on, require_writing(tx, acting, before));
    if (!before.checked_out) return checked_out_error("nobody has checked the draft out");
    Json payload{{"holder", before.checked_out->by.value}};
    if (before.checked_out->by != acting.who.user) {
        TRY(require_on_case(acting.who, core::Action::oversee_drafts, on));
        TRY(check_text(reason, "reason", reason_limit));
        payload["reason"] = reason;
    }
    auto after = before;
    after.checked_out.reset();
    return keep_draft(tx, acting, std::move(after), EventKind::draft_released, payload.dump());
}

Result<CheckedIn> check_in_draft(
    Transaction& tx, const Acting& acting, const core::Draft& before, const KeptFile& file, const std::string& note
) {
    TRY(require_writing(tx, acting, before));
    if (before.checked_out && before.checked_out->by != acting.who.user)
        return checked_out_error("somebody else has checked the draft out");
    if (!before.checked_out && before.newest > 0) return checked_out_error("check the draft out first");
    if (!note.empty()) {
        TRY(check_text(note, "note", note_length_max));
    }
    const auto versions = DraftStore{tx}.versions(before.id);
    const auto same = std::ranges::find(versions, file.stored.hash, &core::DraftVersion::content);
    CheckedIn checked_in{.draft = before, .is_new = true, .same_as = {}};
    if (same != versions.end()) checked_in.same_as = same->number;
    auto& after = checked_in.draft;
    after.checked_out.reset();
    if (checked_in.same_as == before.newest) {
        checked_in.is_new = false;
        const Json payload{{"holder", acting.who.user.value}, {"same_as", before.newest}};
        TRY(after, keep_draft(tx, acting, std::move(after), EventKind::draft_released, payload.dump()));
        return checked_in;
    }
    after.newest += 1;
    back_to_writing(after);
    auto version = version_of(acting, after.id, after.newest, file);
    version.note = note;
    add_version(tx, std::move(version), &file);
    Json payload{{"number", after.newest}, {"content", file.stored.hash.text()}};
    if (checked_in.same_as) payload["same_as"] = *checked_in.same_as;
    TRY(after, keep_draft(tx, acting, std::move(after), EventKind::draft_checked_in, payload.dump()));
    return checked_in;
}

Result<core::Draft> discard_draft(Transaction& tx, const Acting& acting, const core::Draft& before) {
    TRY(require_writing(tx, acting, before));
    if (before.checked_out && before.checked_out->by != acting.who.user)
        return checked_out_error("somebody else has checked the draft out");
    auto after = before;
    back_to_writing(after);
    after.checked_out.reset();
    after.state = core::DraftState::discarded;
    return keep_draft(tx, acting, std::move(after), EventKind::draft_discarded, "{}");
}

Result<core::Case> require_writing(Transaction& tx, const Acting& acting, const core::Draft& draft) {
    TRY(auto on, case_to_draft_on(tx, acting.who, draft.in_case));
    if (draft.state == core::DraftState::journaled)
        return Error{ErrorCode::conflict, "the draft has been journaled, and what is journaled stays", "state"};
    if (draft.state == core::DraftState::discarded)
        return Error{ErrorCode::conflict, "the draft has been discarded", "state"};
    return on;
}

Result<core::Draft> keep_draft(
    Transaction& tx, const Acting& acting, core::Draft changed, EventKind kind, const std::string& payload
) {
    changed.changed_at = acting.now;
    TRY(DraftStore{tx}.update(changed));
    changed.version += 1;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::draft,
        .subject = changed.id.value,
        .in_case = changed.in_case,
        .actor = acting.who.user,
        .payload = payload,
    });
    return changed;
}

std::vector<core::UserId> writers_of(Transaction& tx, const core::Draft& draft) {
    std::vector<core::UserId> writers{draft.author};
    for (const auto& version : DraftStore{tx}.versions(draft.id)) writers.push_back(version.made_by);
    for (const auto& one : AttachmentStore{tx}.of_draft(draft.id)) writers.push_back(one.added_by);
    return writers;
}

}  // namespace services
