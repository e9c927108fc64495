#include "services/http/router.hpp"

#include <catch2/catch.hpp>

using services::BodyLimit;
using services::Method;
using services::Pace;
using services::Router;

namespace {

core::Result<services::Response> nothing(const services::Request&) {
    return services::text("");
}

Router a_router() {
    Router router;
    router.add(Method::get, "/", nothing);
    router.add(Method::get, "/cases", nothing);
    router.add(Method::post, "/cases", nothing, BodyLimit::upload);
    router.add(Method::get, "/cases/new", nothing);
    router.add(Method::get, "/cases/{id:id}", nothing, BodyLimit::none, Pace::quick);
    router.add(Method::patch, "/cases/{id:id}", nothing);
    router.add(Method::get, "/cases/{case:id}/documents/{name}", nothing);
    router.add(Method::post, "/cases/{name}", nothing);
    router.add(Method::get, "/files/{hash:hash}", nothing);
    return router;
}

}  // namespace

TEST_CASE("a path finds its pattern, body limit and pace", "[http][router]") {
    const auto router = a_router();
    CHECK(router.find(Method::get, "/").pattern == "/");
    CHECK(router.find(Method::get, "/cases").body == BodyLimit::small);
    CHECK(router.find(Method::post, "/cases").body == BodyLimit::upload);
    CHECK(router.find(Method::get, "/cases/7").pace == Pace::quick);
    CHECK(router.find(Method::patch, "/cases/7").pace == Pace::slow);
    CHECK(router.routes().size() == 9);
}

TEST_CASE("parameters carry their own route's names, decoded", "[http][router]") {
    const auto router = a_router();
    const auto match = router.find(Method::get, "/cases/12/documents/a%2Fb%25");
    CHECK(match.pattern == "/cases/{case:id}/documents/{name}");
    const std::vector<std::pair<std::string, std::string>> expected{{"case", "12"}, {"name", "a/b%"}};
    CHECK(match.parameters == expected);
}

TEST_CASE("a literal segment wins over a parameter", "[http][router]") {
    const auto router = a_router();
    CHECK(router.find(Method::get, "/cases/new").pattern == "/cases/new");
    CHECK(router.find(Method::post, "/cases/new").pattern == "/cases/{name}");
    CHECK(router.find(Method::post, "/cases/7").pattern == "/cases/{name}");
}

TEST_CASE("an id is a positive number below 2^63", "[http][router]") {
    const auto router = a_router();
    CHECK(router.find(Method::get, "/cases/9223372036854775807").handler);
    for (const auto* path :
         {"/cases/0",
          "/cases/07",
          "/cases/-1",
          "/cases/+1",
          "/cases/1a",
          "/cases/9223372036854775808",
          "/cases/",
          "/cases/10000000000000000000000"})
        CHECK_FALSE(router.find(Method::get, path).handler);
}

TEST_CASE("a hash is 64 hexadecimal digits", "[http][router]") {
    const auto router = a_router();
    CHECK(router.find(Method::get, "/files/" + std::string(64, 'a')).handler);
    CHECK_FALSE(router.find(Method::get, "/files/" + std::string(63, 'a')).handler);
    CHECK_FALSE(router.find(Method::get, "/files/" + std::string(64, 'g')).handler);
}

TEST_CASE("HEAD finds what GET finds", "[http][router]") {
    const auto router = a_router();
    CHECK(router.find(Method::head, "/cases").pattern == "/cases");
    CHECK_FALSE(router.find(Method::head, "/nowhere").handler);
}

TEST_CASE("an unknown path allows nothing, a wrong method tells the right ones", "[http][router]") {
    const auto router = a_router();
    for (const auto* path : {"/nowhere", "/cases/", "cases", "", "/cases//documents/a", "/cases/7/documents/"}) {
        const auto match = router.find(Method::get, path);
        CHECK_FALSE(match.handler);
        if (std::string_view{path} != "/cases/") CHECK(match.allowed.empty());
    }
    const auto wrong = router.find(Method::delete_, "/cases/7");
    CHECK_FALSE(wrong.handler);
    CHECK(wrong.allowed == std::vector{Method::get, Method::head, Method::post, Method::patch});
}
