#include <catch2/catch.hpp>

#include <chrono>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

/// The review as people work through it: one entry after the other, and many at once.

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* queue = "/postliste/gennemsyn";

/// Journals a letter whose public title holds a number that keeps it back.
void held_letter(HttpClient& client, const std::string& title) {
    const auto opened = body_of(client.post("/api/v1/cases", case_wanted(title)), 201);
    const Json letter{
        {"title", title},
        {"receiver", "Foreningen"},
        {"text", "Tak for jeres brev."},
        {"public_title", title + " 070761-4285"},
        {"publication", "entry"},
    };
    const auto on = std::to_string(opened.at("id").get<std::int64_t>());
    body_of(client.post("/api/v1/cases/" + on + "/letters", letter), 201);
}

struct Waiting {
    std::string id, seen, title;
};
/// What the review's own API says, the oldest first.
std::vector<Waiting> waiting(HttpClient& client, const std::string& query = {}) {
    std::vector<Waiting> list;
    const auto told = body_of(client.get("/api/v1/post-list/review" + query));
    for (const auto& one : told.at("held"))
        list.push_back(
            {std::to_string(one.at("id").get<std::int64_t>()),
             one.at("seen").get<std::string>(),
             one.at("title").get<std::string>()}
        );
    return list;
}

bool has(const std::string& page, const std::string& text) {
    return page.find(text) != std::string::npos;
}

struct Review {
    Town town;
    HttpClient post = town.as(registrar);
    HttpClient clerk = town.signed_in(registrar, everyones_password);
    std::string csrf;

    explicit Review(std::size_t letters) {
        const auto before = waiting(post).size();
        for (std::size_t at = 0; at < letters; ++at) held_letter(post, "Brev " + std::to_string(at));
        REQUIRE(within(60s, [&] { return waiting(post).size() == before + letters; }));
        csrf = csrf_on(clerk.get(queue).body);
    }
    HttpAnswer send(const std::string& path, Fields fields) {
        fields.push_back({"csrf", csrf});
        return clerk.post_form(path, fields);
    }
};

}  // namespace

TEST_CASE("After each decision the review goes on at the next entry, and a withheld one is taken back") {
    Review review{3};
    const auto held = waiting(review.post);
    const auto& [id, seen, title] = held.at(held.size() - 3);
    const auto& next = held.at(held.size() - 2);
    const auto path = std::string{queue} + "/" + id;
    CHECK(has(review.clerk.get(queue).body, "id=\"post-" + id + "\""));

    const auto refused = review.send(path + "/frigiv", {{"seen", seen}, {"public_title", title}, {"reason", ""}});
    CHECK(refused.status == 422);
    CHECK(has(refused.body, "data-wrong=\"public_title\""));
    const auto withheld =
        review.send(path + "/hold-tilbage", {{"seen", seen}, {"exemption", "ofl-30-1"}, {"reason", "Privat"}});
    CHECK(withheld.status == 303);
    CHECK(withheld.header("location") == std::string{queue} + "#post-" + next.id);
    const auto page = review.clerk.get(queue).body;
    CHECK_FALSE(has(page, "id=\"post-" + id + "\""));

    const auto undone = review.send(std::string{queue} + "/fortryd/" + id, {});
    CHECK(undone.status == 303);
    CHECK(undone.header("location") == std::string{queue} + "#post-" + id);
    CHECK(waiting(review.post).size() == held.size());
    const auto twice = review.send(std::string{queue} + "/fortryd/" + id, {});
    CHECK(twice.status == 303);
    CHECK(twice.header("location") == queue);
    CHECK(review.send(std::string{queue} + "/fortryd/x", {}).status == 404);

    INFO("the last one goes out by another title, and nothing is behind it");
    const auto& last = held.back();
    const auto released = review.send(
        std::string{queue} + "/" + last.id + "/frigiv",
        {{"seen", last.seen}, {"public_title", "Et brev"}, {"publication", "entry"}}
    );
    CHECK(released.status == 303);
    CHECK(released.header("location") == queue);
    CHECK(review.clerk.get(queue + std::string{"?efter=x"}).status == 400);
}

