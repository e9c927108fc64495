#include <catch2/catch.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"

using namespace tests;

namespace {

std::string path_of(const Json& one) {
    return "/api/v1/cases/" + std::to_string(one.at("id").get<std::int64_t>());
}

void check_problem(const HttpAnswer& answer, int status, const std::string& field = {}) {
    INFO(answer.body);
    CHECK(answer.status == status);
    CHECK(answer.header("content-type") == "application/problem+json");
    const auto told = answer.json();
    CHECK(told.at("status") == status);
    CHECK_FALSE(told.at("title").get<std::string>().empty());
    CHECK_FALSE(told.at("detail").get<std::string>().empty());
    if (!field.empty()) CHECK(told.value("field", "") == field);
}

/// The running number of "2026-000123".
long number_in(const std::string& case_number) {
    return std::stol(case_number.substr(case_number.find('-') + 1));
}

}  // namespace

TEST_CASE("A wrong body is refused with a problem that names the member") {
    Town town;
    auto client = town.as(registrar);
    const auto send = [&](const std::string& body, const std::string& type = "application/json") {
        return client.send("POST", "/api/v1/cases", body, type);
    };
    check_problem(send("{\"title\": "), 400);
    check_problem(send("[1, 2]"), 400);
    check_problem(send(""), 400);
    check_problem(send(std::string(1000, '[')), 400);
    check_problem(send("{}"), 400, "title");
    check_problem(send(case_wanted("x").dump(), "text/plain"), 415);
    auto body = case_wanted("En sag");
    body["titel"] = "stavet forkert";
    check_problem(send(body.dump()), 400, "titel");
    check_problem(send(Json{{"title", 7}, {"subject", some_subject()}}.dump()), 400, "title");
    check_problem(send(Json{{"title", "En sag"}, {"subject", "99.99.99"}}.dump()), 400, "subject");
    check_problem(send(Json{{"title", "to\nlinjer"}, {"subject", some_subject()}}.dump()), 400, "title");
    body = case_wanted("En sag");
    body["unit"] = "Skole";
    check_problem(send(body.dump()), 400, "unit");
    body["unit"] = 999'999;
    CHECK(send(body.dump()).status >= 400);
    body = case_wanted("En sag");
    body["confidentiality"] = "secret";
    check_problem(send(body.dump()), 400, "confidentiality");
    check_problem(client.get("/api/v1/cases?limit=0"), 400, "limit");
    check_problem(client.get("/api/v1/cases?after=abc"), 400, "after");
    check_problem(client.get("/api/v1/search?q=hus&order=random"), 400, "order");
}

TEST_CASE("Who does not say who they are gets 401 and is told how to say it") {
    Town town;
    auto guest = town.guest();
    auto stranger = HttpClient{town.base(), "not-a-token"};
    for (const auto* path : {"/api/v1/cases", "/api/v1/incoming", "/api/v1/search?q=hus", "/api/v1/me"}) {
        INFO(path);
        const auto answer = guest.get(path);
        check_problem(answer, 401);
        CHECK(answer.header("www-authenticate") == "Bearer");
        CHECK(stranger.get(path).status == 401);
    }
    CHECK(guest.post("/api/v1/cases", case_wanted("En sag")).status == 401);
    CHECK(guest.upload("/api/v1/intake", {{"a.zip", small_zip("a")}}).status == 401);
    CHECK(guest.get("/sager", {{"Accept", "text/html"}}).header("location").starts_with("/log-ind"));
}

TEST_CASE("The second of two who change a case is told and sees what the first one wrote") {
    Town town;
    auto first = town.as(building_worker);
    auto second = town.as(building_colleague);
    const auto opened = body_of(first.post("/api/v1/cases", case_wanted("Udhus på Skovvej")), 201);
    const auto answer = first.get(path_of(opened));
    CHECK(answer.header("etag").starts_with("\"1-"));
    CHECK(first.get(path_of(opened), {{"If-None-Match", answer.header("etag")}}).status == 304);
    CHECK(body_of(second.get(path_of(opened))).at("version") == 1);

    const auto changed =
        first.patch(path_of(opened), {{"title", "Udhus og carport på Skovvej"}}, {{"If-Match", answer.header("etag")}});
    CHECK(body_of(changed).at("version") == 2);
    CHECK(changed.header("etag") == "\"2\"");
    CHECK(first.get(path_of(opened), {{"If-None-Match", answer.header("etag")}}).status == 200);
    const auto refused = second.patch(path_of(opened), {{"title", "Garage på Skovvej"}, {"version", 1}});
    check_problem(refused, 409);
    CHECK(refused.json().at("current").at("title") == "Udhus og carport på Skovvej");
    CHECK(refused.json().at("current").at("version") == 2);
    CHECK(body_of(second.get(path_of(opened))).at("title") == "Udhus og carport på Skovvej");
    CHECK(second.patch(path_of(opened), {{"title", "Garage på Skovvej"}, {"version", 2}}).status == 200);
    check_problem(second.patch(path_of(opened), {{"title", "Uden version"}}), 400, "version");
}

