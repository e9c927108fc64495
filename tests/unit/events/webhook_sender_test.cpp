#include "services/events/webhook_sender.hpp"

#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/waiting.hpp"
#include "tests/unit/events/events_fixture.hpp"

using namespace tests;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A receiver in memory, which can be away.
struct Receiver {
    services::WebhookPost post() {
        return [this](const std::string&, const std::string& body, const std::string&) -> services::WebhookAnswer {
            const std::lock_guard lock{mutex};
            ++attempts;
            if (is_away) return {.status = 0, .error = "no route to host"};
            if (refusal != 0) return {.status = refusal, .error = {}};
            const auto sent = json::parse(body);
            for (const auto& event : sent.at("events")) events.push_back(event);
            return {.status = 204, .error = {}};
        };
    }
    std::vector<json> received() {
        const std::lock_guard lock{mutex};
        return events;
    }
    int tried() {
        const std::lock_guard lock{mutex};
        return attempts;
    }
    void go(bool away, long status = 0) {
        const std::lock_guard lock{mutex};
        is_away = away;
        refusal = status;
    }

    std::mutex mutex;
    std::vector<json> events;
    int attempts{};
    bool is_away{};
    long refusal{};
};

std::unique_ptr<services::WebhookSender> sender(Hearing& town, Receiver& receiver) {
    return std::make_unique<services::WebhookSender>(
        *town.db,
        town.clock,
        services::WebhookSender::Settings{
            .post = receiver.post(), .on_failure = [](std::string_view what) { FAIL_CHECK(std::string{what}); }}
    );
}

services::NewWebhook to_user(core::UserId owner, std::vector<std::string> kinds = {}) {
    return {.url = "https://modtager.example", .owner = owner, .kinds = std::move(kinds)};
}

}  // namespace

TEST_CASE("A receiver gets what its owner may read, in order, and nothing from before it was added") {
    Hearing town;
    town.open(town.user, town.a_case("Før")).value();
    const auto hook = town.add_hook(town.administrator, to_user(town.user)).value().hook.id;
    Receiver receiver;
    const auto sending = sender(town, receiver);
    const auto opened = town.open(town.user, town.a_case("Efter")).value();
    town.open(town.teacher, town.a_case("Et andet sted")).value();
    town.journal(town.user, opened).value();

    REQUIRE(within(30s, [&] { return town.hook(hook).position == town.last_event(); }));
    const auto events = receiver.received();
    REQUIRE(events.size() == 2);
    CHECK(events[0].at("kind") == "case_opened");
    CHECK(events[0].at("case") == opened.id.value);
    CHECK(events[1].at("kind") == "document_journaled");
}

TEST_CASE("After an outage of any length nothing is missing and nothing is out of order") {
    Hearing town;
    const auto hook = town.add_hook(town.administrator, to_user(town.user)).value().hook.id;
    Receiver receiver;
    receiver.go(/*away=*/true);
    auto sending = sender(town, receiver);
    for (int i = 0; i < 250; ++i) town.open(town.user, town.a_case("Sag " + std::to_string(i))).value();
    REQUIRE(within(30s, [&] { return town.hook(hook).failures == 1; }));
    for (int failures = 2; failures <= 12; ++failures) {
        town.clock.advance(15min);
        REQUIRE(within(30s, [&] { return town.hook(hook).failures == failures; }));
    }
    sending = sender(town, receiver);  // the house was restarted meanwhile, too; nothing is due until the clock goes on
    receiver.go(/*away=*/false, 503);
    town.clock.advance(15min);
    REQUIRE(within(30s, [&] { return town.hook(hook).failures == 13; }));
    CHECK(town.deliveries(hook).front().status == 503);

    receiver.go(/*away=*/false);
    town.clock.advance(15min);
    REQUIRE(within(30s, [&] { return receiver.received().size() == 250; }));
    std::int64_t last = 0;
    for (const auto& event : receiver.received()) {
        CHECK(event.at("id").get<std::int64_t>() > last);
        last = event.at("id").get<std::int64_t>();
    }
    REQUIRE(within(30s, [&] { return town.hook(hook).failures == 0; }));
    CHECK(town.deliveries(hook).front().error.empty());
}

TEST_CASE("A receiver that asked for some kinds gets no others, and is not called for them") {
    Hearing town;
    const auto hook = town.add_hook(town.administrator, to_user(town.user, {"document_journaled"})).value().hook.id;
    Receiver receiver;
    const auto sending = sender(town, receiver);
    const auto opened = town.open(town.user, town.a_case()).value();
    REQUIRE(within(30s, [&] { return town.hook(hook).position == town.last_event(); }));
    CHECK(receiver.tried() == 0);
    town.journal(town.user, opened).value();
    REQUIRE(within(30s, [&] { return receiver.received().size() == 1; }));
    CHECK(receiver.received()[0].at("kind") == "document_journaled");
}

TEST_CASE("A receiver whose owner has left hears nothing more") {
    Hearing town;
    const auto hook = town.add_hook(town.administrator, to_user(town.user)).value().hook.id;
    const auto opened = town.open(town.user, town.a_case()).value();
    town.identity.set_active(town.user, false).value();
    Receiver receiver;
    const auto sending = sender(town, receiver);
    REQUIRE(within(30s, [&] { return town.hook(hook).failures > 0; }));
    CHECK(receiver.tried() == 0);
}

TEST_CASE("Pauses grow to a quarter of an hour and no further") {
    CHECK(services::webhook_pause(1) == 10s);
    CHECK(services::webhook_pause(2) == 20s);
    CHECK(services::webhook_pause(7) == 640s);
    CHECK(services::webhook_pause(8) == 15min);
    CHECK(services::webhook_pause(1'000'000) == 15min);
}
