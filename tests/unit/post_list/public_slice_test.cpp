#include "services/post_list/public_slice.hpp"

#include "tests/unit/post_list/post_list_fixture.hpp"

namespace {

struct Reader : tests::PostRoom {
    core::Date today = core::danish_date(clock.now());

    core::IsoWeek newest_on(core::Date day) {
        const auto look = [&](services::Transaction& tx) -> core::Result<core::IsoWeek> {
            return services::newest_week(tx, day);
        };
        return db->read(look).value();
    }
    core::Document list(const std::string& text) {
        auto document = journaled(text);
        feed();
        return document;
    }
    void withhold(const core::Document& document) {
        services::PostDecision decision;
        decision.state = services::PostState::withheld;
        decision.seen = seen(document);
        decision.exemption = "ofl-30-1";
        decision.reason = "Privat";
        decide(leader, document, decision).value();
    }
};

}  // namespace

TEST_CASE("The list begins with the newest week that has anything") {
    Reader reader;
    const auto this_week = core::iso_week(reader.today);
    SECTION("which is this one while there is nothing at all") {
        CHECK(reader.newest_on(reader.today) == this_week);
    }
    SECTION("also in the weeks after, that have nothing yet") {
        reader.list("Svar om stien");
        CHECK(reader.newest_on(reader.today) == this_week);
        CHECK(reader.newest_on(reader.today + std::chrono::days{7}) == this_week);
        CHECK(reader.newest_on(reader.today + std::chrono::days{70}) == this_week);
    }
    SECTION("to be read: what was withheld is no reason to begin later") {
        reader.list("Svar om stien");
        reader.clock.advance(std::chrono::days{7});
        const auto next_week = core::danish_date(reader.clock.now());
        const auto document = reader.list("CPR-nummer 070761-4285");
        reader.withhold(document);
        CHECK(reader.newest_on(next_week) == this_week);
    }
    SECTION("or, where all was withheld, the newest that something was listed in") {
        reader.withhold(reader.list("CPR-nummer 070761-4285"));
        CHECK(reader.newest_on(reader.today + std::chrono::days{7}) == this_week);
    }
    SECTION("but not with one that is long past") {
        reader.list("Svar om stien");
        const auto later = reader.today + std::chrono::days{400};
        CHECK(reader.newest_on(later) == core::iso_week(later));
    }
}
