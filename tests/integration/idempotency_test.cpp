#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

Fields key(const std::string& name) {
    return {{"Idempotency-Key", name}};
}

std::size_t cases_titled(HttpClient& client, const std::string& title) {
    const auto all = all_of(client, "/api/v1/cases?limit=200");
    return static_cast<std::size_t>(std::ranges::count_if(all, [&](const Json& one) {
        return one.at("title") == title;
    }));
}

/// A multipart body with one file; the boundary differs from one sending to the next, as clients have it.
HttpAnswer hand_in(HttpClient& client, const std::string& boundary, const std::string& bytes, const Fields& headers) {
    const auto body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"brev.pdf\"\r\n" +
                      "Content-Type: application/pdf\r\n\r\n" + bytes + "\r\n--" + boundary + "--\r\n";
    return client.send("POST", "/api/v1/intake", body, "multipart/form-data; boundary=" + boundary, headers);
}

}  // namespace

TEST_CASE("A request that is sent again with its key is answered the same and done once, also after a restart") {
    Town town;
    auto client = town.as(registrar);
    const auto wanted = case_wanted("Kun en gang");
    const auto first = client.post("/api/v1/cases", wanted, key("sag-1"));
    REQUIRE(first.status == 201);
    town.stop();
    town.start();
    client = town.as(registrar);
    const auto again = client.post("/api/v1/cases", wanted, key("sag-1"));
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("location") == first.header("location"));
    CHECK(again.header("etag") == first.header("etag"));
    CHECK(again.header("idempotent-replayed") == "true");
    CHECK(first.header("idempotent-replayed").empty());
    CHECK(cases_titled(client, "Kun en gang") == 1);

    const auto other = client.post("/api/v1/cases", case_wanted("En anden"), key("sag-1"));
    CHECK(other.status == 422);
    CHECK(other.header("content-type") == "application/problem+json");
    CHECK(cases_titled(client, "En anden") == 0);
    CHECK(client.post("/api/v1/cases", wanted, key("ikke en nøgle")).status == 400);
}

TEST_CASE("A file that is handed in again with its key is one item") {
    Town town;
    auto client = town.as(registrar);
    const auto bytes = small_pdf({"Kære kommune, se venligst det vedlagte."});
    const auto first = hand_in(client, "a-boundary", bytes, key("post-1"));
    INFO(first.body);
    REQUIRE(first.status == 201);
    const auto again = hand_in(client, "another-boundary", bytes, key("post-1"));
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    // The part goes after the answer has left.
    CHECK(within(std::chrono::seconds{5}, [&] { return town.uploads_left() == 0; }));
    CHECK(hand_in(client, "b", bytes + "\n", key("post-1")).status == 422);
    // Without a key it is another item, a duplicate.
    CHECK(hand_in(client, "b", bytes, {}).json().at("duplicate_of") == first.json().at("id"));
}

TEST_CASE("Many who send the same request at the same time have it done once") {
    Town town;
    const auto token = town.token_of(registrar);
    std::atomic<int> done{0}, under_way{0}, others{0};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 8; ++i)
        crowd.emplace_back([&] {
            HttpClient client{town.base(), token};
            for (int attempt = 0; attempt < 20; ++attempt) {
                const auto status = client.post("/api/v1/cases", case_wanted("I kapløb"), key("race-1")).status;
                ++(status == 201 ? done : status == 409 ? under_way : others);
            }
        });
    for (auto& one : crowd) one.join();
    auto client = town.as(registrar);
    INFO("done " << done << ", under way " << under_way);
    CHECK(others == 0);
    CHECK(done > 0);
    CHECK(cases_titled(client, "I kapløb") == 1);
}

TEST_CASE("A secret is given once, and the database does not keep it") {
    Town town;
    auto client = town.as(administrator);
    const Json wanted{{"url", "http://127.0.0.1:9/"}, {"kinds", Json::array()}};
    const auto first = client.post("/api/v1/webhooks", wanted, key("krog-1"));
    INFO(first.body);
    REQUIRE(first.status == 201);
    CHECK(client.post("/api/v1/webhooks", wanted, key("krog-1")).status == 409);
    CHECK(asked(town.database(), "SELECT progress || '|' || coalesce(body, '') FROM idempotency_keys") == "not_kept|");
}
