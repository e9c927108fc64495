// A multipart body in pieces of a size the input chooses; the parts must not depend on it, and no file may stay behind.
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/multipart.hpp"

namespace {

const std::filesystem::path& folder() {
    static const std::filesystem::path made = [] {
        std::string name = (std::filesystem::temp_directory_path() / "saglig-fuzz-XXXXXX").string();
        if (!::mkdtemp(name.data())) std::abort();
        return std::filesystem::path{name};
    }();
    return made;
}

std::optional<std::string> read(std::string_view body, std::size_t piece) {
    services::MultipartParser parser{"b", folder()};
    while (!body.empty()) {
        if (!parser.feed(body.substr(0, piece))) return std::nullopt;
        body.remove_prefix(std::min(piece, body.size()));
    }
    const auto parts = parser.take();
    if (!parts) return std::nullopt;
    std::string said;
    for (const auto& part : parts.value()) {
        said += part.name + '|' + part.file_name + '|' + part.media_type + '|' + part.value + '|' + part.sha256 + '\n';
        if (!part.file.empty()) std::filesystem::remove(part.file);
    }
    return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > 4096) return 0;
    const std::size_t piece = 1 + data[0] % 64;
    const std::string_view body{reinterpret_cast<const char*>(data) + 1, size - 1};
    if (read(body, body.size() + 1) != read(body, piece)) std::abort();
    if (!std::filesystem::is_empty(folder())) std::abort();
    services::boundary_in(body);
    return 0;
}
