#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "services/case_types/field_schema.hpp"

/// How the fields of case types are said to people.
namespace services {

/// "31. december 2027", "1.250.000", "Ja", one text of a list a line; "" of nothing. `field` null: of a field that the
/// type has no more.
std::string spoken_value(Language language, const CaseField* field, const nlohmann::json& value);

/// What to do about it: "Skriv en dato som 2026-11-03."
std::string spoken_fault(Language language, const CaseField* field, FieldFaultKind fault);

}  // namespace services
