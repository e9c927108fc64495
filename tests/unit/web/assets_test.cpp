#include "services/web/assets.hpp"

#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <variant>

#include "sample.hpp"

namespace {

using services::Method;
using services::Request;
using services::StaticBody;

services::Router asset_router() {
    services::Router router;
    services::add_asset_routes(router);
    return router;
}

services::Response answer(const services::Router& router, const std::string& path, const std::string& encoding) {
    const auto match = router.find(Method::get, path);
    REQUIRE(match.handler != nullptr);
    Request request;
    request.headers = {{"accept-encoding", encoding}};
    return (*match.handler)(request).value();
}

std::string header(const services::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

}  // namespace

TEST_CASE("an asset may be kept for ever and has a type", "[web]") {
    const auto router = asset_router();
    const auto css = answer(router, services::asset_folder() + "/css/saglig.css", "");
    CHECK(header(css, "cache-control").find("immutable") != std::string::npos);
    CHECK(header(css, "content-type") == "text/css; charset=utf-8");
    CHECK(header(css, "content-encoding").empty());
    CHECK(std::get<StaticBody>(css.body).bytes.find(".sg-menu") != std::string_view::npos);
}

TEST_CASE("what compresses is sent compressed to those who take it, under an etag of its own", "[web]") {
    const auto router = asset_router();
    const auto path = services::asset_folder() + "/css/dkfds.css";
    const auto plain = answer(router, path, "br");
    const auto small = answer(router, path, "gzip, br");
    CHECK(header(small, "content-encoding") == "gzip");
    CHECK(std::get<StaticBody>(small.body).bytes.size() * 4 < std::get<StaticBody>(plain.body).bytes.size());
    CHECK(std::get<StaticBody>(small.body).etag != std::get<StaticBody>(plain.body).etag);
    const auto font = answer(router, services::asset_folder() + "/fonts/IBMPlexSans-Regular.woff2", "gzip");
    CHECK(header(font, "content-encoding").empty());
    CHECK(header(font, "content-type") == "font/woff2");
}

TEST_CASE("every file that a page or stylesheet names is served", "[web]") {
    const auto router = asset_router();
    std::set<std::string> paths;
    const services::Pages pages;
    const std::regex link{R"re((?:src|href)="(/assets/[^"#]+))re"};
    const auto collect = [&](const std::string& text, const std::regex& pattern, const std::string& before) {
        for (std::sregex_iterator at{text.begin(), text.end(), pattern}, end; at != end; ++at)
            paths.insert(before + (*at)[1].str());
    };
    for (const auto& sample : web_test::samples()) {
        if (sample.is_fragment) continue;
        collect(
            pages.render(sample.page, sample.data, web_test::frame_for(sample, services::Language::danish)), link, ""
        );
    }
    REQUIRE(paths.size() > 8);
    const std::regex url{R"re(url\("?\.\./([^")]+)"?\))re"};
    for (const auto* sheet : {"/css/dkfds.css", "/css/saglig.css"}) {
        const auto css = answer(router, services::asset_folder() + sheet, "");
        collect(std::string{std::get<StaticBody>(css.body).bytes}, url, services::asset_folder() + "/");
    }
    for (const auto& path : paths) {
        if (path.find("placeholder") != std::string::npos) continue;  // the design system's own logo, not used
        INFO(path);
        CHECK(router.find(Method::get, path).handler != nullptr);
    }
}

TEST_CASE("every icon that a page shows is in its sprite", "[web]") {
    const auto router = asset_router();
    const services::Pages pages;
    const std::regex use{R"re(<use href="(/assets/[^"#]+)#([^"]+)")re"};
    for (const auto& sample : web_test::samples()) {
        if (sample.is_fragment) continue;
        INFO(sample.name);
        const auto page =
            pages.render(sample.page, sample.data, web_test::frame_for(sample, services::Language::danish));
        for (std::sregex_iterator at{page.begin(), page.end(), use}, end; at != end; ++at) {
            INFO((*at)[2].str());
            const auto sprite = answer(router, (*at)[1].str(), "");
            const auto symbol = "id=\"" + (*at)[2].str() + "\"";
            CHECK(std::get<StaticBody>(sprite.body).bytes.find(symbol) != std::string_view::npos);
        }
    }
}
