#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// Telling office files apart, by what they hold and never by their name. Runs inside a worker only: it opens archives.
namespace ocr {

/// Kinds that may be office files, as far as their first bytes tell: archives (OOXML, ODF), OLE compound files and RTF.
bool may_be_office(std::string_view media_type);

struct OfficeKind {
    std::string media_type;  ///< empty: no office file
    std::string reason;      ///< "encrypted", "damaged" or empty
};
OfficeKind office_kind_of(const std::filesystem::path& file, std::string_view media_type);

/// The ending under which LibreOffice expects a file of this kind, "docx"; empty for kinds that are not rendered.
std::string_view office_ending(std::string_view media_type);

/// For the kinds from before 2007, DOC, XLS and PPT: that of the same kind today, whose hidden parts can be read. Empty
/// for all others.
std::string_view office_successor(std::string_view media_type);

}  // namespace ocr
