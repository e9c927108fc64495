#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string path_of(const Json& one) {
    return "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
}

Json contract(const std::string& supplier, const std::string& expires_on) {
    auto wanted = case_wanted("Kontrakt med " + supplier);
    wanted["type"] = "contract";
    wanted["fields"] = {{"supplier", supplier}, {"expires_on", expires_on}};
    return wanted;
}

}  // namespace

TEST_CASE("A contract is opened, filled in, moved and ticked over the API, and its deadlines are tasks") {
    Town town;
    auto client = town.as(building_worker);
    const auto opened = body_of(client.post("/api/v1/cases", contract("Kvasarbyg A/S", "2031-12-31")), 201);
    const auto path = path_of(opened);
    const auto tasks = "/api/v1/tasks?case=" + std::to_string(opened.at("id").get<std::int64_t>());

    auto one = body_of(client.get(path));
    CHECK(one.at("type") == "contract");
    CHECK(one.at("phase") == "preparation");
    CHECK(one.at("fields").at("supplier") == "Kvasarbyg A/S");
    CHECK(body_of(client.get(tasks)).at("items").size() == 2);

    const Json change{
        {"version", one.at("version")},
        {"fields", {{"yearly_amount", 1250000}, {"notice_on", "2031-06-30"}}},
        {"phase", "signing"},
        {"checklist", {{"need", true}}}};
    body_of(client.patch(path, change));
    one = body_of(client.get(path));
    CHECK(one.at("fields").at("yearly_amount") == 1250000);
    CHECK(one.at("fields").at("supplier") == "Kvasarbyg A/S");
    CHECK(one.at("phase") == "signing");
    CHECK(one.at("checklist").at(0).at("ticked") == true);
    CHECK(one.at("checklist").at(1).at("ticked") == false);
    CHECK(body_of(client.get(tasks)).at("items").size() == 3);

    SECTION("what is wrong names its field, and nothing of the change is kept") {
        const auto refused = client.patch(
            path, {{"version", one.at("version")}, {"title", "Ny titel"}, {"fields", {{"expires_on", "snart"}}}}
        );
        CHECK(refused.status == 400);
        CHECK(refused.json().at("field") == "fields.expires_on");
        CHECK(body_of(client.get(path)).at("title") == "Kontrakt med Kvasarbyg A/S");
    }
    SECTION("the second of two writers is shown what the first one wrote") {
        const auto late = client.patch(path, {{"version", 1}, {"fields", {{"supplier", "En anden"}}}});
        CHECK(late.status == 409);
        CHECK(late.json().at("current").at("version") == one.at("version"));
    }
    SECTION("the supplier is found by search, by those who may read the case") {
        const auto id = opened.at("id").get<std::int64_t>();
        CHECK(within(30s, [&] { return finds(client, "kvasarbyg", "case", id); }));
        auto stranger = town.as(school_worker);
        CHECK_FALSE(finds(stranger, "kvasarbyg", "case", id));
    }
}

TEST_CASE("The cases of a type are listed by the field that the type names, for those who may read them") {
    Town town;
    auto client = town.as(building_worker);
    for (const auto* day : {"2040-05-05", "2036-01-01", "2038-03-03"})
        body_of(client.post("/api/v1/cases", contract("Leverandør", day)), 201);
    std::vector<std::string> days;
    for (const auto& one : all_of(client, "/api/v1/case-types/contract/cases?limit=2"))
        if (one.at("title") == "Kontrakt med Leverandør") days.push_back(one.at("fields").at("expires_on"));
    CHECK(days == std::vector<std::string>{"2036-01-01", "2038-03-03", "2040-05-05"});
    auto stranger = town.as(school_worker);
    for (const auto& one : all_of(stranger, "/api/v1/case-types/contract/cases?limit=200"))
        CHECK(one.at("title") != "Kontrakt med Leverandør");
    CHECK(client.get("/api/v1/case-types/no_such/cases").status == 404);
    CHECK(body_of(client.get("/api/v1/case-types")).at("items").size() == 8);
}

TEST_CASE("A type of the authority's own is used from the next start, and a wrong one is named before anything starts"
) {
    Town town;
    const auto folder = town.data() / "case_types";
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "tilskud.json"} << R"({"key":"tilskud","name":{"da":"Tilskud"},"fields":{"type":"object",
        "properties":{"amount":{"type":"integer","title":"Beløb","minimum":1}}}})";
    CHECK(town.run({"config", "check"}).status == 0);
    std::ofstream{folder / "wrong.json"} << R"({"key":"wrong","name":{"da":"Forkert"},"colour":"red"})";
    const auto checked = town.run({"config", "check"});
    CHECK(checked.status == 2);
    CHECK(checked.output.find("case_types/wrong.json: \"colour\" is not understood here.") != std::string::npos);
    CHECK(town.run({"user", "list"}).status != 0);

    std::filesystem::remove(folder / "wrong.json");
    town.stop();
    town.start();
    auto client = town.as(building_worker);
    auto wanted = case_wanted("Tilskud til festen");
    wanted["type"] = "tilskud";
    wanted["fields"] = {{"amount", 0}};
    CHECK(client.post("/api/v1/cases", wanted).json().at("field") == "fields.amount");
    wanted["fields"] = {{"amount", 12500}};
    const auto opened = body_of(client.post("/api/v1/cases", wanted), 201);

    // The type goes; the case keeps what it has.
    std::filesystem::remove(folder / "tilskud.json");
    town.stop();
    town.start();
    auto again = town.as(building_worker);
    const auto one = body_of(again.get(path_of(opened)));
    CHECK(one.at("type") == "tilskud");
    CHECK(one.at("fields").at("amount") == 12500);
    CHECK(again.get("/sager/" + std::to_string(opened.at("id").get<std::int64_t>()) + "/forloeb").status == 200);
}
