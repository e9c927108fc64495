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
    void list(const std::string& text) {
        journaled(text);
        feed();
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
    SECTION("but not with one that is long past") {
        reader.list("Svar om stien");
        const auto later = reader.today + std::chrono::days{400};
        CHECK(reader.newest_on(later) == core::iso_week(later));
    }
}
