#include "services/store/follower.hpp"

#include <mutex>

#include "store_fixture.hpp"
#include "tests/support/waiting.hpp"

using namespace std::chrono_literals;
using services::EventLog;
using services::Follower;
using services::Transaction;
using store_tests::StoreFixture;

namespace {

/// A follower that notes what it was handed, and fails when it is told to.
struct FollowerFixture : StoreFixture {
    std::mutex mutex{};
    std::vector<std::int64_t> taken{};
    std::vector<std::size_t> batches{};
    std::vector<std::string> failures{};
    core::EventId position{};
    int failures_left{0};

    void append(int count) {
        write([&](Transaction& tx) {
            for (int i = 0; i < count; ++i)
                EventLog{tx}.append({
                    .at = store_tests::morning(),
                    .kind = services::EventKind::signed_in,
                    .subject_kind = services::SubjectKind::user,
                    .subject = 1,
                });
        });
    }

    Follower::Part part() {
        return {
            .position =
                [this] {
                    const std::lock_guard lock{mutex};
                    return position;
                },
            .take =
                [this](const std::vector<services::Event>& events) {
                    const std::lock_guard lock{mutex};
                    if (failures_left > 0) {
                        --failures_left;
                        throw std::runtime_error{"the disk is full"};
                    }
                    for (const auto& event : events) taken.push_back(event.id.value);
                    batches.push_back(events.size());
                    position = events.back().id;
                },
            .on_failure =
                [this](std::string_view what) {
                    const std::lock_guard lock{mutex};
                    failures.emplace_back(what);
                },
        };
    }

    std::vector<std::int64_t> taken_now() {
        const std::lock_guard lock{mutex};
        return taken;
    }
};

}  // namespace

SCENARIO_METHOD(
    FollowerFixture, "a follower is handed every event once and in order, in batches", "[store][follower]"
) {
    append(7);
    Follower follower{*db, 3, part()};
    REQUIRE(follower.wait_until_current(10s));
    CHECK(taken_now() == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7});
    CHECK(batches == std::vector<std::size_t>{3, 3, 1});
    append(2);
    REQUIRE(follower.wait_until_current(10s));
    CHECK(taken_now() == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9});
    CHECK(failures.empty());
}

SCENARIO_METHOD(FollowerFixture, "a follower goes on after the position that it is told", "[store][follower]") {
    append(5);
    position = core::EventId{3};
    Follower follower{*db, 10, part()};
    REQUIRE(follower.wait_until_current(10s));
    CHECK(taken_now() == std::vector<std::int64_t>{4, 5});
}

SCENARIO_METHOD(
    FollowerFixture, "a batch that failed is handed over again, and its failure told", "[store][follower]"
) {
    append(4);
    failures_left = 1;
    Follower follower{*db, 2, part()};
    REQUIRE(follower.wait_until_current(10s));
    CHECK(taken_now() == std::vector<std::int64_t>{1, 2, 3, 4});
    CHECK(failures == std::vector<std::string>{"the disk is full"});
}

SCENARIO_METHOD(FollowerFixture, "waiting for a follower that can't go on ends in time", "[store][follower]") {
    append(1);
    failures_left = 1'000;
    Follower follower{*db, 2, part()};
    CHECK_FALSE(follower.wait_until_current(50ms));
    CHECK(taken_now().empty());
}
