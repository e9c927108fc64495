#include "services/post_list/public_cache.hpp"

#include <catch2/catch.hpp>

using services::PublicCache;
using services::Request;
using services::Response;

namespace {

Request asking(std::string target) {
    Request request;
    request.raw_target = std::move(target);
    return request;
}

std::string body_of(const Response& response) {
    return std::get<std::string>(response.body);
}

std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

struct Drawing {
    PublicCache cache;
    int drawn = 0;
    Response ask(const Request& request, std::uint64_t version) {
        return cache
            .answer(
                request,
                version,
                [&]() -> core::Result<Response> { return services::html("side " + std::to_string(++drawn)); }
            )
            .value();
    }
};

}  // namespace

TEST_CASE("an answer is drawn once until something is committed", "[post_list]") {
    Drawing page;
    CHECK(body_of(page.ask(asking("/postliste"), 1)) == "side 1");
    CHECK(body_of(page.ask(asking("/postliste"), 1)) == "side 1");
    CHECK(body_of(page.ask(asking("/postliste"), 2)) == "side 2");
    CHECK(body_of(page.ask(asking("/postliste"), 2)) == "side 2");
}

TEST_CASE("each address and language has an answer of its own", "[post_list]") {
    Drawing page;
    page.ask(asking("/postliste"), 1);
    CHECK(body_of(page.ask(asking("/postliste/emner"), 1)) == "side 2");
    auto english = asking("/postliste");
    english.headers.emplace_back("cookie", "language=en");
    CHECK(body_of(page.ask(english, 1)) == "side 3");
    auto elsewhere = asking("/postliste");
    elsewhere.headers.emplace_back("host", "sager.example.dk");
    CHECK(body_of(page.ask(elsewhere, 1)) == "side 4");
    CHECK(body_of(page.ask(asking("/postliste"), 1)) == "side 1");
}

TEST_CASE("whoever has the answer is told that it has not changed", "[post_list]") {
    Drawing page;
    auto request = asking("/postliste");
    const auto etag = header_of(page.ask(request, 1), "etag");
    REQUIRE_FALSE(etag.empty());
    request.headers.emplace_back("if-none-match", etag);
    const auto again = page.ask(request, 1);
    CHECK(again.status == 304);
    CHECK(body_of(again).empty());
    CHECK(header_of(again, "etag") == etag);
    CHECK(page.ask(request, 2).status == 200);
}

TEST_CASE("an answer that is no page is not kept", "[post_list]") {
    PublicCache cache;
    int drawn = 0;
    const auto draw = [&]() -> core::Result<Response> {
        ++drawn;
        if (drawn == 1) return core::Error{core::ErrorCode::not_found, "nothing there"};
        return services::redirect("/postliste");
    };
    CHECK(cache.answer(asking("/x"), 1, draw).has_error());
    CHECK(cache.answer(asking("/x"), 1, draw).value().status == 303);
    CHECK(cache.answer(asking("/x"), 1, draw).value().status == 303);
    CHECK(drawn == 3);
}
