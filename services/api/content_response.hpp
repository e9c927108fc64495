#pragma once

#include <string>

#include "core/model/content.hpp"
#include "core/result.hpp"
#include "services/files/file_store.hpp"
#include "services/http/message.hpp"
#include "services/store/database.hpp"

/// Bytes and what was made of them, as responses. Whether the asker may have them is decided before.
namespace services {

/// The bytes as received, always to be saved, never to be shown: they are somebody else's.
Response original_response(
    const FileStore& files, const core::ContentHash& content, const std::string& media_type, const std::string& name
);
/// The searchable PDF. Errors: not_found while there is none.
core::Result<Response> pdf_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, const std::string& name
);
/// A PDF that was made to be shown to everybody. Errors: not_found where it is not there.
core::Result<Response> public_pdf_response(
    const FileStore& files, const core::ContentHash& file, const std::string& name
);
/// All pages as plain text, a form feed between them.
core::Result<Response> text_response(Transaction& tx, const core::ContentHash& content);
/// Errors: not_found.
core::Result<Response> picture_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
);
core::Result<Response> thumbnail_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
);
/// The words of a page with their boxes: JSON as ocr/words.cpp writes it. Errors: not_found.
core::Result<Response> words_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
);

}  // namespace services
