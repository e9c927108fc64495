#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>
#include <set>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> words{"ansøgning", "afgørelse", "skole", "vej", "klage", "byggetilladelse", "borger"};

/// Kind and id of all that is found by each word.
std::vector<std::set<std::pair<std::string, std::int64_t>>> found_by_words(HttpClient& client) {
    std::vector<std::set<std::pair<std::string, std::int64_t>>> found;
    for (const auto& word : words) {
        auto& here = found.emplace_back();
        for (int offset = 0; offset < 400; offset += 100) {
            const auto page = search(client, word, "&order=newest&offset=" + std::to_string(offset));
            for (const auto& hit : page.at("hits"))
                here.emplace(hit.at("kind").get<std::string>(), hit.at("id").get<std::int64_t>());
        }
    }
    return found;
}

bool is_index_up_to_date(HttpClient& client) {
    const auto metrics = client.get("/metrics").body;
    return metrics.find("saglig_follower_events_behind{follower=\"index\"} 0\n") != std::string::npos;
}

}  // namespace

TEST_CASE("The index is built anew while the server serves, and can be stopped and resumed") {
    Saglig town;
    const auto seeded = town.run({"demo", "seed", "--brief", "--cases", "1500", "--documents", "3000", "--no-letters"});
    REQUIRE(seeded.status == 0);
    town.start();
    auto client = town.as(registrar);
    REQUIRE(within(60s, [&] { return is_index_up_to_date(client); }));
    const auto before = found_by_words(client);
    std::size_t all = 0;
    for (const auto& found : before) all += found.size();
    REQUIRE(all > 100);

    const TemporaryFolder folder;
    {
        const auto rebuild = town.begin({"search", "rebuild"}, folder.path() / "first");
        REQUIRE(within(30s, [&] { return bytes_of(folder.path() / "first").find(" %") != std::string::npos; }));
        rebuild->signal(SIGTERM);
        CHECK(rebuild->wait(30s) == 1);
        CHECK(bytes_of(folder.path() / "first").find("goes on from here") != std::string::npos);
    }
    CHECK(found_by_words(client) == before);

    // What comes in meanwhile must be in the new index too.
    const auto opened = body_of(client.post("/api/v1/cases", case_wanted("Kommet til under ombygningen")), 201);
    const auto rebuilt = town.run({"search", "rebuild"});
    INFO(rebuilt.output);
    CHECK(rebuilt.status == 0);
    CHECK_FALSE(rebuilt.output.starts_with("0 %"));
    const auto id = opened.at("id").get<std::int64_t>();
    CHECK(within(30s, [&] { return finds(client, "ombygningen", "case", id); }));
    CHECK(within(30s, [&] { return found_by_words(client) == before; }));

    // And the new index is followed up like the old one.
    const auto later = body_of(client.post("/api/v1/cases", case_wanted("Kommet til efter nybygningen")), 201);
    CHECK(within(30s, [&] { return finds(client, "nybygningen", "case", later.at("id").get<std::int64_t>()); }));
    REQUIRE(town.stop() == 0);
    town.start();
    auto again = town.as(registrar);
    CHECK(within(30s, [&] { return finds(again, "nybygningen", "case", later.at("id").get<std::int64_t>()); }));
}
