#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reading.hpp"

/// Office files in another shape: LibreOffice, where it is installed, in a process of its own that is limited like the
/// workers.
namespace ocr {

struct Converted {
    std::filesystem::path file;  ///< empty if it did not come off
    std::string reason;          ///< "no_office", "office_failed", "office_too_slow", "out_of_memory" or empty
};

/// Makes a file of a kind that office_ending knows into one with the ending `wanted`: "pdf", or one of OOXML's. Inside
/// `folder`, which is made. `command` starts the limited process: {program, "office-worker"}; the folder, its limits
/// and the file's name are added.
Converted convert_office(
    const std::vector<std::string>& command,
    const Limits& limits,
    const std::filesystem::path& file,
    std::string_view media_type,
    std::string_view wanted,
    const std::filesystem::path& folder
);

}  // namespace ocr