TEST_CASE("Ticked entries are held back together after a look at them, and taken back together") {
    Review review{4};
    const auto held = waiting(review.post);
    const auto& one = held.at(held.size() - 4);
    const auto& two = held.at(held.size() - 3);
    const auto& other = held.at(held.size() - 2);
    const auto many = std::string{queue} + "/flere";
    const auto looked_at = review.clerk.get(many + "?post=" + one.id + "&post=" + two.id + "&post=" + other.id).body;
    CHECK(has(looked_at, "3 poster er valgt"));
    CHECK(has(looked_at, "Hold 3 poster tilbage"));
    CHECK(has(review.clerk.get(many).body, "Ingen poster er valgt"));

    INFO("one of them is decided by another meanwhile");
    const Json alone{
        {"state", "withheld"}, {"seen", other.seen}, {"exemption", "ofl-30-1"}, {"reason", "For sig selv"}};
    body_of(review.post.post("/api/v1/post-list/" + other.id + "/decision", alone));
    const Fields chosen{
        {"post", one.id},
        {"seen-" + one.id, one.seen},
        {"post", two.id},
        {"seen-" + two.id, two.seen},
        {"post", other.id},
        {"seen-" + other.id, other.seen}};
    auto unfounded = chosen;
    unfounded.push_back({"exemption", "ofl-30-1"});
    CHECK(review.send(many, unfounded).status == 422);
    CHECK(waiting(review.post).size() == held.size() - 1);
    auto founded = unfounded;
    founded.push_back({"reason", "Private forhold"});
    CHECK(review.send(many, founded).status == 303);
    const auto after = review.clerk.get(queue).body;
    CHECK(waiting(review.post).size() == held.size() - 3);
    CHECK_FALSE(has(after, "id=\"post-" + one.id + "\""));
    CHECK(review.send(std::string{queue} + "/fortryd/" + one.id + "." + two.id, {}).status == 303);
    CHECK(waiting(review.post).size() == held.size() - 1);
    CHECK(review.town.run({"verify"}).status == 0);
}

TEST_CASE("The review is paged through to its end") {
    constexpr std::size_t more_than_a_page = 53;
    Review review{more_than_a_page};
    const auto held = waiting(review.post);
    const auto count = [](const std::string& page) {
        std::size_t found = 0;
        for (auto at = page.find("id=\"post-"); at != std::string::npos; at = page.find("id=\"post-", at + 1)) ++found;
        return found;
    };
    const auto first = review.clerk.get(queue).body;
    CHECK(count(first) == 50);
    const auto from = first.find("?efter=", first.find("sg-pager"));
    REQUIRE(from != std::string::npos);
    const auto place = first.substr(from, first.find('"', from) - from);
    const auto second = review.clerk.get(queue + place).body;
    CHECK(count(second) == held.size() - 50);
    CHECK(has(second, "id=\"post-" + held.back().id + "\""));
    CHECK(has(second, "Forfra"));

    const auto told = body_of(review.post.get("/api/v1/post-list/review?limit=20"));
    REQUIRE(told.at("held").size() == 20);
    const auto rest =
        body_of(review.post.get("/api/v1/post-list/review?limit=20&after=" + told.at("next").get<std::string>()));
    CHECK(rest.at("held").at(0).at("id").get<std::int64_t>() == std::stoll(held.at(20).id));
    CHECK(review.post.get("/api/v1/post-list/review?after=x").status == 400);

    INFO("what is decided on a later part leads on there");
    const auto& one = held.at(50);
    const auto withheld = review.send(
        std::string{queue} + "/" + one.id + "/hold-tilbage",
        {{"seen", one.seen}, {"exemption", "ofl-30-1"}, {"reason", "Privat"}, {"efter", place.substr(7)}}
    );
    CHECK(withheld.header("location") == queue + place + "#post-" + held.at(51).id);
}
