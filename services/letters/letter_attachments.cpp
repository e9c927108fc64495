#include "services/letters/letter_attachments.hpp"

#include "core/model/attachment.hpp"
#include "core/rules/file_name.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/job_queue.hpp"

namespace services {

using core::Result;

namespace {

Result<core::Document> document_of_case(
    Transaction& tx, const Acting& acting, const core::Case& on, core::DocumentId id
) {
    auto found = read_document_content(tx, acting.who, id);
    const bool fits = found && found.value().in_case == on.id && !found.value().withdrawn;
    if (!fits) return invalid_field("attachments", "there is no such document on the case");
    return std::move(found).value();
}

void add(Transaction& tx, core::Attachment made) {
    made.id = AttachmentStore{tx}.add(made);
    const auto content = ContentStore{tx}.find(made.content);
    if (content && wants_reading(*content)) JobQueue{tx}.add("read_attachment", made.id.value, made.added_at);
}

}  // namespace

Result<std::vector<std::string>> attachment_names(
    Transaction& tx, const Acting& acting, const core::Case& on, const std::vector<LetterAttachment>& attachments
) {
    if (std::ssize(attachments) > core::attachments_max)
        return invalid_field("attachments", "there are more attachments than a document can have");
    std::vector<std::string> names;
    for (const auto& one : attachments) {
        if (one.document) {
            TRY(const auto document, document_of_case(tx, acting, on, *one.document));
            names.push_back(document.title);
        } else {
            names.push_back(core::harmless_file_name(one.file_name));
        }
    }
    return names;
}

std::vector<std::optional<KeptFile>> keep_attachments(
    FileStore& files, const std::vector<LetterAttachment>& attachments
) {
    std::vector<std::optional<KeptFile>> kept;
    for (const auto& one : attachments) {
        auto& place = kept.emplace_back();
        if (!one.document) place = keep_upload(files, one.file, one.content, one.file_name);
    }
    return kept;
}

Result<void> attach_to_letter(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const core::Document& letter,
    const std::vector<LetterAttachment>& attachments,
    const std::vector<std::optional<KeptFile>>& kept
) {
    for (std::size_t at = 0; at < attachments.size(); ++at) {
        core::Attachment made;
        made.document = letter.id;
        made.place = static_cast<std::int64_t>(at) + 1;
        made.added_by = acting.who.user;
        made.added_at = acting.now;
        if (const auto& file = kept[at]) {
            made.title = made.file_name = file->file_name;
            made.content = file->stored.hash;
            ContentStore{tx}.add_unread(file->stored.hash, file->media_type, file->stored.size_bytes);
        } else {
            TRY(const auto document, document_of_case(tx, acting, on, attachments[at].document.value()));
            made.title = document.title;
            made.content = document.content;
            made.file_name = document.file_name;
        }
        add(tx, std::move(made));
    }
    return core::done();
}

}  // namespace services
