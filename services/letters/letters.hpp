#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/document.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/letters/letter_template.hpp"

/// Letters that are written on a case, drawn as a PDF and journaled as sent.
namespace services {

/// What goes with a letter: a document of its case, or a file that was uploaded for it.
struct LetterAttachment {
    std::optional<core::DocumentId> document{};
    std::filesystem::path file{};  ///< in FileStore::uploads(); taken over when the letter is journaled
    core::ContentHash content{};   ///< of the file
    std::string file_name{};       ///< as sent
};

struct NewLetter {
    std::string title;
    std::string receiver;  ///< name and address, a line each; the first line is the correspondent
    std::string text;      ///< letter_paper.hpp
    std::string public_title{};
    std::string public_receiver{};  ///< as the post list shows it, "Borger"; empty: not shown
    core::Publication publication{core::Publication::entry};
    std::string late_reason{};  ///< as in NewDocument
    std::vector<LetterAttachment> attachments{};
};
inline constexpr std::size_t letter_limit = 100'000;  ///< bytes of text
inline constexpr std::size_t receiver_limit = 1'000;  ///< bytes

struct LetterDesk {
    Database& db;
    FileStore& files;
    std::string authority;                  ///< on the letter's head
    std::filesystem::path own_templates{};  ///< of the authority
    std::string own_cases{};                ///< where parties see their case, as a letter says it; empty: nowhere
};

/// What a template can be told of a case: sagsnummer, sagstitel, dato, sagsbehandler, enhed, myndighed, modtager; and
/// mine_sager, where the receiver is a party that can see the case by itself.
MergeFields merge_fields(
    Transaction& tx, const LetterDesk& desk, const Acting& acting, const core::Case& on, const std::string& receiver
);

/// The letter as it would be sent today, as a PDF. Nothing is kept.
/// Errors: not_found, forbidden, invalid_input with its field, conflict.
core::Result<std::string> preview_letter(
    const LetterDesk& desk, const Acting& acting, core::CaseId on, const NewLetter& made
);

/// What else is to be so once a letter is journaled: done in the very transaction that journals it, or neither is.
using WithLetter = std::function<core::Result<void>(Transaction& tx, const core::Document& letter)>;

/// Draws the letter and journals it as an outgoing document of today, searchable at once; a worker draws its pictures.
/// A text in which something is left to write is refused. What goes with it is attached to the document and named on
/// the letter. Errors: as preview_letter and journal_document; attachments; those of `also`.
core::Result<core::Document> journal_letter(
    const LetterDesk& desk, const Acting& acting, core::CaseId on, const NewLetter& made, const WithLetter& also = {}
);

}  // namespace services
