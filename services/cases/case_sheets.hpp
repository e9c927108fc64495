#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/case_types/case_type.hpp"
#include "services/cases/cases.hpp"
#include "services/store/case_sheet_store.hpp"

/// What a case has by its type: fields, phase, checklists and deadlines. A case keeps what it has when its type's file
/// changes or goes: values of unknown fields are kept and shown.
namespace services {

struct SheetView {
    const CaseType* type{};  ///< null if there is no such type any more
    CaseSheet sheet;
    nlohmann::json values;  ///< by field
    std::vector<CaseTick> ticks;
};
/// Asks nobody: for a case that may be read.
SheetView sheet_of(Transaction& tx, const CaseTypes& types, core::CaseId id);

/// Only what is set is changed.
struct SheetChange {
    std::optional<std::string> type;
    nlohmann::json values{};  ///< by field; null in a field: it is emptied. Null as a whole: no field is changed
    std::optional<std::string> phase;
    std::vector<std::pair<std::string, bool>> ticks{};  ///< items of checklists, by key
};

/// Changes what a case has by its type, which is a new version of the case, and keeps the tasks of its deadlines in
/// step. Errors: not_found, forbidden, conflict where the case is no longer at `version`, invalid_input with field
/// "type", "phase", "checklist" or "fields.<name>"; `faults`, if given, gets all that is wrong with the fields.
core::Result<core::Case> change_sheet(
    Transaction& tx,
    const Acting& acting,
    const CaseTypes& types,
    core::CaseId id,
    std::int64_t version,
    const SheetChange& change,
    std::vector<FieldFault>* faults = nullptr
);

/// The sheet of a case that is being opened, with the tasks of its deadlines. For what opens cases; asks nobody.
void begin_sheet(
    Transaction& tx,
    const CaseType& type,
    const core::Case& opened,
    const nlohmann::json& values,
    core::UserId by,
    core::Timestamp now
);

/// What the deadlines of a case's type wait for has been done by `by`: their tasks are done, each with its event. Those
/// that it has from a type before stay. Asks nobody: for the step that did it.
void finish_deadlines(Transaction& tx, const CaseTypes& types, core::CaseId id, core::UserId by, core::Timestamp now);
/// What was done is to be done again: each deadline whose task is done gets a new one, by what the case's sheet says
/// now. A task that is still open stays the one. Asks nobody; a case that is closed, or of no type any more, stays as
/// it is.
void renew_deadlines(Transaction& tx, const CaseTypes& types, core::CaseId id, core::UserId by, core::Timestamp now);

/// Puts the cases of each type in the order that the type asks for now, where its file says another than before.
void keep_type_orders(Database& db, const CaseTypes& types);

}  // namespace services
