#include "services/cases/list_export.hpp"

#include <nlohmann/json.hpp>

#include "services/store/event_log.hpp"

namespace services {

using core::Result;

core::Result<Response> export_list(
    Database& db,
    const std::filesystem::path& folder,
    core::Timestamp now,
    const Caller& caller,
    const ListExport& wanted,
    const std::function<core::Result<void>(Transaction&, CsvFile&)>& write
) {
    std::optional<CsvFile> file;
    TRY(db.read([&](Transaction& tx) -> Result<void> {
        TRY(auto begun, CsvFile::create(folder, wanted.headings));
        file.emplace(std::move(begun));
        return write(tx, *file);
    }));
    TRY(db.write([&](Transaction& tx) -> Result<void> {
        EventLog{tx}.append({
            .at = now,
            .kind = EventKind::list_exported,
            .subject_kind = wanted.in_case ? SubjectKind::case_file : SubjectKind::authority,
            .subject = wanted.in_case.value_or(core::CaseId{}).value,
            .in_case = wanted.in_case,
            .actor = caller.id(),
            .payload = nlohmann::json{{"list", wanted.list}, {"rows", file->rows()}}.dump(),
        });
        return core::done();
    }));
    return std::move(*file).download(wanted.name);
}

}  // namespace services
