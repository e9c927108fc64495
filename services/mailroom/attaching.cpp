#include "services/mailroom/attaching.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Error too_many() {
    return Error{ErrorCode::invalid_input, "there are more attachments than a document can have", "attachments"};
}

core::AttachmentId add(
    Transaction& tx,
    const Acting& acting,
    const core::Document& document,
    std::int64_t place,
    const std::string& title,
    const MailFile& file
) {
    core::Attachment made;
    made.document = document.id;
    made.place = place;
    made.title = title;
    made.content = file.content;
    made.file_name = file.file_name;
    made.added_by = acting.who.user;
    made.added_at = acting.now;
    made.id = AttachmentStore{tx}.add(made);
    const auto content = ContentStore{tx}.find(file.content);
    if (content && wants_reading(*content)) JobQueue{tx}.add("read_attachment", made.id.value, acting.now);
    return made.id;
}

/// What everybody may see must have been looked at: the entry waits until it has.
void hold_post(Transaction& tx, const core::Document& document, core::Timestamp now) {
    PostListStore entries{tx};
    const auto entry = entries.of_document(document.id);
    if (!entry || entry->state != PostState::published || !entry->document_public) return;
    const std::string findings = R"([{"what":"waiting","where":"text","page":0}])";
    entries.hold_again(entry->id, findings);
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .payload = R"({"entry":)" + std::to_string(entry->id.value) + R"(,"findings":)" + findings + "}",
    });
}

}  // namespace

Result<void> attach_item(
    Transaction& tx,
    const Acting& acting,
    const AttachedItem& attached,
    const core::Document& document,
    std::int64_t& place
) {
    const Error unfit{ErrorCode::invalid_input, "there is no such item that may be journaled", "attachments"};
    const auto found = read_item(tx, acting.who, attached.item);
    if (found.has_error()) return unfit;
    const auto& item = found.value();
    const bool may_journal = core::may(acting.who, core::Action::journal, {item.unit, item.access_group});
    if (!may_journal || item.state == core::IncomingState::journaled) return unfit;
    if (place >= core::attachments_max) return too_many();
    const auto title = attached.title.empty() ? item.file_name : attached.title;
    TRY(check_line(title, "attachments"));
    add(tx, acting, document, ++place, title, {item.file_name, item.content});
    TRY(IncomingStore{tx}.set_journaled(item.id, item.version, document.id));
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::item_journaled,
        .subject_kind = SubjectKind::incoming,
        .subject = item.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload = Json{{"document", document.id.value}, {"attachment", place}}.dump(),
    });
    attach_parts(tx, acting, item.content, document, place);
    return core::done();
}

void attach_parts(
    Transaction& tx,
    const Acting& acting,
    const core::ContentHash& mail,
    const core::Document& document,
    std::int64_t& place
) {
    for (const auto& part : MailStore{tx}.parts(mail)) {
        if (place >= core::attachments_max) return;  // the rest is in the message, which is kept
        add(tx, acting, document, ++place, part.file_name, part);
    }
}

Result<core::Document> attach_to_document(
    Transaction& tx, const Acting& acting, core::IncomingId id, const AttachTo& made
) {
    TRY(const auto item, read_item(tx, acting.who, id));
    if (item.state == core::IncomingState::journaled || item.version != made.version)
        return Error{ErrorCode::conflict, "the item has changed or been journaled since it was read"};
    if (!core::may(acting.who, core::Action::journal, {item.unit, item.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry this right in the unit that has the item"};
    TRY(auto document, read_document_content(tx, acting.who, made.document));
    TRY(const auto on, read_case(tx, acting.who, document.in_case));
    TRY(require_on_case(acting.who, core::Action::journal, on));
    if (document.withdrawn) return Error{ErrorCode::conflict, "the document has been withdrawn", "document"};
    if (document.kind != core::DocumentKind::file)
        return Error{ErrorCode::conflict, "a note has no attachments", "document"};
    Json payload{{"number", document.number}};
    if (on.state == core::CaseState::closed) {
        if (made.late_reason.empty())
            return Error{ErrorCode::conflict, "the case is closed; give a reason for the late addition", "late_reason"};
        TRY(check_text(made.late_reason, "late_reason", reason_limit));
        payload["reason"] = made.late_reason;
    }
    if (!made.title.empty()) {
        TRY(check_line(made.title, "title"));
    }
    auto place = std::ssize(AttachmentStore{tx}.of_document(document.id));
    payload["attachment"] = place + 1;
    payload["content"] = item.content.text();
    hold_post(tx, document, acting.now);
    TRY(attach_item(tx, acting, {id, made.title}, document, place));
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::attachment_added,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
    return document;
}

}  // namespace services
