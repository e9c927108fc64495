#include <catch2/catch.hpp>

#include <chrono>
#include <set>

#include "tests/integration/schema_check.hpp"
#include "tests/integration/small_files.hpp"
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

std::int64_t document_on(HttpClient& worker, const Json& on, const std::string& title, const std::string& text) {
    const auto item = taken_in(worker, {"forslag.pdf", small_pdf({text})});
    settled_item(worker, item);
    const auto path = "/api/v1/incoming/" + std::to_string(item) + "/journal";
    auto wanted = journaling_on(on, title);
    wanted["public_title"] = text;
    wanted["publication"] = "document";
    const auto journaled = body_of(worker.post(path, wanted), 201);
    return journaled.at("document").at("id").get<std::int64_t>();
}

void check_schema(HttpClient& client, const std::string& set, const Json& item) {
    auto schema = body_of(client.get("/open-data/" + set + "/schema.json"));
    schema.erase("$schema");
    for (const auto& misfit : misfits(schema, schema, item)) FAIL_CHECK(set + ": " + misfit);
}

/// The documents of the only item that the copy has.
Json documents_in(const Copy& copy) {
    REQUIRE(copy.items.size() == 1);
    return copy.items.begin()->second.at("documents");
}

/// Fetched, once the copy has heard that there is something to fetch.
HttpAnswer first_document(HttpClient& client, Copy& copy) {
    REQUIRE(within(60s, [&] {
        copy.read_on(client);
        const auto documents = documents_in(copy);
        return documents.size() == 1 && !documents.at(0).at("url").is_null();
    }));
    const auto url = documents_in(copy).at(0).at("url").get<std::string>();
    return client.get(url.substr(url.find("/materiale/")));
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
        std::set<std::string>{
            "postliste", "optaellinger", "nedtagninger", "hoeringer", "ideer", "aktuelle-sager", "aktindsigter"}
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
    REQUIRE(within(30s, [&] { return !body_of(worker.get(path + "/answers")).at("items").empty(); }));
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

TEST_CASE("A copy of the hearings has the documents that the page shows, and loses what is withdrawn") {
    Town town;
    auto worker = town.as(registrar);
    auto citizen = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Havnen")), 201);
    const auto document = document_on(worker, on, "Forslag fra Karen Blaabjerg", "Havnen graves ud.");
    auto wanted = hearing_wanted(on);
    wanted["material"] = Json::array({{{"document", document}, {"title", "Forslaget"}}});
    const auto hearing = body_of(worker.post("/api/v1/hearings", wanted), 201);
    const auto path = "/api/v1/hearings/" + std::to_string(hearing.at("id").get<std::int64_t>());
    body_of(worker.post(path + "/publish", {{"version", hearing.at("version")}}));
    Copy copy{"hoeringer"};
    const auto pdf = first_document(citizen, copy);
    CHECK(pdf.status == 200);
    CHECK(pdf.body.starts_with("%PDF"));
    const auto item = copy.items.begin()->second;
    check_schema(citizen, "hoeringer", item);
    const auto& shown = item.at("documents").at(0);
    CHECK(shown.at("title") == "Forslaget");
    CHECK(shown.at("part") == "material");
    CHECK(shown.at("bytes") == pdf.body.size());
    CHECK(shown.at("attachments").empty());
    CHECK(shown.size() == 5);
    CHECK(item.dump().find("Blaabjerg") == std::string::npos);

    copy.read_on(citizen);
    const auto later = copy.next;
    CHECK(body_of(citizen.get(later)).at("items").empty());
    body_of(
        worker.post("/api/v1/documents/" + std::to_string(document) + "/withdraw", {{"reason", "Det forkerte forslag"}})
    );
    CHECK(body_of(citizen.get(later)).at("items").size() == 1);
    copy.read_on(citizen);
    CHECK(documents_in(copy).empty());
}

TEST_CASE("A copy of the followed cases has their documents, and loses what is taken off the post list") {
    Town town;
    auto worker = town.as(registrar);
    auto citizen = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegnet")), 201);
    const auto document = document_on(worker, on, "Forslag til et hegn", "Hegnet bliver to meter.");
    const auto path = "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>()) + "/publication";
    Json page{
        {"version", 0},
        {"title", "Hegnet"},
        {"summary", "Alt om hegnet."},
        {"is_published", true},
        {"documents", Json::array({{{"document", document}, {"title", "Planen"}}})}};
    const auto write = [&] { return body_of(worker.send("PUT", path, page.dump(), "application/json")); };
    page["version"] = write().at("version");
    Copy copy{"aktuelle-sager"};
    CHECK(first_document(citizen, copy).body.starts_with("%PDF"));
    check_schema(citizen, "aktuelle-sager", copy.items.begin()->second);
    CHECK(documents_in(copy).at(0).at("title") == "Planen");
    CHECK_FALSE(documents_in(copy).at(0).contains("part"));

    INFO("what is taken out of the page is not in the copy either, and what is put in again is");
    page["documents"] = Json::array();
    page["version"] = write().at("version");
    copy.read_on(citizen);
    CHECK(documents_in(copy).empty());
    page["documents"] = Json::array({{{"document", document}, {"title", "Planen"}}});
    page["version"] = write().at("version");
    CHECK(first_document(citizen, copy).status == 200);

    INFO("it is on the post list by itself, too");
    std::string entry;
    REQUIRE(within(30s, [&] {
        entry = asked(
            town.database(), "SELECT id FROM post_list_entries WHERE state = 'published' ORDER BY id DESC LIMIT 1"
        );
        return citizen.get("/postliste/poster/" + entry).body.find("Hegnet bliver to meter.") != std::string::npos;
    }));
    const Json down{{"exemption", "ofl-30-1"}, {"reason", "Fortrolige forhold"}};
    body_of(worker.post("/api/v1/post-list/" + entry + "/takedown", down));
    copy.read_on(citizen);
    CHECK(documents_in(copy).empty());
}
