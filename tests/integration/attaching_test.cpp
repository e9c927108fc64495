#include <catch2/catch.hpp>

#include "tests/integration/small_files.hpp"
#include "tests/integration/smtp_listener.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::string id_of(const Json& one) {
    return std::to_string(one.at("id").get<std::int64_t>());
}
std::string item_path(std::int64_t id) {
    return "/api/v1/incoming/" + std::to_string(id);
}
std::size_t attachments_of(HttpClient& client, const Json& document) {
    return body_of(client.get("/api/v1/documents/" + id_of(document) + "/attachments")).at("items").size();
}

}  // namespace

TEST_CASE("Post that belongs to a journaled document is attached to it, on a closed case with a reason only") {
    Town town;
    auto post = town.as(registrar);
    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    const auto letter = taken_in(post, {"brev.pdf", small_pdf({"Hegnet ved stien"})});
    settled_item(post, letter);
    const auto document =
        body_of(post.post(item_path(letter) + "/journal", journaling_on(on, "Brevet")), 201).at("document");

    const auto drawing = taken_in(post, {"tegning.pdf", small_pdf({"Fjordgavlens opstalt"})});
    const auto item = settled_item(post, drawing);
    Json wanted{{"document", document.at("id")}, {"title", "Tegning"}, {"version", item.at("version")}};
    CHECK(town.as(school_worker).post(item_path(drawing) + "/attach", wanted).status == 404);
    auto stale = wanted;
    stale["version"] = 99;
    CHECK(post.post(item_path(drawing) + "/attach", stale).status == 409);
    CHECK(body_of(post.post(item_path(drawing) + "/attach", wanted)).at("id") == document.at("id"));
    CHECK(post.post(item_path(drawing) + "/attach", wanted).status == 409);
    CHECK(attachments_of(post, document) == 1);
    CHECK(body_of(post.get(item_path(drawing))).at("state") == "journaled");
    CHECK(within(30s, [&] { return finds(post, "fjordgavlens", "document", document.at("id")); }));

    const auto path = "/api/v1/cases/" + id_of(on);
    const auto version = body_of(post.get(path)).at("version");
    body_of(post.patch(path, Json{{"state", "closed"}, {"reason", "Afgjort"}, {"version", version}}));
    const auto late = taken_in(post, {"sent.pdf", small_pdf({"Kom for sent"})});
    Json again{{"document", document.at("id")}, {"version", settled_item(post, late).at("version")}};
    CHECK(post.post(item_path(late) + "/attach", again).status == 409);
    again["late_reason"] = "Lå i en anden konvolut";
    body_of(post.post(item_path(late) + "/attach", again));
    CHECK(attachments_of(post, document) == 2);
    auto room = town.signed_in(registrar, everyones_password);
    CHECK(room.get("/sager/" + id_of(on) + "?fane=historik").body.find("Lå i en anden konvolut") != std::string::npos);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("On the pages an item is attached by the document's number, and others are ticked to go with a letter") {
    Town town;
    auto post = town.as(registrar);
    const auto on = body_of(post.post("/api/v1/cases", case_wanted("Hegnssag")), 201);
    std::vector<std::int64_t> items;
    for (const auto* name : {"brev.pdf", "bilag.pdf", "tegning.pdf"}) {
        items.push_back(taken_in(post, {name, small_pdf({name})}));
        settled_item(post, items.back());
    }
    auto room = town.signed_in(registrar, everyones_password);
    const auto page = [&](std::size_t at) { return "/postbakke/" + std::to_string(items[at]); };
    const auto form = room.get(page(0)).body;
    CHECK(form.find("name=\"attached\" id=\"attached-" + std::to_string(items[1]) + '"') != std::string::npos);
    // What is ticked stays so after an error, also where the list shows other items by now.
    const Fields untitled{
        {"csrf", csrf_on(form)},
        {"version", "1"},
        {"case_choice", "existing"},
        {"case_id", id_of(on)},
        {"direction", "incoming"},
        {"publication", "withheld"},
        {"attached", std::to_string(items[1])}};
    const auto refused = room.post_form(page(0) + "/journaliser?q=brev.pdf", untitled);
    CHECK(refused.status == 422);
    CHECK(
        refused.body.find(
            "id=\"attached-" + std::to_string(items[1]) + "\" value=\"" + std::to_string(items[1]) + "\" checked"
        ) != std::string::npos
    );
    CHECK(refused.body.find("id=\"attached-" + std::to_string(items[2])) == std::string::npos);

    const Fields journal{
        {"csrf", csrf_on(form)},
        {"version", "1"},
        {"title", "Brevet"},
        {"case_choice", "existing"},
        {"case_id", id_of(on)},
        {"direction", "incoming"},
        {"publication", "withheld"},
        {"attached", std::to_string(items[1])}};
    CHECK(room.post_form(page(0) + "/journaliser", journal).status == 303);
    const auto document = body_of(post.get(item_path(items[0]))).at("document").get<std::int64_t>();
    CHECK(body_of(post.get(item_path(items[1]))).at("document") == document);
    CHECK(attachments_of(post, Json{{"id", document}}) == 1);

    const auto called = on.at("number").get<std::string>() + "-1";
    const Fields wrong{{"csrf", csrf_on(form)}, {"version", "1"}, {"document_number", called + "7"}};
    CHECK(room.post_form(page(2) + "/bilag-til", wrong).status == 303);
    CHECK(attachments_of(post, Json{{"id", document}}) == 1);
    // A number leads on to where the document has been moved.
    const auto other = body_of(post.post("/api/v1/cases", case_wanted("En anden hegnssag")), 201);
    const Json move{{"case", other.at("id")}, {"reason", "Hører til der"}};
    body_of(post.post("/api/v1/documents/" + std::to_string(document) + "/move", move));
    const Fields right{{"csrf", csrf_on(form)}, {"version", "1"}, {"document_number", called}, {"title", "Tegning"}};
    CHECK(room.post_form(page(2) + "/bilag-til", right).status == 303);
    CHECK(attachments_of(post, Json{{"id", document}}) == 2);
}

TEST_CASE("What a letter is given goes along when it is sent") {
    SmtpListener mail;
    Town town{
        {{"mail.server", "\"" + mail.url() + "\""},
         {"mail.from", "\"post@eksempel.example\""},
         {"mail.require_tls", "false"}}};
    auto worker = town.as(building_worker);
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Sag med bilag")), 201);
    const auto path = "/api/v1/cases/" + id_of(on);
    const auto note = body_of(worker.post(path + "/notes", Json{{"title", "Måling"}, {"text", "Seks meter."}}), 201);
    Json wanted{{"title", "Svar"}, {"receiver", "Karen Blåbjerg"}, {"text", "Se bilaget."}};
    wanted["attachments"] = Json::array({{{"document", note.at("id")}}});
    const auto letter = body_of(worker.post(path + "/letters", wanted), 201);
    CHECK(attachments_of(worker, letter) == 1);
    CHECK(worker.get("/api/v1/documents/" + id_of(letter) + "/text").body.find("1.  Måling") != std::string::npos);

    const auto other = body_of(worker.post("/api/v1/cases", case_wanted("En anden sag")), 201);
    CHECK(worker.post("/api/v1/cases/" + id_of(other) + "/letters", wanted).status == 400);

    const Json order{{"channel", "mail"}, {"address", "karen@eksempel.example"}, {"label", "Svar"}, {"text", "Hej"}};
    body_of(worker.post("/api/v1/documents/" + id_of(letter) + "/sendings", order), 201);
    REQUIRE(within(30s, [&] { return mail.taken().size() == 1; }));
    const auto taken = mail.taken().front();
    const auto first_file = taken.find("Content-Disposition: attachment");
    REQUIRE(first_file != std::string::npos);
    const auto second_file = taken.find("Content-Disposition: attachment", first_file + 1);
    REQUIRE(second_file != std::string::npos);
    CHECK(taken.find("\r\n\r\nU2VrcyBtZXRl", second_file) != std::string::npos);  // "Seks mete" as base64

    auto desk = town.signed_in(building_worker, everyones_password);
    const auto form = desk.get("/sager/" + id_of(on) + "/brev").body;
    CHECK(form.find("name=\"document\" id=\"letter-document-" + id_of(note) + '"') != std::string::npos);
    // Of a case with many documents the newest are shown, and after an error those that were ticked, too.
    for (int n = 0; n < 50; ++n)
        body_of(worker.post(path + "/notes", Json{{"title", "Notat"}, {"text", "Se på hegnet."}}), 201);
    const auto box = "id=\"letter-document-" + id_of(note) + '"';
    CHECK(desk.get("/sager/" + id_of(on) + "/brev").body.find(box) == std::string::npos);
    const auto untitled = desk.post_form(
        "/sager/" + id_of(on) + "/brev", {{"csrf", csrf_on(form)}, {"text", "Hej"}, {"document", id_of(note)}}
    );
    CHECK(untitled.status == 422);
    CHECK(untitled.body.find(box + " value=\"" + id_of(note) + "\" checked") != std::string::npos);

    const std::string boundary = "graense";
    const auto field = [&](const std::string& name, const std::string& value) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    };
    const auto body = field("csrf", csrf_on(form)) + field("title", "Nyt svar") + field("receiver", "Karen") +
                      field("text", "Se bilagene.") + field("publication", "withheld") +
                      field("document", id_of(note)) + "--" + boundary +
                      "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan.pdf\"\r\n"
                      "Content-Type: application/pdf\r\n\r\n" +
                      small_pdf({"Planen"}) + "\r\n--" + boundary + "--\r\n";
    const auto sent =
        desk.send("POST", "/sager/" + id_of(on) + "/brev", body, "multipart/form-data; boundary=" + boundary);
    REQUIRE(sent.status == 303);
    const auto journaled = sent.header("location").substr(std::string{"/dokumenter/"}.size());
    const auto attached = body_of(worker.get("/api/v1/documents/" + journaled + "/attachments")).at("items");
    REQUIRE(attached.size() == 2);
    CHECK(attached[0].at("title") == "Måling");
    CHECK(attached[1].at("file_name") == "plan.pdf");
    CHECK(town.run({"verify"}).status == 0);
}
