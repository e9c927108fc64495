#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>

#include "core/time.hpp"
#include "services/identity/identity.hpp"
#include "services/store/people_store.hpp"
#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

// A word that stands nowhere else.
constexpr const char* rare_word = "kvistfluebrand";

std::string path_of(const Json& one) {
    return "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
}

bool is_listed(HttpClient& client, const Json& one) {
    const auto all = all_of(client, "/api/v1/cases?limit=100");
    return std::ranges::any_of(all, [&](const Json& listed) { return listed.at("id") == one.at("id"); });
}

std::int64_t hits(HttpClient& client) {
    const auto found = search(client, rare_word);
    // Counts are answers too: whoever may not find a thing may not count it.
    for (const auto* facet : {"kinds", "units", "years"})
        if (found.at("total") == 0) CHECK(found.at(facet).empty());
    return found.at("total").get<std::int64_t>();
}

Json case_of(HttpClient& client, const std::string& confidentiality) {
    auto wanted = case_wanted(std::string{"Sag om "} + rare_word);
    wanted["confidentiality"] = confidentiality;
    wanted["caseworker"] = body_of(client.get("/api/v1/me")).at("id");
    return body_of(client.post("/api/v1/cases", wanted), 201);
}

/// Another program with the same database, as `saglig user` is.
struct PersonnelOffice {
    explicit PersonnelOffice(const Saglig& town)
        : db{town.is_on_postgres() ? services::open_postgres(town.database().url)
                                   : services::open_sqlite(town.database().file)},
          identity{*db, clock, {}} {}

    core::UserId user(const std::string& name) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<core::UserId> {
                return services::UserStore{tx}.find_by_name(name)->id;
            })
            .value();
    }
    std::vector<core::RoleInUnit> roles_of(core::UserId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<core::RoleInUnit>> {
                return services::UserStore{tx}.roles(id);
            })
            .value();
    }

    core::SystemClock clock;
    std::unique_ptr<services::Database> db;
    services::Identity identity;
};

}  // namespace

TEST_CASE("A restricted case does not exist for those who may not read it") {
    Town town;
    auto worker = town.as(building_worker);
    const auto opened = case_of(worker, "restricted");
    const auto item = taken_in(worker, {"notat.pdf", small_pdf({std::string{"Et fortroligt notat om "} + rare_word})});
    auto wanted = journaling_on(opened, std::string{"Notat om "} + rare_word);
    wanted["publication"] = "withheld";
    const auto journaled = body_of(worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", wanted), 201);
    const auto document = std::to_string(journaled.at("document").at("id").get<std::int64_t>());
    auto leader = town.as(building_leader);
    REQUIRE(within(30s, [&] { return hits(worker) == 2 && hits(leader) == 2; }));
    CHECK(is_listed(worker, opened));
    CHECK(is_listed(leader, opened));

    for (const auto* name : {building_colleague, school_worker, registrar, administrator, "revisor", "politiker"}) {
        INFO(name);
        auto other = town.as(name);
        CHECK(other.get(path_of(opened)).status == 404);
        CHECK(other.get(path_of(opened) + "/events").status == 404);
        CHECK(other.patch(path_of(opened), {{"title", "Overtaget"}, {"version", 1}}).status == 404);
        CHECK(other.post(path_of(opened) + "/parties", {{"name", "Nysgerrig"}}).status == 404);
        CHECK_FALSE(is_listed(other, opened));
        CHECK(hits(other) == 0);
        for (const auto* form : {"", "/original", "/pdf", "/text"})
            CHECK(other.get("/api/v1/documents/" + document + form).status == 404);
        auto browser = town.signed_in(name, everyones_password);
        CHECK(browser.get("/sager/" + std::to_string(opened.at("id").get<std::int64_t>())).status == 404);
        CHECK(browser.get("/dokumenter/" + document).status == 404);
        const auto page = browser.get(std::string{"/soeg?q="} + rare_word);
        CHECK(page.body.find(journaled.at("case").at("number").get<std::string>()) == std::string::npos);
    }
    CHECK(body_of(worker.get(path_of(opened))).at("title") == opened.at("title"));
}

TEST_CASE("A unit's case is read in the unit and above it, and nobody learns of it elsewhere") {
    Town town;
    auto worker = town.as(building_worker);
    const auto opened = case_of(worker, "unit");
    for (const auto* name : {building_colleague, building_leader, registrar})
        CHECK(town.as(name).get(path_of(opened)).status == 200);
    auto stranger = town.as(school_worker);
    CHECK(stranger.get(path_of(opened)).status == 404);
    CHECK(stranger.patch(path_of(opened), {{"title", "Overtaget"}, {"version", 1}}).status == 404);
}

TEST_CASE("An open case is read by all staff and changed by its unit alone") {
    Town town;
    auto worker = town.as(building_worker);
    const auto opened = case_of(worker, "open");
    auto stranger = town.as(school_worker);
    CHECK(stranger.get(path_of(opened)).status == 200);
    CHECK(stranger.patch(path_of(opened), {{"title", "Overtaget"}, {"version", 1}}).status == 403);
    CHECK(town.as("politiker").get(path_of(opened)).status == 404);
    const auto narrowed = worker.patch(path_of(opened), {{"confidentiality", "restricted"}, {"version", 1}});
    CHECK(narrowed.status == 200);
    CHECK(stranger.get(path_of(opened)).status == 404);
    CHECK(within(30s, [&] { return hits(worker) == 1 && hits(stranger) == 0; }));
}

TEST_CASE("A change of roles is felt by the person's next request") {
    Town town;
    auto worker = town.as(building_worker);
    const auto opened = case_of(worker, "unit");
    REQUIRE(within(30s, [&] { return hits(worker) == 1; }));
    auto person = town.as(school_worker);
    REQUIRE(person.get(path_of(opened)).status == 404);

    PersonnelOffice office{town};
    const auto id = office.user(school_worker);
    const auto before = office.roles_of(id);
    REQUIRE(office.identity.set_roles(id, office.roles_of(office.user(building_worker))));
    CHECK(person.get(path_of(opened)).status == 200);
    CHECK(hits(person) == 1);
    REQUIRE(office.identity.set_roles(id, before));
    CHECK(person.get(path_of(opened)).status == 404);
    CHECK(hits(person) == 0);
    REQUIRE(office.identity.set_active(id, false));
    CHECK(person.get("/api/v1/me").status == 401);
}
