#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// A request in a unit with two caseworkers, about one letter that is refused.
struct Two {
    Town town;
    HttpClient worker = town.as(building_worker);
    HttpClient first = town.signed_in(building_worker, everyones_password);
    HttpClient second = town.signed_in(building_colleague, everyones_password);
    std::string id, document, desk;

    explicit Two(const Settings& settings = {}) : town(settings) {
        const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Støtte")), 201);
        const auto written = body_of(
            worker.post(
                "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>()) + "/letters",
                {{"title", "Svar"}, {"receiver", "Karen Blåbjerg"}, {"text", "Tak for brevet."}}
            ),
            201
        );
        document = std::to_string(written.at("id").get<std::int64_t>());
        const auto asked = body_of(worker.post("/api/v1/access-requests", {{"asked_for", "Brevet"}}), 201);
        id = std::to_string(asked.at("id").get<std::int64_t>());
        desk = "/aktindsigter/" + id;
        body_of(worker.post("/api/v1/access-requests/" + id + "/documents", {{"case", on.at("id")}}));
    }
    void refuse(const std::string& exemption) {
        const Json wanted{
            {"decision", "refuse"}, {"exemptions", {exemption}}, {"is_widened", true}, {"is_extracted", true}};
        REQUIRE(
            worker
                .send(
                    "PUT", "/api/v1/access-requests/" + id + "/documents/" + document, wanted.dump(), "application/json"
                )
                .status == 204
        );
    }
    static int post(HttpClient& who, const std::string& path, Fields fields) {
        fields.emplace_back("csrf", csrf_on(who.get("/aktindsigter").body));
        return who.post_form(path, fields).status;
    }
    int answer(HttpClient& who) {
        return post(
            who, desk + "/svar", {{"title", "Afgørelse"}, {"receiver", "Pia Presse"}, {"text", "Du får intet at se."}}
        );
    }
    std::string state() { return body_of(worker.get("/api/v1/access-requests/" + id)).at("state").get<std::string>(); }
};

}  // namespace

TEST_CASE("Where two people are wanted, nobody answers before another has approved what is decided") {
    Two two{{{"access_requests.two_people", "true"}}};
    two.refuse("ofl-23");
    CHECK(two.answer(two.first) == 422);
    CHECK(two.post(two.first, two.desk + "/godkendelse", {{"approver", ""}}) == 303);
    INFO("nobody approves their own decision");
    two.post(two.first, two.desk + "/godkendelse/godkend", {});
    CHECK(two.answer(two.first) == 422);
    CHECK(two.post(two.second, two.desk + "/godkendelse/tilbage", {{"reason", "Se på § 30"}}) == 303);
    CHECK(two.first.get(two.desk).body.find("Se på § 30") != std::string::npos);
    CHECK(two.post(two.first, two.desk + "/godkendelse", {}) == 303);
    CHECK(two.post(two.second, two.desk + "/godkendelse/godkend", {}) == 303);
    CHECK(two.first.get(two.desk).body.find("Godkendt") != std::string::npos);
    INFO("what is decided afterwards needs a new word");
    two.refuse("ofl-30-1");
    CHECK(two.answer(two.first) == 422);
    CHECK(two.post(two.first, two.desk + "/godkendelse", {}) == 303);
    CHECK(two.post(two.second, two.desk + "/godkendelse/godkend", {}) == 303);
    CHECK(two.answer(two.first) == 303);
    CHECK(two.state() == "answered");
}

TEST_CASE("Somebody may ask for a second person on a single request") {
    Two two;
    two.refuse("ofl-23");
    CHECK(two.post(two.first, two.desk + "/godkendelse", {}) == 303);
    CHECK(two.answer(two.first) == 422);
    CHECK(two.post(two.second, two.desk + "/godkendelse/godkend", {}) == 303);
    CHECK(two.answer(two.first) == 303);
    CHECK(two.state() == "answered");
}

TEST_CASE("Of two people who answer the same request at the same time, one does") {
    Two two;
    two.refuse("ofl-23");
    const Json letter{{"title", "Afgørelse i al ro"}, {"receiver", "Pia"}, {"text", "Du får intet at se."}};
    const auto path = "/api/v1/access-requests/" + two.id + "/answer";
    // Each has its own connection; the letter is drawn meanwhile, outside of any transaction.
    std::vector<int> answered(6);
    std::vector<HttpClient> clients;
    for (std::size_t at = 0; at < answered.size(); ++at)
        clients.push_back(two.town.as(at % 2 == 0 ? building_worker : building_colleague));
    {
        std::vector<std::jthread> threads;
        for (std::size_t at = 0; at < answered.size(); ++at)
            threads.emplace_back([&, at] { answered[at] = clients[at].post(path, letter).status; });
    }
    CHECK(std::ranges::count(answered, 201) == 1);
    CHECK(std::ranges::count(answered, 409) == std::ssize(answered) - 1);
    CHECK(two.state() == "answered");
    const auto on = body_of(two.worker.get("/api/v1/access-requests/" + two.id)).at("case").get<std::int64_t>();
    const auto documents = all_of(two.worker, "/api/v1/cases/" + std::to_string(on) + "/documents?limit=50");
    CHECK(std::ranges::count(documents, letter.at("title"), [](const Json& one) { return one.at("title"); }) == 1);
    CHECK(two.town.run({"verify"}).status == 0);
}

