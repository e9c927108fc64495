#include <catch2/catch.hpp>

#include <signal.h>

#include <chrono>
#include <iostream>
#include <memory>

#include "tests/integration/crash_checks.hpp"
#include "tests/integration/crash_clients.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr int people = 8;
constexpr int deaths = 4;
constexpr std::int64_t far_apart = 1'000'000;

std::string quoted(const std::string& text) {
    return "\"" + text + "\"";
}

/// Another machine: its own data directory and index, the same database and the same files.
Settings beside(const Saglig& first) {
    return {
        {"database.url", quoted(first.database().url)},
        {"data.file_folder", quoted((first.data() / "files").string())},
        {"data.scan_folder", quoted(first.scan_folder().string())},
        {"log.level", quoted("warn")},
    };
}

/// Of the cookie that a browser got from one node, whether the other knows it.
int status_with_session_of(const Saglig& one, const Saglig& other) {
    auto browser = one.guest();
    const auto answer =
        browser.post_form("/log-ind", {{"name", registrar}, {"password", everyones_password}, {"next", ""}});
    const auto cookie = answer.header("set-cookie");
    return other.guest().get("/sager", {{"Cookie", cookie.substr(0, cookie.find(';'))}}).status;
}

}  // namespace

TEST_CASE("Two that serve and one that works share a database, and one may die in full work") {
    if (!postgres_cluster()) {
        WARN("several nodes need PostgreSQL, and SAGLIG_TEST_POSTGRES names no cluster: not tested");
        return;
    }
    Saglig first{{{"log.level", quoted("warn")}}};
    REQUIRE(first.run({"demo", "seed", "--brief", "--cases", "6", "--documents", "12", "--no-letters"}).status == 0);
    Saglig second{beside(first)};
    Saglig third{beside(first)};
    const TemporaryFolder logs;
    const auto worker = third.begin({"work"}, logs.path() / "work.log");
    first.start();
    second.start();
    CHECK(status_with_session_of(first, second) == 200);
    CHECK(status_with_session_of(second, first) == 200);

    std::vector<std::int64_t> shared_cases;
    {
        auto client = first.as(registrar);
        for (int i = 0; i < 3; ++i)
            shared_cases.push_back(
                body_of(client.post("/api/v1/cases", case_wanted("Fælles sag")), 201).at("id").get<std::int64_t>()
            );
    }
    const auto token = first.token_of(registrar);
    CrashClients dying{people, 1, token, shared_cases};
    CrashClients living{people, 100, token, shared_cases, far_apart};
    living.harbour().open(second.base());
    dying.harbour().open(first.base());
    for (int death = 0; death < deaths; ++death) {
        std::this_thread::sleep_for(std::chrono::milliseconds{700 + 300 * death});  // bounded wait
        const auto before = living.acknowledged();
        first.kill();
        CHECK(within(30s, [&] { return living.acknowledged() > before; }));
        first.start();
        dying.harbour().open(first.base());
    }
    const auto before_last = dying.acknowledged();
    CHECK(within(30s, [&] { return dying.acknowledged() > before_last + people; }));
    const auto lost = dying.finish();
    const auto kept = living.finish();
    std::cout << deaths << " deaths: " << lost.uploads.size() << " and " << kept.uploads.size() << " uploads, "
              << lost.journalings.size() << " and " << kept.journalings.size() << " journalings" << std::endl;
    for (const auto* ledger : {&lost, &kept}) {
        for (const auto& surprise : ledger->surprises) UNSCOPED_INFO(surprise);
        CHECK(ledger->surprises.empty());
    }
    CHECK(kept.unanswered == 0);

    auto one = first.as(registrar);
    auto other = second.as(registrar);
    CHECK(within(120s, [&] { return is_all_work_done(one) && is_all_work_done(other); }));
    CHECK(worker->ended() == std::nullopt);
    for (const auto* ledger : {&lost, &kept}) {
        check_uploads(other, *ledger);
        check_journalings(other, *ledger);
        check_cases(one, *ledger);
        check_search(one, *ledger);
        check_search(other, *ledger);
    }
    check_nothing_is_half(first.database());
    INFO("items that were read twice, and post that was listed twice");
    CHECK(
        asked(
            first.database(),
            "SELECT count(*) FROM (SELECT 1 FROM events WHERE kind IN ('item_read', 'post_listed', 'post_held') "
            "GROUP BY kind, subject_id HAVING count(*) > 1) AS twice"
        ) == "0"
    );
    worker->signal(SIGTERM);
    CHECK(worker->wait(30s) == 0);
    CHECK(first.stop() == 0);
    CHECK(second.stop() == 0);
    const auto whole = first.run({"verify"});
    INFO(whole.output);
    CHECK(whole.status == 0);
}
