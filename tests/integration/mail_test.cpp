#include <catch2/catch.hpp>
#include <fstream>

#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string mail(const std::string& id, const std::string& subject, const std::string& more, const std::string& body) {
    return "Received: from eksempel.example\r\nFrom: Karen =?utf-8?Q?Bl=C3=A5bjerg?= <karen@eksempel.example>\r\n"
           "To: post@solbakke.example\r\nSubject: " +
           subject + "\r\nDate: Tue, 3 Nov 2026 09:14:00 +0100\r\nMessage-ID: <" + id + ">\r\n" + more + "\r\n" + body;
}

/// With a text and a note attached to it.
std::string mail_with_files(const std::string& id, const std::string& subject, const std::string& more = "") {
    return mail(
        id,
        subject,
        more + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n",
        "--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nHegnet st\xE5r sk\xE6vt ved fjordstien.\r\n"
        "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename*=utf-8''m%C3%A5l.txt\r\n\r\n"
        "Tagryggen er seks meter.\r\n--x--\r\n"
    );
}

std::string item_path(std::int64_t id) {
    return "/api/v1/incoming/" + std::to_string(id);
}

}  // namespace

TEST_CASE("A mail is read as a letter, and what is attached to it is its document's") {
    Town town;
    auto post = town.as(registrar);
    const auto id = taken_in(post, {"hegn.eml", mail_with_files("1@eksempel.example", "Hegn ved Fjordstien")});
    const auto item = settled_item(post, id);
    CHECK(item.at("state") == "ready");
    CHECK(item.at("media_type") == "message/rfc822");
    CHECK(item.at("page_count") == 1);
    CHECK(item.at("text").get<std::string>().find("Hegnet står skævt") != std::string::npos);
    const auto& told = item.at("mail");
    CHECK(told.at("subject") == "Hegn ved Fjordstien");
    CHECK(told.at("from").at("name") == "Karen Blåbjerg");
    CHECK(told.at("sent_at") == "2026-11-03T08:14:00Z");
    REQUIRE(told.at("parts").size() == 1);
    CHECK(told.at("parts")[0].at("file_name") == "mål.txt");
    CHECK(post.get(item_path(id) + "/parts/1").body == "Tagryggen er seks meter.");
    CHECK(post.get(item_path(id) + "/parts/2").status == 404);
    CHECK(town.as(school_worker).get(item_path(id) + "/parts/1").status == 404);
    CHECK(post.get(item_path(id) + "/original").body.starts_with("Received: from"));

    auto room = town.signed_in(registrar, everyones_password);
    const auto page = room.get("/postbakke/" + std::to_string(id)).body;
    CHECK(page.find("Hegn ved Fjordstien") != std::string::npos);
    CHECK(page.find("value=\"2026-11-03\"") != std::string::npos);
    CHECK(page.find("mål.txt") != std::string::npos);
    CHECK(room.get("/postbakke/" + std::to_string(id) + "/bilag/1").body == "Tagryggen er seks meter.");

    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    const auto document =
        body_of(post.post(item_path(id) + "/journal", journaling_on(on, "Mail om hegnet")), 201).at("document");
    const auto path = "/api/v1/documents/" + std::to_string(document.at("id").get<std::int64_t>());
    const auto attached = body_of(post.get(path + "/attachments")).at("items");
    REQUIRE(attached.size() == 1);
    CHECK(attached[0].at("title") == "mål.txt");
    CHECK(within(30s, [&] { return finds(post, "tagryggen", "document", document.at("id")); }));
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A mail that is journaled before it has been read loses nothing that came with it") {
    Town town;
    auto post = town.as(registrar);
    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    // Others stand before it in the queue, so that it is journaled before the reader gets to it.
    for (int n = 0; n < 5; ++n)
        taken_in(post, {"mail.eml", mail_with_files(std::to_string(n) + "@eksempel.example", "En anden")});
    const auto id = taken_in(post, {"hegn.eml", mail_with_files("9@eksempel.example", "Hegn ved Fjordstien")});
    const auto document =
        body_of(post.post(item_path(id) + "/journal", journaling_on(on, "Mail om hegnet")), 201).at("document");
    const auto path = "/api/v1/documents/" + std::to_string(document.at("id").get<std::int64_t>()) + "/attachments";
    REQUIRE(within(30s, [&] { return body_of(post.get(path)).at("items").size() == 1; }));
    CHECK(body_of(post.get(path)).at("items")[0].at("title") == "mål.txt");
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("Mails of one thread are shown together, and the case of one is suggested for the next") {
    Town town;
    auto post = town.as(registrar);
    const auto first = taken_in(post, {"1.eml", mail("1@eksempel.example", "Hegn", "", "Hej")});
    settled_item(post, first);
    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    const auto document =
        body_of(post.post(item_path(first) + "/journal", journaling_on(on, "Første mail")), 201).at("document");

    const auto reply = "References: <0@eksempel.example> <1@eksempel.example>\r\nIn-Reply-To: <1@eksempel.example>\r\n";
    const auto second = taken_in(post, {"2.eml", mail("2@eksempel.example", "SV: Hegn", reply, "Igen")});
    const auto item = settled_item(post, second);
    const auto& thread = item.at("mail").at("thread");
    REQUIRE(thread.size() == 1);
    CHECK(thread[0].at("document") == document.at("id"));
    CHECK(thread[0].at("subject") == "Hegn");
    auto room = town.signed_in(registrar, everyones_password);
    const auto page = room.get("/postbakke/" + std::to_string(second)).body;
    CHECK(
        page.find("data-suggests=\"case\" data-value=\"" + std::to_string(on.at("id").get<std::int64_t>()) + '"') !=
        std::string::npos
    );
    const auto shown = room.get("/dokumenter/" + std::to_string(document.at("id").get<std::int64_t>())).body;
    CHECK(shown.find("SV: Hegn") != std::string::npos);

    // Who may not read the document sees no thread.
    const auto path = "/api/v1/documents/" + std::to_string(document.at("id").get<std::int64_t>()) + "/thread";
    CHECK(body_of(post.get(path)).at("items").size() == 1);
    CHECK(town.as(school_worker).get(path).status == 404);

    // Of a thread everybody sees those mails that they may read, and no post of others.
    auto open_to_all = case_wanted("Åben hegnssag");
    open_to_all["confidentiality"] = "open";
    const auto other = body_of(post.post("/api/v1/cases", open_to_all), 201);
    const auto shown_to_all =
        body_of(post.post(item_path(second) + "/journal", journaling_on(other, "Anden mail")), 201).at("document");
    settled_item(post, taken_in(post, {"3.eml", mail("3@eksempel.example", "SV: SV: Hegn", reply, "Igen igen")}));
    const auto of_second = "/api/v1/documents/" + std::to_string(shown_to_all.at("id").get<std::int64_t>()) + "/thread";
    CHECK(body_of(post.get(of_second)).at("items").size() == 2);
    CHECK(body_of(town.as(school_worker).get(of_second)).at("items").empty());
}

TEST_CASE("The same mail by another way is a duplicate, and a broken one is kept with its reason") {
    Town town;
    auto post = town.as(registrar);
    const auto first = taken_in(post, {"1.eml", mail("7@eksempel.example", "Hegn", "", "Hej")});
    settled_item(post, first);
    const auto again = taken_in(post, {"1b.eml", mail("7@eksempel.example", "Hegn", "X-Vej: en anden\r\n", "Hej")});
    CHECK(settled_item(post, again).at("duplicate_of") == first);

    const auto forged = taken_in(post, {"1c.eml", mail("7@eksempel.example", "Noget andet", "", "Hej")});
    CHECK(settled_item(post, forged).at("duplicate_of") == first);
    auto room = town.signed_in(registrar, everyones_password);
    const auto says_same_id = [&](std::int64_t id) {
        return room.get("/postbakke/" + std::to_string(id)).body.find("En anden mail med samme mail-id") !=
               std::string::npos;
    };
    CHECK_FALSE(says_same_id(again));
    CHECK(says_same_id(forged));

    const auto cut = taken_in(
        post,
        {"2.eml",
         mail("8@eksempel.example", "Afbrudt", "Content-Type: multipart/mixed; boundary=x\r\n", "--x\r\n\r\nHer er")}
    );
    const auto partly = settled_item(post, cut);
    CHECK(partly.at("state") == "partly_read");
    CHECK(partly.at("reason") == "damaged");
    CHECK(partly.at("text").get<std::string>().find("Her er") != std::string::npos);

    std::ofstream{town.scan_folder() / "fra-scanner.eml"} << mail("9@eksempel.example", "Fra mappen", "", "Hej");
    const auto has_come = [&] { return all_of(post, "/api/v1/incoming?limit=50&q=fra-scanner.eml").size() == 1; };
    CHECK(within(30s, has_come));
}
