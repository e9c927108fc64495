#pragma once

#include "services/cases/case_api.hpp"

namespace services {

/// Journaled documents under /api/v1: reading them, writing a note, withdrawing. Part of add_case_api.
void add_document_api(Router& router, Identity& identity, const CaseApi& api);

}  // namespace services
