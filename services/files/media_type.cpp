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

/// A text that begins with fields of a mail message (RFC 5322 § 3.6), of which it has one that says who wrote it or
/// which way it came.
bool looks_like_mail(std::string_view head) {
    constexpr std::array known{
        "from:"sv,
        "received:"sv,
        "return-path:"sv,
        "sender:"sv,
        "delivered-to:"sv,
        "message-id:"sv,
        "date:"sv,
        "subject:"sv,
        "to:"sv,
        "mime-version:"sv,
        "x-mozilla-status:"sv};
    constexpr std::size_t telling = 5;  // of these, the first ones
    int count = 0;
    bool is_told = false;
    for (std::size_t at = 0; at < head.size();) {
        const auto end = std::min(head.find('\n', at), head.size());
        std::string line{head.substr(at, std::min<std::size_t>(end - at, 80))};
        at = end + 1;
        if (line.empty() || line == "\r") break;
        if (line.front() == ' ' || line.front() == '\t') {
            if (count == 0) return false;
            continue;
        }
        std::ranges::transform(line, line.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        const auto colon = line.find(':');
        const bool is_field = colon != std::string::npos && colon > 0 && line.find(' ') > colon;
        if (!is_field && !(count == 0 && line.starts_with("from "))) break;
        const auto* const found =
            std::ranges::find_if(known, [&](std::string_view name) { return line.starts_with(name); });
        if (found == known.end()) continue;
        ++count;
        is_told = is_told || found < known.begin() + telling;
    }
    return is_told && count >= 2;
}

}  // namespace

std::string media_type_of(const std::filesystem::path& file) {
    std::array<char, 16 * 1024> buffer{};
    Descriptor in{file, O_RDONLY};
    const std::string_view beginning{buffer.data(), in.read_some(buffer.data(), buffer.size())};
    const auto head = beginning.substr(0, 1024);
    if (head.empty()) return "application/x-empty";
    // Readers of PDF look for the mark in the first kilobyte (ISO 32000-1, annex H.3.4.1), and so do scanners' quirks.
    if (head.find("%PDF-") != std::string_view::npos) return "application/pdf";
    for (const auto& signature : signatures)
        if (head.starts_with(signature.bytes)) return std::string{signature.media_type};
    if (looks_like_text(head) && looks_like_mail(beginning)) return "message/rfc822";
    return looks_like_text(head) ? "text/plain" : "application/octet-stream";
}

}  // namespace services
