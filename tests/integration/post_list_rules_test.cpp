#include <catch2/catch.hpp>

#include <chrono>

#include "tests/integration/smtp_listener.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/mail_text.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

/// Journals a letter that is to be listed; its document's id.
std::int64_t letter_on_list(HttpClient& client, const std::string& title) {
    const auto opened = body_of(client.post("/api/v1/cases", case_wanted(title)), 201);
    const Json letter{
        {"title", title},
        {"receiver", "Foreningen"},
        {"text", "Tak for jeres brev."},
        {"public_title", title},
        {"publication", "document"},
    };
    const auto on = std::to_string(opened.at("id").get<std::int64_t>());
    return body_of(client.post("/api/v1/cases/" + on + "/letters", letter), 201).at("id").get<std::int64_t>();
}

std::string asked_of_entry(Town& town, std::int64_t document, const std::string& column) {
    return asked(
        town.database(),
        "SELECT COALESCE(MAX(" + column +
            "), '') FROM post_list_entries WHERE document_id = " + std::to_string(document)
    );
}

bool becomes(Town& town, std::int64_t document, const std::string& state) {
    return within(30s, [&] { return asked_of_entry(town, document, "state") == state; });
}

std::string path_in(const std::string& text, const std::string& beginning) {
    const auto at = text.find(beginning);
    if (at == std::string::npos) return {};
    return text.substr(at, text.find_first_of("\r\n >", at) - at);
}

}  // namespace

TEST_CASE("The first rule that fits decides what the post list shows, and a trial foretells it") {
    Town town;
    auto admin = town.as(administrator);
    auto worker = town.as(building_worker);
    auto client = town.as(registrar);
    auto citizen = town.guest();
    const Json quiet{{"name", "Notater vises ikke"}, {"kind", "note"}, {"is_listed", false}, {"exemption", "ofl-23"}};
    const Json worded{
        {"name", "Faste ord"},
        {"direction", "outgoing"},
        {"words", "fixed"},
        {"text", "Svar fra kommunen"},
        {"hides_correspondent", true},
        {"on_request", true},
    };
    CHECK(worker.post("/api/v1/post-list/rules", worded).status == 403);
    CHECK(citizen.get("/api/v1/post-list/rules").status == 401);
    const auto rule = body_of(admin.post("/api/v1/post-list/rules", worded), 201);
    const auto document = letter_on_list(client, "Kvittering for tilskud til hallen");
    REQUIRE(becomes(town, document, "published"));
    CHECK(asked_of_entry(town, document, "title") == "Svar fra kommunen");
    CHECK(asked_of_entry(town, document, "correspondent").empty());
    CHECK(citizen.get("/postliste/dokumenter/" + std::to_string(document)).status == 404);

    const auto hidden = Json{{"name", "Intet"}, {"is_listed", false}, {"exemption", "ofl-30-1"}};
    const auto path = "/api/v1/post-list/rules/" + std::to_string(rule.at("id").get<std::int64_t>());
    CHECK(admin.send("PUT", path, Json{{"name", ""}}.dump(), "application/json").status == 400);
    body_of(admin.send("PUT", path, hidden.dump(), "application/json"));
    const auto trial = body_of(admin.get("/api/v1/post-list/rules/trial?days=366"));
    CHECK(trial.at("withheld") == trial.at("looked_at"));
    const auto withheld = letter_on_list(client, "Kvittering for tilskud til banen");
    REQUIRE(becomes(town, withheld, "withheld"));
    CHECK(asked_of_entry(town, withheld, "exemption") == "ofl-30-1");
    CHECK(within(30s, [&] { return citizen.get("/postliste").body.find("§ 30, nr. 1") != std::string::npos; }));
    CHECK(admin.send("DELETE", path, "", "").status == 204);
    CHECK(body_of(admin.get("/api/v1/post-list/rules")).at("items").empty());
}

TEST_CASE("What waits for its day is let out on it, and counted from the day of journaling") {
    Town town{{{"post_list.delay_days", "3"}}};
    auto client = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Kvittering for tilskud til klubben";
    const auto document = letter_on_list(client, title);
    REQUIRE(becomes(town, document, "held"));
    const auto today = "/postliste/dag/" + core::iso_date(core::danish_date(core::SystemClock{}.now()));
    CHECK(citizen.get(today).body.find(title) == std::string::npos);
    CHECK(citizen.get(today).body.find("Vises fra den ") != std::string::npos);
    REQUIRE(town.stop() == 0);
    tamper(town.database(), "UPDATE post_list_entries SET public_from = listed_on WHERE public_from IS NOT NULL");
    town.start();
    auto later = town.guest();
    CHECK(becomes(town, document, "published"));
    CHECK(within(30s, [&] { return later.get("/postliste").body.find(title) != std::string::npos; }));
}

