#include <catch2/catch.hpp>

#include <chrono>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

/// A letter that comes in as this file and is journaled to be public itself; its document.
std::int64_t journaled(HttpClient& post, const std::string& title, const FileToSend& file) {
    const auto id = taken_in(post, file);
    settled_item(post, id);
    auto wanted = journaling_on(body_of(post.post("/api/v1/cases", case_wanted(title)), 201), title);
    wanted["public_title"] = title;
    wanted["publication"] = "document";
    const auto path = "/api/v1/incoming/" + std::to_string(id) + "/journal";
    return body_of(post.post(path, wanted), 201).at("document").at("id").get<std::int64_t>();
}

/// The entry of a document in a part of the review, once it is there.
Json reviewed(HttpClient& post, const char* part, std::int64_t document) {
    Json found;
    const bool is_there = within(30s, [&] {
        const auto review = body_of(post.get("/api/v1/post-list/review"));
        for (const auto& one : review.at(part))
            if (one.at("document") == document) found = one;
        return !found.is_null();
    });
    if (!is_there) throw std::runtime_error{"it does not come into the review"};
    return found;
}

bool is_listed(HttpClient& citizen, const std::string& title) {
    return citizen.get("/postliste.json").body.find(title) != std::string::npos;
}

std::string path_of(const Json& entry) {
    return "/api/v1/post-list/" + std::to_string(entry.at("id").get<std::int64_t>());
}

}  // namespace

TEST_CASE("What a file hides is told with its place, and a program decides on what it saw and nothing else") {
    Town town;
    auto post = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Svar om broen";
    const auto pdf = pdf_of(
        {"<< /Type /Catalog /Pages 2 0 R >>",
         "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
         pdf_stream(drawn_lines({"Broen bliver malet"})),
         "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
         "/Resources << /Font << /F1 4 0 R >> >> >>",
         "<< /Subject (Ansoeger 070761-4285) >>"},
        "/Info 6 0 R "
    );
    const auto document = journaled(post, title, {"bro.pdf", pdf});
    const auto held = reviewed(post, "held", document);
    REQUIRE(held.at("findings").size() == 1);
    CHECK(held.at("findings").at(0).at("what") == "cpr");
    CHECK(held.at("findings").at(0).at("where") == "properties");
    CHECK(post.get("/postliste/gennemsyn").body.find("i filens egenskaber") != std::string::npos);
    CHECK_FALSE(is_listed(citizen, title));

    const auto path = path_of(held);
    const auto tag = post.get(path).header("etag");
    CHECK(tag == "\"" + held.at("seen").get<std::string>() + "\"");
    const Json release{{"state", "published"}, {"reason", "Filen tegnes på ny"}};
    CHECK(post.post(path + "/decision", release).status == 400);
    CHECK(post.post(path + "/decision", release, {{"If-Match", "\"noget andet\""}}).status == 409);
    CHECK(citizen.post(path + "/decision", release, {{"If-Match", tag}}).status == 401);
    const auto decided = body_of(post.post(path + "/decision", release, {{"If-Match", tag}}));
    CHECK(decided.at("state") == "published");
    CHECK(is_listed(citizen, title));
    CHECK(post.post(path + "/draw", Json::object()).status == 409);
}

TEST_CASE("A list that grows hits what is public, which is taken down, taken up again and told") {
    Town town;
    auto post = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Svar om legepladsen";
    const auto document = journaled(post, title, {"leg.pdf", small_pdf({"Kaere Tobias Rosenvinge"})});
    REQUIRE(within(30s, [&] { return is_listed(citizen, title); }));

    body_of(post.post("/api/v1/post-list/phrases", {{"kind", "name"}, {"text", "Tobias Rosenvinge"}}), 201);
    const auto alert = reviewed(post, "public_now", document);
    CHECK(alert.at("findings").at(0).at("what") == "listed");
    CHECK(is_listed(citizen, title));
    const auto page = post.get("/postliste/gennemsyn").body;
    CHECK(page.find("Offentlig nu") != std::string::npos);
    REQUIRE(within(30s, [&] {
        return !body_of(post.get("/api/v1/post-list/phrases")).at("recheck").at("ended_at").is_null();
    }));
    CHECK(post.get("/postliste/lister").body.find("ramt") != std::string::npos);

    const auto path = path_of(alert);
    const auto number = alert.at("number").get<std::string>();
    body_of(post.post(path + "/takedown", {{"exemption", "ofl-30-1"}, {"reason", "Beskyttet navn"}}));
    CHECK_FALSE(is_listed(citizen, title));
    const auto entry_page = "/postliste/poster/" + std::to_string(alert.at("id").get<std::int64_t>());
    CHECK(citizen.get(entry_page).status == 410);
    CHECK(post.get("/postliste/tag-ned?nummer=" + number).body.find("Tag posten op igen") != std::string::npos);

    const auto again = body_of(post.post(path + "/reopen", {{"reason", "Han er borgmester"}}));
    CHECK(again.at("state") == "held");
    CHECK(citizen.get(entry_page).status == 410);
    const Json release{{"state", "published"}, {"reason", "Han er borgmester"}, {"seen", again.at("seen")}};
    body_of(post.post(path + "/decision", release));
    CHECK(is_listed(citizen, title));
    CHECK(citizen.get(entry_page).body.find("var taget ned fra") != std::string::npos);
    CHECK(citizen.get("/postliste.tombstones.json").body.find(number) == std::string::npos);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A day of the post list that is over has its signed count kept, and verify misses what is changed after") {
    Town town;
    auto citizen = town.guest();
    const auto yesterday = core::danish_date(core::SystemClock{}.now()) - std::chrono::days{1};
    const auto path = "/postliste.count.json?day=" + core::iso_date(yesterday);
    REQUIRE(within(30s, [&] { return !body_of(citizen.get(path)).at("kept").is_null(); }));
    const auto kept = body_of(citizen.get(path)).at("kept");
    CHECK(kept.at("signature").get<std::string>().size() == 128);
    const auto of_day = [&](core::Date day) { return citizen.get("/postliste/dag/" + core::iso_date(day)).body; };
    CHECK(of_day(yesterday).find("Optalt og underskrevet") != std::string::npos);
    CHECK(of_day(yesterday).find(kept.at("public_key").get<std::string>()) != std::string::npos);
    CHECK(of_day(yesterday + std::chrono::days{1}).find("Dagen er ikke slut") != std::string::npos);
    CHECK(of_day(yesterday + std::chrono::days{2}).find("Dagens tal") == std::string::npos);
    CHECK(town.run({"verify"}).status == 0);
    asked(town.database(), "UPDATE post_day_statements SET signature = '00'");
    const auto found = town.run({"verify"});
    CHECK(found.status == 1);
    CHECK(found.output.find("not what was signed") != std::string::npos);
}
