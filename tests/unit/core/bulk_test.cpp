#include "core/rules/bulk.hpp"

#include <catch2/catch.hpp>

using core::BulkFacts;
using core::BulkKind;
using core::left_out;
using core::LeftOut;

SCENARIO("many cases are changed at once, apart from those that should not be", "[core][bulk]") {
    GIVEN("a case that may be edited") {
        BulkFacts facts{.may_edit = true};
        THEN("it is among them") {
            for (const auto kind : {BulkKind::hand_over, BulkKind::state, BulkKind::deadline, BulkKind::waiting})
                CHECK_FALSE(left_out(kind, facts));
        }
        WHEN("it would be closed with something still to be done") {
            facts.closes = facts.has_open_tasks = true;
            THEN("it is left open") {
                CHECK(left_out(BulkKind::state, facts) == LeftOut::open_tasks);
            }
        }
        WHEN("it has open tasks, but is only handed over") {
            facts.has_open_tasks = true;
            THEN("it goes with the others") {
                CHECK_FALSE(left_out(BulkKind::hand_over, facts));
            }
        }
        WHEN("it is closed") {
            facts.is_closed = true;
            THEN("it is handed over and opened again, but has no deadline and waits for nothing") {
                CHECK_FALSE(left_out(BulkKind::hand_over, facts));
                CHECK_FALSE(left_out(BulkKind::state, facts));
                CHECK(left_out(BulkKind::deadline, facts) == LeftOut::wrong_state);
                CHECK(left_out(BulkKind::waiting, facts) == LeftOut::wrong_state);
            }
        }
        WHEN("it was put together with another") {
            facts.is_merged = true;
            THEN("it is not opened again by itself") {
                CHECK(left_out(BulkKind::state, facts) == LeftOut::merged);
                CHECK_FALSE(left_out(BulkKind::hand_over, facts));
            }
        }
        WHEN("it has changed since it was looked at") {
            facts.has_changed = facts.is_as_asked = true;
            THEN("that is told first") {
                CHECK(left_out(BulkKind::deadline, facts) == LeftOut::changed_since);
            }
        }
    }
    GIVEN("a case that may only be read") {
        THEN("nothing happens to it, whatever else is so") {
            CHECK(left_out(BulkKind::state, {.is_as_asked = true, .has_open_tasks = true}) == LeftOut::no_right);
        }
    }
}
