#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"

using namespace tests;

namespace {

constexpr const char* cpr = "2512484916";  // Nancy Ann Berggren's, who is nobody

std::string case_path(const Json& one) {
    return "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
}

std::vector<std::string> found(HttpClient& client, const std::string& path) {
    return body_of(client.get(path)).at("results").at(0).get<std::vector<std::string>>();
}

/// The one registration of an answer with one object.
Json registration(HttpClient& client, const std::string& service, const std::string& uuid) {
    const auto body = body_of(client.get("/oio/" + service + "/" + uuid));
    REQUIRE(body.size() == 1);
    const auto& object = body.at(uuid).at(0);
    CHECK(object.at("id") == uuid);
    REQUIRE(object.at("registreringer").size() == 1);
    return object.at("registreringer").at(0);
}

/// A case with a firm, a person, a note, and states behind it.
struct OioTown : Town {
    OioTown() : worker{as(building_worker)} {
        auto wanted = case_wanted("Støj fra Ærø 100_pumper");
        wanted["public_title"] = "Støjsag";
        wanted["caseworker"] = body_of(worker.get("/api/v1/me")).at("id");
        the_case = body_of(worker.post("/api/v1/cases", wanted), 201);
        const auto path = case_path(the_case);
        body_of(
            worker.post(path + "/parties", {{"name", "Nancy"}, {"identifier", cpr}, {"identifier_kind", "cpr"}}), 201
        );
        body_of(
            worker.post(path + "/parties", {{"name", "Varme A/S"}, {"identifier", "29189714"}, {"role", "other"}}), 201
        );
        body_of(worker.post(path + "/notes", {{"title", "Samtale"}, {"text", "Talt med Nancy."}}), 201);
        for (const auto* state : {"informed", "decided"}) {
            const auto version = body_of(worker.get(path)).at("version");
            body_of(worker.patch(path, {{"state", state}, {"version", version}}));
        }
        uuid = found(worker, "/oio/sag/sag?bvn=" + the_case.at("number").get<std::string>()).at(0);
    }

    HttpClient worker;
    Json the_case;
    std::string uuid;
};

std::set<std::string> names_in(const Json& object) {
    std::set<std::string> names;
    for (const auto& [name, value] : object.items()) names.insert(name);
    return names;
}

}  // namespace

TEST_CASE("A case is told as OIO Sag: its titles, its states with their times, and what it belongs to") {
    OioTown town;
    const auto told = registration(town.worker, "sag/sag", town.uuid);
    CHECK(told.at("livscykluskode") == "Rettet");
    const auto& attributes = told.at("attributter").at("sagegenskaber").at(0);
    CHECK(attributes.at("brugervendtnoegle") == town.the_case.at("number"));
    CHECK(attributes.at("titel") == "Støjsag");
    CHECK(attributes.at("offentlighedundtaget").at("alternativtitel") == "Støj fra Ærø 100_pumper");
    CHECK(attributes.at("virkning").at("to") == "infinity");

    std::string states;
    for (const auto& one : told.at("tilstande").at("sagfremdrift"))
        states += one.at("fremdrift").get<std::string>() + " ";
    CHECK(states == "Opstaaet Oplyst Afgjort ");
    const auto& steps = told.at("tilstande").at("sagfremdrift");
    CHECK(steps.at(0).at("virkning").at("to") == steps.at(1).at("virkning").at("from"));
    CHECK(steps.at(2).at("virkning").at("to") == "infinity");

    const auto& relations = told.at("relationer");
    CHECK(relations.at("primaerpart").at(0).at("urn") == std::string{"urn:oio:cpr-nr:"} + cpr);
    CHECK(relations.at("sekundaerpart").at(0).at("urn") == "urn:oio:cvr-nr:29189714");
    CHECK(relations.at("primaerklasse").size() == 1);
    CHECK(relations.at("ansvarlig").at(0).at("objekttype") == "Organisationenhed");
    CHECK(relations.at("primaerbehandler").size() == 1);
    CHECK(relations.at("ejer").size() == 1);
    const auto& entry = relations.at("journalpost").at(0);
    CHECK(entry.at("journalpostkode") == "journalnotat");
    CHECK(entry.at("indeks") == 1);

    const auto document = registration(town.worker, "dokument/dokument", entry.at("uuid").get<std::string>());
    CHECK(document.at("attributter").at("dokumentegenskaber").at(0).at("dokumenttype") == "Internt Notat");
    CHECK(document.at("relationer").at("tilknyttedesager").at(0).at("uuid") == town.uuid);
    const auto& part = document.at("varianter").at(0).at("dele").at(0).at("egenskaber").at(0);
    const auto bytes = town.worker.get(part.at("indhold").get<std::string>());
    CHECK(bytes.status == 200);
    CHECK(bytes.body.find("Talt med Nancy.") != std::string::npos);
}

