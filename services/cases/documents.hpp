#pragma once

#include <string>

#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/store/database.hpp"

/// Documents that are journaled: reading them, writing a note, and withdrawing what should not have been journaled.
namespace services {

/// What is known of a document. Errors: not_found.
core::Result<core::Document> read_document(Transaction& tx, const core::Principal& who, core::DocumentId id);

/// The same for someone who wants to see its pages or bytes. Those of a withdrawn document are kept for the ones who
/// may journal on its case: it may hold what others should never have seen. Errors: not_found.
core::Result<core::Document> read_document_content(Transaction& tx, const core::Principal& who, core::DocumentId id);
bool may_read_content(Transaction& tx, const core::Principal& who, const core::Document& one);

/// Takes a document back, also off the post list, at once. It stays where it is with its number, its bytes and the
/// reason. Errors: not_found, forbidden, invalid_input, conflict where it has been withdrawn already.
core::Result<core::Document> withdraw_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const std::string& reason
);

struct NewNote {
    std::string title;
    std::string text;           ///< at most note_limit characters, on any number of lines
    std::string late_reason{};  ///< as in NewDocument
};
inline constexpr std::size_t note_limit = 100'000;

/// Journals what someone was told or did, in their own words (notatpligt, offentlighedsloven § 13): a document of plain
/// text, internal, not on the post list, and searchable as soon as it is there. Line ends become '\n'.
/// Errors: as journal_document.
core::Result<core::Document> journal_note(
    Database& db, FileStore& files, const Acting& acting, core::CaseId on, const NewNote& made
);

}  // namespace services
