#include <catch2/catch.hpp>

#include <chrono>

#include "services/files/sha256.hpp"
#include "services/post_list/statements.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::int64_t published_letter(Town& town, HttpClient& client, HttpClient& citizen, const std::string& title) {
    const auto opened = body_of(client.post("/api/v1/cases", case_wanted(title)), 201);
    const Json letter{
        {"title", title},
        {"receiver", "Foreningen"},
        {"text", "Tak for jeres brev."},
        {"public_title", title},
        {"publication", "document"},
    };
    const auto on = std::to_string(opened.at("id").get<std::int64_t>());
    body_of(client.post("/api/v1/cases/" + on + "/letters", letter), 201);
    std::int64_t id = 0;
    const bool is_there = within(30s, [&] {
        const auto list = body_of(citizen.get("/postliste.json"));
        for (const auto& entry : list.at("entries"))
            if (entry.at("title") == title) id = entry.at("id").get<std::int64_t>();
        return id != 0;
    });
    if (!is_there)
        throw std::runtime_error{
            title + " does not come on the post list: " +
            asked(town.database(), "SELECT reason FROM post_list_entries ORDER BY id DESC LIMIT 1")};
    return id;
}

/// As anybody could, from what the API says alone.
void recount(const Json& told) {
    std::string lines;
    std::map<std::string, std::int64_t> states;
    std::int64_t serial = told.at("first").get<std::int64_t>();
    for (const auto& entry : told.at("entries")) {
        const auto state = entry.at("state").get<std::string>();
        const auto number = entry.at("number").get<std::string>();
        CHECK(number.substr(5) == std::to_string(serial++));
        ++states[state];
        lines += number + "\t" + state;
        if (state == "published")
            lines += "\t" + entry.at("title").get<std::string>() + "\t" + entry.at("correspondent").get<std::string>() +
                     "\t" + (entry.at("document_public").get<bool>() ? "document" : "entry");
        if (state == "withheld") lines += "\t" + entry.at("exemption").get<std::string>();
        lines += "\n";
    }
    CHECK(serial == told.at("last").get<std::int64_t>() + 1);
    CHECK(states["published"] == told.at("published").get<std::int64_t>());
    CHECK(states["held"] == told.at("held").get<std::int64_t>());
    CHECK(states["withheld"] == told.at("withheld").get<std::int64_t>());
    const auto hash = services::sha256(lines).text();
    CHECK(hash == told.at("entries_hash").get<std::string>());
    const auto statement = told.at("statement").get<std::string>();
    CHECK(statement.find("entries " + hash + "\n") != std::string::npos);
    CHECK(statement.find("published " + std::to_string(states["published"]) + "\n") != std::string::npos);
    CHECK(services::is_signature_of(
        told.at("public_key").get<std::string>(), statement, told.at("signature").get<std::string>()
    ));
}

}  // namespace

