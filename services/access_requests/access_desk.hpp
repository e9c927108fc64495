#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "search/query.hpp"
#include "services/access_requests/access_requests.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/identity/name_book.hpp"
#include "services/sending/sendings.hpp"

/// What the pages and routes of access requests stand on.
namespace services {

struct AccessDesk {
    const Workplace& workplace;
    FileStore& files;
    const search::Reader& search;
    AccessSettings settings;
    std::string public_url{};     ///< without a slash at the end; empty: as the request says
    SendingConfigured sending{};  ///< how receipts go out
    std::shared_ptr<NameBook> names{std::make_shared<NameBook>()};
};

/// /aktindsigt for everyone: the form, and the page that follows a request by its link.
void add_ask_pages(Router& router, const AccessDesk& desk);
/// /aktindsigter for staff: the list with its clocks, and one request to work on.
void add_access_pages(Router& router, Identity& identity, const AccessDesk& desk);
/// /administration/kalender.
void add_calendar_pages(Router& router, Identity& identity, const AccessDesk& desk);
/// /api/v1/access-requests and /api/v1/calendar.
void add_access_api(Router& router, Identity& identity, const AccessDesk& desk);

/// What is wrong with what was typed, for its field.
std::string said_of_request(Language language, const core::Error& error);
/// Mails the asker a receipt, where that can be done.
void confirm_receipt(const AccessDesk& desk, const AskedAccess& asked);
/// The laws to tick in a form: [{value, text, is_selected}].
nlohmann::json law_choices(Language language, const std::vector<core::AccessLaw>& chosen);
nlohmann::json asker_choices(Language language, core::AskerKind chosen);
/// Those ticked. Errors: invalid_input (laws) for one that does not exist.
core::Result<std::vector<core::AccessLaw>> typed_laws(const Request& request);
/// `clock` of the pages: {due, left, tone, standing, sentences}.
nlohmann::json clock_json(Language language, const core::AccessClock& clock);
std::string access_path(core::AccessRequestId id);
/// The request that the address names by `id`.
core::AccessRequestId access_request_in(const Request& request);
Acting acting_of(const AccessDesk& desk, const Caller& caller);

}  // namespace services
