#include <catch2/catch.hpp>

#include "core/rules/erasure.hpp"

using core::ErasureGround;
using core::ErasureObstacle;
using core::ErasureOf;
using core::Retention;

namespace {

constexpr core::Timestamp closed{std::chrono::seconds{1'600'000'000}};

core::ErasureWanted of_closed_case(ErasureOf what, ErasureGround ground, Retention retention) {
    return {
        .what = what,
        .ground = ground,
        .retention = retention,
        .state = core::CaseState::closed,
        .closed_at = closed,
        .is_internal = true,
    };
}

std::optional<ErasureObstacle> obstacle(Retention retention, std::chrono::days after) {
    const auto wanted = of_closed_case(ErasureOf::party, ErasureGround::no_longer_needed, retention);
    return core::obstacle_to_erasure(wanted, closed + after);
}

}  // namespace

TEST_CASE("what the archives act preserves is kept, and what has no code is preserved", "[privacy]") {
    const std::chrono::days ages{40'000};
    CHECK(obstacle(Retention::preserve, ages) == ErasureObstacle::archives_act);
    CHECK(obstacle(Retention::unknown, ages) == ErasureObstacle::archives_act);
    CHECK_FALSE(obstacle(Retention::discard, ages));
}

TEST_CASE("K5 and K10 keep for five and ten years from the closing", "[privacy]") {
    CHECK(obstacle(Retention::discard_after_5, std::chrono::days{5 * 365}) == ErasureObstacle::retention);
    CHECK_FALSE(obstacle(Retention::discard_after_5, std::chrono::days{5 * 366}));
    CHECK(obstacle(Retention::discard_after_10, std::chrono::days{5 * 366}) == ErasureObstacle::retention);
    CHECK_FALSE(obstacle(Retention::discard_after_10, std::chrono::days{10 * 366}));
}

TEST_CASE("a case that is being handled keeps what belongs to it", "[privacy]") {
    auto wanted = of_closed_case(ErasureOf::party, ErasureGround::objection, Retention::discard);
    wanted.state = core::CaseState::decided;
    wanted.closed_at.reset();
    CHECK(core::obstacle_to_erasure(wanted, closed) == ErasureObstacle::open_case);
}

TEST_CASE("letters belong to the journal, what was written for oneself may go", "[privacy]") {
    auto wanted = of_closed_case(ErasureOf::document, ErasureGround::no_longer_needed, Retention::discard);
    CHECK_FALSE(core::obstacle_to_erasure(wanted, closed));
    wanted.is_internal = false;
    CHECK(core::obstacle_to_erasure(wanted, closed) == ErasureObstacle::duty_to_journal);
}

TEST_CASE("what should never have been here goes, and what a court orders", "[privacy]") {
    for (const auto ground : {ErasureGround::unlawful, ErasureGround::legal_duty}) {
        auto wanted = of_closed_case(ErasureOf::document, ground, Retention::preserve);
        wanted.is_internal = false;
        wanted.state = core::CaseState::opened;
        CHECK_FALSE(core::obstacle_to_erasure(wanted, closed));
    }
}
