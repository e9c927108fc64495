#include "services/store/attached_files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/mail_store.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

using Json = nlohmann::json;

core::AttachmentId add_to_be_read(Transaction& tx, const core::Attachment& made) {
    const auto id = AttachmentStore{tx}.add(made);
    const auto content = ContentStore{tx}.find(made.content);
    if (content && wants_reading(*content)) JobQueue{tx}.add("read_attachment", id.value, made.added_at);
    return id;
}

void attach_file(
    Transaction& tx,
    const core::Document& document,
    std::int64_t& place,
    core::Attachment file,
    const Bringing& bringing
) {
    file.document = document.id;
    file.place = ++place;
    file.added_by = bringing.by;
    file.added_at = bringing.at;
    add_to_be_read(tx, file);
    Json payload{{"number", document.number}, {"attachment", place}, {"content", file.content.text()}};
    if (!bringing.late_reason.empty()) payload["reason"] = bringing.late_reason;
    EventLog{tx}.append({
        .at = bringing.at,
        .kind = EventKind::attachment_added,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = bringing.actor,
        .payload = payload.dump(),
    });
}

void attach_mail_parts(
    Transaction& tx,
    const core::ContentHash& mail,
    const core::Document& document,
    std::int64_t& place,
    const Bringing& bringing
) {
    for (const auto& part : MailStore{tx}.parts(mail)) {
        if (place >= core::attachments_max) return;
        core::Attachment file;
        file.title = file.file_name = part.file_name;
        file.content = part.content;
        attach_file(tx, document, place, std::move(file), bringing);
    }
}

void attach_parts_that_waited(Transaction& tx, const core::ContentHash& mail, core::Timestamp now) {
    if (MailStore{tx}.parts(mail).empty()) return;
    const IncomingStore items{tx};
    for (const auto id : items.with_content(mail)) {
        const auto item = items.find(id);
        const auto document = item && item->document ? DocumentStore{tx}.find(*item->document) : std::nullopt;
        if (!document) continue;
        const auto there = AttachmentStore{tx}.of_document(document->id);
        // A document that was erased meanwhile holds other bytes, and gets nothing back.
        const bool is_there =
            document->content == mail || std::ranges::find(there, mail, &core::Attachment::content) != there.end();
        if (!is_there) continue;
        auto place = std::ssize(there);
        attach_mail_parts(tx, mail, *document, place, {.by = document->journaled_by, .at = now});
        hold_post_of(tx, *document, now);
    }
}

void hold_post_of(Transaction& tx, const core::Document& document, core::Timestamp now) {
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

}  // namespace services
