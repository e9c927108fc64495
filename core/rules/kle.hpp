#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The forms of KL's numbers: a subject (emne) `27.35.00`, and a facet (handlingsfacet) `P19` in one of the seven
/// categories A P S Ø G K I. Whether a number exists is for the imported list to say. Source: the KLE schemas, version
/// 2.0 (EmneNr, HandlingsfacetNr).
namespace core {

bool is_subject_number(std::string_view text);
/// Ø is two bytes in UTF-8, so a facet is three or four bytes long.
bool is_facet(std::string_view text);

/// The journal form `27.35.00-P19-12-26`: subject, facet, running number, and the year's last two digits. It is custom
/// among Danish municipalities, not a standard.
std::string journal_number(std::string_view subject, std::string_view facet, std::int64_t number, int year);
bool is_journal_number(std::string_view text);

}  // namespace core
