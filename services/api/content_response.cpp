#include "services/api/content_response.hpp"

#include <string_view>

#include "services/store/content_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// RFC 6266 with RFC 8187: any name survives, and none can end the header.
std::string disposition(std::string_view how, std::string_view name) {
    std::string plain;
    for (const unsigned char c : name)
        plain += c > 0x20 && c < 0x7F && c != '"' && c != '\\' ? static_cast<char>(c) : '_';
    return std::string{how} + "; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encoded(name);
}

/// What a name refers to never changes, but who may see it may: it is kept, and asked about each time.
constexpr const char* kept_and_asked = "private, no-cache";

Result<Response> stored(const FileStore& files, const core::ContentHash& hash, const char* media_type) {
    if (!files.has(hash)) return Error{ErrorCode::not_found, "this has not been made"};
    auto response = file(files.path_of(hash), media_type, hash.text());
    response.set("cache-control", kept_and_asked);
    return response;
}

/// Of the file itself, as workers write JPEG and PNG.
const char* picture_type(const FileStore& files, const core::ContentHash& hash) {
    return files.has(hash) && media_type_of(files.path_of(hash)) == "image/png" ? "image/png" : "image/jpeg";
}

Result<StoredPage> page_of(Transaction& tx, const core::ContentHash& content, std::int64_t number) {
    auto page = ContentStore{tx}.page(content, number);
    if (!page) return Error{ErrorCode::not_found, "there is no such page"};
    return std::move(*page);
}

}  // namespace

Response original_response(
    const FileStore& files, const core::ContentHash& content, const std::string& media_type, const std::string& name
) {
    auto response = file(files.path_of(content), media_type, content.text());
    response.set("content-disposition", disposition("attachment", name));
    response.set("content-security-policy", "sandbox; default-src 'none'");
    response.set("cache-control", kept_and_asked);
    return response;
}

Result<Response> pdf_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, const std::string& name
) {
    const auto known = ContentStore{tx}.find(content);
    if (!known) return Error{ErrorCode::not_found, "there are no such bytes"};
    TRY(auto response, stored(files, known->pdf, "application/pdf"));
    response.set("content-disposition", disposition("inline", name));
    return response;
}

Result<Response> public_pdf_response(const FileStore& files, const core::ContentHash& file, const std::string& name) {
    TRY(auto response, stored(files, file, "application/pdf"));
    response.set("content-disposition", disposition("inline", name));
    return response;
}

Result<Response> text_response(Transaction& tx, const core::ContentHash& content) {
    std::string text;
    for (const auto& page : ContentStore{tx}.pages(content)) {
        if (page.number > 1) text += '\f';
        text += page.text;
    }
    return services::text(std::move(text));
}

Result<Response> picture_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
) {
    TRY(const auto found, page_of(tx, content, page));
    return stored(files, found.picture, picture_type(files, found.picture));
}

Result<Response> thumbnail_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
) {
    TRY(const auto found, page_of(tx, content, page));
    return stored(files, found.thumbnail, picture_type(files, found.thumbnail));
}

Result<Response> words_response(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
) {
    TRY(const auto found, page_of(tx, content, page));
    return stored(files, found.words, "application/json");
}

}  // namespace services
