#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "sample.hpp"
#include "services/web/assets.hpp"

using services::Language;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

std::string drawn(const web_test::Sample& sample, Language language) {
    const auto frame = web_test::frame_for(sample, language);
    return sample.is_fragment ? pages().render_fragment(sample.page, sample.data, frame)
                              : pages().render(sample.page, sample.data, frame);
}

}  // namespace

TEST_CASE("every sample has all the values that its page shows", "[web]") {
    for (const auto& sample : web_test::samples()) {
        INFO(sample.name);
        for (const auto language : {Language::danish, Language::english})
            CHECK(pages().missing_values(sample.page, sample.data, language) == std::vector<std::string>{});
    }
}

TEST_CASE("every page that a feature draws has a sample", "[web]") {
    std::set<std::string> shown{"web/staff", "web/open", "web/bare"};
    for (const auto& sample : web_test::samples()) shown.insert(sample.page);
    for (const auto& name : pages().names()) {
        std::ifstream in{
            std::string{SAGLIG_SOURCE_DIR "/services/"} + name.substr(0, name.find('/')) + "/pages/" +
            name.substr(name.find('/') + 1) + ".mustache"};
        std::ostringstream text;
        text << in.rdbuf();
        INFO(name);
        REQUIRE_FALSE(text.str().empty());
        // Partials are drawn by the pages that include them.
        std::string used;
        for (const auto& page : shown) used += page + " ";
        const bool is_partial = text.str().find("In the frame") == std::string::npos;
        if (!is_partial) CHECK(shown.contains(name));
    }
}

TEST_CASE("every name in a template is described in a comment at the top of one", "[web]") {
    // Together: a partial's names are described where the partial or the page that includes it says so.
    std::string comments;
    for (const auto& name : pages().names()) {
        std::ifstream in{
            std::string{SAGLIG_SOURCE_DIR "/services/"} + name.substr(0, name.find('/')) + "/pages/" +
            name.substr(name.find('/') + 1) + ".mustache"};
        std::ostringstream text;
        text << in.rdbuf();
        REQUIRE(text.str().starts_with("{{!"));
        comments += text.str().substr(0, text.str().find("}}"));
    }
    for (const auto& name : pages().names()) {
        if (name.starts_with("web/")) continue;
        for (const auto& key : pages().keys(name)) {
            if (key.starts_with("frame.")) continue;
            const auto word = key.substr(key.rfind('.') + 1);
            INFO(name << " uses " << key);
            CHECK(std::regex_search(comments, std::regex{"\\b" + word + "\\b"}));
        }
    }
}

TEST_CASE("a page carries no script or style that the content policy forbids", "[web]") {
    const std::regex forbidden{R"re(<script>|<style|\sstyle="|\son[a-z]+="|javascript:)re"};
    for (const auto& sample : web_test::samples()) {
        INFO(sample.name);
        CHECK_FALSE(std::regex_search(drawn(sample, Language::danish), forbidden));
    }
}

TEST_CASE("every id on a page is there once, and every label has its field", "[web]") {
    const std::regex id{R"re(\sid="([^"]+)")re"};
    const std::regex label{R"re(\sfor="([^"]+)")re"};
    for (const auto& sample : web_test::samples()) {
        INFO(sample.name);
        const auto page = drawn(sample, Language::danish);
        std::set<std::string> ids;
        for (std::sregex_iterator at{page.begin(), page.end(), id}, end; at != end; ++at) {
            INFO((*at)[1].str());
            CHECK(ids.insert((*at)[1].str()).second);
        }
        for (std::sregex_iterator at{page.begin(), page.end(), label}, end; at != end; ++at) {
            INFO((*at)[1].str());
            CHECK(ids.contains((*at)[1].str()));
        }
    }
}

TEST_CASE("every form that posts carries the session's token", "[web]") {
    const std::regex form{R"re(<form[^>]*method="post"[\s\S]*?</form>)re"};
    for (const auto& sample : web_test::samples()) {
        INFO(sample.name);
        const auto page = drawn(sample, Language::danish);
        for (std::sregex_iterator at{page.begin(), page.end(), form}, end; at != end; ++at)
            CHECK(at->str().find("name=\"csrf\"") != std::string::npos);
    }
}

TEST_CASE("the menu holds what the person may do and marks where they are", "[web]") {
    core::Principal caseworker;
    caseworker.roles = {{core::Role::caseworker, core::UnitId{1}}};
    caseworker.units = {{core::UnitId{1}, std::nullopt}};
    services::PageFrame frame;
    frame.path = "/sager/123?fane=parter";
    frame.menu = services::staff_menu(Language::danish, caseworker, {});
    for (const auto& entry : frame.menu) CHECK_FALSE(entry.path.starts_with("/administration"));
    const auto page = pages().render(
        "web/error",
        {{"title", "t"}, {"message", "m"}, {"request_id", ""}, {"is_sign_in_needed", false}, {"is_staff", true}},
        frame
    );
    CHECK(page.find("href=\"/sager\" aria-current=\"page\"") != std::string::npos);
    CHECK(page.find("href=\"/soeg\" aria-current") == std::string::npos);
}

TEST_CASE("what a person typed is never HTML", "[web]") {
    services::PageFrame frame;
    frame.kind = services::FrameKind::bare;
    frame.title = "<script>alert(1)</script>";
    const auto page = pages().render(
        "identity/sign_in",
        {{"name", "\"><script>alert(2)</script>"}, {"next", "/"}, {"csrf", ""}, {"is_wrong", true}},
        frame
    );
    CHECK(page.find("<script>alert") == std::string::npos);
}

TEST_CASE("an error page has the status of its code and tells the request's number", "[web]") {
    services::Request request;
    request.id = "01jd8c";
    const auto response = pages().error({core::ErrorCode::not_found, "no such case", {}}, request, {});
    CHECK(response.status == 404);
    const auto& body = std::get<std::string>(response.body);
    CHECK(body.find("Siden findes ikke") != std::string::npos);
    CHECK(body.find("01jd8c") != std::string::npos);
    CHECK(body.find("no such case") == std::string::npos);
}

TEST_CASE("the switch of language remembers the choice and only leads back to a page of ours", "[web]") {
    services::Router router;
    services::add_language_route(router);
    const auto match = router.find(services::Method::post, "/sprog");
    REQUIRE(match.handler != nullptr);
    const auto location_after = [&](const std::string& next) {
        services::Request request;
        services::FormPart language, target;
        language.name = "language";
        language.value = "en";
        target.name = "next";
        target.value = next;
        request.parts = {language, target};
        const auto response = (*match.handler)(request).value();
        std::string location, cookie;
        for (const auto& [name, value] : response.headers) {
            if (name == "location") location = value;
            if (name == "set-cookie") cookie = value;
        }
        CHECK(cookie.starts_with("language=en;"));
        return location;
    };
    CHECK(location_after("/sager?vis=mine") == "/sager?vis=mine");
    CHECK(location_after("//evil.example") == "/");
    CHECK(location_after("/\\evil.example") == "/");
    CHECK(location_after("https://evil.example") == "/");
}
