#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/store/database.hpp"
#include "services/store/import_store.hpp"
#include "services/store/job_runner.hpp"

/// Cases by the hundred from another system: newline-delimited JSON, a case a line with its parties and the items of
/// the mailroom that are its documents. A job takes them in one by one, as the person who handed them in, each whole or
/// not at all; what came of it is noted with it, so that a crash leaves nothing done twice and nothing out.
namespace services {

inline constexpr std::int64_t import_rows_max = 5000;
inline constexpr const char* import_job_kind = "import_cases";

/// Keeps the lines, tells the log of them and queues the job; empty lines count as lines and are passed over. Errors:
/// invalid_input, if there is no line or too many.
core::Result<Import> begin_import(Transaction& tx, const Acting& acting, std::string_view lines);

/// Errors: not_found, also for those who did not hand it in.
core::Result<Import> read_import(Transaction& tx, core::UserId who, ImportId id);

/// One line: {"reference"?, "case", "parties"?, "documents"?}. Errors: those of opening the case, adding its parties
/// and journaling its items; invalid_input with its field ("parties[0].name").
core::Result<core::Case> import_line(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const std::string& line
);

class ImportJob {
  public:
    ImportJob(Database& db, const core::Clock& clock, CaseSettings settings)
        : db_(db), clock_(clock), settings_(std::move(settings)) {}
    /// Some lines of it. Ends between two of them when it is asked to stop.
    core::Result<JobEnd> operator()(const Job& job, const std::stop_token& stop) const;
    static constexpr int lines_at_once = 200;  ///< then other jobs have their turn

  private:
    core::Result<bool> take_next(ImportId id) const;

    Database& db_;
    const core::Clock& clock_;
    CaseSettings settings_;
};

}  // namespace services
