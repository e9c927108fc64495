#include <algorithm>
#include <array>
#include <string_view>

#include "services/files/descriptor.hpp"
#include "services/files/file_store.hpp"

namespace services {

namespace {

struct Signature {
    std::string_view bytes;
    std::string_view media_type;
};

using namespace std::string_view_literals;

/// What a file of a kind begins with. Only the first bytes are looked at, and nothing is parsed: parsing belongs to the
/// workers.
constexpr std::array signatures{
    Signature{"II*\0"sv, "image/tiff"},
    Signature{"MM\0*"sv, "image/tiff"},
    Signature{"\xFF\xD8\xFF"sv, "image/jpeg"},
    Signature{"\x89PNG\r\n\x1A\n"sv, "image/png"},
    Signature{"GIF8"sv, "image/gif"},
    Signature{"PK\x03\x04"sv, "application/zip"},
    Signature{"PK\x05\x06"sv, "application/zip"},
    Signature{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    Signature{"7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"},
    Signature{"\x1F\x8B"sv, "application/gzip"},
    Signature{"{\\rtf"sv, "application/rtf"},
    Signature{"RIFF"sv, "application/x-riff"},
    Signature{"OggS"sv, "audio/ogg"},
};

/// Text has no control characters but tab, line ends and form feed; a character cut off at the end does no harm.
bool looks_like_text(std::string_view head) {
    return std::ranges::none_of(head, [](unsigned char c) {
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
    });
}

}  // namespace

std::string media_type_of(const std::filesystem::path& file) {
    std::array<char, 1024> buffer{};
    Descriptor in{file, O_RDONLY};
    const std::string_view head{buffer.data(), in.read_some(buffer.data(), buffer.size())};
    if (head.empty()) return "application/x-empty";
    // Readers of PDF look for the mark in the first kilobyte (ISO 32000-1, annex H.3.4.1), and so do scanners' quirks.
    if (head.find("%PDF-") != std::string_view::npos) return "application/pdf";
    for (const auto& signature : signatures)
        if (head.starts_with(signature.bytes)) return std::string{signature.media_type};
    return looks_like_text(head) ? "text/plain" : "application/octet-stream";
}

}  // namespace services
