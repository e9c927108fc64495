#include "services/api/description.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "services/access_requests/access_desk.hpp"
#include "services/administration/people_api.hpp"
#include "services/cases/case_api.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/drafts/draft_desk.hpp"
#include "services/events/events_api.hpp"
#include "services/identity/identity_routes.hpp"
#include "services/imports/import_api.hpp"
#include "services/indexing/indexer.hpp"
#include "services/indexing/search_api.hpp"
#include "services/intake/intake.hpp"
#include "services/letters/letter_pages.hpp"
#include "services/mailroom/mailroom_api.hpp"
#include "services/oio/oio_api.hpp"
#include "services/openid/openid_routes.hpp"
#include "services/oversight/oversight.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/post_list/open_data.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/privacy/privacy_routes.hpp"
#include "services/sending/sending_pages.hpp"
#include "services/subjects/subject_routes.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

namespace {

/// "GET /api/v1/cases/{id}"
using Operations = std::set<std::string>;

/// What can be asked of the server itself; those routes are the program's own (services/cli/service.cpp).
const Operations operation_routes{"GET /health", "GET /metrics", "GET /ready"};

std::string upper(std::string_view word) {
    std::string text{word};
    std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return text;
}

/// Reads no more of YAML than our description needs: under `paths:`, paths stand two spaces in and methods four.
Operations described(std::string_view yaml) {
    Operations found;
    std::string section;
    std::string path;
    while (!yaml.empty()) {
        const auto end = std::min(yaml.find('\n'), yaml.size());
        const auto line = yaml.substr(0, end);
        yaml.remove_prefix(std::min(end + 1, yaml.size()));
        if (line.empty()) continue;
        const auto indent = line.find_first_not_of(' ');
        const auto colon = line.find(':', indent);
        if (indent == std::string_view::npos || colon == std::string_view::npos) continue;
        const auto key = line.substr(indent, colon - indent);
        if (indent == 0) section = key;
        if (section != "paths") continue;
        if (indent == 2) path = key;
        if (indent == 4 && key != "parameters") found.insert(upper(key) + " " + path);
    }
    return found;
}

/// A route's pattern as OpenAPI writes it: `{id:id}` is `{id}` there.
std::string without_types(std::string_view pattern) {
    std::string text;
    bool is_type = false;
    for (const char c : pattern) {
        if (c == ':') is_type = true;
        if (c == '}') is_type = false;
        if (!is_type) text += c;
    }
    return text;
}

std::string name_of(services::Method method) {
    using services::Method;
    switch (method) {
        case Method::get:
            return "GET";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::head:
        case Method::options:
            break;
    }
    throw std::logic_error{"no route of ours has this method"};
}

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

/// A house with every route for programs.
struct Api : tests::House {
    services::FileStore files{folder.path / "files"};
    services::Intake intake{*db, files, clock};
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    search::Reader search{services::live_index(folder.path / "index")};
    services::OpenIdDesk openid{identity, workplace, "", {}};
    services::Router router;

    Api() {
        services::add_description_route(router);
        services::add_identity_routes(router, identity, workplace);
        services::add_case_api(router, identity, {*db, files, clock, {}, search});
        services::add_sending_api(router, identity, {workplace, files, {}});
        services::add_access_api(router, identity, {workplace, files, search, {{}, "Eksempel Kommune"}});
        const services::ParticipationDesk participation{workplace, files, {{workplace, files, search, {}}}};
        services::add_hearing_api(router, identity, participation);
        services::add_hearing_feeds(router, participation);
        services::add_followed_api(router, identity, participation);
        services::add_case_feeds(router, participation);
        services::add_draft_api(router, identity, {*db, files, clock});
        services::add_mailroom_api(router, identity, {*db, files, intake, clock, {}});
        services::add_letter_api(router, identity, clock, {*db, files, "Eksempel Kommune"});
        services::add_events_api(router, identity, {*db, clock});
        services::add_webhook_api(router, identity, {*db, clock});
        services::add_import_api(router, identity, {*db, clock});
        services::add_oio_api(router, identity, {*db, clock, ""});
        services::add_subject_routes(router, identity, workplace);
        services::add_search_api(router, identity, search);
        services::add_people_api(router, identity, *db, clock);
        services::add_openid_link_routes(router, openid);
        services::add_release_api(router, identity, {workplace, {*db, files, "Eksempel Kommune"}});
        services::add_privacy_api(router, identity, {workplace, files});
        services::add_oversight_api(router, identity, *db, clock);
        const services::PostListPages post_list{workplace, files, search, "", std::chrono::days{90}};
        services::add_post_list_feeds(router, post_list);
        services::add_post_list_api(router, identity, post_list);
        services::add_takedown_api(router, identity, post_list);
        services::add_rule_api(router, identity, post_list);
        services::add_public_entries(router, post_list);
        services::add_open_data(router, {post_list, "", {}});
    }

    Operations routes() const {
        Operations found = operation_routes;
        for (const auto& [method, pattern] : router.routes())
            if (pattern.starts_with("/api/") || pattern.starts_with("/oio/") || pattern.starts_with("/postliste.") ||
                pattern.starts_with("/open-data") || pattern.starts_with("/hoeringer.") ||
                pattern.starts_with("/aktuelle-sager."))
                found.insert(name_of(method) + " " + without_types(pattern));
        return found;
    }
};

Operations without(const Operations& all, const Operations& known) {
    Operations rest;
    std::ranges::set_difference(all, known, std::inserter(rest, rest.end()));
    return rest;
}

}  // namespace

TEST_CASE("the reader of descriptions finds paths with their methods, and nothing beside them", "[api]") {
    constexpr std::string_view yaml =
        "tags:\n"
        "  - name: cases\n"
        "paths:\n"
        "  /api/v1/cases:\n"
        "    get:\n"
        "      summary: List\n"
        "    post:\n"
        "      summary: Open\n"
        "\n"
        "  /api/v1/cases/{id}:\n"
        "    parameters:\n"
        "      - name: id\n"
        "    patch:\n"
        "components:\n"
        "  schemas:\n"
        "    Case:\n";
    CHECK(described(yaml) == Operations{"GET /api/v1/cases", "PATCH /api/v1/cases/{id}", "POST /api/v1/cases"});
}

TEST_CASE_METHOD(Api, "every route of the API is described", "[api]") {
    CHECK(without(routes(), described(services::api_description())) == Operations{});
}

TEST_CASE_METHOD(Api, "everything that is described is a route", "[api]") {
    CHECK(without(described(services::api_description()), routes()) == Operations{});
}

TEST_CASE_METHOD(Api, "the description is given to anyone who asks", "[api]") {
    const auto match = router.find(services::Method::get, "/api/v1/openapi.yaml");
    REQUIRE(match.handler != nullptr);
    const auto response = (*match.handler)(services::Request{}).value();
    CHECK(response.status == 200);
    CHECK(std::get<services::StaticBody>(response.body).bytes.starts_with("openapi: 3.1.0\n"));
}

TEST_CASE_METHOD(Api, "the description is given as JSON, with all that it says", "[api]") {
    const auto match = router.find(services::Method::get, "/api/openapi.json");
    REQUIRE(match.handler != nullptr);
    const auto response = (*match.handler)(services::Request{}).value();
    const auto told = nlohmann::json::parse(std::get<services::StaticBody>(response.body).bytes);
    Operations operations;
    for (const auto& [path, item] : told.at("paths").items())
        for (const auto& [method, operation] : item.items())
            if (method != "parameters") operations.insert(upper(method) + " " + path);
    CHECK(operations == described(services::api_description()));
}
