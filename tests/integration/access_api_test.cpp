#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

std::string number_of(const Json& thing) {
    return std::to_string(thing.at("id").get<std::int64_t>());
}

/// Somebody who asks, a clerk who decides, another who approves: none of them opens a page.
struct ByApi {
    Town town{{{"access_requests.two_people", "true"}}};
    HttpClient worker = town.as(building_worker);
    HttpClient colleague = town.as(building_colleague);
    HttpClient publisher = town.as(registrar);
    HttpClient guest = town.guest();
    std::string path, document, listed;

    ByApi() {
        const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Stien")), 201);
        const auto item =
            taken_in(publisher, {"brev.pdf", small_pdf({"Stien er daarlig.", "Ring til Karen Blaabjerg."})});
        settled_item(publisher, item);
        const auto journaled = body_of(
            publisher.post("/api/v1/incoming/" + std::to_string(item) + "/journal", journaling_on(on, "Brev om stien")),
            201
        );
        document = number_of(journaled.at("document"));
        const Json wish{{"asked_for", "Alt om stien"}, {"name", "Pia Presse"}, {"mail", "pia@eksempel.example"}};
        path = "/api/v1/access-requests/" + number_of(body_of(worker.post("/api/v1/access-requests", wish), 201));
        body_of(worker.post(path + "/documents", {{"documents", {std::stoll(document)}}}));
        listed = path + "/documents/" + document;
    }
    static int put(HttpClient& who, const std::string& where, const Json& body) {
        return who.send("PUT", where, body.dump(), "application/json").status;
    }
    static Json box() {
        return {{"page", 1}, {"left", 100}, {"top", 100}, {"width", 300}, {"height", 40}, {"exemption", "ofl-30-1"}};
    }
    Json answer() { return body_of(worker.get(path + "/answer")); }
    Json approval(HttpClient& who, const Json& what) { return body_of(who.post(path + "/approval", what)); }
};

}  // namespace

