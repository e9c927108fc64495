#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "services/cases/cases.hpp"
#include "services/citizens/own_cases.hpp"
#include "services/citizens/read_notes.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/openid/provider.hpp"
#include "services/sending/sendings.hpp"

/// What the pages under /mine-sager stand on.
namespace services {

/// What a party is told of those who read its case: nothing, what they are, or their names.
enum class ReadersTold { no, roles, names };

/// The section [citizens] of the settings.
struct CitizenSettings {
    std::string cpr_claim{"https://data.gov.dk/model/core/eid/cprNumber"};
    std::string cvr_claim{"https://data.gov.dk/model/core/eid/professional/cvr"};
    std::string level_claim{"https://data.gov.dk/concept/core/nsis/loa"};
    std::vector<std::string> levels{};  ///< of assurance that are enough; none: not looked at
    core::Confidentiality most{core::Confidentiality::unit};
    std::string contact{};  ///< how the authority is reached, on one line; empty: not told
    bool names_caseworker{true};
    ReadersTold readers{ReadersTold::no};
    std::map<std::string, ReadersTold, std::less<>> readers_by_type{};  ///< by the key of the case's type
};

struct CitizenDesk {
    const Workplace& workplace;
    FileStore& files;
    CaseSettings cases;
    CitizenSettings settings;
    std::string public_url{};    ///< empty: as each request says
    OpenIdProvider* provider{};  ///< null: nobody can sign in
    std::function<void(std::string_view problem, std::string_view detail)> on_problem{};
    /// Ideas of theirs that were taken up, as services/participation tells them; absent: none.
    std::function<nlohmann::json(Transaction&, Language, const Citizen&)> taken_ideas{};
    std::shared_ptr<ReadNotes> noted{std::make_shared<ReadNotes>()};
    SendingConfigured sending{};  ///< how receipts go out

    CitizenRules rules() const { return {settings.most, core::danish_date(workplace.clock.now())}; }
};

/// /mine-sager: signing in and out, the list, one case and its documents.
void add_citizen_routes(Router& router, const CitizenDesk& desk);

using CitizenHandler = std::function<core::Result<Response>(const Request&, const Citizen&)>;
/// A handler for those who are signed in here; others are sent to the door and come back. A request that changes
/// something must carry the session's CSRF token as form field `csrf`, else it is forbidden. What is answered is kept
/// by nobody else's browser or proxy.
Handler as_citizen(const CitizenDesk& desk, CitizenHandler handler);
/// Errors: too_many, where one session sends again and again.
core::Result<void> count_message(const CitizenDesk& desk, const Citizen& who);

/// The parts of add_citizen_routes.
void add_citizen_door(Router& router, const CitizenDesk& desk);
void add_own_case_pages(Router& router, const CitizenDesk& desk);
void add_writing_pages(Router& router, const CitizenDesk& desk);
void add_reader_pages(Router& router, const CitizenDesk& desk);
/// Of one case.
ReadersTold readers_told(Transaction& tx, const CitizenDesk& desk, core::CaseId id);
std::optional<ReadersTold> readers_told_named(std::string_view name);
void add_rest_pages(Router& router, const CitizenDesk& desk);
void add_power_pages(Router& router, const CitizenDesk& desk);

/// What was typed, and what is wrong with it.
struct CitizenForm {
    std::string text{};
    nlohmann::json errors = nlohmann::json::object();
};
/// The case that the address names, with the form to write on it.
core::Result<Response> show_own_case(
    const CitizenDesk& desk, const Request& request, const Citizen& who, const CitizenForm& typed, int status
);

/// The list, for GET /mine-sager of somebody who is signed in.
core::Result<Response> show_own_cases(const CitizenDesk& desk, const Request& request, const Citizen& who);

/// The public site's frame with the citizen's token for forms.
PageFrame citizen_frame(const CitizenDesk& desk, const Request& request, const Citizen& who, std::string title);
/// `who` of the pages: {name, number}; the number masked.
nlohmann::json who_json(const Citizen& who);

/// "/mine-sager/7", by a power "/mine-sager/7?fuldmagt=3"; `rest` stands before the query.
std::string own_case_path(const OwnCase& seen, std::string_view rest = {});
/// The case that the address names. Errors: not_found.
core::Result<OwnCase> asked_case(Transaction& tx, const CitizenDesk& desk, const Request& request, const Citizen& who);

}  // namespace services