TEST_CASE("Page after page a list gives every case once") {
    Town town;
    auto client = town.as(registrar);
    const auto listed = all_of(client, "/api/v1/cases?limit=3");
    std::set<std::int64_t> ids;
    for (const auto& one : listed) ids.insert(one.at("id").get<std::int64_t>());
    CHECK(ids.size() == listed.size());
    CHECK(listed.size() == body_of(client.get("/api/v1/cases?limit=200")).at("items").size());
    const auto readable = asked(
        town.database(),
        "SELECT count(*) FROM cases WHERE access_group_id IN (SELECT group_id FROM group_members WHERE user_id = "
        "(SELECT id FROM users WHERE name = 'registrator'))"
    );
    CHECK(std::to_string(listed.size()) == readable);
}

TEST_CASE("Cases that many open at once are numbered without a gap") {
    Town town;
    constexpr int people = 8, cases_each = 12;
    std::mutex mutex;
    std::set<long> numbers;
    int refused = 0;
    std::vector<std::jthread> threads;
    const auto token = town.token_of(registrar);
    for (int i = 0; i < people; ++i)
        threads.emplace_back([&] {
            HttpClient client{town.base(), token};
            for (int n = 0; n < cases_each; ++n) {
                // One in four is refused after its number was drawn; the number must not be lost with it.
                auto wanted = case_wanted("Mange på én gang");
                if (n % 4 == 3) wanted["caseworker"] = 999'999;
                const auto answer = client.post("/api/v1/cases", wanted);
                const std::lock_guard lock{mutex};
                if (answer.status == 201)
                    numbers.insert(number_in(answer.json().at("number").get<std::string>()));
                else
                    ++refused;
            }
        });
    threads.clear();
    CHECK(refused == people * cases_each / 4);
    REQUIRE(numbers.size() == people * cases_each * 3 / 4);
    CHECK(*numbers.rbegin() - *numbers.begin() + 1 == static_cast<long>(numbers.size()));
}

TEST_CASE("Nothing is journaled on a closed case without a reason, until it is opened again") {
    Town town;
    auto client = town.as(registrar);
    const auto opened = body_of(client.post("/api/v1/cases", case_wanted("Afsluttes")), 201);
    const auto id = taken_in(client, {"sent.zip", small_zip("for sent")});
    const auto journal = "/api/v1/incoming/" + std::to_string(id) + "/journal";

    check_problem(client.patch(path_of(opened), {{"state", "closed"}, {"version", 1}}), 400);
    const auto closed =
        body_of(client.patch(path_of(opened), {{"state", "closed"}, {"reason", "Alt er gjort"}, {"version", 1}}));
    CHECK_FALSE(closed.at("closed_at").is_null());
    check_problem(client.post(journal, journaling_on(opened, "For sent")), 409);
    CHECK(body_of(client.get(path_of(opened))).at("documents").empty());

    const auto reopened =
        body_of(client.patch(path_of(opened), {{"state", "opened"}, {"reason", "Der er klaget"}, {"version", 2}}));
    CHECK(reopened.at("closed_at").is_null());
    const auto journaled = body_of(client.post(journal, journaling_on(opened, "Nu går det")), 201);
    CHECK(journaled.at("document").at("number") == 1);
    check_problem(client.post(journal, journaling_on(opened, "To gange")), 409);
    CHECK(body_of(client.get(path_of(opened))).at("documents").size() == 1);
}

TEST_CASE("A document is served as it came, in parts if wished, and not again if it is known") {
    Town town;
    auto client = town.as(registrar);
    const auto bytes = small_pdf({"Et brev, der kan hentes i dele"});
    const auto id = taken_in(client, {"æøå brev.pdf", bytes});
    settled_item(client, id);
    const auto on = body_of(client.post("/api/v1/cases", case_wanted("Hentes")), 201);
    const auto journaled =
        body_of(client.post("/api/v1/incoming/" + std::to_string(id) + "/journal", journaling_on(on, "Et brev")), 201);
    const auto path = "/api/v1/documents/" + std::to_string(journaled.at("document").at("id").get<std::int64_t>());
    const auto whole = client.get(path + "/original");
    CHECK(whole.body == bytes);
    CHECK(
        whole.header("content-disposition").find("filename*=UTF-8''%C3%A6%C3%B8%C3%A5%20brev.pdf") != std::string::npos
    );
    const auto part = client.get(path + "/original", {{"Range", "bytes=5-9"}});
    CHECK(part.status == 206);
    CHECK(part.body == bytes.substr(5, 5));
    const auto known = client.get(path + "/original", {{"If-None-Match", whole.header("etag")}});
    CHECK(known.status == 304);
    CHECK(known.body.empty());
    CHECK(client.get(path + "/text").body.find("hentes i dele") != std::string::npos);
    CHECK(client.get(path + "/pdf").body.starts_with("%PDF-"));
}

TEST_CASE("A search for a kind that staff can't ask for is refused by name") {
    Town town;
    auto client = town.as(building_worker);
    for (const auto* kind : {"published", "nonsense"}) {
        const auto refused = client.get(std::string{"/api/v1/search?q=byggeri&kind="} + kind);
        check_problem(refused, 400);
        CHECK(refused.json().at("field") == "kind");
    }
    CHECK(client.get("/api/v1/search?q=byggeri&kind=incoming").status == 200);
}
