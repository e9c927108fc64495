#pragma once

#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/sending/sendings.hpp"

namespace services {

struct SendingDesk {
    const Workplace& workplace;
    const FileStore& files;
    SendingConfigured configured;
};

/// /dokumenter/{id}/send: sending a document, where it was sent before, and with what proof; and the same for programs.
void add_sending_pages(Router& router, Identity& identity, const SendingDesk& desk);
void add_sending_api(Router& router, Identity& identity, const SendingDesk& desk);

}  // namespace services
