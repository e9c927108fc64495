#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "services/http/message.hpp"
#include "services/http/upload_file.hpp"

/// Lists as files for a spreadsheet: UTF-8 with a byte order mark and semicolons between cells, which is what Excel
/// reads as a table where the language is Danish; else as RFC 4180 has it.
namespace services {

using CsvCells = std::vector<std::string>;

/// A line with its end. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_line(const CsvCells& cells);

/// A list written to a file before any of it is sent, so that half a list is never taken for a whole one, and it takes
/// no more memory than a few of its rows.
class CsvFile {
  public:
    /// A new file in a folder for files that do not stay. Errors: out_of_space.
    static core::Result<CsvFile> create(const std::filesystem::path& folder, const CsvCells& headings);

    /// Errors: out_of_space.
    core::Result<void> add(const CsvCells& cells);
    std::int64_t rows() const { return rows_; }
    /// As `name`.csv. The file is removed when the response is gone.
    Response download(std::string_view name) &&;

  private:
    explicit CsvFile(UploadFile file) : file_(std::move(file)) {}

    UploadFile file_;
    std::string unwritten_;
    std::int64_t rows_{};
};

}  // namespace services
