#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "tests/integration/smtp_listener.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string path_of(const Json& thing, const char* folder) {
    return std::string{"/api/v1/"} + folder + "/" + std::to_string(thing.at("id").get<std::int64_t>());
}

Json letter_on(HttpClient& worker, const Json& on, const std::string& text) {
    const Json wanted{{"title", "Svar"}, {"receiver", "Karen Blåbjerg"}, {"text", text}};
    return body_of(worker.post(path_of(on, "cases") + "/letters", wanted), 201);
}

Json settled(HttpClient& worker, const Json& sending) {
    Json now;
    const auto is_over = [&] {
        now = body_of(worker.get(path_of(sending, "sendings")));
        return now.at("state") != "waiting";
    };
    REQUIRE(within(30s, is_over));
    return now;
}

Settings with_post(const SmtpListener& mail) {
    return {
        {"authority.cvr", "\"12345678\""},
        {"mail.server", "\"" + mail.url() + "\""},
        {"mail.from", "\"post@eksempel.example\""},
        {"mail.require_tls", "false"},
        {"digital_post.outbox", "\"ud\""}};
}

}  // namespace

TEST_CASE("A letter goes out by mail as it was drawn, and what was sent can be shown") {
    SmtpListener mail;
    Town town{with_post(mail)};
    auto worker = town.as(building_worker);
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Sag med post")), 201);
    const auto letter = letter_on(worker, on, "Tak for brevet.");
    const auto sendings = path_of(letter, "documents") + "/sendings";
    const Json wanted{
        {"channel", "mail"}, {"address", "karen@eksempel.example"}, {"label", "Svar på dit brev"}, {"text", "Hej"}};

    const auto sent = settled(worker, body_of(worker.post(sendings, wanted), 201));
    CHECK(sent.at("state") == "sent");
    CHECK(sent.at("reply") == "250 2.0.0 queued as 4F2A1");
    REQUIRE(mail.taken().size() == 1);
    CHECK(mail.receivers().front().starts_with("RCPT TO:<karen@eksempel.example>"));
    CHECK(worker.get(path_of(sent, "sendings") + "/message").body == mail.taken().front());
    CHECK(body_of(worker.get(sendings)).at("items").size() == 1);

    mail.answer_receivers("550 5.1.1 no such user");
    const auto refused = settled(worker, body_of(worker.post(sendings, wanted), 201));
    CHECK(refused.at("state") == "failed");
    CHECK(refused.at("reason") == "550 5.1.1 no such user");
    mail.answer_receivers("250 ok");
    CHECK(
        settled(worker, body_of(worker.post(path_of(refused, "sendings") + "/retry", Json::object()))).at("state") ==
        "sent"
    );

    CHECK(town.as(school_worker).get(sendings).status == 404);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A letter to a party goes into the out-box of Digital Post, and its receipt comes back") {
    const SmtpListener mail;
    Town town{with_post(mail)};
    auto worker = town.as(building_worker);
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Sag med Digital Post")), 201);
    const Json karen{{"name", "Karen Blåbjerg"}, {"identifier", "2512484916"}, {"role", "primary"}};
    const auto party = body_of(worker.post(path_of(on, "cases") + "/parties", karen), 201);
    const auto letter = letter_on(worker, on, "Dit nummer er 251248-4916.");
    const auto sendings = path_of(letter, "documents") + "/sendings";
    const Json wanted{{"channel", "digital_post"}, {"party", party.at("id")}, {"label", "Svar"}};

    const auto sent = settled(worker, body_of(worker.post(sendings, wanted), 201));
    CHECK(sent.at("state") == "handed_over");
    CHECK(sent.at("receiver").get<std::string>().find("4916") == std::string::npos);
    std::ifstream file{town.data() / "ud" / (sent.at("message_id").get<std::string>() + ".xml")};
    const std::string memo{std::istreambuf_iterator<char>{file}, {}};
    CHECK(memo.find("<memo:recipientID>2512484916</memo:recipientID>") != std::string::npos);
    const auto told =
        worker.post(path_of(sent, "sendings") + "/receipt", Json{{"delivered", true}, {"reply", "kvittering 7"}});
    CHECK(body_of(told).at("state") == "delivered");

    const Json by_mail{{"channel", "mail"}, {"address", "karen@eksempel.example"}, {"label", "Svar"}, {"text", "Hej"}};
    const auto refused = worker.post(sendings, by_mail);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("knows_of_number") != std::string::npos);
}
