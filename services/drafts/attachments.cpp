#include "services/drafts/attachments.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attached_files.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Result<core::Attachment> in_place(const std::vector<core::Attachment>& all, std::int64_t place) {
    for (const auto& one : all)
        if (one.place == place) return one;
    return Error{ErrorCode::not_found, "there is no such attachment"};
}

/// Whatever was asked for or approved was the draft without this change.
Result<void> tell(
    Transaction& tx, const Acting& acting, const core::Draft& before, EventKind kind, const core::Attachment& one
) {
    auto after = before;
    after.state = core::DraftState::writing;
    after.asked.reset();
    after.approved.reset();
    const Json payload{{"attachment", one.place}, {"content", one.content.text()}};
    TRY(keep_draft(tx, acting, std::move(after), kind, payload.dump()));
    return core::done();
}

}  // namespace

Result<core::Attachment> add_attachment(
    Transaction& tx, const Acting& acting, const core::Draft& before, const KeptFile& file, const std::string& title
) {
    TRY(require_writing(tx, acting, before));
    core::Attachment made;
    made.title = title.empty() ? file.file_name : title;
    TRY(check_line(made.title, "title"));
    AttachmentStore attachments{tx};
    made.place = std::ssize(attachments.of_draft(before.id)) + 1;
    if (made.place > core::attachments_max) return invalid_field("file", "the document has as many as it can have");
    made.draft = before.id;
    made.content = file.stored.hash;
    made.file_name = file.file_name;
    made.added_by = acting.who.user;
    made.added_at = acting.now;
    ContentStore{tx}.add_unread(file.stored.hash, file.media_type, file.stored.size_bytes);
    made.id = add_to_be_read(tx, made);
    TRY(tell(tx, acting, before, EventKind::attachment_added, made));
    return attachments.find(made.id).value();
}

Result<void> remove_attachment(Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t place) {
    TRY(require_writing(tx, acting, before));
    AttachmentStore attachments{tx};
    TRY(const auto one, in_place(attachments.of_draft(before.id), place));
    attachments.remove(one);
    return tell(tx, acting, before, EventKind::attachment_removed, one);
}

Result<void> move_attachment_up(Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t place) {
    TRY(require_writing(tx, acting, before));
    AttachmentStore attachments{tx};
    const auto all = attachments.of_draft(before.id);
    TRY(const auto one, in_place(all, place));
    if (place == 1) return core::done();
    TRY(const auto other, in_place(all, place - 1));
    attachments.swap(one, other);
    return tell(tx, acting, before, EventKind::draft_changed, one);
}

Result<core::Attachment> attachment_of_draft(
    Transaction& tx, const core::Principal& who, const core::Draft& draft, std::int64_t place
) {
    if (draft.document) {
        TRY(read_document_content(tx, who, *draft.document));
    }
    return in_place(AttachmentStore{tx}.of_draft(draft.id), place);
}

Result<core::Attachment> attachment_of_document(
    Transaction& tx, const core::Principal& who, core::DocumentId document, std::int64_t place
) {
    TRY(read_document_content(tx, who, document));
    return in_place(AttachmentStore{tx}.of_document(document), place);
}

}  // namespace services
