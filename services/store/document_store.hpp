#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/model/document.hpp"
#include "services/store/database.hpp"

/// Journaled documents. Nothing of one is ever changed: what is journaled stays, and a withdrawal is said beside it.
namespace services {

enum class DocumentSort { number, received, title };

/// Which part of the list of a case's documents is asked for.
struct DocumentFilter {
    core::CaseId in_case;
    DocumentSort sort{};
    bool is_rising{};
    struct Place {            ///< of the last row of the page before
        std::string text;     ///< what it is sorted by: the day "2026-11-03", or the title's key; empty by number
        std::int64_t number;  ///< of the document
    };
    std::optional<Place> after{};
    std::int64_t limit{50};
};

class DocumentStore {
  public:
    explicit DocumentStore(Transaction& tx) : tx_(tx) {}

    /// The id in `made` is not read; its content must be known to ContentStore.
    core::DocumentId add(const core::Document& made);
    std::optional<core::Document> find(core::DocumentId id) const;
    /// Newest first; `before` is a document number, exclusive.
    std::vector<core::Document> of_case(core::CaseId in_case, std::int64_t before, std::int64_t limit) const;
    /// In any order, page by page; each page costs the same wherever in the list it is.
    std::vector<core::Document> list(const DocumentFilter& filter) const;
    static DocumentFilter::Place place_of(DocumentSort sort, const core::Document& one);
    /// The notes among them, likewise.
    std::vector<core::Document> notes_of_case(core::CaseId in_case, std::int64_t before, std::int64_t limit) const;
    std::int64_t count_notes(core::CaseId in_case) const;
    /// False if it has been withdrawn already.
    bool withdraw(core::DocumentId id, const core::Withdrawal& made);
    /// Documents follow their case when it is kept closer or opened up.
    void set_access_group(core::CaseId in_case, core::GroupId group);

    /// In order of id, for walks over all of them.
    std::vector<core::Document> after(core::DocumentId last, std::int64_t limit) const;
    std::int64_t highest_id() const;

  private:
    Transaction& tx_;
};

}  // namespace services
