#include "services/web/assets.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/embedded.hpp"

namespace core {
std::span<const Embedded> assets();
std::span<const Embedded> compressed_assets();
}  // namespace core

namespace services {

namespace {

/// FNV-1a, 64 bits: tells one build's assets from another's; nothing rests on it that an enemy could want.
std::uint64_t hash_of(std::span<const core::Embedded> files) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const auto& file : files) {
        for (const auto part : {file.name, file.bytes()}) {
            for (const char c : part) {
                hash ^= static_cast<unsigned char>(c);
                hash *= 0x100000001b3U;
            }
        }
    }
    return hash;
}

std::string hexadecimal(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, value >>= 4U) *at = digits[value & 0xFU];
    return text;
}

std::string_view media_type(std::string_view name) {
    struct Type {
        std::string_view ending, type;
    };
    constexpr std::array types{
        Type{".css", "text/css; charset=utf-8"},
        Type{".js", "text/javascript; charset=utf-8"},
        Type{".svg", "image/svg+xml"},
        Type{".woff2", "font/woff2"},
    };
    for (const auto& type : types)
        if (name.ends_with(type.ending)) return type.type;
    return "application/octet-stream";
}

const core::Embedded* compressed(std::string_view name) {
    for (const auto& file : core::compressed_assets())
        if (file.name.ends_with(".gz") && file.name.substr(0, file.name.size() - 3) == name) return &file;
    return nullptr;
}

Handler sender(const core::Embedded& file) {
    const auto* const small = compressed(file.name);
    const auto etag = asset_folder().substr(8);
    return [&file, small, etag](const Request& request) -> core::Result<Response> {
        const bool takes_small =
            small != nullptr && request.header("accept-encoding").find("gzip") != std::string_view::npos;
        Response response;
        response.set("content-type", std::string{media_type(file.name)});
        response.set("cache-control", "public, max-age=31536000, immutable");
        if (small != nullptr) response.set("vary", "accept-encoding");
        if (takes_small) response.set("content-encoding", "gzip");
        response.body = takes_small ? StaticBody{small->bytes(), etag + "-gz"} : StaticBody{file.bytes(), etag};
        return response;
    };
}

}  // namespace

const std::string& asset_folder() {
    static const std::string folder = "/assets/" + hexadecimal(hash_of(core::assets()));
    return folder;
}

void add_asset_routes(Router& router) {
    for (const auto& file : core::assets())
        router.add(Method::get, asset_folder() + "/" + std::string{file.name}, sender(file), BodyLimit::none);
}

}  // namespace services
