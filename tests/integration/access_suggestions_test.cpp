#include <catch2/catch.hpp>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// A request that is about one letter, and a clerk who works on it.
struct Desk {
    Town town;
    HttpClient worker = town.as(registrar);
    HttpClient clerk = town.signed_in(registrar, everyones_password);
    Json on = body_of(worker.post("/api/v1/cases", case_wanted("Støtte til foreninger")), 201);
    std::string document = journaled();

    std::string journaled() {
        worker.post(
            "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>()) + "/parties",
            {{"role", "primary"}, {"name", "Karen Blaabjerg"}}
        );
        const auto item = taken_in(
            worker,
            {"brev.pdf",
             small_pdf(
                 {"Ansoegning om stoette fra Karen Blaabjerg, cpr 010190-1234.",
                  "Jeg bor Lindealle 8 og har tlf. 20 12 34 56."}
             )}
        );
        settled_item(worker, item);
        const auto wanted = journaling_on(on, "Ansøgning om støtte");
        const auto kept = body_of(worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", wanted), 201);
        return std::to_string(kept.at("document").at("id").get<std::int64_t>());
    }
    /// The page that decides on the letter, for a request of its own.
    std::string requested() {
        const auto asked = body_of(worker.post("/api/v1/access-requests", {{"asked_for", "Brevet"}}), 201);
        const auto id = std::to_string(asked.at("id").get<std::int64_t>());
        body_of(worker.post("/api/v1/access-requests/" + id + "/documents", {{"case", on.at("id")}}));
        return "/aktindsigter/" + id + "/dokumenter/" + document;
    }
    std::string shown(const std::string& path) { return clerk.get(path).body; }
    void post(const std::string& path, Fields fields) {
        fields.emplace_back("csrf", csrf_on(shown("/aktindsigter")));
        REQUIRE(clerk.post_form(path, fields).status == 303);
    }
};

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}
std::size_t boxes_on(const std::string& page) {
    return count_of(page, "Fjern feltet");
}
/// The first of a page's suggestions of which the reason begins like this.
std::string key_before(const std::string& page, const std::string& why) {
    const auto at = page.find("\">" + why);
    REQUIRE(at != std::string::npos);
    const std::string before = "name=\"key\" value=\"";
    const auto key = page.rfind(before, at) + before.size();
    return page.substr(key, page.find('"', key) - key);
}

}  // namespace

TEST_CASE("The machine suggests what to black out, and covers nothing before a person takes it") {
    Desk desk;
    const auto path = desk.requested();
    auto page = desk.shown(path);
    CHECK(page.find("Part eller afsender: Karen Blaabjerg") != std::string::npos);
    CHECK(page.find("Muligt CPR-nummer") != std::string::npos);
    CHECK(page.find("Adresse") != std::string::npos);
    CHECK(page.find("Telefonnummer") != std::string::npos);
    CHECK(boxes_on(page) == 0);

    desk.post(path + "/forslag", {{"what", "take"}, {"key", key_before(page, "Part eller afsender")}});
    CHECK(boxes_on(desk.shown(path)) == 1);
    desk.post(path + "/forslag", {{"what", "take"}, {"kind", "cpr"}});
    CHECK(boxes_on(desk.shown(path)) == 2);
    desk.post(path + "/forslag", {{"what", "dismiss"}, {"key", key_before(desk.shown(path), "Telefonnummer")}});
    page = desk.shown(path);
    CHECK(page.find("Telefonnummer") == std::string::npos);
    desk.post(path + "/forslag", {{"what", "take"}});
    page = desk.shown(path);
    CHECK(boxes_on(page) == 3);
    CHECK(page.find("Maskinen har ikke flere forslag") != std::string::npos);

    INFO("what was covered for one request is suggested for the next one");
    const auto next = desk.requested();
    page = desk.shown(next);
    CHECK(boxes_on(page) == 0);
    CHECK(page.find("Dækket til i ") != std::string::npos);
    desk.post(next + "/forslag", {{"what", "take"}, {"kind", "earlier"}});
    CHECK(boxes_on(desk.shown(next)) == 3);
}

TEST_CASE("A box is moved and given another reason, and a page is held back as a whole") {
    Desk desk;
    const auto path = desk.requested();
    desk.post(
        path + "/overstregninger",
        {{"page", "1"}, {"left", "100"}, {"top", "100"}, {"width", "200"}, {"height", "30"}, {"exemption", "ofl-30-1"}}
    );
    std::string page;
    // As the page says it now: the address names how the box was seen.
    const auto box = [&] {
        page = desk.shown(path);
        const auto at = page.find(path + "/sider/1/overstregninger/");
        REQUIRE(at != std::string::npos);
        return page.substr(at, page.find_first_of("\"&", at) - at);
    };
    desk.post(box(), {{"left", "500"}, {"top", "600"}});
    CHECK(desk.shown(path).find("[[500,600,") != std::string::npos);
    desk.post(box(), {{"exemption", "ofl-23"}});
    page = desk.shown(path);
    CHECK(page.find("offentlighedslovens § 23 <button") != std::string::npos);
    INFO("what does not lie on the page is not kept");
    desk.post(box(), {{"left", "1000"}});
    CHECK(desk.shown(path).find("[[500,600,") != std::string::npos);

    desk.post(path + "/sider/1", {{"what", "withhold"}, {"exemption", "ofl-23"}});
    page = desk.shown(path);
    CHECK(page.find("is-withheld") != std::string::npos);
    CHECK(page.find("1 af 1 side set") != std::string::npos);
    CHECK(page.find("name=\"kind\"") == std::string::npos);
    desk.post(path + "/sider/1", {{"what", "undo"}});
    CHECK(desk.shown(path).find("0 af 1 side set") != std::string::npos);
}
