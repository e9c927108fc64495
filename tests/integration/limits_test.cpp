#include <catch2/catch.hpp>

#include "tests/integration/town.hpp"

using namespace tests;

TEST_CASE("A token is told how many requests it has left, and when to come back") {
    Town town{{{"api.requests_per_minute", "4"}, {"api.guest_requests_per_minute", "1000"}}};
    auto client = town.as(registrar);
    auto colleague = town.as(building_worker);
    const auto first = client.get("/api/v1/me");
    CHECK(first.status == 200);
    CHECK(first.header("ratelimit-limit") == "4");
    CHECK(first.header("ratelimit-remaining") == "3");
    const auto seconds = std::stoi(first.header("ratelimit-reset"));
    CHECK(seconds > 0);
    CHECK(seconds <= 60);
    CHECK(client.get("/api/v1/cases/999999").header("ratelimit-remaining") == "2");  // an error tells it, too
    HttpAnswer last;
    for (int i = 0; i < 3; ++i) last = client.get("/api/v1/me");
    CHECK(last.status == 429);
    CHECK(last.header("content-type") == "application/problem+json");
    CHECK(std::stoi(last.header("retry-after")) <= 60);
    CHECK(last.header("ratelimit-remaining") == "0");
    CHECK(colleague.get("/api/v1/me").status == 200);
    CHECK(client.get("/postliste").header("ratelimit-limit").empty());  // pages are not counted
}

TEST_CASE("Guests share what their address has, and wrong tokens count there") {
    Town town{{{"api.guest_requests_per_minute", "4"}}};
    CHECK(town.guest().get("/api/cases").header("ratelimit-remaining") == "3");  // the pages on it count, too
    CHECK(town.guest().get("/api/v1/openapi.yaml").header("ratelimit-remaining") == "2");
    CHECK(HttpClient(town.base(), "forkert").get("/api/v1/me").status == 401);
    CHECK(town.guest().get("/api/v1/me").status == 401);
    CHECK(town.guest().get("/api/v1/openapi.yaml").status == 429);
    CHECK(HttpClient(town.base(), "forkert-igen").get("/api/v1/me").status == 429);
}

TEST_CASE("Scripts of the sites that are named may use the API, and no others") {
    Town town{{{"api.allowed_origins", "[\"https://app.example.dk\"]"}}};
    auto client = town.as(registrar);
    const Fields from_app{{"Origin", "https://app.example.dk"}};
    const auto asked = client.send(
        "OPTIONS",
        "/api/v1/cases",
        "",
        "",
        {{"Origin", "https://app.example.dk"}, {"Access-Control-Request-Method", "POST"}}
    );
    CHECK(asked.status == 204);
    CHECK(asked.header("access-control-allow-origin") == "https://app.example.dk");
    CHECK(asked.header("access-control-allow-methods").find("POST") != std::string::npos);
    CHECK(asked.header("access-control-allow-credentials").empty());

    const auto made = client.post("/api/v1/cases", case_wanted("Fra et andet sted"), from_app);
    CHECK(made.status == 201);
    CHECK(made.header("access-control-allow-origin") == "https://app.example.dk");
    // A script that may not read why it was refused can't say anything sensible.
    CHECK(
        client.get("/api/v1/cases/999999", from_app).header("access-control-allow-origin") == "https://app.example.dk"
    );
    CHECK(client.get("/api/v1/nowhere", from_app).header("access-control-allow-origin") == "https://app.example.dk");

    const Fields from_elsewhere{{"Origin", "https://ond.example"}};
    const auto read = client.get("/api/v1/me", from_elsewhere);
    CHECK(read.status == 200);
    CHECK(read.header("access-control-allow-origin").empty());
    CHECK(read.header("vary").find("Origin") != std::string::npos);
    CHECK(client.send("OPTIONS", "/api/v1/cases", "", "", from_elsewhere).header("access-control-allow-methods").empty()
    );
    CHECK(client.get("/postliste", from_app).header("access-control-allow-origin").empty());
}

TEST_CASE("Without a setting the API has no limit, and no other site's script may use it") {
    Town town;
    auto client = town.as(registrar);
    const auto answer = client.get("/api/v1/me", {{"Origin", "https://app.example.dk"}});
    CHECK(answer.header("ratelimit-limit").empty());
    CHECK(answer.header("access-control-allow-origin").empty());
    CHECK(client.send("OPTIONS", "/api/v1/cases", "", "", {}).status == 405);
    CHECK(town.run({"config", "check"}).status == 0);
    Saglig wrong{{{"api.allowed_origins", "[\"*\"]"}}};
    const auto checked = wrong.run({"config", "check"});
    CHECK(checked.status != 0);
    CHECK(checked.output.find("api.allowed_origins") != std::string::npos);
}
