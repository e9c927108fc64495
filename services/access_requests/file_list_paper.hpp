#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/access_requests/request_paper.hpp"

namespace services {

/// The list of files (aktliste) that an answer begins with: every document, and what was decided of it.
struct FileListPaper {
    struct Row {
        std::int64_t place{};
        std::string title;
        core::Date date{};
        std::optional<core::AccessDecision> decision{};
        std::vector<std::string> exemptions{};
    };
    std::string authority;
    std::string number;
    std::string asked_for;
    core::Date made{};
    std::vector<Row> rows;
};
DrawnPaper drawn_file_list(const FileListPaper& paper);

/// A note as it was written, on paper.
DrawnPaper drawn_note(const std::string& title, const std::string& text, core::Date made);

/// Throws std::runtime_error where the disk won't.
void write_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace services
