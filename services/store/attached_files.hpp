#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/attachment.hpp"
#include "core/model/document.hpp"
#include "services/store/database.hpp"

/// Files that come to belong to a journaled document, one way for all who bring them.
namespace services {

/// Who brings files to a document, and when.
struct Bringing {
    core::UserId by;
    core::Timestamp at{};
    std::optional<core::UserId> actor{};  ///< in the log; absent: the house itself
    std::string late_reason{};            ///< why, where the case is closed
};

/// Adds `made`, which is a document's or a draft's, and queues its reading where nobody has read its bytes.
core::AttachmentId add_to_be_read(Transaction& tx, const core::Attachment& made);

/// Adds a file behind `place`, which is moved, and tells so in the log. Whoever calls has counted the places.
void attach_file(
    Transaction& tx,
    const core::Document& document,
    std::int64_t& place,
    core::Attachment file,
    const Bringing& bringing
);

/// What came with a mail belongs to its document, behind `place`, which is moved; each is read as a file of its own.
/// Nothing happens while the mail has not been read; those beyond attachments_max are in the message, which is kept.
void attach_mail_parts(
    Transaction& tx,
    const core::ContentHash& mail,
    const core::Document& document,
    std::int64_t& place,
    const Bringing& bringing
);

/// The parts of a mail that was journaled before anybody had read it, as the document itself or what belongs to one:
/// they follow now, in the name of those who journaled it. To be called once, when the mail has been read.
void attach_parts_that_waited(Transaction& tx, const core::ContentHash& mail, core::Timestamp now);

/// What everybody may see must have been looked at: a published entry waits until what was added has.
void hold_post_of(Transaction& tx, const core::Document& document, core::Timestamp now);

}  // namespace services
