#pragma once

#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/intake/intake.hpp"

namespace services {

/// The mailroom at /postbakke: list, document and form beside each other. Everything referred to outlives the router.
struct MailroomPages {
    const Workplace& workplace;
    const FileStore& files;
    Intake& intake;
    CaseSettings settings;
};
void add_mailroom_pages(Router& router, Identity& identity, const MailroomPages& pages);

}  // namespace services
