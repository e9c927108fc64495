#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Files of cases that were handed in, and what came of each of their lines.
namespace services {

using ImportId = core::Id<struct ImportTag>;

struct Import {
    ImportId id;
    core::UserId made_by;
    core::Timestamp made_at{};
    std::int64_t rows{};
    std::optional<core::Timestamp> ended_at{};
};

enum class RowOutcome { waiting, imported, refused };

struct ImportRow {
    std::int64_t place{};  ///< the line's number in the file, from 1
    std::string line;      ///< empty once something came of it
    std::string reference{};
    RowOutcome outcome{};
    std::optional<core::CaseId> opened{};
    std::string error{}, reason{}, field{};
};

class ImportStore {
  public:
    explicit ImportStore(Transaction& tx) : tx_(tx) {}

    ImportId add(const Import& made);  ///< the id is not read
    void add_row(ImportId of, const ImportRow& row);
    std::optional<Import> find(ImportId id) const;
    struct Counts {
        std::int64_t waiting{}, imported{}, refused{};
    };
    Counts counts(ImportId id) const;
    /// In their order, those behind `after`.
    std::vector<ImportRow> rows(ImportId id, std::optional<RowOutcome> outcome, std::int64_t after, std::int64_t limit)
        const;
    std::optional<ImportRow> next_waiting(ImportId id) const;

    void set_imported(ImportId id, std::int64_t place, std::string_view reference, core::CaseId opened);
    void set_refused(ImportId id, std::int64_t place, std::string_view reference, const core::Error& why);
    void end(ImportId id, core::Timestamp now);

    /// What the senders called their cases is gone, and so are lines that wait in imports begun before `begun_before`,
    /// which are refused: a person is being erased who may stand in one.
    void forget_texts(core::Timestamp begun_before);
    /// Imports that ended before `than`, with their lines.
    void remove_older(core::Timestamp than);

  private:
    Transaction& tx_;
};

std::string_view name_of(RowOutcome outcome);
std::optional<RowOutcome> row_outcome_named(std::string_view name);

}  // namespace services
