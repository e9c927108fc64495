#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("An installation moves to PostgreSQL, also when it is stopped on the way, and goes on there") {
    if (!postgres_cluster()) {
        WARN("SAGLIG_TEST_POSTGRES names no cluster: moving to PostgreSQL is not tested");
        return;
    }
    Saglig before{{{"database.url", "\"\""}}};
    REQUIRE(before.run({"demo", "seed", "--brief", "--cases", "60", "--documents", "300", "--no-letters"}).status == 0);
    const FreshDatabase target;
    const Settings there{{"database.url", "\"" + target.url() + "\""}};

    // Killed while documents are being copied: those before are there, those after are not.
    const TemporaryFolder folder;
    const auto log = folder.path() / "move.log";
    {
        const auto moving = before.begin({"migrate-to", target.url(), "--rows", "1"}, log);
        CHECK(within(60s, [&] { return bytes_of(log).find("copied documents") != std::string::npos; }));
        moving->signal(SIGKILL);
        REQUIRE(moving->wait(10s) == 128 + SIGKILL);
    }
    REQUIRE(bytes_of(log).find("hold the same") == std::string::npos);
    const auto documents = asked_of_postgres(target.url(), "SELECT count(*) FROM documents");
    CHECK(std::stol(documents) > 0);
    CHECK(std::stol(documents) < 300);
    {
        const Saglig half{there, before.data()};
        const auto refused = half.run({"user", "list"});
        CHECK(refused.status == 1);
        CHECK(refused.output.find("migrate-to") != std::string::npos);
    }

    // What changed since then is moved as well: another 's password, whose row was copied before.
    asked(before.database(), "UPDATE users SET email = 'ny@solbakke.example' WHERE name = 'jonas'");
    const auto moved = before.run({"migrate-to", target.url()});
    INFO(moved.output);
    REQUIRE(moved.status == 0);
    CHECK(moved.output.find("Both sides hold the same.") != std::string::npos);
    for (const auto* count :
         {"SELECT count(*) FROM documents", "SELECT count(*) FROM events", "SELECT max(id) FROM cases"})
        CHECK(asked_of_postgres(target.url(), count) == asked(before.database(), count));
    CHECK(asked_of_postgres(target.url(), "SELECT email FROM users WHERE name = 'jonas'") == "ny@solbakke.example");

    const auto again = before.run({"migrate-to", target.url()});
    CHECK(again.status == 1);
    CHECK(again.output.find("data of its own") != std::string::npos);

    Saglig after{there, before.data()};
    const auto whole = after.run({"verify"});
    INFO(whole.output);
    CHECK(whole.status == 0);
    after.start();
    auto client = after.as(registrar);
    CHECK(all_of(client, "/api/v1/cases?limit=100").size() >= 20);
    body_of(client.post("/api/v1/cases", case_wanted("Den første sag efter flytningen")), 201);
    CHECK(before.run({"migrate-to", target.url()}).status == 2);  // somebody serves from this data directory
    CHECK(after.stop() == 0);
}
