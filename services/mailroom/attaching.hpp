#pragma once

#include <cstdint>
#include <string>

#include "core/model/attachment.hpp"
#include "core/model/document.hpp"
#include "core/model/incoming_item.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/store/database.hpp"

/// Incoming post that is no letter by itself, but belongs to one: to a letter that is journaled with it, or to a
/// document that has been.
namespace services {

/// Another item that belongs to the letter: a drawing that was scanned by itself.
struct AttachedItem {
    core::IncomingId item;
    std::string title;  ///< empty: its file name
};

/// Journals one more item as what belongs to a document, behind `place`, which is moved. Its version is the one that is
/// read here: nobody has seen it by itself. `late_reason` is told in the log. Errors: invalid_input (attachments).
core::Result<void> attach_item(
    Transaction& tx,
    const Acting& acting,
    const AttachedItem& attached,
    const core::Document& document,
    std::int64_t& place,
    const std::string& late_reason = ""
);

/// What came with a mail belongs to its document, behind `place`, which is moved; each is read as a file of its own.
/// The parts of a mail that nobody has read yet follow when it has been (attach_parts_that_waited).
void attach_parts(
    Transaction& tx,
    const Acting& acting,
    const core::ContentHash& mail,
    const core::Document& document,
    std::int64_t& place
);

struct AttachTo {
    core::DocumentId document;
    std::string title{};        ///< empty: the item's file name
    std::int64_t version{};     ///< of the item
    std::string late_reason{};  ///< asked for where the case is closed
};
/// Journals the item as an attachment of a document that has been journaled before. The document stays what it is, its
/// number and file included; the log tells what was added and when. An entry of the post list that shows the document
/// leaves it until what was added has been checked. Errors: not_found, forbidden, invalid_input (title; attachments: as
/// many as there can be), conflict where someone was quicker, the document is withdrawn, or (field late_reason) the
/// case is closed.
core::Result<core::Document> attach_to_document(
    Transaction& tx, const Acting& acting, core::IncomingId id, const AttachTo& made
);

}  // namespace services
