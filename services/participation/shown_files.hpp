#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/model/hearing.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/store/shown_document_store.hpp"
#include "services/web/translation.hpp"

/// Files that everyone may fetch with a hearing or a followed case: always the PDF that was drawn for everyone
/// (services/post_list/publishing.hpp), and only as long as it is what was released.
namespace services {

/// Those that may be fetched: [{title, path, size, obstacle, attachments [{title, path, obstacle}]}]; `path` is ""
/// while there is nothing to fetch, and `obstacle` says why. Adds to `to_draw` what nobody has drawn yet.
nlohmann::json shown_json(
    Transaction& tx,
    const ParticipationDesk& desk,
    Language language,
    const std::vector<ShownDocument>& shown,
    std::vector<core::DocumentId>& to_draw
);
/// The same for what came with an answer: [{title, path, obstacle}], under the path of the answer's files.
nlohmann::json answer_files_json(
    Transaction& tx,
    Language language,
    core::DocumentId document,
    const std::string& under,
    std::vector<core::DocumentId>& to_draw
);
/// What shown_json says, as open data with whole addresses: [{title, url, bytes, attachments [{title, url}]}]; `url`
/// is null while there is nothing to fetch, and `bytes` then, too.
nlohmann::json open_documents(
    Transaction& tx, const FileStore& files, const std::vector<ShownDocument>& shown, const std::string& base
);
/// What answer_files_json says likewise: [{title, url}]; `under` is a whole address.
nlohmann::json open_attachments(Transaction& tx, core::DocumentId document, const std::string& under);

/// Whether everyone may have what came with an answer, as it is now.
bool shows_files_of(Transaction& tx, const core::HearingAnswer& answer);
/// Whether everyone may have it, as it is now.
bool is_fetchable(Transaction& tx, const ShownDocument& one);
/// Has what was found to be missing drawn. Nothing where nothing is.
core::Result<void> have_drawn(const ParticipationDesk& desk, const std::vector<core::DocumentId>& to_draw);
/// The PDF made of some bytes. Errors: not_found while there is none.
core::Result<Response> shown_pdf(
    Transaction& tx, const ParticipationDesk& desk, const core::ContentHash& content, const std::string& title
);

}  // namespace services