TEST_CASE("A request for access goes its whole way by the API alone") {
    ByApi api;
    auto& clerk = api.worker;
    auto& approver = api.colleague;
    const Json letter{{"title", "Afgørelse"}, {"receiver", "Pia Presse"}, {"text", "Du får aktindsigt."}};

    INFO("a page is judged, and undone");
    const auto pages = body_of(clerk.get(api.listed + "/pages")).at("items");
    REQUIRE(pages.size() == 1);
    CHECK(pages.at(0).at("verdict").is_null());
    CHECK(clerk.get(api.listed + "/pages/1/picture").header("content-type").starts_with("image/"));
    CHECK(api.put(clerk, api.listed + "/pages/1", {{"verdict", "withhold"}, {"exemption", "ofl-23"}}) == 204);
    CHECK(body_of(clerk.get(api.listed + "/pages")).at("items").at(0).at("exemption") == "ofl-23");
    CHECK(clerk.remove(api.listed + "/pages/1").status == 204);

    INFO("a box is added once for its key, moved, given another reason, and lifted");
    const Fields key{{"Idempotency-Key", "det-ene-felt"}};
    const auto box = body_of(clerk.post(api.listed + "/boxes", api.box(), key), 201);
    CHECK(body_of(clerk.post(api.listed + "/boxes", api.box(), key), 201).at("id") == box.at("id"));
    CHECK(body_of(clerk.get(api.listed + "/boxes")).at("items").size() == 1);
    const auto one = api.listed + "/boxes/" + number_of(box);
    const auto moved = body_of(clerk.patch(one, {{"left", 200}, {"exemption", "ofl-23"}}));
    CHECK(moved.at("left").get<int>() == Approx(200).margin(2));
    CHECK(moved.at("top").get<int>() == Approx(100).margin(2));
    CHECK(moved.at("exemption") == "ofl-23");
    CHECK(clerk.patch(one, {{"left", 2000}}).status == 400);
    CHECK(clerk.remove(one).status == 204);
    CHECK(clerk.patch(one, {{"left", 100}}).status == 404);

    INFO("a phrase is covered wherever it stands, and what is suggested is dismissed");
    CHECK(
        body_of(clerk.post(api.path + "/phrases", {{"phrase", "Karen Blaabjerg"}, {"exemption", "ofl-30-1"}})
        ).at("added") == 1
    );
    const auto suggested = body_of(clerk.get(api.listed + "/suggestions")).at("items").size();
    CHECK(body_of(clerk.post(api.listed + "/suggestions", {{"what", "dismiss"}})).at("count") == suggested);
    CHECK(body_of(clerk.get(api.listed + "/suggestions")).at("items").empty());

    const Json partly{{"decision", "partly"}, {"exemptions", {"ofl-30-1"}}, {"is_widened", true}};
    CHECK(clerk.post(api.path + "/answer/file", Json::object()).status == 409);
    REQUIRE(api.put(clerk, api.listed, partly) == 204);

    INFO("whom the document concerns is heard, and answers");
    auto hearing = body_of(clerk.get(api.path + "/hearings/draft?document=" + api.document));
    CHECK(hearing.at("text").get<std::string>().find("# Dokumenterne\n\n- ") != std::string::npos);
    hearing["receiver"] = "Karen Blaabjerg";
    hearing["documents"] = {std::stoll(api.document)};
    const auto heard = body_of(clerk.post(api.path + "/hearings", hearing), 201);
    CHECK(heard.at("is_awaited") == true);
    const auto said = body_of(clerk.post(
        api.path + "/hearings/" + number_of(heard) + "/answer", {{"objects", true}, {"text", "Ikke mit navn."}}
    ));
    CHECK(said.at("outcome") == "objects");
    CHECK(
        clerk.post(
                 api.path + "/hearings/" + number_of(heard) + "/answer", {{"objects", false}, {"text", "Igen"}}
        ).status == 409
    );

    INFO("the file is made, and a second person approves what is decided");
    CHECK(api.answer().at("state") == "none");
    body_of(clerk.post(api.path + "/answer/file", Json::object()), 202);
    REQUIRE(within(std::chrono::seconds{60}, [&] { return api.answer().at("state") == "ready"; }));
    CHECK(clerk.get(api.path + "/answer/file").body.starts_with("%PDF"));
    CHECK(clerk.get(api.path + "/answer/zip").body.starts_with("PK"));
    CHECK(clerk.post(api.path + "/answer", letter).status == 409);
    CHECK(api.approval(clerk, {{"what", "ask"}}).at("may_approve") == false);
    CHECK(clerk.post(api.path + "/approval", {{"what", "approve"}}).status == 403);
    REQUIRE(body_of(approver.get(api.path + "/approval")).at("may_approve") == true);
    const auto back = api.approval(approver, {{"what", "send_back"}, {"reason", "Se på § 23"}});
    CHECK(back.at("newest").at("reason") == "Se på § 23");
    api.approval(clerk, {{"what", "ask"}});
    CHECK(api.approval(approver, {{"what", "approve"}}).at("is_approved") == true);

    INFO("it is answered by the letter as it was drafted");
    const auto draft = body_of(clerk.get(api.path + "/answer/draft"));
    CHECK(draft.at("receiver") == "Pia Presse");
    CHECK(clerk.post(api.path + "/answer", draft).status == 400);  // who hears complaints is to be written
    const auto sent = body_of(clerk.post(api.path + "/answer", letter), 201);
    CHECK(api.answer().at("letter") == sent.at("id"));
    CHECK(body_of(clerk.get(api.path)).at("state") == "answered");
    CHECK(clerk.post(api.path + "/answer", letter).status == 409);

    INFO("a complaint is taken up, and another sent on");
    const auto complained = body_of(clerk.post(api.path + "/complaints", {{"text", "Der mangler noget."}}), 201);
    CHECK(body_of(clerk.get("/api/v1/access-requests/complaints")).at("items").at(0).at("id") == complained.at("id"));
    const auto complaint = api.path + "/complaints/" + number_of(complained);
    CHECK(body_of(clerk.send("POST", complaint + "/reopen", "", "")).at("state") == "open");
    CHECK(clerk.get(complaint + "/draft").status == 409);
    INFO("what was approved is decided still");
    CHECK(body_of(clerk.get(api.path + "/approval")).at("is_approved") == true);
    body_of(clerk.post(api.path + "/answer/file", Json::object()), 202);
    REQUIRE(within(std::chrono::seconds{60}, [&] { return api.answer().at("state") == "ready"; }));
    body_of(clerk.post(api.path + "/answer", letter), 201);
    const auto again = body_of(clerk.post(api.path + "/complaints", {{"text", "Igen."}}), 201);
    const auto onward = api.path + "/complaints/" + number_of(again);
    auto forward = body_of(clerk.get(onward + "/draft"));
    CHECK(clerk.post(onward + "/forward", forward).status == 400);
    forward["receiver"] = "Ankestyrelsen";
    forward["text"] = "Hermed en klage.";
    body_of(clerk.post(onward + "/forward", forward), 201);
    const auto all = body_of(clerk.get(api.path + "/complaints")).at("items");
    REQUIRE(all.size() == 2);
    const auto settled = std::ranges::find_if(all, [&](const Json& row) { return row.at("id") == again.at("id"); });
    CHECK(settled->at("sent_to") == "Ankestyrelsen");

    INFO("what was given is published, but not under the asker's name, and taken down");
    const auto publication = api.path + "/publication";
    REQUIRE(within(std::chrono::seconds{60}, [&] {
        return body_of(api.publisher.get(publication)).at("obstacle").is_null();
    }));
    CHECK(api.put(api.publisher, publication, {{"title", "Pia Presses breve"}, {"reason", "Set"}}) == 409);
    CHECK(body_of(clerk.get("/api/v1/access-requests/overdue")).at("items").is_array());
    CHECK(api.put(api.publisher, publication, {{"title", "Breve om stien"}, {"reason", "Set igennem"}}) == 200);
    const auto shown = body_of(api.publisher.get(publication));
    CHECK(shown.at("is_public") == true);
    const auto page = shown.at("publication").at("path").get<std::string>();
    CHECK(api.guest.get(page).status == 200);
    CHECK(body_of(api.publisher.post(publication + "/take-down", {{"reason", "En fejl"}})).at("is_public") == false);
    CHECK(api.guest.get(page).status == 404);
    CHECK(api.town.run({"verify"}).status == 0);
}

