#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// The lines of a file for spreadsheets, without its mark.
std::vector<std::string> lines_of(const HttpAnswer& answer) {
    REQUIRE(answer.status == 200);
    REQUIRE(answer.body.starts_with("\xEF\xBB\xBF"));
    REQUIRE(answer.header("content-type") == "text/csv; charset=utf-8");
    std::vector<std::string> lines;
    for (std::size_t at = 3; at < answer.body.size();) {
        const auto end = answer.body.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        lines.push_back(answer.body.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

std::string exports(const Town& town) {
    return asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind = 'list_exported'");
}
std::string last_export(const Town& town) {
    return asked(town.database(), "SELECT payload FROM events WHERE kind = 'list_exported' ORDER BY id DESC LIMIT 1");
}

}  // namespace

TEST_CASE("A list of cases is taken as a file with all rows that one may read, and the log tells of it") {
    Town town;
    auto client = town.signed_in(registrar, everyones_password);
    auto program = town.as(registrar);
    const auto cases = all_of(program, "/api/v1/cases?limit=7&sort=number");
    const auto lines = lines_of(client.get("/sager.csv?vis=alle&sorter=nummer"));
    REQUIRE(lines.size() == cases.size() + 1);
    CHECK(lines.front().starts_with("Nummer;Titel;KLE-emne;"));
    for (std::size_t n = 0; n < cases.size(); ++n)
        CHECK(lines[n + 1].starts_with(cases[n].at("number").get<std::string>() + ";"));
    CHECK(Json::parse(last_export(town)) == Json{{"list", "cases"}, {"rows", cases.size()}});

    // One far away gets what she may read, and no more.
    auto stranger = town.signed_in(school_worker, everyones_password);
    auto strange_program = town.as(school_worker);
    CHECK(
        lines_of(stranger.get("/sager.csv?vis=alle")).size() ==
        all_of(strange_program, "/api/v1/cases?limit=200").size() + 1
    );
    CHECK(town.guest().get("/sager.csv?vis=alle").status != 200);
    const auto before = exports(town);
    CHECK(client.get("/sager.csv?vis=alle&sorter=farve").status == 400);
    CHECK(exports(town) == before);
    CHECK(within(std::chrono::seconds{10}, [&] { return town.uploads_left() == 0; }));
}

TEST_CASE("What a cell holds can't become a formula in a spreadsheet") {
    Town town;
    auto worker = town.as(building_worker);
    body_of(worker.post("/api/v1/cases", case_wanted("=HYPERLINK(\"http://ond.example\";\"Klik\")")), 201);
    auto client = town.signed_in(building_worker, everyones_password);
    const auto body = client.get("/sager.csv?vis=mine&q=hyperlink").body;
    CHECK(
        client.get("/sager.csv?vis=alle").body.find("\"'=HYPERLINK(\"\"http://ond.example\"\";\"\"Klik\"\")\"") !=
        std::string::npos
    );
    CHECK(body.find(";=") == std::string::npos);
}

TEST_CASE("A case's documents are filtered, sorted and taken as a file") {
    Town town;
    auto program = town.as(registrar);
    auto client = town.signed_in(registrar, everyones_password);
    Json most;
    for (const auto& one : all_of(program, "/api/v1/cases?limit=200")) {
        const auto path = "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>()) + "/documents?limit=200";
        const auto documents = all_of(program, path);
        if (most.is_null() || documents.size() > most.at("documents").size())
            most = {{"id", one.at("id")}, {"documents", documents}};
    }
    const auto& documents = most.at("documents");
    REQUIRE(documents.size() > 2);
    const auto id = std::to_string(most.at("id").get<std::int64_t>());
    std::set<std::int64_t> all;
    for (const auto& one : documents) all.insert(one.at("number").get<std::int64_t>());
    for (const auto* sort : {"number", "-number", "title", "-title", "received", "-received"}) {
        INFO(sort);
        std::set<std::int64_t> listed;
        for (const auto& one : all_of(program, "/api/v1/cases/" + id + "/documents?limit=1&sort=" + sort))
            listed.insert(one.at("number").get<std::int64_t>());
        CHECK(listed == all);
    }
    const auto title = documents[1].at("title").get<std::string>();
    const auto found = all_of(program, "/api/v1/cases/" + id + "/documents?limit=2&q=" + percent_encoded(title));
    CHECK(std::ranges::any_of(found, [&](const Json& one) { return one.at("id") == documents[1].at("id"); }));
    CHECK(all_of(program, "/api/v1/cases/" + id + "/documents?q=" + percent_encoded(title + " findesikke")).empty());
    CHECK(body_of(program.get("/api/v1/cases/" + id + "/documents?after=")).at("items").size() == documents.size());

    CHECK(lines_of(client.get("/sager/" + id + "/dokumenter.csv?sorter=titel")).size() == documents.size() + 1);
    CHECK(Json::parse(last_export(town)) == Json{{"list", "documents"}, {"rows", documents.size()}});
    const auto page = client.get("/sager/" + id + "/dokumenter?sorter=titel&q=findes+ikke");
    CHECK(page.status == 200);
    CHECK(page.body.find("Ingen dokumenter passer") != std::string::npos);
    CHECK(
        client.get("/sager/" + id + "/dokumenter?sorter=titel").body.find(id + "/dokumenter.csv?sorter=titel") !=
        std::string::npos
    );
    CHECK(town.signed_in(school_worker, everyones_password).get("/sager/99999/dokumenter.csv").status == 404);
}

TEST_CASE("Tasks and the waiting post are sorted, searched and taken as files") {
    Town town;
    auto worker = town.as(building_worker);
    std::string unit;
    for (const auto* title : {"Zoner", "Afgør", "Æbler"}) {
        const auto made = body_of(worker.post("/api/v1/tasks", Json{{"title", title}, {"due", "2199-01-02"}}), 201);
        unit = std::to_string(made.at("unit").get<std::int64_t>());
    }
    std::vector<std::string> titles;
    for (const auto& one : all_of(worker, "/api/v1/tasks?limit=1&sort=title&from=2199-01-01&unit=" + unit))
        titles.push_back(one.at("title"));
    CHECK(titles == std::vector<std::string>{"Afgør", "Zoner", "Æbler"});
    CHECK(all_of(worker, "/api/v1/tasks?limit=1&sort=-title&q=afg%C3%B8r&unit=" + unit).size() == 1);
    CHECK(worker.get("/api/v1/tasks?sort=farve").status == 400);
    CHECK(worker.get("/api/v1/tasks?after=").status == 200);
    auto client = town.signed_in(building_worker, everyones_password);
    const auto lines = lines_of(client.get("/opgaver.csv?vis=enhed-" + unit + "&sorter=titel-om&q=%C3%A6bler"));
    REQUIRE(lines.size() == 2);
    CHECK(lines[1].find(";Æbler;") != std::string::npos);

    auto post = town.as(registrar);
    const auto first = taken_in(post, {"hegn.txt", "Hegn ved Åvej"});
    const auto second = taken_in(post, {"skur.txt", "Skur ved Åvej"});
    std::vector<std::int64_t> ids;
    for (const auto& one : all_of(post, "/api/v1/incoming?limit=1&sort=-received&channel=api"))
        ids.push_back(one.at("id"));
    REQUIRE(ids.size() >= 2);
    CHECK(ids[0] == second);
    CHECK(ids[1] == first);
    CHECK(all_of(post, "/api/v1/incoming?limit=1&q=hegn.txt").size() == 1);
    CHECK(post.get("/api/v1/incoming?sort=farve").status == 400);
    auto room = town.signed_in(registrar, everyones_password);
    CHECK(lines_of(room.get("/postbakke.csv?q=skur.txt")).size() == 2);
    CHECK(room.get("/postbakke?q=skur.txt&sorter=nyeste").body.find("hegn.txt") == std::string::npos);
    CHECK(lines_of(worker.get("/postbakke.csv")).size() == all_of(worker, "/api/v1/incoming?limit=50").size() + 1);
    CHECK(town.run({"verify"}).status == 0);
}
