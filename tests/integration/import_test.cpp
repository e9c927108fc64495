#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

constexpr const char* ndjson = "application/x-ndjson";

std::string path_of(const Json& import) {
    return "/api/v1/imports/" + std::to_string(import.at("id").get<std::int64_t>());
}

Json ended(HttpClient& client, const std::string& path) {
    Json import;
    const bool is_over = within(std::chrono::seconds{60}, [&] {
        import = body_of(client.get(path));
        return !import.at("ended_at").is_null();
    });
    if (!is_over) throw std::runtime_error{"the import does not end: " + import.dump()};
    return import;
}

std::size_t cases_titled(HttpClient& client, const std::string& title) {
    const auto all = all_of(client, "/api/v1/cases?limit=200");
    return static_cast<std::size_t>(std::ranges::count_if(all, [&](const Json& one) {
        return one.at("title") == title;
    }));
}

}  // namespace

TEST_CASE("Every line of an import is told what came of it, and a refused one leaves nothing") {
    Town town;
    auto client = town.as(building_worker);
    const auto item = taken_in(client, {"brev.pdf", small_pdf({"Et brev til en sag, der flyttes."})});
    settled_item(client, item);
    Json whole{{"reference", "A-1"}, {"case", case_wanted("Indlæst sag")}};
    whole["parties"] = {{{"name", "Kirsten Holm"}}, {{"name", "Varme A/S"}, {"identifier", "29189714"}}};
    whole["documents"] = {{{"incoming", item}, {"title", "Det første brev"}, {"direction", "incoming"}}};
    auto half = whole;
    half["reference"] = "A-2";
    half["case"]["title"] = "Halv sag";  // its item is the first one's by then
    Json wrong{{"reference", "A-3"}, {"case", {{"title", "Forkert"}, {"subject", "99.99.99"}}}};
    Json nameless{{"case", case_wanted("Uden navn")}, {"parties", {{{"role", "other"}}}}};
    Json misspelt{{"case", case_wanted("Stavet forkert")}, {"partys", Json::array()}};
    const auto lines = whole.dump() + "\n\n" + half.dump() + "\r\n{\"case\": \n" + wrong.dump() + "\n" +
                       nameless.dump() + "\n" + misspelt.dump() + "\n{\"reference\": \"\\u0000\", \"a\\u0000b\": 1}";

    const auto begun = body_of(client.send("POST", "/api/v1/imports", lines, ndjson), 202);
    CHECK(begun.at("rows") == 7);
    const auto path = path_of(begun);
    const auto import = ended(client, path);
    CHECK(import.at("imported") == 1);
    CHECK(import.at("refused") == 6);
    CHECK(import.at("waiting") == 0);

    const auto rows = all_of(client, path + "/rows?limit=2");
    REQUIRE(rows.size() == 7);
    std::string told;
    for (const auto& row : rows)
        told += std::to_string(row.at("line").get<int>()) +
                (row.at("field").is_null() ? "" : ":" + row.at("field").get<std::string>()) + " ";
    CHECK(told == "1 3:documents[0] 4 5:case.subject 6:parties[0].name 7:partys 8 ");
    CHECK(rows[0].at("reference") == "A-1");
    CHECK(rows[1].at("outcome") == "refused");
    CHECK(body_of(client.get(path + "/rows?outcome=imported")).at("items").size() == 1);

    const auto opened = body_of(client.get("/api/v1/cases/" + std::to_string(rows[0].at("case").get<std::int64_t>())));
    CHECK(opened.at("title") == "Indlæst sag");
    CHECK(opened.at("parties").size() == 2);
    REQUIRE(opened.at("documents").size() == 1);
    CHECK(opened.at("documents").at(0).at("title") == "Det første brev");
    CHECK(cases_titled(client, "Halv sag") == 0);
    CHECK(cases_titled(client, "Uden navn") == 0);

    // It is nobody else's, and what was in the lines is kept in the cases alone.
    CHECK(town.as(registrar).get(path).status == 404);
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM import_rows WHERE line <> ''") == "0");
}

TEST_CASE("An import goes on after the server was killed, and no line is taken in twice") {
    constexpr int lines_sent = 2000;
    Town town;
    auto client = town.as(registrar);
    std::string lines;
    for (int i = 0; i < lines_sent; ++i) lines += Json{{"case", case_wanted("Flyttet sag")}}.dump() + "\n";
    const Fields key{{"Idempotency-Key", "flytning"}};
    const auto begun = body_of(client.send("POST", "/api/v1/imports", lines, ndjson, key), 202);
    const auto some_are_in = [&] { return body_of(client.get(path_of(begun))).at("imported") > 0; };
    REQUIRE(within(std::chrono::seconds{20}, some_are_in));
    town.kill();
    const auto waiting = asked(town.database(), "SELECT COUNT(*) FROM import_rows WHERE outcome = 'waiting'");
    REQUIRE(waiting != "0");
    REQUIRE(waiting != std::to_string(lines_sent));
    town.start();
    client = town.as(registrar);
    // Whoever got no answer asks again, and it is the same import.
    const auto again = client.send("POST", "/api/v1/imports", lines, ndjson, key);
    CHECK(again.json().at("id") == begun.at("id"));
    const auto import = ended(client, path_of(begun));
    CHECK(import.at("imported") == lines_sent);
    CHECK(cases_titled(client, "Flyttet sag") == lines_sent);
}

TEST_CASE("An import without lines, of another type or with too many lines is refused") {
    Town town;
    auto client = town.as(registrar);
    CHECK(client.send("POST", "/api/v1/imports", "\n \n", ndjson).status == 400);
    CHECK(client.send("POST", "/api/v1/imports", "{}", "application/json").status == 415);
    std::string many;
    for (int i = 0; i < 5001; ++i) many += "{}\n";
    CHECK(client.send("POST", "/api/v1/imports", many, ndjson).status == 400);
    CHECK(town.guest().send("POST", "/api/v1/imports", "{}", ndjson).status == 401);
}