TEST_CASE("Mails of one thread are one find, told once, and are taken along together") {
    Town town;
    auto post = town.as(registrar);
    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    const auto journaled = [&](int number, const std::string& head, const std::string& subject) {
        const auto id = std::to_string(number);
        const auto mail =
            "Received: from eksempel.example\r\nFrom: Karen <karen@eksempel.example>\r\nSubject: " + subject +
            "\r\nDate: Tue, " + id + " Nov 2026 09:14:00 +0100\r\nMessage-ID: <" + id + "@eksempel.example>\r\n" +
            head + "\r\nHegnet ved fjordstien, mail " + id;
        const auto item = taken_in(post, {id + ".eml", mail});
        settled_item(post, item);
        const auto path = "/api/v1/incoming/" + std::to_string(item) + "/journal";
        return number_of(body_of(post.post(path, journaling_on(on, subject)), 201).at("document"));
    };
    const std::string reply = "In-Reply-To: <1@eksempel.example>\r\nReferences: <1@eksempel.example>\r\n";
    const std::vector<std::string> thread{
        journaled(1, "", "Hegnet"), journaled(2, reply, "SV: Hegnet"), journaled(3, reply, "SV: SV: Hegnet")};
    const auto alone = journaled(4, "", "Fjordstien");
    for (const auto& id : thread)
        REQUIRE(within(std::chrono::seconds{30}, [&] { return finds(post, "fjordstien", "document", std::stoll(id)); })
        );
    REQUIRE(within(std::chrono::seconds{30}, [&] { return finds(post, "fjordstien", "document", std::stoll(alone)); }));

    const auto asked = number_of(body_of(post.post("/api/v1/access-requests", {{"asked_for", "Hegnet"}}), 201));
    auto clerk = town.signed_in(registrar, everyones_password);
    const auto page = clerk.get("/aktindsigter/" + asked + "?q=fjordstien").body;
    const auto times = [&](const std::string& part) {
        int count = 0;
        for (auto at = page.find(part); at != std::string::npos; at = page.find(part, at + 1)) ++count;
        return count;
    };
    CHECK(times("2 andre i tråden") == 1);
    CHECK(times("Tag hele tråden med") == 1);
    for (const auto& id : thread) CHECK(times("name=\"document\" value=\"" + id + '"') == 1);
    CHECK(times("name=\"document\" value=\"" + alone + '"') == 1);

    const std::string button = "name=\"thread\" value=\"";
    const auto at = page.find(button) + button.size();
    const auto whole = page.substr(at, page.find('"', at) - at);
    const auto path = "/aktindsigter/" + asked + "/dokumenter";
    CHECK(clerk.post_form(path, {{"csrf", csrf_on(page)}, {"thread", whole}}).status == 303);
    const auto listed = body_of(post.get("/api/v1/access-requests/" + asked + "/documents")).at("items");
    CHECK(listed.size() == 3);
    for (const auto& row : listed)
        CHECK(std::ranges::count(thread, std::to_string(row.at("document").get<int>())) == 1);
}

