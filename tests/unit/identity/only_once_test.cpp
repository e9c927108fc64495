#include "services/identity/only_once.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>

#include "services/store/idempotency_store.hpp"
#include "tests/unit/identity/identity_fixture.hpp"

using core::Error;
using core::ErrorCode;
using core::Result;
using services::OnlyOnce;
using services::Request;
using services::Response;
using services::Transaction;

namespace {

std::string field(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

std::string text_of(const Response& response) {
    return std::get<std::string>(response.body);
}

Request posting(const std::string& key, const std::string& body = "{}") {
    Request request;
    request.method = services::Method::post;
    request.path = request.raw_target = "/api/v1/cases";
    request.body = body;
    if (!key.empty()) request.headers = {{"idempotency-key", key}};
    return request;
}

/// A house where units are opened by request: a work with a trace to count.
struct Office : tests::House {
    OnlyOnce once{*db, clock};
    std::shared_ptr<const services::Caller> caller =
        identity.caller_of(tests::with_bearer(identity.add_api_token("jekr").value())).value();
    int calls = 0;

    std::size_t units() {
        return db->read(
                     [](Transaction& tx) -> Result<std::size_t> { return services::UnitStore{tx}.all().size(); }
        ).value();
    }
    Result<void> open_unit() {
        ++calls;
        return db->write([&](Transaction& tx) -> Result<void> {
            services::UnitStore{tx}.add({{}, authority, "Enhed " + std::to_string(calls), "E"});
            return core::done();
        });
    }
    Result<Response> opened() {
        TRY(open_unit());
        auto response = services::json("{\"unit\": " + std::to_string(calls) + "}", 201);
        response.set("location", "/api/v1/units/" + std::to_string(calls));
        return response;
    }
    Result<Response> ask(const Request& request) {
        return once.run(request, *caller, [&] { return opened(); });
    }
    ErrorCode refusal(const Request& request) {
        const auto outcome = ask(request);
        REQUIRE(outcome.has_error());
        return outcome.error().code;
    }
};

}  // namespace

TEST_CASE_METHOD(Office, "the same request with the same key is answered the same and done once", "[identity]") {
    const auto before = units();
    const auto first = ask(posting("a-1")).value();
    clock.advance(std::chrono::hours{23});
    const auto again = ask(posting("\"a-1\"")).value();  // quoted, as the draft has it
    CHECK(units() == before + 1);
    CHECK(again.status == 201);
    CHECK(text_of(again) == text_of(first));
    CHECK(field(again, "location") == "/api/v1/units/1");
    CHECK(field(again, "content-type") == field(first, "content-type"));
    CHECK(field(again, "idempotent-replayed") == "true");
    CHECK(field(first, "idempotent-replayed").empty());
}

TEST_CASE_METHOD(Office, "without a key everything is done as often as it is asked", "[identity]") {
    const auto before = units();
    CHECK(ask(posting("")));
    CHECK(ask(posting("")));
    CHECK(units() == before + 2);
}

TEST_CASE_METHOD(Office, "an empty key is a mistake, not a wish to do without", "[identity]") {
    auto request = posting("");
    request.headers = {{"idempotency-key", ""}};
    CHECK(refusal(request) == ErrorCode::invalid_input);
    request.headers = {{"idempotency-key", "\"\""}};
    CHECK(refusal(request) == ErrorCode::invalid_input);
    CHECK(calls == 0);
}

TEST_CASE_METHOD(Office, "a key belongs to one request of one person", "[identity]") {
    CHECK(ask(posting("a-1", "{\"a\": 1}")).value().status == 201);
    const auto other = ask(posting("a-1", "{\"a\": 2}")).value();
    CHECK(other.status == 422);
    CHECK(field(other, "content-type") == "application/problem+json");
    CHECK(calls == 1);

    add_user("anfi", {});
    caller = identity.caller_of(tests::with_bearer(identity.add_api_token("anfi").value())).value();
    CHECK(ask(posting("a-1", "{\"a\": 2}")).value().status == 201);
    CHECK(calls == 2);
}

TEST_CASE_METHOD(Office, "a file counts by its hash, and the name of the part by itself", "[identity]") {
    auto request = posting("a-1");
    services::FormPart part;
    part.name = "file";
    part.file_name = "brev.pdf";
    part.file = "/tmp/first";
    part.sha256 = "aa";
    request.parts = {part};
    CHECK(ask(request).value().status == 201);
    request.parts[0].file = "/tmp/second";
    CHECK(field(ask(request).value(), "idempotent-replayed") == "true");
    request.parts[0].sha256 = "bb";
    CHECK(ask(request).value().status == 422);
}

TEST_CASE_METHOD(Office, "a key that nobody could have meant is refused", "[identity]") {
    CHECK(refusal(posting("\"\"")) == ErrorCode::invalid_input);
    CHECK(refusal(posting("to ord")) == ErrorCode::invalid_input);
    CHECK(refusal(posting(std::string(256, 'x'))) == ErrorCode::invalid_input);
    CHECK(ask(posting(std::string(255, 'x'))));
}

TEST_CASE_METHOD(Office, "a second request while the first is under way is a conflict", "[identity]") {
    std::optional<ErrorCode> second;
    const auto first = once.run(posting("a-1"), *caller, [&]() -> Result<Response> {
        std::thread{[&] { second = once.run(posting("a-1"), *caller, [&] { return opened(); }).error().code; }}.join();
        return opened();
    });
    CHECK(first.value().status == 201);
    CHECK(second == ErrorCode::conflict);
    CHECK(calls == 1);
}

TEST_CASE_METHOD(Office, "a refused request that did nothing leaves its key free", "[identity]") {
    const auto refused = once.run(posting("a-1"), *caller, []() -> Result<Response> {
        return Error{ErrorCode::invalid_input, "no"};
    });
    CHECK(refused.error().code == ErrorCode::invalid_input);
    CHECK(ask(posting("a-1", "{\"a\": 2}")).value().status == 201);
}

TEST_CASE_METHOD(Office, "a refusal after something was done is an answer like any other", "[identity]") {
    const auto late = [&]() -> Result<Response> {
        TRY(open_unit());
        return Error{ErrorCode::conflict, "half done"};
    };
    CHECK(once.run(posting("a-1"), *caller, late).value().status == 409);
    CHECK(ask(posting("a-1")).value().status == 409);
    CHECK(calls == 1);
}

TEST_CASE_METHOD(Office, "who was killed before anything was done holds the key for a minute", "[identity]") {
    Result<Response> meanwhile = Error{};
    const auto ask_meanwhile = [&] {
        std::thread{[&] { meanwhile = once.run(posting("a-1"), *caller, [&] { return opened(); }); }}.join();
    };
    const auto killed = once.run(posting("a-1"), *caller, [&]() -> Result<Response> {
        clock.advance(OnlyOnce::longest_work - std::chrono::seconds{1});
        ask_meanwhile();
        CHECK(meanwhile.error().code == ErrorCode::conflict);
        clock.advance(std::chrono::seconds{1});
        ask_meanwhile();
        return Error{ErrorCode::unavailable, "nothing was done"};
    });
    CHECK(meanwhile.value().status == 201);
    CHECK(field(ask(posting("a-1")).value(), "idempotent-replayed") == "true");
}

TEST_CASE_METHOD(Office, "an exception before anything was done frees the key at once", "[identity]") {
    const auto fails = []() -> Result<Response> { throw std::logic_error{"no database, say"}; };
    CHECK_THROWS_AS(once.run(posting("a-1"), *caller, fails), std::logic_error);
    CHECK(ask(posting("a-1")).value().status == 201);
}

TEST_CASE_METHOD(Office, "what was done is never done again, though its answer was lost", "[identity]") {
    const auto before = units();
    const auto dies = [&]() -> Result<Response> {
        TRY(open_unit());
        throw std::logic_error{"as if killed here"};
    };
    CHECK_THROWS_AS(once.run(posting("a-1"), *caller, dies), std::logic_error);
    CHECK(refusal(posting("a-1")) == ErrorCode::conflict);
    clock.advance(std::chrono::hours{1});
    CHECK(refusal(posting("a-1")) == ErrorCode::conflict);
    CHECK(units() == before + 1);
}

TEST_CASE_METHOD(Office, "whoever lost the claim to a later request writes nothing more", "[identity]") {
    const auto before = units();
    const auto slow = once.run(posting("a-1"), *caller, [&]() -> Result<Response> {
        clock.advance(OnlyOnce::longest_work + std::chrono::seconds{1});
        std::thread{[&] { CHECK(once.run(posting("a-1"), *caller, [&] { return opened(); })); }}.join();
        return opened();
    });
    CHECK(slow.value().status == 409);
    CHECK(units() == before + 1);
}

TEST_CASE_METHOD(Office, "an answer that must not be kept is given once", "[identity]") {
    const auto secret = [&]() -> Result<Response> {
        TRY(auto response, opened());
        response.set("cache-control", "no-store");
        return response;
    };
    CHECK(once.run(posting("a-1"), *caller, secret).value().status == 201);
    CHECK(once.run(posting("a-1"), *caller, secret).error().code == ErrorCode::conflict);
    CHECK(calls == 1);
}

TEST_CASE_METHOD(Office, "an answer that is under way while a person is erased is not kept either", "[identity]") {
    const auto erase = [&] {
        CHECK(db->write([](Transaction& tx) -> Result<void> {
            services::IdempotencyStore{tx}.forget_answers();
            return core::done();
        }));
    };
    const auto first = once.run(posting("a-1"), *caller, [&]() -> Result<Response> {
        auto response = opened();
        std::thread{erase}.join();  // another caller's work
        return response;
    });
    CHECK(first.value().status == 201);
    CHECK(refusal(posting("a-1")) == ErrorCode::conflict);
    CHECK(calls == 1);
}

TEST_CASE_METHOD(Office, "answers are forgotten with a person who is erased, and keys after a day", "[identity]") {
    CHECK(ask(posting("a-1")));
    const auto keys = [&](auto act) {
        return db->write([&](Transaction& tx) -> Result<void> {
            act(services::IdempotencyStore{tx});
            return core::done();
        });
    };
    CHECK(keys([](services::IdempotencyStore store) { store.forget_answers(); }));
    CHECK(refusal(posting("a-1")) == ErrorCode::conflict);
    clock.advance(OnlyOnce::kept_for + std::chrono::seconds{1});
    CHECK(keys([&](services::IdempotencyStore store) { store.remove_older(clock.now() - OnlyOnce::kept_for); }));
    CHECK(ask(posting("a-1")).value().status == 201);
    CHECK(calls == 2);
}
