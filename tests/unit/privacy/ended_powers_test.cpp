#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/unit/privacy/erasure_fixture.hpp"

using core::ErasureOf;
using services::ErasureDecision;
using Office = tests::ErasureOffice;

TEST_CASE_METHOD(
    Office,
    "erasing a party ends the powers that it gave and was given on the case, and leaves a row as proof",
    "[privacy]"
) {
    const core::CitizenNumber karen{core::IdentifierKind::cpr, "2509484916"};
    const core::CitizenNumber jens{core::IdentifierKind::cpr, "0101801234"};
    const auto erased = party();
    const auto today = core::danish_date(clock.now());
    const auto give = [&](const core::CitizenNumber& giver, const core::CitizenNumber& attorney, bool of_all) {
        return write(
                   [&](services::Transaction& tx) -> core::Result<std::int64_t> {
                       services::GivenPower made;
                       made.power.giver = giver;
                       made.power.attorney = attorney;
                       if (!of_all) made.power.in_case = on.id;
                       made.power.last_day = today + std::chrono::days{30};
                       made.giver_name = "Karen Blåbjerg";
                       made.attorney_name = "Jens Nabo";
                       made.given_at = clock.now();
                       return services::CitizenStore{tx}.give_power(made);
                   }
        ).value();
    };
    const auto on_case = give(karen, jens, false), of_all = give(karen, jens, true), given = give(jens, karen, true);
    // Jens's own case, of which nothing is erased.
    const auto jens_case = open(user, a_case("Jens' egen sag")).value();
    put_party(jens_case.id, "Jens Nabo", jens);
    const auto sees = [&] {
        return write(
                   [&](services::Transaction& tx) -> core::Result<std::size_t> {
                       return services::CitizenStore{tx}.seen_by(jens, today, core::Confidentiality::unit).size();
                   }
        ).value();
    };
    const auto power = [&](std::int64_t id) {
        return write(
                   [&](services::Transaction& tx) -> core::Result<services::GivenPower> {
                       return *services::CitizenStore{tx}.power(id);
                   }
        ).value();
    };
    REQUIRE(sees() == 3);  // hers twice, and his own
    const auto id = ask(user, ErasureOf::party, erased.id.value).value();
    REQUIRE(decide(leader, id, ErasureDecision::erase));
    CHECK(sees() == 1);
    for (const auto one : {on_case, of_all, given}) {
        CHECK(power(one).power.is_withdrawn);
        CHECK(power(one).power.giver.digits.empty());
        CHECK(power(one).power.attorney.digits.empty());
        CHECK(power(one).giver_name.empty());
        CHECK(power(one).attorney_name.empty());
        CHECK(power(one).power.last_day == today + std::chrono::days{30});
    }
    std::string log;
    write([&](services::Transaction& tx) -> core::Result<void> {
        for (const auto& event : services::EventLog{tx}.after(core::EventId{0}, 1000))
            log += std::string{name_of(event.kind)} + event.payload;
        return core::done();
    }).value();
    CHECK(log.find("attorney_changed") != std::string::npos);
    CHECK(log.find("\"powers\":3") != std::string::npos);
    INFO("the case of the one who let her act for all of theirs tells that it ended, and nothing of her");
    const auto told = look([&](services::Transaction& tx) {
        return services::EventLog{tx}.of_case(jens_case.id, core::EventId{1'000'000}, 100);
    });
    const auto ended = std::ranges::find(told, services::EventKind::attorney_changed, &services::Event::kind);
    REQUIRE(ended != told.end());
    CHECK(nlohmann::json::parse(ended->payload) == nlohmann::json{{"power", given}, {"given", false}});
}

TEST_CASE_METHOD(
    Office, "a power that another gave stays where the erased party is a party of another case", "[privacy]"
) {
    const core::CitizenNumber karen{core::IdentifierKind::cpr, "2509484916"};
    const auto erased = party();
    const auto other = open(user, a_case("Karens anden sag")).value();
    put_party(other.id, "Karen Blåbjerg", karen);
    const auto power = write([&](services::Transaction& tx) -> core::Result<std::int64_t> {
                           services::GivenPower made;
                           made.power.giver = {core::IdentifierKind::cpr, "0101801234"};
                           made.power.attorney = karen;
                           made.power.last_day = core::danish_date(clock.now()) + std::chrono::days{30};
                           made.given_at = clock.now();
                           return services::CitizenStore{tx}.give_power(made);
                       }).value();
    const auto id = ask(user, ErasureOf::party, erased.id.value).value();
    REQUIRE(decide(leader, id, ErasureDecision::erase));
    const auto left = look([&](services::Transaction& tx) { return *services::CitizenStore{tx}.power(power); });
    CHECK_FALSE(left.power.is_withdrawn);
    CHECK(left.power.attorney == karen);
}
