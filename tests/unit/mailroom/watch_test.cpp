#include "mailroom_fixture.hpp"
#include "services/mailroom/mailroom_watch.hpp"
#include "tests/support/test_clock.hpp"

using namespace mailroom_tests;

namespace {

struct WatchFixture : MailroomFixture {
    tests::TestClock clock;

    services::MailroomWatch watch(core::UserId user) {
        services::Caller caller;
        caller.principal = principal(user);
        caller.rights_version = read([](services::Transaction& tx) { return services::rights_version(tx); });
        const auto seen = read([](services::Transaction& tx) { return services::EventLog{tx}.last(); });
        return {*db, clock, caller, services::Language::danish, seen};
    }
    void set_progress(std::int64_t pages) {
        write([&](services::Transaction& tx) {
            services::IncomingStore{tx}.set_state(letter, core::IncomingState::reading, "");
            services::IncomingStore{tx}.set_progress(letter, pages, 8);
        });
    }
};

bool holds(const std::optional<std::string>& frames, std::string_view text) {
    return frames && frames->find(text) != std::string::npos;
}

}  // namespace

TEST_CASE_METHOD(WatchFixture, "an open mailroom hears of a new letter, and then nothing more", "[mailroom]") {
    auto registrar = watch(town.registrar);
    CHECK(registrar.poll() == "retry: 1000\n\n");
    add_letter(2);
    CHECK(holds(registrar.poll(), "event: list\n"));
    CHECK(registrar.poll() == "");
}

TEST_CASE_METHOD(WatchFixture, "an open mailroom sees the pages being read one by one", "[mailroom]") {
    auto registrar = watch(town.registrar);
    REQUIRE(registrar.poll());
    set_progress(3);
    const auto frames = registrar.poll();
    CHECK(holds(frames, "event: item\n"));
    CHECK(holds(frames, "side 3 af 8"));
    CHECK(registrar.poll() == "");
}

TEST_CASE_METHOD(WatchFixture, "nobody hears of a letter that they may not read", "[mailroom]") {
    auto caseworker = watch(town.caseworker);
    REQUIRE(caseworker.poll() == "retry: 1000\n\n");
    add_letter(2);
    set_progress(3);
    CHECK(caseworker.poll() == "");
}

TEST_CASE_METHOD(WatchFixture, "a letter that is journaled leaves the list, and its own page says so", "[mailroom]") {
    REQUIRE(journal(town.registrar, on_new_case()));  // the office's first case makes its group, which renews rights
    letter = add_letter(2);
    auto registrar = watch(town.registrar);
    REQUIRE(registrar.poll());
    REQUIRE(journal(town.registrar, on_new_case()));
    const auto frames = registrar.poll();
    CHECK(holds(frames, R"("state":"journaled")"));
    CHECK(holds(frames, "event: list\n"));
}

TEST_CASE_METHOD(WatchFixture, "the stream ends when rights change", "[mailroom]") {
    auto registrar = watch(town.registrar);
    REQUIRE(registrar.poll());
    write([](services::Transaction& tx) { services::raise_rights_version(tx); });
    CHECK_FALSE(registrar.poll());
}

TEST_CASE_METHOD(WatchFixture, "the stream ends after an hour", "[mailroom]") {
    auto registrar = watch(town.registrar);
    REQUIRE(registrar.poll());
    clock.advance(std::chrono::hours{1});
    CHECK_FALSE(registrar.poll());
}
