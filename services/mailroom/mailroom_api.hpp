#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/time.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/identity.hpp"
#include "services/intake/intake.hpp"
#include "services/mailroom/mailroom.hpp"

namespace services {

/// Incoming items under /api/v1, the way in included.
struct MailroomApi {
    Database& db;
    const FileStore& files;
    Intake& intake;
    const core::Clock& clock;
    CaseSettings settings;
};
/// What POST /api/v1/incoming/{id}/journal takes. Errors: invalid_input with its field.
core::Result<Journaling> journaling_from(const nlohmann::json& object);
void add_mailroom_api(Router& router, Identity& identity, const MailroomApi& api);

}  // namespace services
