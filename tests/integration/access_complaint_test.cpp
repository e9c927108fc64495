#include <catch2/catch.hpp>

#include "tests/integration/smtp_listener.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// A journalist's request that is open, and a clerk who answers it.
struct Press {
    Town town;
    HttpClient guest = town.guest();
    HttpClient worker = town.as(registrar);
    HttpClient clerk = town.signed_in(registrar, everyones_password);
    std::string csrf = csrf_on(clerk.get("/aktindsigter").body);
    std::string follow;
    std::string desk;
    std::string path;

    explicit Press(const Settings& settings = {}) : town(settings) {
        const auto asked = guest.post_form(
            "/aktindsigt",
            {{"asked_for", "Alt om støtte"},
             {"law-public_access", "yes"},
             {"name", "Pia Presse"},
             {"mail", "pia@eksempel.example"}}
        );
        REQUIRE(asked.status == 303);
        const std::string location{asked.header("location")};
        follow = location.substr(0, location.find('?'));
        const auto listed = body_of(worker.get("/api/v1/access-requests"));
        const auto id = std::to_string(listed.at("items").at(0).at("id").get<std::int64_t>());
        desk = "/aktindsigter/" + id;
        path = "/api/v1/access-requests/" + id;
    }
    void answer() {
        REQUIRE(
            clerk
                .post_form(
                    desk + "/svar",
                    {{"csrf", csrf},
                     {"title", "Afgørelse om aktindsigt"},
                     {"receiver", "Pia Presse"},
                     {"text", "Vi har ingen dokumenter."}}
                )
                .status == 303
        );
        REQUIRE(body_of(worker.get(path)).at("state") == "answered");
    }
    HttpAnswer complain(const std::string& text) {
        const auto token = csrf_on(guest.get(follow).body);
        return guest.post_form(follow + "/klage", {{"csrf", token}, {"about", "decision"}, {"text", text}});
    }
    /// Where the complaint that waits is sent on.
    std::string forward_path() {
        const auto page = clerk.get(desk).body;
        const auto end = page.find("/videre\"");
        REQUIRE(end != std::string::npos);
        const auto begin = page.rfind('"', end) + 1;
        return page.substr(begin, end - begin) + "/videre";
    }
};

}  // namespace

TEST_CASE("An asker complains by the link, and the decision is taken up again with the complaint's own days") {
    Press press;
    INFO("there is nothing to complain of before the answer");
    CHECK(press.guest.get(press.follow).body.find("Send klagen") == std::string::npos);
    press.answer();
    CHECK(press.guest.get(press.follow).body.find("Send klagen") != std::string::npos);
    CHECK(press.complain("Der må være noget.").status == 303);
    const auto followed = press.guest.get(press.follow).body;
    CHECK(followed.find("Venter på behandling") != std::string::npos);
    INFO("one complaint at a time");
    CHECK(followed.find("Send klagen") == std::string::npos);
    press.complain("Igen");
    const auto again = press.guest.get(press.follow).body;
    CHECK(again.find("Venter på behandling") == again.rfind("Venter på behandling"));
    CHECK(press.clerk.get("/aktindsigter?hvad=afsluttede").body.find("Klager, der venter") != std::string::npos);

    const auto forward = press.forward_path();
    const auto reopen = forward.substr(0, forward.rfind('/')) + "/genoptag";
    CHECK(press.clerk.post_form(reopen, {{"csrf", press.csrf}}).status == 303);
    const auto open = body_of(press.worker.get(press.path));
    CHECK(open.at("state") == "open");
    CHECK(open.at("outcome").is_null());
    CHECK(open.at("working_days_left").get<int>() >= 6);
    CHECK(press.guest.get(press.follow).body.find("Sagen er taget op igen") != std::string::npos);
    INFO("the asker keeps the answer that there was");
    CHECK(press.guest.get(press.follow + "/afgoerelse").status == 200);
    press.answer();
    CHECK(press.town.run({"verify"}).status == 0);
}

