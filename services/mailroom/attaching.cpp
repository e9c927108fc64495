#include "services/mailroom/attaching.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/store/attached_files.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Error too_many() {
    return Error{ErrorCode::invalid_input, "there are more attachments than a document can have", "attachments"};
}

Bringing brought_by(const Acting& acting, const std::string& late_reason = "") {
    return {.by = acting.who.user, .at = acting.now, .actor = acting.who.user, .late_reason = late_reason};
}

}  // namespace

Result<void> attach_item(
    Transaction& tx,
    const Acting& acting,
    const AttachedItem& attached,
    const core::Document& document,
    std::int64_t& place,
    const std::string& late_reason
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
    core::Attachment file;
    file.title = title;
    file.file_name = item.file_name;
    file.content = item.content;
    attach_file(tx, document, place, std::move(file), brought_by(acting, late_reason));
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
    attach_mail_parts(tx, mail, document, place, brought_by(acting));
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
    if (on.state == core::CaseState::closed) {
        if (made.late_reason.empty())
            return Error{ErrorCode::conflict, "the case is closed; give a reason for the late addition", "late_reason"};
        TRY(check_text(made.late_reason, "late_reason", reason_limit));
    }
    if (!made.title.empty()) {
        TRY(check_line(made.title, "title"));
    }
    auto place = std::ssize(AttachmentStore{tx}.of_document(document.id));
    hold_post_of(tx, document, acting.now);
    const bool is_late = on.state == core::CaseState::closed;
    TRY(attach_item(tx, acting, {id, made.title}, document, place, is_late ? made.late_reason : ""));
    return document;
}

}  // namespace services
