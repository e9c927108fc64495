#include <catch2/catch.hpp>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

constexpr std::chrono::seconds soon{60};

bool has(const HttpAnswer& page, const std::string& text) {
    return page.body.find(text) != std::string::npos;
}

HttpAnswer put(HttpClient& client, const std::string& path, const Json& body) {
    return client.send("PUT", path, body.dump(), "application/json");
}

}  // namespace

TEST_CASE("A case is laid open in words of its own, followed by everyone, and taken down at once") {
    Town town;
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Klage fra Karen Blaabjerg")), 201);
    const auto path = "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>()) + "/publication";
    CHECK(worker.get(path).status == 404);
    const auto item = taken_in(worker, {"plan.pdf", small_pdf({"En plan for havnen."})});
    settled_item(worker, item);
    const auto journaled = body_of(
        worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", journaling_on(on, "Planen for havnen")),
        201
    );
    const auto document = journaled.at("document").at("id");

    Json page{
        {"version", 0},
        {"title", "Boliger på havnen"},
        {"summary", "Byrådet skal tage stilling til 40 boliger."},
        {"contact", "Planafdelingen"},
        {"steps", {{{"on", "2027-03-15"}, {"kind", "meeting"}, {"text", "Byrådet behandler planen"}}}},
        {"documents", {{{"document", document}, {"title", "Planen"}}}}};
    CHECK(put(worker, path, page).status == 200);
    CHECK_FALSE(has(guest.get("/aktuelle-sager"), "Boliger på havnen"));

    INFO("words with a telephone number are shown with a reason, those with a CPR number never");
    page["version"] = 1;
    page["is_published"] = true;
    page["summary"] = "Ring paa telefon 20 30 40 50.";
    CHECK(put(worker, path, page).json().at("field") == "reason");
    page["summary"] = "Sagen handler om 251248-4916.";
    page["reason"] = "Det er i orden";
    CHECK(put(worker, path, page).json().at("field") == "summary");
    page["summary"] = "Byrådet skal tage stilling til 40 boliger.";
    const auto shown = body_of(put(worker, path, page));
    CHECK(shown.at("state") == "published");
    CHECK(put(worker, path, page).status == 409);

    const auto open = "/aktuelle-sager/" + std::to_string(shown.at("id").get<std::int64_t>());
    CHECK(has(guest.get("/aktuelle-sager"), "Boliger på havnen"));
    CHECK(has(guest.get("/aktuelle-sager.atom"), open));
    const auto seen = guest.get(open);
    CHECK(has(seen, "Byrådet behandler planen"));
    CHECK_FALSE(has(seen, "Blaabjerg"));
    REQUIRE(within(soon, [&] { return has(guest.get(open), "Planen (PDF"); }));
    const auto data = body_of(guest.get("/aktuelle-sager.json")).at("cases").at(0);
    CHECK(data.at("steps").at(0).at("kind") == "meeting");
    CHECK(data.dump().find("Blaabjerg") == std::string::npos);

    INFO("a hearing of the case is a step by itself, and access is asked from the page");
    const Json hearing{
        {"case", on.at("id")},
        {"title", "Hvad synes du om boligerne?"},
        {"text", "Svar os."},
        {"opens_on", "2026-01-01"},
        {"closes_on", "2027-06-30"}};
    const auto made = body_of(worker.post("/api/v1/hearings", hearing), 201);
    CHECK_FALSE(has(guest.get(open), "Hvad synes du om boligerne?"));
    const auto hearing_path = "/api/v1/hearings/" + std::to_string(made.at("id").get<std::int64_t>());
    body_of(worker.post(hearing_path + "/publish", {{"version", made.at("version")}}));
    CHECK(has(guest.get(open), "Hvad synes du om boligerne?"));
    const auto ask = "/aktindsigt?sag=" + std::to_string(shown.at("id").get<std::int64_t>());
    CHECK(has(guest.get(open), ask));
    CHECK(has(guest.get(ask), "Boliger på havnen"));
    const auto asked = guest.post_form(
        "/aktindsigt",
        {{"asked_for", "Alt"},
         {"law-public_access", "yes"},
         {"about_case", std::to_string(shown.at("id").get<std::int64_t>())}}
    );
    CHECK(asked.status == 303);
    CHECK(body_of(worker.get("/api/v1/access-requests")).at("items").at(0).at("about_case") == on.at("id"));

    const Json down{{"version", shown.at("version")}, {"exemption", "ofl-30-1"}, {"reason", "For meget sagt"}};
    CHECK(worker.post(path + "/take-down", down).status == 200);
    CHECK(guest.get(open).status == 410);
    CHECK_FALSE(has(guest.get("/aktuelle-sager.json"), "Boliger"));
    CHECK(has(guest.get("/aktuelle-sager.atom"), "deleted-entry"));
    CHECK_FALSE(has(guest.get(ask), "Boliger på havnen"));
}
