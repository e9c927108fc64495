#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>

#include "tests/integration/crash_checks.hpp"
#include "tests/integration/crash_clients.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

constexpr int people = 20;
constexpr int deaths = 12;
constexpr std::int64_t longest_life_ms = 1500;
constexpr std::uint32_t usual_seed = 20'261'122;

/// SAGLIG_CRASH_SEED tries other moments.
std::uint32_t chosen_seed() {
    const char* given = std::getenv("SAGLIG_CRASH_SEED");
    return given == nullptr ? usual_seed : static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10));
}

void tell(const char* what, std::chrono::steady_clock::time_point since) {
    const auto took = std::chrono::steady_clock::now() - since;
    std::cout << what << " after " << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms"
              << std::endl;
}

}  // namespace

TEST_CASE("Whatever was acknowledged before the server died is there afterwards, intact and once") {
    const auto began = std::chrono::steady_clock::now();
    const auto seed = chosen_seed();
    std::cout << "seed " << seed << std::endl;
    INFO("seed " << seed);
    Saglig town{{{"log.level", "\"warn\""}}};
    REQUIRE(town.run({"demo", "seed", "--brief", "--cases", "6", "--documents", "12", "--no-letters"}).status == 0);
    std::vector<std::int64_t> shared_cases;
    town.start();
    {
        auto client = town.as(registrar);
        for (int i = 0; i < 3; ++i)
            shared_cases.push_back(
                body_of(client.post("/api/v1/cases", case_wanted("Fælles sag")), 201).at("id").get<std::int64_t>()
            );
    }

    std::mt19937 random{seed};
    CrashClients crowd{people, seed, town.token_of(registrar), shared_cases};
    crowd.harbour().open(town.base());
    for (int death = 0; death < deaths; ++death) {
        // The moment is the point of this test; nothing is waited for.
        std::this_thread::sleep_for(std::chrono::milliseconds{random() % longest_life_ms});  // bounded wait
        town.kill();
        town.start();
        crowd.harbour().open(town.base());
    }
    const auto before_last = crowd.acknowledged();
    CHECK(within(30s, [&] { return crowd.acknowledged() > before_last + people; }));
    const auto ledger = crowd.finish();
    std::cout << deaths << " deaths: " << ledger.uploads.size() << " uploads, " << ledger.journalings.size()
              << " journalings and " << ledger.cases.size() << " cases acknowledged, " << ledger.unanswered
              << " requests without an answer" << std::endl;
    tell("clients done", began);
    for (const auto& surprise : ledger.surprises) UNSCOPED_INFO(surprise);
    CHECK(ledger.surprises.empty());
    REQUIRE(ledger.uploads.size() > 100);
    REQUIRE(ledger.journalings.size() > 50);

    auto client = town.as(registrar);
    CHECK(within(120s, [&] { return is_all_work_done(client); }));
    tell("jobs done", began);
    CHECK(has_figure(client.get("/metrics").body, "saglig_jobs{state=\"dead\"} 0"));
    check_uploads(client, ledger);
    check_journalings(client, ledger);
    check_cases(client, ledger);
    check_search(client, ledger);
    check_nothing_is_half(town.database());
    CHECK(town.uploads_left() == 0);
    CHECK(town.stop() == 0);
    const auto whole = town.run({"verify"});
    INFO(whole.output);
    CHECK(whole.status == 0);
    tell("all checked", began);
}
