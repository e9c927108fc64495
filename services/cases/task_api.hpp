#pragma once

#include "services/cases/case_api.hpp"

namespace services {

/// Tasks under /api/v1. Part of add_case_api.
void add_task_api(Router& router, Identity& identity, const CaseApi& api);

}  // namespace services
