#include <catch2/catch.hpp>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string path_of(const Json& one) {
    return "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
}

Json opened(HttpClient& client, const std::string& title) {
    return body_of(client.post("/api/v1/cases", case_wanted(title)), 201);
}

Json note_on(HttpClient& client, const Json& on, const std::string& title, const std::string& text) {
    return body_of(client.post(path_of(on) + "/notes", {{"title", title}, {"text", text}}), 201);
}

std::int64_t id_of(const Json& one) {
    return one.at("id").get<std::int64_t>();
}

void check_whole(const Town& town) {
    const auto verified = town.run({"verify"});
    INFO(verified.output);
    CHECK(verified.status == 0);
}

}  // namespace

TEST_CASE("A document moves to another case over HTTP: its number leads on, search and rights follow, all is whole") {
    Town town;
    auto client = town.as(building_worker);
    const auto from = opened(client, "Den forkerte sag"), to = opened(client, "Den rigtige sag");
    const auto note = note_on(client, from, "Besigtigelse", "Kvasarmaling på gavlen");
    const auto part = body_of(client.post(path_of(to) + "/sub-files", {{"title", "Tilsynet"}}), 201);
    const Json move{{"case", to.at("id")}, {"sub_file", part.at("id")}, {"reason", "Hører til her"}};
    const auto document = "/api/v1/documents/" + std::to_string(id_of(note));
    CHECK(client.post(document + "/move", {{"case", to.at("id")}}).json().at("field") == "reason");

    const auto moved = body_of(client.post(document + "/move", move));
    CHECK(moved.at("case") == to.at("id"));
    CHECK(moved.at("number") == 1);
    CHECK(body_of(client.get(path_of(from) + "/documents/1")).at("former").at("case") == to.at("id"));
    CHECK(client.get("/sager/" + std::to_string(id_of(from)) + "/dokumenter/1").status == 303);
    const auto left = body_of(client.get(path_of(from)));
    CHECK(left.at("documents").empty());
    CHECK(left.at("moved_documents").at(0).at("document") == note.at("id"));
    CHECK(body_of(client.get(path_of(to))).at("documents").at(0).at("sub_file") == part.at("id"));
    CHECK(within(30s, [&] { return finds(client, "kvasarmaling", "document", id_of(note)); }));

    SECTION("where the new case is kept closer, so is the document, and the old case does not say where it went") {
        auto wanted = case_wanted("En lukket sag");
        wanted["confidentiality"] = "restricted";
        wanted["caseworker"] = body_of(client.get("/api/v1/me")).at("id");
        const auto closer = body_of(client.post("/api/v1/cases", wanted), 201);
        auto colleague = town.as(building_colleague);
        CHECK(colleague.get(document).status == 200);
        body_of(client.post(document + "/move", {{"case", closer.at("id")}, {"reason", "Fortroligt"}}));
        CHECK(colleague.get(document).status == 404);
        CHECK(colleague.get(path_of(from) + "/documents/1").status == 404);
        CHECK(body_of(colleague.get(path_of(to))).at("moved_documents").at(0).at("document").is_null());
        CHECK(within(30s, [&] { return !finds(colleague, "kvasarmaling", "document", id_of(note)); }));
    }
    town.stop();
    check_whole(town);
}

TEST_CASE("Two cases are merged and parted again over HTTP, and every number leads to its document throughout") {
    Town town;
    auto client = town.as(building_worker);
    const auto from = opened(client, "Dubletten"), into = opened(client, "Hovedsagen");
    const auto first = note_on(client, from, "Et", "Kvasarlak"), second = note_on(client, from, "To", "Kvasarlim");
    note_on(client, into, "Der i forvejen", "Andet");
    const auto merge = path_of(from) + "/merge";
    const auto preview = body_of(client.get(merge + "?into=" + std::to_string(id_of(into))));
    CHECK(preview.at("documents") == 2);
    CHECK(preview.at("obstacles").empty());
    CHECK(client.post(merge, {{"into", from.at("id")}, {"reason", "x"}}).json().at("field") == "same_case");

    body_of(client.post(merge, {{"into", into.at("id")}, {"reason", "Samme sag"}}));
    CHECK(body_of(client.get(path_of(into))).at("documents").size() == 3);
    const auto emptied = body_of(client.get(path_of(from)));
    CHECK(emptied.at("state") == "closed");
    CHECK(emptied.at("merged").at("into") == into.at("id"));
    CHECK(body_of(client.get(path_of(from) + "/documents/2")).at("id") == second.at("id"));
    CHECK(within(30s, [&] { return finds(client, "kvasarlak", "document", id_of(first)); }));
    CHECK(
        client.post(path_of(from) + "/notes", {{"title", "Sent"}, {"text", "x"}, {"late_reason", "y"}}).status == 409
    );
    auto stranger = town.as(school_worker);
    CHECK(stranger.post(merge, {{"into", into.at("id")}, {"reason", "x"}}).status == 404);

    const auto parted = client.remove(merge);
    CHECK(parted.status == 200);
    CHECK(body_of(client.get(path_of(from))).at("documents").size() == 2);
    CHECK(body_of(client.get(path_of(from))).at("merged").is_null());
    CHECK(body_of(client.get(path_of(into) + "/documents/3")).at("id") == second.at("id"));
    town.stop();
    check_whole(town);
}

TEST_CASE("A leader draws a sample of closed cases, and the same seed draws the same again") {
    Town town;
    auto client = town.as(building_leader);
    auto wanted = case_wanted("Ledelsestilsyn");
    wanted["type"] = "management_supervision";
    wanted["fields"] = {{"area", "Byggeri"}, {"sample_size", 3}};
    const auto on = body_of(client.post("/api/v1/cases", wanted), 201);
    const auto path = path_of(on) + "/sample";
    CHECK(client.get(path).status == 404);
    const auto drawn = body_of(client.post(path, Json::object()), 201);
    REQUIRE(drawn.at("eligible").get<int>() > 0);
    const auto again = body_of(client.post(path, {{"seed", drawn.at("seed")}}), 201);
    CHECK(again.at("items") == drawn.at("items"));
    const auto judged = client.patch(path + "/1", {{"verdict", "wrong"}});
    CHECK(judged.json().at("field") == "remarks");
    CHECK(body_of(client.patch(path + "/1", {{"verdict", "fine"}})).at("verdict") == "fine");
    CHECK(client.post(path, Json::object()).status == 409);
}
