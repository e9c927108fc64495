#pragma once

#include <filesystem>

#include "ocr/reading.hpp"

namespace ocr {

/// What is given up before LibreOffice is started: network, privileges, core dumps, and, where the kernel has Landlock
/// (5.13 and later), every file but its own program, fonts and `folder`. Memory, CPU and the size of files are limited.
/// LibreOffice needs threads, its own files and a local socket, so these stay. Irreversible. Throws std::system_error.
void give_up_rights_for_office(const Limits& limits, const std::filesystem::path& folder);

}  // namespace ocr
