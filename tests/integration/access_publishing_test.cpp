#include <catch2/catch.hpp>

#include "tests/integration/schema_check.hpp"
#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// A request that was answered with one document, with a phrase blacked out.
struct Answered {
    Town town;
    HttpClient guest = town.guest();
    HttpClient worker = town.as(registrar);
    HttpClient clerk = town.signed_in(registrar, everyones_password);
    std::string csrf = csrf_on(clerk.get("/aktindsigter").body);
    std::string follow, id, desk;
    Json document;

    explicit Answered(const std::string& asker) {
        const auto asked =
            guest.post_form("/aktindsigt", {{"asked_for", "Alt"}, {"law-public_access", "yes"}, {"name", asker}});
        REQUIRE(asked.status == 303);
        const std::string location{asked.header("location")};
        follow = location.substr(0, location.find('?'));
        id = number_of(body_of(worker.get("/api/v1/access-requests")).at("items").at(0));
        desk = "/aktindsigter/" + id;
        const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Stien")), 201);
        const auto item = taken_in(worker, {"brev.pdf", small_pdf({"Stien er daarlig.", "Ring til Karen Blaabjerg."})});
        settled_item(worker, item);
        document = body_of(
                       worker.post(
                           "/api/v1/incoming/" + std::to_string(item) + "/journal", journaling_on(on, "Brev om stien")
                       ),
                       201
        )
                       .at("document");
        const auto path = "/api/v1/access-requests/" + id;
        body_of(worker.post(path + "/documents", {{"case", on.at("id")}}));
        const Json decided{{"decision", "partly"}, {"exemptions", {"ofl-30-1"}}, {"is_widened", true}};
        REQUIRE(
            worker.send("PUT", path + "/documents/" + number_of(document), decided.dump(), "application/json").status ==
            204
        );
        post("/overstreg", {{"phrase", "Karen Blaabjerg"}, {"exemption", "ofl-30-1"}});
        post("/svarfil", {});
        REQUIRE(within(std::chrono::seconds{60}, [&] {
            return clerk.get(desk).body.find(desk + "/svarfil/") != std::string::npos;
        }));
        post("/svar", {{"title", "Afgørelse"}, {"receiver", asker}, {"text", "Du får aktindsigt."}});
        REQUIRE(body_of(worker.get(path)).at("state") == "answered");
    }
    static std::string number_of(const Json& thing) { return std::to_string(thing.at("id").get<std::int64_t>()); }
    int post(const std::string& path, Fields fields) {
        fields.emplace_back("csrf", csrf);
        return clerk.post_form(desk + path, fields).status;
    }
    /// Once the file has been read, as all that goes out is.
    bool is_ready() {
        return within(std::chrono::seconds{60}, [&] {
            return clerk.get(desk + "/offentliggoer").body.find("læses stadig") == std::string::npos;
        });
    }
};

}  // namespace

TEST_CASE("An answer is published by one choice, never with the asker's name, and taken down again") {
    Answered answered{"Pia Presse"};
    const auto& id = answered.id;
    CHECK(answered.guest.get("/aktindsigt/offentliggjort").body.find("Ingen endnu") != std::string::npos);
    REQUIRE(answered.is_ready());
    INFO("a title that tells who asked is refused");
    CHECK(answered.post("/offentliggoer", {{"title", "Pia Presses breve"}, {"reason", "x"}}) == 422);
    CHECK(answered.post("/offentliggoer", {{"title", "Breve om stien"}, {"reason", "Set igennem"}}) == 303);
    const auto page = answered.guest.get("/aktindsigt/offentliggjort/" + id);
    CHECK(page.status == 200);
    CHECK(page.body.find("Breve om stien") != std::string::npos);
    CHECK(page.body.find("Pia") == std::string::npos);
    CHECK(answered.guest.get("/aktindsigt/offentliggjort").body.find("Breve om stien") != std::string::npos);
    const auto file = answered.guest.get("/aktindsigt/offentliggjort/" + id + "/dokumenter.pdf");
    CHECK(file.status == 200);
    CHECK(file.body.starts_with("%PDF"));

    INFO("it is open data, and a copy of it hears that it is taken down");
    const auto listed = answered.guest.get("/aktindsigt/offentliggjort").body;
    CHECK(listed.find("href=\"/open-data#aktindsigter\"") != std::string::npos);
    CHECK(listed.find("type=\"application/json\"") != std::string::npos);
    const auto told = [&](const std::string& path) { return body_of(answered.guest.get(path)); };
    const auto path_of = [](const Json& address, const std::string& from) {
        const auto text = address.get<std::string>();
        return text.substr(text.find(from));
    };
    const auto changes = told("/open-data/aktindsigter/items");
    REQUIRE(changes.at("items").size() == 1);
    const auto& item = changes.at("items").at(0);
    CHECK(item.at("id") == std::stoll(id));
    CHECK(item.at("state") == "published");
    CHECK(item.at("title") == "Breve om stien");
    CHECK(item.at("pages").get<std::int64_t>() > 0);
    CHECK(path_of(item.at("url"), "/aktindsigt/") == "/aktindsigt/offentliggjort/" + id);
    CHECK(answered.guest.get(path_of(item.at("file_url"), "/aktindsigt/")).body == file.body);
    CHECK(item.dump().find("Pia") == std::string::npos);
    CHECK(item.dump().find("Set igennem") == std::string::npos);
    auto schema = told("/open-data/aktindsigter/schema.json");
    schema.erase("$schema");
    for (const auto& misfit : misfits(schema, schema, item)) FAIL_CHECK(misfit);
    const auto month = item.at("published_on").get<std::string>().substr(0, 7);
    CHECK(told("/open-data/aktindsigter/" + month + ".json").at("items").size() == 1);
    CHECK(
        answered.guest.get("/open-data/aktindsigter/" + month + ".csv").body.find("Breve om stien") != std::string::npos
    );

    CHECK(answered.post("/offentliggoer/tag-ned", {{"reason", "En fejl"}}) == 303);
    const auto later = told(path_of(changes.at("later"), "/open-data"));
    REQUIRE(later.at("items").size() == 1);
    const auto& gone = later.at("items").at(0);
    CHECK(gone.at("id") == item.at("id"));
    CHECK(gone.at("state") == "gone");
    CHECK(gone.size() == 4);
    for (const auto& misfit : misfits(schema, schema, gone)) FAIL_CHECK(misfit);
    CHECK(told("/open-data/aktindsigter/" + month + ".json").at("items").empty());
    CHECK(answered.guest.get("/aktindsigt/offentliggjort/" + id).status == 404);
    CHECK(answered.guest.get("/aktindsigt/offentliggjort/" + id + "/dokumenter.pdf").status == 404);
    CHECK(answered.town.run({"verify"}).status == 0);
}

TEST_CASE("The asker fetches the documents one by one in a ZIP file, too") {
    Answered answered{"Pia Presse"};
    const auto zip = answered.guest.get(answered.follow + "/dokumenter.zip");
    CHECK(zip.status == 200);
    CHECK(zip.body.starts_with("PK"));
    CHECK(zip.body.find("Aktliste.pdf") != std::string::npos);
    CHECK(answered.clerk.get(answered.desk).body.find("hentet 1 gang") != std::string::npos);
}
