#include "ocr/office_kind.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <utility>

namespace ocr {
namespace {

struct Kind {
    std::string_view media_type;
    std::string_view ending;
};

// ECMA-376 part 1, annex on content types; OpenDocument 1.2 part 3 § 2.2 and appendix on media types.
constexpr std::array kinds{
    Kind{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    Kind{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    Kind{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    Kind{"application/vnd.oasis.opendocument.text", "odt"},
    Kind{"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    Kind{"application/vnd.oasis.opendocument.presentation", "odp"},
    Kind{"application/msword", "doc"},
    Kind{"application/vnd.ms-excel", "xls"},
    Kind{"application/vnd.ms-powerpoint", "ppt"},
    Kind{"application/rtf", "rtf"},
};

struct FreeArchive {
    void operator()(archive* one) const noexcept { archive_read_free(one); }
};
using Archive = std::unique_ptr<archive, FreeArchive>;

/// What names the kind must stand among the first entries; a real office file has it in the first few.
constexpr int entries_max = 500;
constexpr std::size_t block_bytes = 64U << 10U;
constexpr std::size_t mimetype_bytes_max = 200;

std::string_view kind_of_entry(std::string_view name) {
    if (name == "word/document.xml") return kinds[0].media_type;
    if (name == "xl/workbook.xml" || name == "xl/workbook.bin") return kinds[1].media_type;
    if (name == "ppt/presentation.xml") return kinds[2].media_type;
    return {};
}

/// OpenDocument says what it is in an entry of its own: uncompressed and first, so that its bytes can be looked for.
std::string mimetype_of(archive* opened) {
    std::string text(mimetype_bytes_max, '\0');
    const auto bytes = archive_read_data(opened, text.data(), text.size());
    text.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
    return text;
}

OfficeKind kind_of_archive(const std::filesystem::path& file) {
    const Archive opened{archive_read_new()};
    if (!opened || archive_read_support_format_zip(opened.get()) != ARCHIVE_OK) return {};
    if (archive_read_open_filename(opened.get(), file.c_str(), block_bytes) != ARCHIVE_OK) return {};
    bool has_content_types = false;
    std::string_view part;
    for (int looked_at = 0; looked_at < entries_max; ++looked_at) {
        archive_entry* entry = nullptr;
        const int found = archive_read_next_header(opened.get(), &entry);
        if (found == ARCHIVE_EOF) break;
        // Whatever was cut off, it was to be an office file.
        if (found != ARCHIVE_OK && found != ARCHIVE_WARN)
            return {{}, has_content_types || !part.empty() ? "damaged" : ""};
        const char* const pathname = archive_entry_pathname(entry);
        const std::string_view name = pathname == nullptr ? std::string_view{} : pathname;
        if (looked_at == 0 && name == "mimetype") {
            const auto said = mimetype_of(opened.get());
            if (!office_ending(said).empty()) return {said, {}};
        }
        if (name == "[Content_Types].xml") has_content_types = true;
        if (part.empty()) part = kind_of_entry(name);
        if (has_content_types && !part.empty()) return {std::string{part}, {}};
    }
    return {};
}

/// A name as a compound file's directory has it: UTF-16, little-endian ([MS-CFB] § 2.6.1).
std::string directory_name(std::string_view name) {
    std::string wide;
    for (const char letter : name) {
        wide += letter;
        wide += '\0';
    }
    return wide + std::string(2, '\0');
}

/// Older office files are told by the streams that they must hold ([MS-DOC] § 2.1, [MS-XLS] § 2.1.2, [MS-PPT] § 2.1).
/// The directory may stand anywhere, and following it would mean to parse the file; its names are looked for instead.
OfficeKind kind_of_compound(const std::filesystem::path& file) {
    constexpr std::size_t bytes_max = 64U << 20U;
    std::ifstream in{file, std::ios::binary};
    std::string bytes(std::min<std::size_t>(std::filesystem::file_size(file), bytes_max), '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    const auto holds = [&](std::string_view name) { return bytes.find(directory_name(name)) != std::string::npos; };
    // Word, Excel and PowerPoint keep a file with a password in a compound file around it ([MS-OFFCRYPTO] § 2.3.4.4).
    if (holds("EncryptedPackage")) return {{}, "encrypted"};
    if (holds("WordDocument")) return {"application/msword", {}};
    if (holds("Workbook") || holds("Book")) return {"application/vnd.ms-excel", {}};
    if (holds("PowerPoint Document")) return {"application/vnd.ms-powerpoint", {}};
    return {};
}

}  // namespace

bool may_be_office(std::string_view media_type) {
    return media_type == "application/zip" || media_type == "application/x-ole-storage" ||
           !office_ending(media_type).empty();
}

OfficeKind office_kind_of(const std::filesystem::path& file, std::string_view media_type) {
    if (media_type == "application/rtf") return {std::string{media_type}, {}};
    std::array<char, 4> head{};
    std::ifstream{file, std::ios::binary}.read(head.data(), head.size());
    if (std::string_view{head.data(), 2} == "PK") return kind_of_archive(file);
    return kind_of_compound(file);
}

std::string_view office_ending(std::string_view media_type) {
    const auto* const found = std::ranges::find(kinds, media_type, &Kind::media_type);
    return found == kinds.end() ? std::string_view{} : found->ending;
}

std::string_view office_successor(std::string_view media_type) {
    const auto ending = office_ending(media_type);
    if (ending == "doc") return kinds[0].media_type;
    if (ending == "xls") return kinds[1].media_type;
    if (ending == "ppt") return kinds[2].media_type;
    return {};
}

}  // namespace ocr
