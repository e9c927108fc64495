#include "services/letters/letter_attachments.hpp"

#include "core/model/attachment.hpp"
#include "core/rules/file_name.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attached_files.hpp"
#include "services/store/content_store.hpp"

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
    std::int64_t place = 0;
    const Bringing bringing{.by = acting.who.user, .at = acting.now, .actor = acting.who.user};
    for (std::size_t at = 0; at < attachments.size(); ++at) {
        core::Attachment made;
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
        attach_file(tx, letter, place, std::move(made), bringing);
    }
    return core::done();
}

}  // namespace services