TEST_CASE("A leader is told of a request that is late, and of none that waits for the asker") {
    Town town;
    auto worker = town.as(building_worker);
    Json wish{{"asked_for", "Brevene om hegnet"}, {"received_on", "2024-01-02"}};
    const auto late = number_of(body_of(worker.post("/api/v1/access-requests", wish), 201));
    wish["asked_for"] = "Noget, vi ikke forstår";
    const auto paused = body_of(worker.post("/api/v1/access-requests", wish), 201);
    const Json pause{{"what", "pause"}, {"on", "2024-01-03"}, {"reason", "Hvad?"}, {"version", paused.at("version")}};
    body_of(worker.post("/api/v1/access-requests/" + number_of(paused) + "/times", pause));
    // It looks when it starts, and every ten minutes.
    town.stop();
    town.start();
    auto again = town.as(building_worker);
    const auto reminders_of = [&](const std::string& id) {
        return body_of(again.get("/api/v1/access-requests/" + id)).at("reminders");
    };
    REQUIRE(within(std::chrono::seconds{30}, [&] { return !reminders_of(late).empty(); }));
    CHECK(reminders_of(late).at(0).at("stage") == "late");
    CHECK_FALSE(reminders_of(late).at(0).at("told_to").is_null());
    CHECK(reminders_of(number_of(paused)).empty());
    auto leader = town.signed_in(building_leader, everyones_password);
    const auto overview = leader.get("/overblik").body;
    CHECK(overview.find("Brevene om hegnet") != std::string::npos);
    CHECK(overview.find("Noget, vi ikke") == std::string::npos);
    CHECK(leader.get("/aktindsigter?hvad=overskredne").body.find("Lederen fik besked") != std::string::npos);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("Who may not work on a request changes nothing of it by the API, and tells not that it is there") {
    ByApi api;
    auto stranger = api.town.as(school_worker);
    const Json letter{{"title", "Afgørelse"}, {"receiver", "Pia"}, {"text", "Nej."}};
    for (const auto* part :
         {"/answer", "/answer/draft", "/answer/file", "/approval", "/hearings", "/complaints", "/publication"})
        CHECK(stranger.get(api.path + part).status == 404);
    for (const auto* part : {"/pages", "/pages/1/picture", "/boxes", "/words", "/suggestions"})
        CHECK(stranger.get(api.listed + part).status == 404);
    CHECK(stranger.post(api.listed + "/boxes", api.box()).status == 404);
    CHECK(stranger.post(api.path + "/answer", letter).status == 404);
    CHECK(stranger.post(api.path + "/complaints", {{"text", "Langsomt"}}).status == 404);
    INFO("nor are boxes of a document that is not on the list told");
    const auto other = api.path + "/documents/1";
    CHECK(api.worker.get(other + "/boxes").status == 404);
    CHECK(api.worker.post(other + "/boxes", api.box()).status == 404);
}

TEST_CASE("What is covered in a document has a tag, and nobody changes by it what somebody else has changed since") {
    ByApi api;
    auto& one = api.worker;
    auto& other = api.colleague;
    const auto tag_in = [](const HttpAnswer& answer) { return std::string{answer.header("etag")}; };
    const auto tag = [&](const char* part) { return tag_in(one.get(api.listed + part)); };
    const auto matching = [](const std::string& seen) { return Fields{{"If-Match", seen}}; };
    const auto send = [&](const char* method, const std::string& path, const Json& body, const std::string& seen) {
        return one.send(method, path, body.dump(), "application/json", matching(seen)).status;
    };
    const auto empty = tag("/boxes");
    REQUIRE(empty.size() > 2);
    CHECK(tag("/pages") == empty);
    CHECK(tag("/words") == empty);

    INFO("two read the same, and both draw: the second is told");
    const auto first = one.post(api.listed + "/boxes", api.box(), matching(empty));
    REQUIRE(first.status == 201);
    CHECK(tag_in(first) == tag("/boxes"));
    CHECK(tag_in(first) != empty);
    const auto refused = other.post(api.listed + "/boxes", api.box(), matching(empty));
    CHECK(refused.status == 412);
    CHECK(Json::parse(refused.body).at("type") == "urn:saglig:problem:precondition-failed");
    CHECK(body_of(one.get(api.listed + "/boxes")).at("items").size() == 1);

    INFO("every act that names what was seen is refused once it has changed, and changes nothing");
    const auto box = api.listed + "/boxes/" + number_of(body_of(first, 201));
    const auto now = tag("/boxes");
    CHECK(send("PATCH", box, {{"left", 300}}, empty) == 412);
    CHECK(send("DELETE", box, Json::object(), empty) == 412);
    CHECK(send("PUT", api.listed + "/pages/1", {{"verdict", "give"}}, empty) == 412);
    CHECK(send("POST", api.listed + "/suggestions", {{"what", "dismiss"}}, empty) == 412);
    CHECK(tag("/boxes") == now);
    INFO("a weak tag is none, one of several is enough, and a star is whatever there is");
    CHECK(send("PATCH", box, {{"left", 300}}, "W/" + now) == 412);
    CHECK(send("PATCH", box, {{"left", 300}}, "\"other\", " + now) == 200);
    CHECK(send("PATCH", box, {{"left", 310}}, "*") == 200);

    INFO("a verdict counts, too: what another holds back is not passed by who has not seen that");
    const auto seen = tag("/pages");
    CHECK(api.put(other, api.listed + "/pages/1", {{"verdict", "withhold"}, {"exemption", "ofl-23"}}) == 204);
    CHECK(send("PUT", api.listed + "/pages/1", {{"verdict", "give"}}, seen) == 412);
    CHECK(body_of(one.get(api.listed + "/pages")).at("items").at(0).at("verdict") == "withhold");
    CHECK(send("PUT", api.listed + "/pages/1", {{"verdict", "give"}}, tag("/pages")) == 204);
    CHECK(send("DELETE", api.listed + "/pages/1", Json::object(), tag("/pages")) == 204);
    CHECK(send("DELETE", box, Json::object(), tag("/boxes")) == 204);
    CHECK(tag("/boxes") == empty);

    INFO("without it all is as before, and who may not read the document learns nothing of its tag");
    CHECK(one.post(api.listed + "/boxes", api.box()).status == 201);
    CHECK(other.post(api.listed + "/boxes", api.box()).status == 201);
    auto stranger = api.town.as(school_worker);
    CHECK(stranger.post(api.listed + "/boxes", api.box(), matching(empty)).status == 404);
}

TEST_CASE("Of six who draw by the same tag at once, one does, and without a tag nobody's box is lost") {
    ByApi api;
    const auto seen = std::string{api.worker.get(api.listed + "/boxes").header("etag")};
    const auto drawn = [&](const Fields& headers) {
        std::vector<int> answered(6);
        std::vector<HttpClient> clients;
        for (std::size_t at = 0; at < answered.size(); ++at)
            clients.push_back(api.town.as(at % 2 == 0 ? building_worker : building_colleague));
        {
            std::vector<std::jthread> threads;
            for (std::size_t at = 0; at < answered.size(); ++at)
                threads.emplace_back([&, at] {
                    auto box = ByApi::box();
                    box["top"] = 100 + 50 * at;
                    answered[at] = clients[at].post(api.listed + "/boxes", box, headers).status;
                });
        }
        return answered;
    };
    const auto by_tag = drawn({{"If-Match", seen}});
    CHECK(std::ranges::count(by_tag, 201) == 1);
    CHECK(std::ranges::count(by_tag, 412) == 5);
    const auto freely = drawn({});
    CHECK(std::ranges::count(freely, 201) == 6);
    CHECK(body_of(api.worker.get(api.listed + "/boxes")).at("items").size() == 7);
}

TEST_CASE("Two who have the same page open don't overwrite each other's boxes, nor what was decided of the page") {
    ByApi api;
    auto one = api.town.signed_in(building_worker, everyones_password);
    auto other = api.town.signed_in(building_colleague, everyones_password);
    const auto desk = "/aktindsigter/" + api.path.substr(api.path.rfind('/') + 1) + "/dokumenter/" + api.document;
    const auto post = [](HttpClient& who, const std::string& path, Fields fields) {
        fields.emplace_back("csrf", csrf_on(who.get("/aktindsigter").body));
        return who.post_form(path, fields);
    };
    /// The first address on the page that begins so, with what was seen there.
    const auto address = [&](HttpClient& who, const std::string& begin) {
        const auto page = who.get(desk).body;
        const auto at = page.find("\"" + begin) + 1;
        REQUIRE(at != 0);
        return page.substr(at, page.find('"', at) - at);
    };
    const auto boxes = [&] { return body_of(api.worker.get(api.listed + "/boxes")).at("items"); };
    REQUIRE(api.worker.post(api.listed + "/boxes", api.box()).status == 201);
    const auto change = address(one, desk + "/sider/1/overstregninger/");
    const auto remove = address(one, desk + "/overstregninger/");
    const auto judge = address(one, desk + "/sider/1?seen=");
    CHECK(address(other, desk + "/sider/1/overstregninger/") == change);

    REQUIRE(post(one, change, {{"left", "500"}}).status == 303);
    CHECK(boxes().at(0).at("left").get<int>() == Approx(500).margin(2));
    INFO("the other has not seen that");
    const auto late = post(other, change, {{"left", "20"}});
    CHECK(late.status == 303);
    CHECK(late.header("set-cookie").find("saglig_toast=") != std::string::npos);
    CHECK(boxes().at(0).at("left").get<int>() == Approx(500).margin(2));
    post(other, remove, {{"page", "1"}});
    CHECK(boxes().size() == 1);
    post(other, judge, {{"what", "give"}});
    const auto verdict = [&] { return body_of(api.worker.get(api.listed + "/pages")).at("items").at(0).at("verdict"); };
    CHECK(verdict().is_null());
    INFO("whoever looks again does what they meant");
    post(other, address(other, desk + "/sider/1/overstregninger/"), {{"left", "20"}});
    CHECK(boxes().at(0).at("left").get<int>() == Approx(20).margin(2));
    const auto stale = address(one, desk + "/sider/1?seen=");
    post(other, address(other, desk + "/sider/1?seen="), {{"what", "withhold"}, {"exemption", "ofl-23"}});
    CHECK(verdict() == "withhold");
    INFO("what one holds back, the other does not pass by a page from before");
    post(one, stale, {{"what", "give"}});
    CHECK(verdict() == "withhold");
    post(one, address(one, desk + "/sider/1?seen="), {{"what", "undo"}});
    CHECK(verdict().is_null());
}