TEST_CASE("A subscription is confirmed by mail, told of what is new, and forgotten with one press") {
    SmtpListener mail_server;
    Town town{{
        {"mail.server", "\"" + mail_server.url() + "\""},
        {"mail.from", "\"post@eksempel.example\""},
        {"mail.require_tls", "false"},
        {"server.public_url", "\"http://post.eksempel.example\""},
    }};
    auto citizen = town.guest();
    const auto ask = [&](const std::string& address) {
        return citizen.send(
            "POST", "/postliste/abonner", "q=klubhuset&mail=" + address, "application/x-www-form-urlencoded"
        );
    };
    CHECK(ask("karen").status == 422);
    CHECK(ask("karen@eksempel.example").header("location") == "/postliste/abonner?sendt=1");
    REQUIRE(within(30s, [&] { return mail_server.taken().size() == 1; }));
    const auto first = mail_server.taken().front();
    CHECK(first.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click") != std::string::npos);
    const auto page = path_in(decoded_text(first), "/postliste/abonnement/");
    REQUIRE_FALSE(page.empty());
    CHECK(citizen.get(page).body.find("klubhuset") != std::string::npos);
    CHECK(citizen.send("POST", page + "/bekraeft", "", "application/x-www-form-urlencoded").status == 303);

    auto client = town.as(registrar);
    const auto document = letter_on_list(client, "Kvittering for tilskud til klubhuset");
    const auto other = letter_on_list(client, "Kvittering for tilskud til banen");
    REQUIRE(becomes(town, document, "published"));
    REQUIRE(becomes(town, other, "published"));
    REQUIRE(within(30s, [&] { return citizen.get("/postliste?q=klubhuset").body.find("tilskud") != std::string::npos; })
    );
    REQUIRE(within(30s, [&] { return asked_of_entry(town, other, "CAST(COALESCE(change, 0) AS TEXT)") != "0"; }));
    // As if it were another day, and what is new had settled.
    REQUIRE(town.stop() == 0);
    tamper(town.database(), "UPDATE post_list_entries SET changed_at = changed_at - 600 WHERE changed_at IS NOT NULL");
    tamper(town.database(), "UPDATE post_subscriptions SET told_on = '2020-01-01'");
    tamper(
        town.database(),
        "INSERT INTO jobs (kind, subject_id, state, due_at, created_at) SELECT 'send_digest', id, 'waiting', 0, 0 FROM "
        "post_subscriptions"
    );
    town.start();
    REQUIRE(within(30s, [&] { return mail_server.taken().size() >= 2; }));
    const auto digest = decoded_text(mail_server.taken().at(1));
    CHECK(digest.find("tilskud til klubhuset") != std::string::npos);
    CHECK(digest.find("tilskud til banen") == std::string::npos);
    auto mail_program = town.guest();
    CHECK(
        mail_program.send("POST", page + "/afmeld", "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
            .status == 200
    );
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM post_subscriptions") == "0");
    CHECK(mail_program.get(page).status == 404);
}

TEST_CASE("A copy of the open data is kept up by asking for what changed since") {
    Town town;
    auto client = town.as(registrar);
    auto citizen = town.guest();
    const auto document = letter_on_list(client, "Kvittering for tilskud til klubhuset");
    REQUIRE(becomes(town, document, "published"));
    const auto id = std::stoll(asked_of_entry(town, document, "CAST(id AS TEXT)"));
    std::map<std::int64_t, std::string> copy;
    std::string next = "/open-data/postliste/items?limit=7";
    const auto read_on = [&] {
        for (;;) {
            const auto piece = body_of(citizen.get(next));
            for (const auto& item : piece.at("items"))
                copy[item.at("id").get<std::int64_t>()] = item.at("state").get<std::string>();
            const auto later = piece.at("later").get<std::string>();
            next = later.substr(later.find("/open-data"));
            if (piece.at("next").is_null()) return;
        }
    };
    REQUIRE(within(30s, [&] {
        read_on();
        return copy.contains(id);
    }));
    CHECK(copy.at(id) == "published");
    const auto down = "/api/v1/post-list/" + std::to_string(id) + "/takedown";
    body_of(client.post(down, {{"exemption", "ofl-30-1"}, {"reason", "Privat"}}));
    CHECK(within(30s, [&] {
        read_on();
        return copy.at(id) == "gone";
    }));
    const auto catalogue = body_of(citizen.get("/open-data/catalog.jsonld"));
    CHECK(catalogue.at("dcat:dataset").size() >= 3);
    CHECK(body_of(citizen.get("/open-data/postliste/schema.json")).at("type") == "object");
    const auto month = core::iso_date(core::danish_date(core::SystemClock{}.now())).substr(0, 7);
    CHECK(citizen.get("/open-data/postliste/" + month + ".csv").body.find("correspondent") != std::string::npos);
    const auto days = body_of(citizen.get("/open-data/optaellinger/" + month + ".json"));
    CHECK_FALSE(days.at("items").empty());
    CHECK(citizen.get("/open-data/nedtagninger/" + month + ".json").body.find("ofl-30-1") != std::string::npos);
    CHECK(citizen.get("/open-data/ukendt/items").status == 404);
    CHECK(citizen.get("/open-data/postliste/2026-13.csv").status == 404);
    CHECK(citizen.get("/open-data").status == 200);
    CHECK(citizen.get("/sitemap.xml").body.find("/sitemap/1.xml") != std::string::npos);
    CHECK(citizen.get("/sitemap/1.xml").body.find("/postliste/poster/") != std::string::npos);
    CHECK(citizen.get("/robots.txt").body.find("Sitemap: ") != std::string::npos);
}
