#pragma once

#include "services/cases/cases.hpp"
#include "services/citizens/own_cases.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/letters/letters.hpp"

/// Where those who work on a case decide what its parties see of it.
namespace services {

struct PartyViewDesk {
    const Workplace& workplace;
    LetterDesk letters;
    CaseSettings cases{};
    core::Confidentiality most{core::Confidentiality::unit};  ///< as CitizenSettings has it
};

/// /dokumenter/{id}/frigiv and /sager/{id}/parternes-sag.
void add_party_view_pages(Router& router, Identity& identity, const PartyViewDesk& desk);
/// /sager/{id}/partshoering; a part of add_party_view_pages.
void add_party_hearing_pages(Router& router, Identity& identity, const PartyViewDesk& desk);
/// /api/v1/documents/{id}/releases.
void add_release_api(Router& router, Identity& identity, const PartyViewDesk& desk);

}  // namespace services
