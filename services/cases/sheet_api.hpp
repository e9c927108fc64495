#pragma once

#include <nlohmann/json.hpp>

#include "services/api/json.hpp"
#include "services/api/json_text.hpp"
#include "services/cases/case_api.hpp"
#include "services/cases/case_sheets.hpp"

/// Types of cases, and what a case has by its type, under /api/v1.
namespace services {

void add_sheet_api(Router& router, Identity& identity, const CaseApi& api);
void add_sample_api(Router& router, Identity& identity, const CaseApi& api);

/// `type`, `fields`, `phase` and `checklist` of a case.
void write_sheet(const SheetView& view, JsonText& out);

/// The same members of a change; nothing if none of them is there. Errors: invalid_input.
core::Result<std::optional<SheetChange>> sheet_change_from(Members& members);

}  // namespace services