TEST_CASE("OIO finds by key and by title, and nothing that the asker may not read") {
    OioTown town;
    auto& worker = town.worker;
    const std::vector<std::string> it{town.uuid};
    const auto titled = [&](HttpClient& client, const std::string& title) {
        return found(client, "/oio/sag/sag?titel=" + percent_encoded(title));
    };
    CHECK(titled(worker, "%ÆRØ%") == it);
    CHECK(titled(worker, "støj fra ærø 100_pumper") == it);
    CHECK(titled(worker, "Støjsag") == it);
    CHECK(titled(worker, "%100_p%") == it);
    CHECK(titled(worker, "%100xp%").empty());
    CHECK(titled(worker, "Støj").empty());
    CHECK(titled(worker, "%1__!_p%").empty());
    const auto key = town.the_case.at("number").get<std::string>();
    CHECK(found(worker, "/oio/dokument/dokument?bvn=" + key + "-1").size() == 1);
    CHECK(found(worker, "/oio/dokument/dokument?bvn=" + key + "-2").empty());
    CHECK(found(worker, "/oio/dokument/dokument?titel=samtale").size() == 1);

    // Page by page all that one may read, and each once.
    std::set<std::string> all;
    for (int first = 0;; first += 7) {
        const auto page =
            found(worker, "/oio/sag/sag?maksimalantalresultater=7&foersteresultat=" + std::to_string(first));
        if (page.empty()) break;
        for (const auto& one : page) CHECK(all.insert(one).second);
    }
    CHECK(all.size() == all_of(worker, "/api/v1/cases?limit=200").size());

    CHECK(worker.get("/oio/sag/sag?titel=" + std::string(256, 'x')).status == 400);
    CHECK(worker.get("/oio/sag/sag?titel=%25a%25b%25c%25d%25").status == 200);
    for (const auto* wrong :
         {"?uuid=x",
          "?maksimalantalresultater=1001",
          "?foersteresultat=-1",
          "?bvn=x&titel=y",
          "?titel=%25a%25b%25c%25d%25e%25",
          "?virkningstid=2026-01-01"})
        CHECK(worker.get(std::string{"/oio/sag/sag"} + wrong).status == 400);

    const auto version = body_of(worker.get(case_path(town.the_case))).at("version");
    body_of(worker.patch(case_path(town.the_case), {{"confidentiality", "restricted"}, {"version", version}}));
    auto stranger = town.as(school_worker);
    CHECK(stranger.get("/oio/sag/sag/" + town.uuid).status == 404);
    CHECK(found(stranger, "/oio/sag/sag?bvn=" + key).empty());
    CHECK(titled(stranger, "%ærø%").empty());
    CHECK(found(stranger, "/oio/dokument/dokument?bvn=" + key + "-1").empty());
    CHECK(found(stranger, "/oio/dokument/dokument?titel=samtale").empty());
    CHECK(town.guest().get("/oio/sag/sag").status == 401);
    CHECK(worker.send("POST", "/oio/sag/sag", "{}", "application/json").status == 405);
}

TEST_CASE("Reading a person's case by OIO leaves the same traces as reading it on a page") {
    OioTown town;
    const auto shown = [&] {
        const auto history = body_of(town.worker.get(case_path(town.the_case) + "/events")).at("items");
        return std::ranges::count_if(history, [](const Json& event) { return event.at("kind") == "identifier_shown"; });
    };
    REQUIRE(shown() == 0);
    for (int times = 1; times <= 2; ++times) {
        REQUIRE(town.worker.get("/oio/sag/sag/" + town.uuid).status == 200);
        CHECK(shown() == times);  // Nancy's number, and not the firm's
    }
    town.stop();  // what was read is written down at the latest now
    CHECK(
        asked(
            town.database(),
            "SELECT COUNT(*) FROM events WHERE kind = 'case_read' AND case_id = " +
                std::to_string(town.the_case.at("id").get<std::int64_t>())
        ) != "0"
    );
}

TEST_CASE("UUIDs are the same after a restart") {
    OioTown town;
    town.stop();
    town.start();
    auto worker = town.as(building_worker);
    CHECK(found(worker, "/oio/sag/sag?titel=st%C3%B8jsag") == std::vector<std::string>{town.uuid});
}

TEST_CASE("What is told by OIO has the names that LoRA's public examples have") {
    const auto folder = std::filesystem::path{SAGLIG_SOURCE_DIR} / ".." / "shared" / "danish" / "oio" / "lora-json";
    if (!std::filesystem::exists(folder)) {
        WARN("LoRA's examples are not here: not compared with them");
        return;
    }
    const auto example = [&](const char* name) { return Json::parse(std::ifstream{folder / name}); };
    OioTown town;
    const auto told = registration(town.worker, "sag/sag", town.uuid);
    const auto wanted = example("sag_opret.json");
    for (const auto* group : {"attributter", "tilstande"})
        CHECK(names_in(told.at(group)) == names_in(wanted.at(group)));
    const auto& attributes = wanted.at("attributter").at("sagegenskaber").at(0);
    for (const auto& name : names_in(told.at("attributter").at("sagegenskaber").at(0))) {
        INFO(name);
        CHECK(attributes.contains(name));
    }
    const auto& effect = attributes.at("virkning");
    for (const auto& step : told.at("tilstande").at("sagfremdrift"))
        for (const auto& name : names_in(step.at("virkning"))) CHECK(effect.contains(name));

    const auto uuid = told.at("relationer").at("journalpost").at(0).at("uuid").get<std::string>();
    const auto document = registration(town.worker, "dokument/dokument", uuid);
    const auto paper = example("dokument_opret.json");
    for (const auto* group : {"attributter", "tilstande"})
        CHECK(names_in(document.at(group)) == names_in(paper.at(group)));
    const auto& part = paper.at("varianter").at(0).at("dele").at(0).at("egenskaber").at(0);
    CHECK(names_in(document.at("varianter").at(0).at("dele").at(0).at("egenskaber").at(0)) == names_in(part));
}
