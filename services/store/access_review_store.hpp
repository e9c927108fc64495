#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/model/content.hpp"
#include "services/store/access_answer_store.hpp"
#include "services/store/database.hpp"

/// What a person made of whole pages and of the machine's suggestions, and what was blacked out in the same files
/// before.
namespace services {

/// A page that somebody has decided on.
struct DecidedAccessPage {
    core::DocumentId document;
    std::int64_t page{};    ///< core::page_number
    std::string exemption;  ///< by which all of it is held back; empty: it is given, but for its boxes
    core::UserId decided_by;
    core::Timestamp decided_at{};
};

/// A box of another request, on the same bytes.
struct EarlierBlackout {
    std::int64_t page{};  ///< of the file
    std::int64_t left{}, top{}, width{}, height{};
    std::string exemption;
    std::string case_number;  ///< of that request
};

/// Words that are covered in a text without pages.
struct AccessTextBlackout {
    std::int64_t id{};
    core::DocumentId document;
    std::int64_t attachment{};  ///< its place; 0: the document itself
    std::string phrase;
    std::string exemption;
    core::UserId made_by;
    core::Timestamp made_at{};
};

class AccessReviewStore {
  public:
    explicit AccessReviewStore(Transaction& tx) : tx_(tx) {}

    /// Takes the place of what was decided of that page before.
    void decide_page(core::AccessRequestId of, const DecidedAccessPage& made);
    bool undo_page(core::AccessRequestId of, core::DocumentId document, std::int64_t page);
    /// By document and page.
    std::vector<DecidedAccessPage> pages(core::AccessRequestId of) const;
    std::vector<DecidedAccessPage> pages(core::AccessRequestId of, core::DocumentId document) const;

    /// A suggestion that is not wanted: its page and box are read.
    void dismiss(core::AccessRequestId of, const AccessBlackout& suggested);
    std::vector<AccessBlackout> dismissed(core::AccessRequestId of, core::DocumentId document) const;

    /// Of requests whose case the reader may read, the newest first, at most 500.
    std::vector<EarlierBlackout> earlier(const core::ContentHash& file, core::AccessRequestId but, core::UserId reader)
        const;

    std::int64_t add_text_blackout(core::AccessRequestId of, const AccessTextBlackout& made);  ///< the id is not read
    /// By document and id.
    std::vector<AccessTextBlackout> text_blackouts(core::AccessRequestId of) const;
    std::vector<AccessTextBlackout> text_blackouts(core::AccessRequestId of, core::DocumentId document) const;
    bool remove_text_blackout(core::AccessRequestId of, core::DocumentId document, std::int64_t id);

    /// Forgets boxes, pages and dismissals of a document that leaves the file list.
    void forget(core::AccessRequestId of, core::DocumentId document);

  private:
    Transaction& tx_;
};

}  // namespace services
