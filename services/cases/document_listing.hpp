#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/cases/case_listing.hpp"
#include "services/store/document_store.hpp"
#include "services/store/paged.hpp"

/// Lists of a case's documents as people ask for them: filtered, in any order, page by page to the end.
namespace services {

struct DocumentQuestion {
    DocumentFilter filter;
    std::string words;  ///< each in title, correspondent or file name; empty: whatever they are
    std::optional<core::Direction> direction{};
    std::optional<core::Date> received_from{}, received_to{};  ///< both within
};

/// The names are those of GET /api/v1/cases/{id}/documents: q, direction, received_from, received_to, sort. Errors:
/// invalid_input with its field.
core::Result<DocumentQuestion> document_question(const NamedTexts& texts, core::CaseId in_case);

using ListedDocuments = Paged<core::Document, DocumentFilter::Place>;
/// Errors: not_found, where the case may not be read.
core::Result<ListedDocuments> list_documents(
    Transaction& tx, const core::Principal& who, const DocumentQuestion& question
);

/// Where a page ended, as a list's address says it.
std::string document_cursor(const DocumentFilter::Place& place);
/// Nothing where that is no place.
std::optional<DocumentFilter::Place> document_place_in(std::string_view cursor);

/// The address of a list of documents on the pages: everything that the list is, so that it can be shared.
class DocumentAddress {
  public:
    /// `q`, `retning` (name_of(Direction)), `fra`, `til` (days "2026-11-03") and `sorter`: "nummer", "dato" or "titel",
    /// the other way round with "-om" behind it. What is empty is left out.
    static DocumentAddress of(const NamedTexts& texts);

    std::string get(std::string_view name) const;
    bool has_filter() const;  ///< an order is none
    DocumentAddress with(std::string_view name, std::string_view value) const;
    std::string path(std::string_view page, std::string_view after = {}) const;
    /// Errors: invalid_input with its field.
    core::Result<DocumentQuestion> question(core::CaseId in_case) const;

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace services