TEST_CASE("A complaint is sent on with the decision and the file list attached") {
    Press press;
    press.answer();
    REQUIRE(press.complain("Der må være noget.").status == 303);
    const auto forward = press.forward_path();
    const auto form = press.clerk.get(forward).body;
    CHECK(form.find("Vi sender hermed en klage fra Pia Presse") != std::string::npos);
    INFO("what is left to write is not sent");
    CHECK(
        press.clerk
            .post_form(
                forward,
                {{"csrf", press.csrf}, {"title", "Klage"}, {"receiver", "Ankestyrelsen"}, {"text", "Hermed [skriv]"}}
            )
            .status == 422
    );
    const auto sent = press.clerk.post_form(
        forward, {{"csrf", press.csrf}, {"title", "Klage"}, {"receiver", "Ankestyrelsen"}, {"text", "Hermed en klage."}}
    );
    REQUIRE(sent.status == 303);
    const std::string location{sent.header("location")};
    const auto letter = location.substr(0, location.rfind('/'));
    const auto page = press.clerk.get(letter).body;
    for (const auto* attached : {"Klage over aktindsigt", "Afgørelse om aktindsigt", "aktliste"})
        CHECK(page.find(attached) != std::string::npos);
    CHECK(press.guest.get(press.follow).body.find("Sendt videre til Ankestyrelsen") != std::string::npos);
    CHECK(press.clerk.get(forward).status == 409);
    CHECK(press.town.run({"verify"}).status == 0);
}

TEST_CASE("An asker who is known by a number gets the receipt by Digital Post, and by mail only where there is none") {
    SmtpListener mail;
    Town town{
        {{"mail.server", "\"" + mail.url() + "\""},
         {"mail.from", "\"post@eksempel.example\""},
         {"mail.require_tls", "false"},
         {"authority.cvr", "\"29189714\""},
         {"digital_post.outbox", "\"ud\""}}};
    auto worker = town.as(building_worker);
    Json wish{{"asked_for", "Alt"}, {"name", "Hegn ApS"}, {"mail", "hegn@eksempel.example"}};
    wish["identifier"] = "1234";
    CHECK(worker.post("/api/v1/access-requests", wish).status == 400);
    wish["identifier"] = "29 18 97 14";
    const auto asked = body_of(worker.post("/api/v1/access-requests", wish), 201);
    const auto on = "/api/v1/cases/" + std::to_string(asked.at("case").get<std::int64_t>());
    const auto parties = body_of(worker.get(on)).at("parties");
    REQUIRE(parties.size() == 1);
    CHECK(parties.at(0).at("identifier_kind") == "cvr");
    const auto sendings_of_receipt = [&] {
        for (const auto& document : all_of(worker, on + "/documents?limit=50"))
            if (document.at("title") == "Kvittering for anmodning om aktindsigt")
                return body_of(worker.get(
                                   "/api/v1/documents/" + std::to_string(document.at("id").get<std::int64_t>()) +
                                   "/sendings"
                               ))
                    .at("items");
        return Json::array();
    };
    const auto sent = sendings_of_receipt();
    REQUIRE(sent.size() == 1);
    CHECK(sent.at(0).at("channel") == "digital_post");
    CHECK(sent.at(0).at("receiver_name") == "Hegn ApS");
    REQUIRE(within(std::chrono::seconds{30}, [&] { return sendings_of_receipt().at(0).at("state") != "waiting"; }));
    CHECK(mail.taken().empty());

    wish.erase("identifier");
    body_of(worker.post("/api/v1/access-requests", wish), 201);
    CHECK(within(std::chrono::seconds{20}, [&] { return !mail.taken().empty(); }));
}

TEST_CASE("An asker with a mail address gets a receipt with the number, journaled on the case") {
    SmtpListener mail;
    Press press{
        {{"mail.server", "\"" + mail.url() + "\""},
         {"mail.from", "\"post@eksempel.example\""},
         {"mail.require_tls", "false"}}};
    REQUIRE(within(std::chrono::seconds{20}, [&] { return !mail.taken().empty(); }));
    CHECK(mail.receivers().front().starts_with("RCPT TO:<pia@eksempel.example>"));
    const auto on = std::to_string(body_of(press.worker.get(press.path)).at("case").get<std::int64_t>());
    CHECK(press.clerk.get("/sager/" + on).body.find("Kvittering for anmodning om aktindsigt") != std::string::npos);
    INFO("the key to the asker's page is not in what the house keeps");
    CHECK(mail.taken().front().find(press.follow) == std::string::npos);
}
