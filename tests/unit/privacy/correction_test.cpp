#include <catch2/catch.hpp>

#include "services/privacy/corrections.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;

namespace {

struct Office : tests::TownHall {
    core::Case on = open(user, a_case()).value();
    core::Party karen = added();

    core::Party added() {
        const auto who = principal(user);
        return write([&](services::Transaction& tx) {
                   core::Party made;
                   made.in_case = on.id;
                   made.name = "Karen Blåbjærg";
                   made.identifier = "250948-4916";
                   made.address = "Lindeallé 8";
                   return services::add_party(tx, {who, clock.now()}, made);
               }
        ).value();
    }
    core::Result<core::Party> correct(core::UserId by, services::PartyCorrection made) {
        made.party = karen.id;
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return services::correct_party(tx, {who, clock.now()}, made); });
    }
    std::string last_payload() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<std::string> {
                return services::EventLog{tx}.matching({.limit = 1}).front().payload;
            })
            .value();
    }
};

}  // namespace

TEST_CASE_METHOD(Office, "a party is corrected, and the log says that and why, not what stood there", "[privacy]") {
    const auto after = correct(
        user,
        {.party = {},
         .name = "Karen Blåbjerg",
         .identifier = "250948-4916",
         .address = "Lindeallé 9",
         .reason = "Borgeren oplyste det"}
    );
    REQUIRE(after);
    CHECK(after.value().name == "Karen Blåbjerg");
    const auto payload = last_payload();
    CHECK(payload.find(R"("fields":["name","address"])") != std::string::npos);
    CHECK(payload.find("Borgeren oplyste det") != std::string::npos);
    CHECK(payload.find("Karen") == std::string::npos);
    CHECK(payload.find("Linde") == std::string::npos);
}

TEST_CASE_METHOD(Office, "a correction is explained, possible and permitted", "[privacy]") {
    const services::PartyCorrection good{
        .party = {}, .name = "Karen", .identifier = "", .address = "", .reason = "Forkert navn"};
    auto unexplained = good, impossible = good, nameless = good;
    unexplained.reason = "";
    impossible.identifier = "991399-0000";
    nameless.name = "";
    CHECK(correct(user, unexplained).error().field == "reason");
    CHECK(correct(user, impossible).error().field == "identifier");
    CHECK(correct(user, nameless).error().field == "name");
    CHECK(correct(teacher, good).error().code == ErrorCode::not_found);
    CHECK(correct(user, good));
}
