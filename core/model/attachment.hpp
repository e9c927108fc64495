#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/model/draft.hpp"
#include "core/time.hpp"

namespace core {

/// A file that belongs to a document: a drawing with an application, a report with a letter. It is read by those who
/// may read its document, and published with it.
struct Attachment {
    AttachmentId id;
    std::optional<DraftId> draft;        ///< the draft that it was added to
    std::optional<DocumentId> document;  ///< once that is journaled; from then on nothing changes
    std::int64_t place{};                ///< 1, 2, 3 … in its document
    std::string title;
    ContentHash content;
    std::string file_name;
    UserId added_by;
    Timestamp added_at{};
    std::string media_type{};
    std::int64_t size_bytes{};
    std::int64_t page_count{};
};

/// How many a document has at most.
inline constexpr std::int64_t attachments_max = 200;

/// Pages of attachments are found by search as pages of their document: page 3 of the second one has the number 20,003.
/// A document of its own has at most 2,000 pages (ocr/reading.hpp), so that the numbers never meet.
inline constexpr std::int64_t attachment_pages = 10'000;
struct AttachedPage {
    std::int64_t attachment{};  ///< its place; 0: the document itself
    std::int64_t page{};
};
constexpr AttachedPage attached_page(std::int64_t number) {
    return {number / attachment_pages, number % attachment_pages};
}
constexpr std::int64_t page_number(AttachedPage at) {
    return at.attachment * attachment_pages + at.page;
}

}  // namespace core
