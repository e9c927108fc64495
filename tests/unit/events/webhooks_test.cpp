#include "tests/unit/events/events_fixture.hpp"

using namespace tests;

TEST_CASE("Only administrators may add, see and remove webhooks") {
    Hearing town;
    const services::NewWebhook made{.url = "https://modtager.example/saglig", .owner = {}, .kinds = {}};
    for (const auto other : {town.user, town.leader}) {
        CHECK(town.add_hook(other, made).error().code == core::ErrorCode::forbidden);
        const auto who = town.principal(other);
        CHECK(town.db->read([&](services::Transaction& tx) { return services::read_webhooks(tx, who); }).has_error());
    }
    const auto added = town.add_hook(town.administrator, made).value().hook;
    CHECK(added.secret.size() == 43);
    CHECK(added.position == core::EventId{town.last_event().value - 1});  // its own event came after
}

TEST_CASE("A webhook's address is http or https, names a host and no user") {
    Hearing town;
    const auto refused = [&](const char* url) {
        const auto added = town.add_hook(town.administrator, {.url = url, .owner = {}, .kinds = {}});
        return added.has_error() && added.error().code == core::ErrorCode::invalid_input &&
               added.error().field == "url";
    };
    CHECK(refused(""));
    CHECK(refused("file:///etc/passwd"));
    CHECK(refused("gopher://modtager.example/"));
    CHECK(refused("https://"));
    CHECK(refused("https://navn:kode@modtager.example/"));
    CHECK(refused("https://modtager.example/\r\nX: y"));
    CHECK_FALSE(refused("http://127.0.0.1:8000"));
}

TEST_CASE("A webhook asks for kinds of event that there are, and that are told outside") {
    Hearing town;
    const auto add = [&](const char* kind) {
        return town.add_hook(
            town.administrator, {.url = "https://modtager.example", .owner = {}, .kinds = {"case_opened", kind}}
        );
    };
    CHECK(add("case_exploded").error().field == "kinds");
    CHECK(add("signed_in").error().field == "kinds");
    CHECK(add("case_changed").value().hook.kinds == "case_opened case_changed");
}
