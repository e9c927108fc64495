#include "services/http/message.hpp"

#include <catch2/catch.hpp>

#include "services/http/language.hpp"

using core::ErrorCode;
using services::Language;
using services::Request;
using services::Response;

namespace {

Request with(services::Headers headers) {
    Request request;
    request.id = "0123456789abcdef";
    request.headers = std::move(headers);
    return request;
}

bool contains(const Response& response, std::string_view text) {
    return std::get<std::string>(response.body).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a request finds its headers, cookies, queries, parts and parameters", "[http][message]") {
    auto request = with({{"cookie", "a=1; language=en;session=x=y"}, {"accept", "*/*"}});
    CHECK(request.header("accept") == "*/*");
    CHECK(request.header("missing").empty());
    CHECK(request.cookie("language") == "en");
    CHECK(request.cookie("session") == "x=y");
    CHECK(request.cookie("lang").empty());
    request.query = {{"q", "first"}, {"q", "second"}};
    CHECK(request.query_value("q") == "first");
    CHECK_FALSE(request.query_value("x"));
    request.path_parameters = {{"id", "42"}};
    CHECK(request.id_parameter("id") == 42);
    services::FormPart part;
    part.name = "title";
    part.value = "Brev";
    request.parts.push_back(part);
    CHECK(request.form_value("title") == "Brev");
    CHECK(request.form_value("x").empty());
    CHECK_FALSE(request.part("x"));
}

TEST_CASE("set replaces and add keeps", "[http][message]") {
    Response response;
    response.set("a", "1").set("a", "2").add("set-cookie", "x").add("set-cookie", "y");
    const services::Headers expected{{"a", "2"}, {"set-cookie", "x"}, {"set-cookie", "y"}};
    CHECK(response.headers == expected);
    CHECK(services::redirect("/a").status == 303);
}

TEST_CASE("a problem says what happened in the reader's language", "[http][message]") {
    const core::Error error{ErrorCode::conflict, "the case is at version 4", "title"};
    const auto danish = services::problem(error, with({}));
    CHECK(danish.status == 409);
    CHECK(contains(danish, "\"type\": \"urn:saglig:problem:conflict\""));
    CHECK(contains(danish, "\"title\": \"Oplysningerne er ændret af en anden\""));
    CHECK(contains(danish, "\"status\": 409"));
    CHECK(contains(danish, "\"instance\": \"urn:saglig:request:0123456789abcdef\""));
    CHECK(contains(danish, "\"field\": \"title\""));
    CHECK(contains(danish, "\"reason\": \"the case is at version 4\""));
    CHECK(contains(services::problem(error, with({{"accept-language", "en-GB,en"}})), "Someone else has changed this"));
}

TEST_CASE("a problem does not tell why something is hidden", "[http][message]") {
    const auto problem = services::problem({ErrorCode::not_found, "the case is secret"}, with({}));
    CHECK_FALSE(contains(problem, "secret"));
}

TEST_CASE("a problem is JSON whatever its error says", "[http][message]") {
    const auto problem = services::problem({ErrorCode::invalid_input, "a \"quote\"\n\\", "\xff"}, with({}));
    CHECK(contains(problem, R"("reason": "a \"quote\"\u000a\\")"));
    CHECK_FALSE(contains(problem, "\"field\""));
}

TEST_CASE("every error code has its status", "[http][message]") {
    using services::status_of;
    CHECK(status_of(ErrorCode::invalid_input) == 400);
    CHECK(status_of(ErrorCode::not_signed_in) == 401);
    CHECK(status_of(ErrorCode::forbidden) == 403);
    CHECK(status_of(ErrorCode::not_found) == 404);
    CHECK(status_of(ErrorCode::conflict) == 409);
    CHECK(status_of(ErrorCode::too_large) == 413);
    CHECK(status_of(ErrorCode::unsupported) == 415);
    CHECK(status_of(ErrorCode::unreadable) == 422);
    CHECK(status_of(ErrorCode::too_many) == 429);
    CHECK(status_of(ErrorCode::unavailable) == 503);
    CHECK(status_of(ErrorCode::out_of_space) == 507);
}

TEST_CASE("the language is the cookie's, else the best accepted, else Danish", "[http][message]") {
    using services::language_of;
    CHECK(language_of(with({})) == Language::danish);
    CHECK(language_of(with({{"accept-language", "de"}})) == Language::danish);
    CHECK(language_of(with({{"accept-language", "en"}})) == Language::english);
    CHECK(language_of(with({{"accept-language", "da;q=0.5, en-US;q=0.8"}})) == Language::english);
    CHECK(language_of(with({{"accept-language", "en;q=0.5, da-DK"}})) == Language::danish);
    CHECK(language_of(with({{"accept-language", "en;q=0"}})) == Language::danish);
    CHECK(language_of(with({{"cookie", "language=en"}, {"accept-language", "da"}})) == Language::english);
    CHECK(language_of(with({{"cookie", "language=xx"}, {"accept-language", "en"}})) == Language::english);
}
