#include <catch2/catch.hpp>

#include <chrono>
#include <set>

#include "tests/integration/schema_check.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

/// What everybody builds on: every set of the catalogue is as its own schema says, and a copy is kept up by its
/// changes.

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string path_of(const Json& address) {
    const auto text = address.get<std::string>();
    return text.substr(text.find("/open-data"));
}

/// A copy of one set, kept up as its page says.
struct Copy {
    std::string next;
    std::map<std::int64_t, Json> items;

    explicit Copy(const std::string& set) : next("/open-data/" + set + "/items?limit=2") {}
    void read_on(HttpClient& client) {
        for (;;) {
            const auto piece = body_of(client.get(next));
            for (const auto& item : piece.at("items")) items[item.at("id").get<std::int64_t>()] = item;
            next = path_of(piece.at("later"));
            if (piece.at("next").is_null()) return;
        }
    }
    std::string state(const Json& id) const {
        const auto found = items.find(id.get<std::int64_t>());
        return found == items.end() ? "" : found->second.at("state").get<std::string>();
    }
};

Json hearing_wanted(const Json& on_case) {
    return {
        {"case", on_case.at("id")},
        {"title", "Havnen"},
        {"text", "Hvad skal der ske med havnen?"},
        {"asked", "Havnerådet\nSejlklubben"},
        {"opens_on", "2026-01-01"},
        {"closes_on", "2027-06-30"}};
}

}  // namespace

TEST_CASE("Every set of the catalogue is as its schema says, and stands in it with its licence") {
    Town town;
    auto worker = town.as(registrar);
    auto citizen = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Havnen")), 201);
    const auto hearing = body_of(worker.post("/api/v1/hearings", hearing_wanted(on)), 201);
    const auto path = "/api/v1/hearings/" + std::to_string(hearing.at("id").get<std::int64_t>());
    body_of(worker.post(path + "/publish", {{"version", hearing.at("version")}}));
    const auto catalogue = body_of(citizen.get("/open-data/catalog.jsonld"));
    std::set<std::string> names;
    const auto month = core::iso_date(core::danish_date(core::SystemClock{}.now())).substr(0, 7);
    for (const auto& one : catalogue.at("dcat:dataset")) {
        const auto name = one.at("dct:identifier").get<std::string>();
        CAPTURE(name);
        names.insert(name);
        CHECK(one.at("dct:conformsTo").at("@id").get<std::string>().ends_with("/open-data/" + name + "/schema.json"));
        for (const auto& file : one.at("dcat:distribution")) {
            CHECK(file.at("dct:license") == catalogue.at("dct:license"));
            const auto address = file.at("dcat:accessURL").at("@id").get<std::string>();
            CHECK(citizen.get(address.substr(address.find('/', std::string_view{"https://"}.size()))).status == 200);
        }
        auto schema = body_of(citizen.get("/open-data/" + name + "/schema.json"));
        CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
        schema.erase("$schema");
        for (const auto& file : {std::string{"items"}, month + ".json"}) {
            const auto items = body_of(citizen.get("/open-data/" + name + "/" + file)).at("items");
            for (const auto& item : items)
                for (const auto& misfit : misfits(schema, schema, item)) FAIL_CHECK(name + ": " + misfit);
        }
    }
    CHECK(
        names ==
        std::set<std::string>{"postliste", "optaellinger", "nedtagninger", "hoeringer", "ideer", "aktuelle-sager"}
    );
    CHECK(body_of(citizen.get("/open-data/hoeringer/" + month + ".json")).at("items").size() == 1);
    CHECK(citizen.get("/open-data/hoeringer/" + month + ".csv").body.find("Havnen") != std::string::npos);
    CHECK(citizen.get("/open-data").body.find("/hoeringer.atom") != std::string::npos);
    CHECK(citizen.get("/open-data/hoeringer/items?efter=x").status == 400);
}

