#include <catch2/catch.hpp>
#include <ctime>

#include "services/identity/token.hpp"
#include "tests/integration/town.hpp"

/// Ideas on a hearing by people who are no users. Sessions are put where signing in would have put them.

using namespace tests;

namespace {

/// Somebody in front of a browser.
class Voice {
  public:
    Voice(const Saglig& town, const std::string& number, const std::string& name)
        : client_(town.guest()), token_(services::random_token()) {
        const auto now = std::to_string(std::time(nullptr));
        tamper(
            town.database(),
            "INSERT INTO citizen_sessions (token_hash, identifier_kind, identifier, name, csrf, id_token, created_at, "
            "seen_at, ends_at) VALUES ('" +
                services::token_hash(token_) + "', 'cpr', '" + number + "', '" + name + "', 'its-csrf', '', " + now +
                ", " + now + ", " + now + " + 3600)"
        );
    }
    HttpAnswer get(const std::string& path) { return client_.get(path, headers()); }
    HttpAnswer post(const std::string& path, const std::string& fields, const std::string& csrf = "its-csrf") {
        return client_.send("POST", path, fields + "&csrf=" + csrf, "application/x-www-form-urlencoded", headers());
    }

  private:
    Fields headers() const { return {{"cookie", "saglig_citizen=" + token_}}; }
    HttpClient client_;
    std::string token_;
};

bool has(const HttpAnswer& page, const std::string& text) {
    return page.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("Ideas come from those who are signed in, are shown once judged, and have one voice from each person") {
    Town town{
        {{"[openid].key", "\"borger\""},
         {"[openid].name", "\"MitID\""},
         {"[openid].issuer", "\"http://127.0.0.1:9/\""},
         {"[openid].client_id", "\"saglig\""},
         {"citizens.provider", "\"borger\""}}};
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Havnen")), 201);
    Json wanted{
        {"case", on.at("id")},
        {"title", "Havnen"},
        {"text", "Hvad skal der ske med havnen?"},
        {"opens_on", "2026-01-01"},
        {"closes_on", "2027-06-30"},
        {"takes_ideas", true}};
    const auto hearing = body_of(worker.post("/api/v1/hearings", wanted), 201);
    const auto id = std::to_string(hearing.at("id").get<std::int64_t>());
    body_of(worker.post("/api/v1/hearings/" + id + "/publish", {{"version", hearing.at("version")}}));
    const auto open = "/hoeringer/" + id;
    const auto own = "/mine-sager/hoeringer/" + id;
    CHECK(has(guest.get(open), own));
    CHECK_FALSE(guest.get(own).status == 200);

    Voice anna{town, "0101801234", "Anna Aakjaer"};
    Voice bent{town, "0202751235", "Bent Baek"};
    CHECK(anna.post(own, "text=Byg%20en%20badebro", "an-other-csrf").status == 403);
    CHECK(anna.post(own, "text=").status == 422);
    CHECK(anna.post(own, "text=Byg%20en%20badebro&hides_name=yes").status == 303);
    CHECK(has(anna.get(own), "Byg en badebro"));
    CHECK_FALSE(has(bent.get(own), "Byg en badebro"));
    CHECK_FALSE(has(guest.get(open), "Byg en badebro"));
    INFO("nobody speaks for what is not shown");
    CHECK(bent.post(own + "/ideer/1/stemme", "speaks=1").status == 404);

    auto clerk = town.signed_in(registrar, everyones_password);
    const auto desk = "/deltagelse/hoeringer/" + id + "/ideer";
    const auto csrf = csrf_on(clerk.get(desk).body);
    const auto judge = [&](const std::string& number, Fields fields) {
        fields.push_back({"csrf", csrf});
        return clerk.post_form(desk + "/" + number, fields).status;
    };
    CHECK(judge("1", {{"do", "hide"}, {"text", "Byg en badebro"}, {"version", "1"}}) == 422);
    CHECK(judge("1", {{"do", "show"}, {"text", "Byg en bro"}, {"version", "1"}}) == 422);
    CHECK(judge("1", {{"do", "show"}, {"text", "Byg en badebro"}, {"version", "1"}}) == 303);
    CHECK(has(guest.get(open), "Byg en badebro"));
    CHECK_FALSE(has(guest.get(open), "Aakjaer"));

    CHECK(bent.post(own + "/ideer/1/stemme", "speaks=1").status == 303);
    CHECK(bent.post(own + "/ideer/1/stemme", "speaks=1").status == 303);
    CHECK(has(guest.get(open), "1 støtter den"));
    CHECK(anna.post(own + "/ideer/1/stemme", "speaks=1").status == 303);
    CHECK(has(guest.get(open), "2 støtter den"));
    CHECK(bent.post(own + "/ideer/1/stemme", "speaks=0").status == 303);
    CHECK(has(guest.get(open), "1 støtter den"));

    CHECK(bent.post(own, "text=Og%20en%20b%C3%A6nk&answers_to=1").status == 303);
    CHECK(judge("2", {{"do", "show"}, {"text", "Og en bænk"}, {"version", "1"}}) == 303);
    CHECK(has(guest.get(open), "Og en bænk"));
    CHECK(has(guest.get(open), "Bent Baek"));

    INFO("an idea that is taken up becomes a document of a case, and whoever gave it is told");
    const auto take_up = [&](const std::string& number, Fields fields) {
        fields.push_back({"csrf", csrf});
        return clerk.post_form(desk + "/" + number + "/tag-op", fields);
    };
    CHECK(take_up("1", {{"where", "existing"}, {"case_number", "1999-1"}, {"words", "Tak"}}).status == 422);
    CHECK(take_up("1", {{"where", "new"}, {"new_title", ""}, {"words", "Tak"}}).status == 422);
    CHECK(take_up("2", {{"where", "new"}, {"new_title", "Bænken"}, {"words", "Tak"}}).status == 422);
    const auto taken = take_up("1", {{"where", "new"}, {"new_title", "Badebroen"}, {"words", "Vi regner på den."}});
    REQUIRE(taken.status == 303);
    CHECK(take_up("1", {{"where", "new"}, {"new_title", "Badebroen"}, {"words", "Igen"}}).status == 422);
    const auto document = body_of(worker.get("/api/v1" + [&] {
        auto path = taken.header("location");
        return "/documents/" + path.substr(path.rfind('/') + 1);
    }()));
    CHECK(document.at("correspondent") == "Anna Aakjaer");
    CHECK(document.at("publication") == "withheld");
    const auto made = body_of(worker.get("/api/v1/cases/" + std::to_string(document.at("case").get<std::int64_t>())));
    const auto number = made.at("number").get<std::string>();
    for (const auto* page : {"/mine-sager", own.c_str()}) {
        CHECK(has(anna.get(page), number));
        CHECK(has(anna.get(page), "Vi regner på den."));
        CHECK_FALSE(has(bent.get(page), "Vi regner på den."));
    }
    CHECK(has(guest.get(open), "Taget op"));
    CHECK_FALSE(has(guest.get(open), number));
    CHECK(has(clerk.get(desk), number));

    CHECK(bent.post(own, "text=Og%20en%20sauna").status == 303);
    const Json by_program{{"version", 1}, {"case_number", number}, {"words", "Også den."}};
    const auto third = body_of(worker.post("/api/v1/hearings/" + id + "/ideas/3/take-up", by_program), 201);
    CHECK(third.at("taken_up_words") == "Også den.");
    CHECK(worker.post("/api/v1/hearings/" + id + "/ideas/3/take-up", by_program).status == 409);
    CHECK(has(bent.get(own), "Også den."));
    CHECK(town.run({"verify"}).status == 0);

    INFO("what everyone sees of it is open data, and what is hidden again is told as gone");
    const auto told = [&] {
        std::map<std::string, Json> items;
        const auto changes = body_of(guest.get("/open-data/ideer/items"));
        for (const auto& item : changes.at("items")) items[std::to_string(item.at("id").get<std::int64_t>())] = item;
        return items;
    };
    auto items = told();
    REQUIRE(items.size() == 2);
    CHECK(items.at("1").at("voices") == 1);
    CHECK(items.at("1").at("taken_up") == true);
    CHECK(items.at("1").at("name") == "");
    CHECK(items.at("2").at("answers_to") == 1);
    CHECK(items.at("2").at("name") == "Bent Baek");
    CHECK(judge("1", {{"do", "hide"}, {"text", ""}, {"reason", "Trukket tilbage"}, {"version", "3"}}) == 303);
    items = told();
    CHECK(items.at("1").at("state") == "gone");
    CHECK_FALSE(items.at("1").contains("text"));
    INFO("a comment is shown with its idea");
    CHECK(items.at("2").at("state") == "gone");
}