TEST_CASE("A day of the post list is recounted from the open data, and what is taken down is gone everywhere at once") {
    Town town;
    auto client = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Kvittering for tilskud til klubhuset";
    const auto id = published_letter(town, client, citizen, title);
    const auto entry_path = "/postliste/poster/" + std::to_string(id);
    const auto today = core::iso_date(core::danish_date(core::SystemClock{}.now()));
    const auto count_path = "/postliste.count.json?day=" + today;
    recount(body_of(citizen.get(count_path)));
    CHECK(citizen.get(entry_path).body.find(title) != std::string::npos);
    CHECK(citizen.get("/postliste.count.json?day=x").status == 400);

    std::string document;
    const auto open_data = body_of(citizen.get("/postliste.json"));
    for (const auto& entry : open_data.at("entries"))
        if (entry.at("id") == id) document = entry.at("document").get<std::string>();
    document = document.substr(document.find("/postliste"));
    REQUIRE(within(60s, [&] { return citizen.get(document + "/pdf").status == 200; }));

    const auto path = "/api/v1/post-list/" + std::to_string(id) + "/takedown";
    CHECK(citizen.post(path, {{"exemption", "ofl-30-1"}, {"reason", "Privat"}}).status == 401);
    const auto begun = std::chrono::steady_clock::now();
    const auto taken = body_of(client.post(path, {{"exemption", "ofl-30-1"}, {"reason", "Privat"}}));
    CHECK(client.post(path, {{"exemption", "ofl-30-1"}, {"reason", "Privat"}}).status == 409);

    CHECK(citizen.get(entry_path).status == 410);
    CHECK(citizen.get(entry_path).body.find(title) == std::string::npos);
    CHECK(citizen.get(entry_path).body.find("§ 30, nr. 1") != std::string::npos);
    CHECK(citizen.get(document + "/pdf").status == 404);
    CHECK(citizen.get(document).header("location") == entry_path);
    const auto list = citizen.get("/postliste/dag/" + today);
    CHECK(list.body.find(title) == std::string::npos);
    CHECK(list.body.find(taken.at("number").get<std::string>()) != std::string::npos);
    for (const auto* feed : {"/postliste.json", "/postliste.atom"}) {
        const auto answer = citizen.get(feed);
        CHECK(answer.body.find(title) == std::string::npos);
        CHECK(answer.header("cache-control").find("max-age=30") != std::string::npos);
    }
    CHECK(citizen.get("/postliste.atom").body.find("at:deleted-entry") != std::string::npos);
    CHECK(within(30s, [&] { return citizen.get("/postliste?q=klubhuset").body.find(title) == std::string::npos; }));
    const auto tombstones = body_of(citizen.get("/postliste.tombstones.json"));
    const auto& stone = tombstones.at("items").at(0);
    CHECK(stone.at("id") == id);
    CHECK(services::is_signature_of(
        tombstones.at("public_key").get<std::string>(),
        stone.at("statement").get<std::string>(),
        stone.at("signature").get<std::string>()
    ));
    const auto counted = body_of(citizen.get(count_path));
    recount(counted);
    CHECK(counted.at("withheld_by_exemption").at("ofl-30-1") == 1);
    CHECK(std::chrono::steady_clock::now() - begun < 60s);
}

