#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/administration/administration.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/rights/preview.hpp"

/// What the pages of users and units share.
namespace services {

struct PeopleDesk {
    Identity& identity;
    const Workplace& workplace;
};

void add_user_pages(Router& router, const PeopleDesk& desk);
void add_token_pages(Router& router, const PeopleDesk& desk);
void add_unit_pages(Router& router, const PeopleDesk& desk);
void add_webhook_pages(Router& router, const PeopleDesk& desk);

using PeopleHandler = core::Result<Response> (*)(const PeopleDesk&, const Request&, const Caller&);
/// For administrators alone.
void add_people_page(
    Router& router, const PeopleDesk& desk, Method method, std::string_view pattern, PeopleHandler act
);

/// A change of rights that waits to be confirmed.
struct Confirmation {
    std::string heading;    ///< whom or what it is about
    std::string form_path;  ///< where the form came from, and is sent to again with `trin` = "gem"
    std::vector<ReadingDifference> differences;
};
core::Result<Response> confirmation_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const Confirmation& wanted
);

/// A person's page, with what was just made and is shown once.
core::Result<Response> user_page(
    const PeopleDesk& desk, const Request& request, const Caller& caller, const std::string& new_token = {}
);

nlohmann::json choice_row(std::string value, std::string text, bool is_selected);

}  // namespace services
