#include "services/web/csv.hpp"

#include <memory>
#include <system_error>
#include <utility>

namespace services {

using core::Result;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t written_at_once_bytes = 64 * 1024;

/// Also after a tab or line end, which spreadsheets pass over.
bool looks_like_formula(std::string_view cell) {
    return !cell.empty() && std::string_view{"=+-@\t\r\n"}.find(cell.front()) != std::string_view::npos;
}

std::string cell_text(const std::string& cell) {
    auto harmless = looks_like_formula(cell) ? "'" + cell : cell;
    if (harmless.find_first_of(";\"\r\n\t") == std::string::npos) return harmless;
    std::string quoted{'"'};
    for (const char sign : harmless) {
        if (sign == '"') quoted += '"';
        quoted += sign;
    }
    return quoted + '"';
}

}  // namespace

std::string csv_line(const CsvCells& cells) {
    std::string line;
    for (std::size_t at = 0; at < cells.size(); ++at) line += (at == 0 ? "" : ";") + cell_text(cells[at]);
    return line + "\r\n";
}

Result<CsvFile> CsvFile::create(const std::filesystem::path& folder, const CsvCells& headings) {
    TRY(auto file, UploadFile::create(folder));
    CsvFile made{std::move(file)};
    made.unwritten_ = std::string{byte_order_mark} + csv_line(headings);
    TRY(made.file_.write(std::exchange(made.unwritten_, {})));
    return made;
}

Result<void> CsvFile::add(const CsvCells& cells) {
    unwritten_ += csv_line(cells);
    ++rows_;
    if (unwritten_.size() >= written_at_once_bytes) {
        TRY(file_.write(std::exchange(unwritten_, {})));
    }
    return core::done();
}

Response CsvFile::download(std::string_view name) && {
    if (auto written = file_.write(std::exchange(unwritten_, {})); !written)
        throw std::system_error{ENOSPC, std::generic_category(), "writing a list"};
    const auto finished = file_.finish();
    auto response = services::file(finished.path, "text/csv; charset=utf-8", finished.sha256);
    // Shared by the copies of the response: the last one to go takes the file with it.
    std::get<FileBody>(response.body).keeps = std::shared_ptr<const void>{nullptr, [path = finished.path](const void*) {
                                                                              std::error_code ignored;
                                                                              std::filesystem::remove(path, ignored);
                                                                          }};
    response.set("content-disposition", "attachment; filename*=UTF-8''" + percent_encoded(name) + ".csv");
    response.set("cache-control", "no-store");
    return response;
}

}  // namespace services