TEST_CASE("The post list is browsed by day, week, unit, subject and words, and each view has its feed") {
    Town town;
    auto client = town.as(building_worker);
    auto citizen = town.guest();
    // Also on a Monday morning: the newest week that has anything, once the demonstration's documents are listed.
    CHECK(within(30s, [&] {
        return citizen.get("/postliste").body.find("<section class=\"sg-day\"") != std::string::npos;
    }));
    const std::string title = "Tilladelse til teltplads ved stadion";
    const auto id = published_letter(town, client, citizen, title);
    Json entry;
    const auto all = body_of(citizen.get("/postliste.json"));
    for (const auto& one : all.at("entries"))
        if (one.at("id") == id) entry = one;
    const auto day = entry.at("journaled").get<std::string>();
    const auto subject = entry.at("subject").get<std::string>();
    const auto unit = std::to_string(entry.at("unit_id").get<std::int64_t>());
    const auto date = core::parse_iso_date(day).value();
    auto week = core::iso_week_text(core::iso_week(date));
    week.erase(week.find('W'), 1);
    CHECK(citizen.get("/postliste?dag=" + day).header("location") == "/postliste/dag/" + day);
    CHECK(citizen.get("/postliste?emne=" + subject).header("location") == "/postliste/emne/" + subject);
    for (const auto& [path, query] : std::vector<std::pair<std::string, std::string>>{
             {"/postliste/dag/" + day, "?dag=" + day},
             {"/postliste/uge/" + week, "?uge=" + week},
             {"/postliste/enhed/" + unit, "?enhed=" + unit},
             {"/postliste/emne/" + subject, "?emne=" + subject},
             {"/postliste/emne/" + subject.substr(0, 2), "?emne=" + subject.substr(0, 2)},
             {"/postliste?enhed=" + unit + "&q=teltplads", "?enhed=" + unit + "&q=teltplads"},
             {"/postliste?from=" + day, "?from=" + day},
         }) {
        CAPTURE(path);
        CHECK(within(30s, [&, path = path] { return citizen.get(path).body.find(title) != std::string::npos; }));
        CHECK(citizen.get(path).body.find("/postliste.atom" + query.substr(0, 5)) != std::string::npos);
        CHECK(citizen.get("/postliste.atom" + query).body.find(title) != std::string::npos);
        CHECK(citizen.get("/postliste.csv" + query).body.find(title) != std::string::npos);
        bool is_in_json = false;
        const auto found = body_of(citizen.get("/postliste.json" + query));
        for (const auto& one : found.at("entries")) is_in_json = is_in_json || one.at("id") == id;
        CHECK(is_in_json);
    }
    INFO("the unit above has it, too, unless it is asked for alone");
    const auto above = asked(town.database(), "SELECT CAST(id AS TEXT) FROM units WHERE parent_id IS NULL");
    REQUIRE(above != unit);
    const auto has = [&](const std::string& path) { return citizen.get(path).body.find(title) != std::string::npos; };
    CHECK(has("/postliste/enhed/" + above));
    CHECK(has("/postliste.json?enhed=" + above));
    CHECK(has("/postliste.csv?enhed=" + above));
    CHECK(has("/postliste.atom?enhed=" + above));
    CHECK(has("/postliste?q=teltplads&enhed=" + above));
    CHECK_FALSE(has("/postliste/enhed/" + above + "?kun=1"));
    CHECK_FALSE(has("/postliste.json?kun=1&enhed=" + above));
    CHECK_FALSE(has("/postliste?q=teltplads&kun=1&enhed=" + above));
    CHECK(has("/postliste/enhed/" + unit + "?kun=1"));
    CHECK(citizen.get("/postliste/enhed/" + above).body.find("Kun denne afdeling") != std::string::npos);
    CHECK(citizen.get("/postliste/enhed/" + above).body.find("/postliste/abonner?enhed=" + above) != std::string::npos);
    CHECK(
        citizen.get("/postliste/enhed/" + above + "?kun=1").body.find("Vis også afdelingerne under den") !=
        std::string::npos
    );
    CHECK(citizen.get("/postliste/afdelinger").body.find("/postliste/enhed/" + unit) != std::string::npos);
    CHECK(citizen.get("/postliste/emner").body.find("/postliste/emne/" + subject.substr(0, 2)) != std::string::npos);
    CHECK(citizen.get("/postliste/emne/99").status == 200);
    for (const auto* none :
         {"/postliste/dag/2026-13-01", "/postliste/uge/2026-60", "/postliste/enhed/999999", "/postliste/emne/x"}) {
        CAPTURE(none);
        CHECK(citizen.get(none).status == 404);
    }
}

TEST_CASE("A part of the post list is read to its end, a piece at a time") {
    Town town;
    auto citizen = town.guest();
    Json rest;
    // The town's letters come on the list one after the other.
    REQUIRE(within(30s, [&] {
        const auto all = body_of(citizen.get("/postliste.json?from=2000-01-01"));
        if (all.at("entries").size() <= 20) return false;
        const auto& last = all.at("entries").at(9);
        const auto place =
            last.at("journaled").get<std::string>() + "." + std::to_string(last.at("id").get<std::int64_t>());
        rest = body_of(citizen.get("/postliste.json?from=2000-01-01&efter=" + place));
        return rest.at("entries").size() == all.at("entries").size() - 10;
    }));
    CHECK(rest.at("is_complete") == true);
    CHECK(rest.at("next").is_null());
    CHECK(citizen.get("/postliste.json?efter=x").status == 400);
}
