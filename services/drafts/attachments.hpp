#pragma once

#include <string>
#include <vector>

#include "core/model/attachment.hpp"
#include "services/drafts/drafts.hpp"

/// What belongs to a draft, and then to its document. Adding, removing and ordering are changes to the draft: they take
/// an approval back, and end when it is journaled.
namespace services {

/// Errors: not_found, forbidden, invalid_input (title; or file: there are attachments_max already), conflict.
core::Result<core::Attachment> add_attachment(
    Transaction& tx, const Acting& acting, const core::Draft& before, const KeptFile& file, const std::string& title
);
/// Errors: not_found, forbidden, conflict.
core::Result<void> remove_attachment(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t place
);
/// One place towards the beginning. Errors: not_found, forbidden, conflict.
core::Result<void> move_attachment_up(
    Transaction& tx, const Acting& acting, const core::Draft& before, std::int64_t place
);

/// Errors: not_found.
core::Result<core::Attachment> attachment_of_draft(
    Transaction& tx, const core::Principal& who, const core::Draft& draft, std::int64_t place
);
/// By those who may read the document's own file. Errors: not_found.
core::Result<core::Attachment> attachment_of_document(
    Transaction& tx, const core::Principal& who, core::DocumentId document, std::int64_t place
);

}  // namespace services