TEST_CASE("A copy of the hearings follows what is changed, answered and taken down") {
    Town town;
    auto worker = town.as(registrar);
    auto citizen = town.guest();
    Copy copy{"hoeringer"};
    copy.read_on(citizen);
    CHECK(copy.items.empty());
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Havnen")), 201);
    auto hearing = body_of(worker.post("/api/v1/hearings", hearing_wanted(on)), 201);
    const auto id = hearing.at("id");
    const auto number = std::to_string(id.get<std::int64_t>());
    const auto path = "/api/v1/hearings/" + number;
    copy.read_on(citizen);
    CHECK(copy.items.empty());
    body_of(worker.post(path + "/publish", {{"version", hearing.at("version")}}));
    copy.read_on(citizen);
    REQUIRE(copy.state(id) == "published");
    CHECK(copy.items.at(id.get<std::int64_t>()).at("asked") == Json::array({"Havnerådet", "Sejlklubben"}));

    REQUIRE(
        citizen.post_form("/hoeringer/" + number + "/svar", {{"name", "Karen"}, {"text", "Lad den ligge."}}).status ==
        303
    );
    copy.read_on(citizen);
    CHECK(copy.items.at(id.get<std::int64_t>()).at("answers").empty());
    REQUIRE(within(20s, [&] { return !body_of(worker.get(path + "/answers")).at("items").empty(); }));
    const auto answer = body_of(worker.get(path + "/answers")).at("items").at(0);
    const Json judged{
        {"state", "shown"},
        {"shown_name", "En borger"},
        {"shown_text", "Lad den ligge."},
        {"reason", "Uden navn"},
        {"version", answer.at("version")}};
    body_of(worker.send("PUT", path + "/answers/1", judged.dump(), "application/json"));
    copy.read_on(citizen);
    REQUIRE(copy.items.at(id.get<std::int64_t>()).at("answers").size() == 1);
    CHECK(copy.items.at(id.get<std::int64_t>()).at("answers").at(0).at("name") == "En borger");

    hearing = body_of(worker.get(path));
    body_of(worker.post(
        path + "/take-down",
        {{"version", hearing.at("version")}, {"exemption", "ofl-30-1"}, {"reason", "Sat op ved en fejl"}}
    ));
    copy.read_on(citizen);
    CHECK(copy.state(id) == "gone");
    CHECK_FALSE(copy.items.at(id.get<std::int64_t>()).contains("text"));
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A copy of the followed cases follows what is written, and forgets what is taken down") {
    Town town;
    auto worker = town.as(registrar);
    auto citizen = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegnet")), 201);
    const auto path = "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>()) + "/publication";
    const auto write = [&](const Json& page) { return worker.send("PUT", path, page.dump(), "application/json"); };
    Json page{{"version", 0}, {"title", "Hegnet"}, {"summary", "Alt om hegnet."}, {"is_published", false}};
    const auto draft = body_of(write(page));
    Copy copy{"aktuelle-sager"};
    copy.read_on(citizen);
    CHECK(copy.items.empty());
    page["version"] = draft.at("version");
    page["is_published"] = true;
    page["steps"] = Json::array({{{"on", "2026-11-03"}, {"kind", "meeting"}, {"text", "Borgermøde"}}});
    const auto shown = body_of(write(page));
    copy.read_on(citizen);
    REQUIRE(copy.items.size() == 1);
    const auto item = copy.items.begin()->second;
    CHECK(item.at("state") == "published");
    CHECK(item.at("steps").at(0).at("text") == "Borgermøde");
    CHECK(
        citizen.get(item.at("url").get<std::string>().substr(item.at("url").get<std::string>().find("/aktuelle")))
            .status == 200
    );
    body_of(worker.post(
        path + "/take-down",
        {{"version", shown.at("version")}, {"exemption", "ofl-30-1"}, {"reason", "Sat op ved en fejl"}}
    ));
    copy.read_on(citizen);
    CHECK(copy.items.begin()->second.at("state") == "gone");
}
