#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/http/router.hpp"
#include "services/identity/doors.hpp"
#include "services/openid/provider.hpp"

/// Signing in by OpenID Connect: the way there and back, and who is whom.
namespace services {

/// The providers that the settings name, and what signing in by them stands on.
struct OpenIdDesk {
    Identity& identity;
    const Workplace& workplace;
    std::string public_url;  ///< empty: as each request says
    std::function<void(std::string_view provider, std::string_view problem, std::string_view detail)> on_problem;
    std::vector<std::unique_ptr<OpenIdProvider>> providers{};
    OpenIdPlaces places{4};

    OpenIdProvider* find(std::string_view key) const;
    OpenIdProvider* of_issuer(std::string_view issuer) const;
};

/// Throws std::runtime_error where a provider's secret can't be read.
std::unique_ptr<OpenIdDesk> make_openid_desk(
    Identity& identity,
    const Workplace& workplace,
    std::string public_url,
    const std::vector<OpenIdSettings>& settings,
    decltype(OpenIdDesk::on_problem) on_problem
);

/// For add_identity_routes(). The desk outlives the router.
OtherDoors openid_doors(OpenIdDesk& desk);

/// GET /log-ind/openid/{provider} and …/retur, where one comes back to.
void add_openid_routes(Router& router, OpenIdDesk& desk);

/// /administration/brugere/{id}/log-ind and /api/v1/users/{id}/links: who is whom at a provider.
void add_openid_link_routes(Router& router, OpenIdDesk& desk);

}  // namespace services