TEST_CASE("A house that falls while six answer has sent the answer whole or not at all") {
    Two two;
    const Json letter{{"title", "Afgørelse i en storm"}, {"receiver", "Pia"}, {"text", "Vi har ingen dokumenter."}};
    for (const auto life_ms : {0, 10, 25, 50, 100, 200}) {
        auto worker = two.town.as(building_worker);
        const auto asked = body_of(worker.post("/api/v1/access-requests", {{"asked_for", "Alt om vejret"}}), 201);
        const auto path = "/api/v1/access-requests/" + std::to_string(asked.at("id").get<std::int64_t>());
        const auto on = std::to_string(body_of(worker.get(path)).at("case").get<std::int64_t>());
        std::vector<int> answered(6);
        std::vector<HttpClient> clients;
        for (std::size_t at = 0; at < answered.size(); ++at)
            clients.push_back(two.town.as(at % 2 == 0 ? building_worker : building_colleague));
        {
            std::vector<std::jthread> threads;
            for (std::size_t at = 0; at < answered.size(); ++at)
                threads.emplace_back([&, at] {
                    try {
                        answered[at] = clients[at].post(path + "/answer", letter).status;
                    } catch (const std::runtime_error&) {
                        answered[at] = 0;  // it fell before it said so
                    }
                });
            std::this_thread::sleep_for(std::chrono::milliseconds{life_ms});  // bounded wait
            two.town.kill();
        }
        two.town.start();
        INFO("after " << life_ms << " ms");
        auto again = two.town.as(building_worker);
        const auto letters_on_case = [&] {
            const auto documents = all_of(again, "/api/v1/cases/" + on + "/documents?limit=50");
            return std::ranges::count(documents, letter.at("title"), [](const Json& one) { return one.at("title"); });
        };
        const bool is_answered = body_of(again.get(path)).at("state") == "answered";
        CHECK(letters_on_case() == (is_answered ? 1 : 0));
        CHECK(std::ranges::count(answered, 201) <= (is_answered ? 1 : 0));
        if (is_answered) continue;
        INFO("whoever comes next answers, or is told that somebody seems to be at it still");
        const auto next = again.post(path + "/answer", letter);
        if (next.status != 201) CHECK(body_of(next, 409).at("field") == "answering");
        CHECK(letters_on_case() == (next.status == 201 ? 1 : 0));
    }
    CHECK(two.town.run({"verify"}).status == 0);
}

TEST_CASE("A party is heard before a document is decided on, and the page warns until the answer is noted") {
    Two two;
    const auto decide = two.desk + "/dokumenter/" + two.document;
    const auto form = two.first.get(two.desk + "/hoeringer/ny?dokument=" + two.document).body;
    const auto at = form.find("name=\"answer_by\" type=\"date\" value=\"");
    REQUIRE(at != std::string::npos);
    const auto day = form.substr(form.find("value=\"", at) + 7, 10);
    const Fields letter{
        {"title", "Høring"}, {"receiver", "Lindely ApS"}, {"text", "Hvad siger I?"}, {"answer_by", day}};
    INFO("somebody is heard about something");
    CHECK(two.post(two.first, two.desk + "/hoeringer/ny", letter) == 422);
    auto whole = letter;
    whole.emplace_back("document", two.document);
    CHECK(two.post(two.first, two.desk + "/hoeringer/ny", whole) == 303);
    CHECK(two.first.get(decide).body.find("Lindely ApS er hørt") != std::string::npos);
    const auto page = two.first.get(two.desk).body;
    CHECK(page.find("Venter på svar") != std::string::npos);
    const auto noted = page.find(two.desk + "/hoeringer/");
    REQUIRE(noted != std::string::npos);
    const auto path = page.substr(noted, page.find('"', noted) - noted);
    CHECK(two.post(two.first, path, {{"outcome", "objects"}, {"text", "Det skader os."}}) == 303);
    CHECK(two.first.get(decide).body.find("Lindely ApS har indvendinger") != std::string::npos);
    CHECK(two.town.run({"verify"}).status == 0);
}
