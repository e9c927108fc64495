#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/reading.hpp"
#include "services/access_requests/access_documents.hpp"
#include "services/store/access_answer_store.hpp"
#include "services/store/content_store.hpp"

/// What is to be blacked out in documents that are given in part.
namespace services {

/// One page of a document or of one of its attachments.
struct JudgedPage {
    std::int64_t number{};  ///< core::page_number
    StoredPage page;        ///< without text
};
/// All pages of a document and then of its attachments. Errors: not_found.
core::Result<std::vector<JudgedPage>> judged_pages(
    Transaction& tx, const core::Principal& who, core::DocumentId document
);

/// A box in thousandths of the page's picture, as a page draws it.
struct NewBlackout {
    std::int64_t page{};
    std::int64_t left{}, top{}, width{}, height{};
    std::string exemption{};
};
/// The place of a box on a page: thousandths of its picture; all 0 where the page has no size.
NewBlackout in_thousandths(const ocr::Box& box, const StoredPage& page);
/// Errors: not_found, forbidden, conflict (the request has ended), invalid_input (exemption, page, box), too_large.
core::Result<std::int64_t> black_out(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, core::DocumentId document, const NewBlackout& made
);
/// Only what is set is changed; a box that is moved keeps its size to the pixel. Errors: likewise.
struct BlackoutChange {
    std::optional<std::int64_t> left{}, top{}, width{}, height{};
    std::optional<std::string> exemption{};
};
core::Result<void> change_blackout(
    Transaction& tx,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    std::int64_t blackout,
    const BlackoutChange& change
);
/// Words in a text without pages.
core::Result<void> lift_text_blackout(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, core::DocumentId document, std::int64_t blackout
);
core::Result<void> lift_blackout(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, core::DocumentId document, std::int64_t blackout
);

/// Blacks out a phrase wherever it stands in the documents of the file list that the actor may read; how many boxes are
/// new. Errors: likewise, and invalid_input (phrase).
core::Result<std::int64_t> black_out_phrase(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    const std::string& phrase,
    const std::string& exemption
);

/// What becomes of a page: it is given but for its boxes, or all of it is held back by an exemption; or what was
/// decided of it is undone. Errors: not_found, forbidden, conflict, invalid_input (page, exemption).
enum class PageVerdict { give, withhold, undo };
core::Result<void> judge_page(
    Transaction& tx,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    std::int64_t page,
    PageVerdict verdict,
    const std::string& exemption
);

/// A page's words as they are kept; none where there are none.
std::vector<ocr::Word> words_of(const FileStore& files, const StoredPage& page);

}  // namespace services
