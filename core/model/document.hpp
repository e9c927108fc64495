#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/time.hpp"

namespace core {

/// What a document is made of: a file that was received or made, or a note that was written here.
enum class DocumentKind { file, note };

enum class Direction { incoming, outgoing, internal };

/// What the one who journaled decided about the public post list.
enum class Publication {
    document,  ///< listed, and the document itself may be read by everyone
    entry,     ///< listed, the document on request
    withheld   ///< not listed
};

/// Why a journaled document no longer counts. The document stays, with its number and its bytes.
struct Withdrawal {
    Timestamp at{};
    UserId by;
    std::string reason;
};

/// A journaled document. It never changes: its bytes are `content`, and what was made from them
/// lies beside.
struct Document {
    DocumentId id;
    CaseId in_case;
    std::int64_t number{};  ///< 1, 2, 3 … in its case, without gaps
    std::string title;
    std::string public_title;  ///< what the post list shows
    Direction direction{};
    std::string correspondent;         ///< sender of an incoming, receiver of an outgoing document
    std::string public_correspondent;  ///< as the post list may show it, e.g. "Borger"
    std::optional<Date> letter_date;
    Date received{};  ///< received or sent, Danish date
    Timestamp journaled_at{};
    UserId journaled_by;
    Publication publication{};
    GroupId access_group;
    ContentHash content;
    std::string media_type;
    std::string file_name;
    std::int64_t size_bytes{};
    std::int64_t page_count{};
    DocumentKind kind{DocumentKind::file};
    std::string late_reason{};  ///< why it was journaled on a case that was closed
    std::optional<Withdrawal> withdrawn{};
};

std::string_view name_of(DocumentKind kind);
std::optional<DocumentKind> document_kind_named(std::string_view name);
std::string_view name_of(Direction direction);
std::optional<Direction> direction_named(std::string_view name);
std::string_view name_of(Publication publication);
std::optional<Publication> publication_named(std::string_view name);

}  // namespace core
