#include "services/http/body.hpp"

#include <algorithm>

#include "services/http/target.hpp"

namespace services {
namespace {

/// The media type of a Content-Type, in lower case, without its parameters.
std::string media_type_of(std::string_view content_type) {
    auto text = content_type.substr(0, content_type.find(';'));
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return lower;
}

core::Error too_large(std::uint64_t limit_bytes) {
    return {core::ErrorCode::too_large, "the body is above its limit of " + std::to_string(limit_bytes) + " bytes"};
}

}  // namespace

core::Result<Body> Body::of(const Request& request, std::uint64_t limit_bytes, const std::filesystem::path& folder) {
    const auto encoding = request.header("content-encoding");
    if (!encoding.empty() && encoding != "identity")
        return core::Error{core::ErrorCode::unsupported, "a body with a Content-Encoding is not read"};
    Body body;
    const auto content_type = request.header("content-type");
    const auto media_type = media_type_of(content_type);
    if (media_type == "multipart/form-data") {
        const auto boundary = boundary_in(content_type);
        if (!boundary) return core::Error{core::ErrorCode::invalid_input, "the multipart boundary is malformed"};
        body.multipart_ = std::make_unique<MultipartParser>(*boundary, folder);
        body.limit_bytes_ = limit_bytes;
    } else {
        body.is_form_ = media_type == "application/x-www-form-urlencoded";
        body.limit_bytes_ = std::min(limit_bytes, in_memory_max);
    }
    return body;
}

core::Result<void> Body::feed(std::string_view bytes) {
    taken_bytes_ += bytes.size();
    if (taken_bytes_ > limit_bytes_) return too_large(limit_bytes_);
    if (multipart_) return multipart_->feed(bytes);
    text_ += bytes;
    return core::done();
}

core::Result<void> Body::finish(Request& request) {
    if (multipart_) {
        TRY(auto parts, multipart_->take());
        request.parts = std::move(parts);
        return core::done();
    }
    request.body = std::move(text_);
    if (!is_form_) return core::done();
    auto fields = decode_form(request.body);
    if (!fields) return core::Error{core::ErrorCode::invalid_input, "the form is not well-formed"};
    for (auto& [name, value] : *fields) {
        FormPart part;
        part.name = std::move(name);
        part.value = std::move(value);
        part.size_bytes = part.value.size();
        request.parts.push_back(std::move(part));
    }
    return core::done();
}

}  // namespace services
