#pragma once

#include "services/cases/case_desk.hpp"
#include "services/http/router.hpp"
#include "services/letters/letters.hpp"

namespace services {

/// /sager/{id}/brev: choosing a template, writing, looking at the letter and journaling it; and the same for programs.
void add_letter_pages(Router& router, Identity& identity, const CaseDesk& cases, const LetterDesk& desk);
void add_letter_api(Router& router, Identity& identity, const core::Clock& clock, const LetterDesk& desk);

}  // namespace services
