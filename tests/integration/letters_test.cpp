#include <catch2/catch.hpp>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

Json letter_saying(const std::string& title, const std::string& text) {
    return {
        {"title", title},
        {"receiver", "Karen Blåbjerg\nLindeallé 8\n9999 Eksempelby"},
        {"text", text},
        {"public_title", title},
        {"public_receiver", "Borger"},
        {"publication", "document"},
    };
}

std::optional<Json> listed(HttpClient& citizen, const std::string& title) {
    const auto list = body_of(citizen.get("/postliste.json"));
    for (const auto& entry : list.at("entries"))
        if (entry.at("title") == title) return entry;
    return std::nullopt;
}

}  // namespace

TEST_CASE("A letter that was written is found by its words and read by everyone, and one with a CPR number is not") {
    Town town;
    auto worker = town.as(building_worker);
    const auto opened = body_of(worker.post("/api/v1/cases", case_wanted("Sag med breve")), 201);
    const auto letters = "/api/v1/cases/" + std::to_string(opened.at("id").get<std::int64_t>()) + "/letters";

    // The receiver's address stands on every letter, and would hold it.
    auto reviewer = town.as(registrar);
    const Json own{{"kind", "allowed"}, {"text", "Lindeallé 8, 9999 Eksempelby"}};
    const auto phrase = body_of(reviewer.post("/api/v1/post-list/phrases", own), 201);
    CHECK(reviewer.post("/api/v1/post-list/phrases", own).status == 409);
    CHECK(worker.get("/api/v1/post-list/phrases").status == 403);
    const auto clean = letter_saying("Kvittering til offentligheden", "Tak for din ansøgning om et kvistværksted.");
    const auto sent = body_of(worker.post(letters, clean), 201);
    const auto id = sent.at("id").get<std::int64_t>();
    CHECK(within(30s, [&] { return finds(worker, "kvistværksted", "document", id); }));
    const auto document = "/api/v1/documents/" + std::to_string(id);
    CHECK(worker.get(document + "/pdf").body.starts_with("%PDF"));
    CHECK(worker.get(document + "/text").body.find("kvistværksted") != std::string::npos);
    auto citizen = town.guest();
    REQUIRE(within(30s, [&] { return listed(citizen, "Kvittering til offentligheden").has_value(); }));

    const auto allowed = "/api/v1/post-list/phrases/" + std::to_string(phrase.at("id").get<std::int64_t>());
    CHECK(reviewer.remove(allowed).status == 204);
    CHECK(body_of(reviewer.get("/api/v1/post-list/phrases")).at("items").empty());

    const auto telling = letter_saying("Svar med nummer", "Din mor har nummer 251248-4916.");
    const auto held = body_of(worker.post(letters, telling), 201);
    REQUIRE(within(30s, [&] {
        return finds(worker, "\"din mor\"", "document", held.at("id").get<std::int64_t>()) &&
               asked(
                   town.database(),
                   "SELECT COUNT(*) FROM post_list_entries WHERE state = 'held' AND title = 'Svar med nummer'"
               ) == "1";
    }));
    CHECK_FALSE(listed(citizen, "Svar med nummer"));

    CHECK(worker.post(letters, letter_saying("Ufærdigt", "Svar senest [skriv datoen].")).status == 400);
}
