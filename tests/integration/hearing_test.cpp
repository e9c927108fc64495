#include <catch2/catch.hpp>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

constexpr std::chrono::seconds long_enough{60};

std::string id_in(const Json& one) {
    return std::to_string(one.at("id").get<std::int64_t>());
}

/// A letter on the case that everyone may see; its number in words is what a finder finds, if wanted.
std::int64_t material_on(HttpClient& worker, const Json& on, const std::string& text) {
    const auto item = taken_in(worker, {"forslag.pdf", small_pdf({text})});
    settled_item(worker, item);
    const auto wanted = journaling_on(on, "Forslag til et hegn");
    const auto journaled = body_of(worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", wanted), 201);
    return journaled.at("document").at("id").get<std::int64_t>();
}

Json hearing_wanted(const Json& on, const std::string& closes) {
    return {
        {"case", on.at("id")},
        {"title", "Et hegn langs havnen"},
        {"text", "Kommunen vil sætte et hegn op langs havnen. Hvad synes du?"},
        {"asked", "Grundejerforeningen Strandlyst"},
        {"opens_on", "2026-01-01"},
        {"closes_on", closes}};
}

/// Whether the page shows the text, soon.
bool shows_soon(HttpClient& client, const std::string& path, const std::string& text) {
    return within(long_enough, [&] { return client.get(path).body.find(text) != std::string::npos; });
}

bool has(const HttpAnswer& page, const std::string& text) {
    return page.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("A hearing is released, answered by anybody, moderated and summed up") {
    Town town;
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegn langs havnen")), 201);
    const auto document = material_on(worker, on, "Hegnet bliver to meter. Ring paa telefon 20 30 40 50.");

    auto wanted = hearing_wanted(on, "2027-06-30");
    wanted["material"] = Json::array({{{"document", document}, {"title", "Forslaget"}}});
    auto hearing = body_of(worker.post("/api/v1/hearings", wanted), 201);
    const auto api = "/api/v1/hearings/" + id_in(hearing);
    const auto open = "/hoeringer/" + id_in(hearing);
    CHECK(guest.get(open).status == 404);
    CHECK(guest.post_form(open + "/svar", {{"name", "Karen"}, {"text", "Ja"}}).status == 404);

    INFO("a telephone number in the material is released only with a reason");
    const auto refused = worker.post(api + "/publish", {{"version", hearing.at("version")}});
    CHECK(refused.status == 400);
    CHECK(refused.json().at("field") == "reason");
    const Json released{{"version", hearing.at("version")}, {"reason", "Det er kommunens eget nummer"}};
    hearing = body_of(worker.post(api + "/publish", released));
    CHECK(hearing.at("state") == "published");

    CHECK(has(guest.get("/hoeringer"), "Et hegn langs havnen"));
    CHECK(has(guest.get("/hoeringer.atom"), open));
    CHECK(shows_soon(guest, open, "/materiale/"));
    const auto page = guest.get(open).body;
    const auto at = page.find("/materiale/");
    const auto material = page.substr(at, page.find('"', at) - at);
    const auto pdf = guest.get(material);
    CHECK(pdf.status == 200);
    CHECK(pdf.body.starts_with("%PDF"));

    INFO("an answer is journaled with its file, and shown only once it is judged");
    CHECK(guest.post_form(open + "/svar", {{"text", "Uden navn"}}).status == 422);
    const auto answered = guest.post_form(
        open + "/svar",
        {{"name", "Karen Blaabjerg"},
         {"mail", "karen@eksempel.example"},
         {"hides_name", "yes"},
         {"text", "Hegnet er for højt. Skriv til mig paa karen@eksempel.example."}}
    );
    REQUIRE(answered.status == 303);
    const auto receipt = guest.get(std::string{answered.header("location")});
    CHECK(receipt.status == 200);
    CHECK(receipt.header("cache-control") == "no-store");
    CHECK(guest.get(open + "/kvittering/noget-andet").status == 404);
    const auto taken = body_of(worker.get(api + "/answers")).at("items").at(0);
    CHECK(taken.at("number") == 1);
    CHECK(taken.at("is_late") == false);
    const auto filed =
        body_of(worker.get("/api/v1/documents/" + std::to_string(taken.at("document").get<std::int64_t>())));
    CHECK(filed.at("title") == "Høringssvar nr. 1");
    CHECK(filed.at("direction") == "incoming");
    CHECK_FALSE(has(guest.get(open), "for højt"));

    const auto judge = [&](Json judgement, std::int64_t version) {
        judgement["version"] = version;
        return worker.send("PUT", api + "/answers/1", judgement.dump(), "application/json");
    };
    const auto as_written = taken.at("text");
    INFO("what is found, or is worded otherwise, is shown with a reason");
    CHECK(judge({{"state", "shown"}, {"shown_text", as_written}}, 1).status == 400);
    CHECK(judge({{"state", "shown"}, {"shown_text", "Hegnet er for højt."}}, 1).status == 400);
    CHECK(judge({{"state", "hidden"}}, 1).status == 400);
    CHECK(
        judge({{"state", "shown"}, {"shown_name", "Karen Blaabjerg"}, {"shown_text", as_written}, {"reason", "x"}}, 1)
            .json()
            .at("field") == "name"
    );
    const Json shortened{{"state", "shown"}, {"shown_text", "Hegnet er for højt."}, {"reason", "Adressen er udeladt"}};
    CHECK(judge(shortened, 1).status == 200);
    CHECK(judge(shortened, 1).status == 409);
    const auto shown = guest.get(open);
    CHECK(has(shown, "Hegnet er for højt."));
    CHECK_FALSE(has(shown, "karen@"));
    CHECK_FALSE(has(shown, "Blaabjerg"));
    const auto data = body_of(guest.get("/hoeringer.json")).at("hearings").at(0);
    CHECK(data.at("answers").at(0).at("text") == "Hegnet er for højt.");
    CHECK(data.dump().find("Blaabjerg") == std::string::npos);

    INFO("the summary waits until it has ended");
    const auto sum_up = [&] {
        const auto version = body_of(worker.get(api)).at("version");
        const Json summary{{"version", version}, {"summary", "Hegnet bliver lavere."}, {"is_shown", true}};
        return worker.send("PUT", api + "/summary", summary.dump(), "application/json");
    };
    CHECK(sum_up().status == 409);
    wanted = hearing_wanted(on, "2026-02-01");
    wanted.erase("case");
    wanted["version"] = body_of(worker.get(api)).at("version");
    CHECK(worker.send("PUT", api, wanted.dump(), "application/json").status == 200);
    CHECK(guest.get(material).status == 404);
    CHECK(guest.post_form(open + "/svar", {{"name", "Per"}, {"text", "For sent"}}).status == 409);
    CHECK(sum_up().status == 200);
    CHECK(has(guest.get(open), "Hegnet bliver lavere."));

    INFO("what is taken down is gone at once");
    const Json down{
        {"version", body_of(worker.get(api)).at("version")}, {"exemption", "ofl-30-1"}, {"reason", "Et forkert bilag"}};
    CHECK(worker.post(api + "/take-down", down).status == 200);
    const auto gone = guest.get(open);
    CHECK(gone.status == 410);
    CHECK(has(gone, "§ 30, nr. 1"));
    CHECK_FALSE(has(gone, "Hegnet er for højt."));
    CHECK_FALSE(has(guest.get("/hoeringer.json"), "Et hegn"));
    CHECK(has(guest.get("/hoeringer.atom"), "deleted-entry"));
}

TEST_CASE("Late answers are taken where they are allowed, and files of an answer are drawn before anybody has them") {
    Town town;
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegn langs havnen")), 201);
    auto wanted = hearing_wanted(on, "2026-02-01");
    wanted["takes_late"] = true;
    const auto hearing = body_of(worker.post("/api/v1/hearings", wanted), 201);
    const auto api = "/api/v1/hearings/" + id_in(hearing);
    const auto open = "/hoeringer/" + id_in(hearing);
    body_of(worker.post(api + "/publish", {{"version", hearing.at("version")}}));

    const std::string boundary = "svarets-graense";
    const auto part = [&](const std::string& head, const std::string& body) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n";
    };
    const auto form = part("name=\"name\"", "Karen") + part("name=\"organisation\"", "Strandlyst") +
                      part("name=\"text\"", "Se bilaget.") +
                      part("name=\"file\"; filename=\"tegning.pdf\"", small_pdf({"Et lavere hegn."})) + "--" +
                      boundary + "--\r\n";
    const auto answered = guest.send("POST", open + "/svar", form, "multipart/form-data; boundary=" + boundary);
    REQUIRE(answered.status == 303);
    const auto answer = body_of(worker.get(api + "/answers?state=waiting")).at("items").at(0);
    CHECK(answer.at("is_late") == true);
    const auto document = "/api/v1/documents/" + std::to_string(answer.at("document").get<std::int64_t>());
    CHECK(body_of(worker.get(document + "/attachments")).at("items").at(0).at("file_name") == "tegning.pdf");

    const Json judgement{
        {"state", "shown"},
        {"shown_name", "Strandlyst"},
        {"shown_text", answer.at("text")},
        {"shows_files", true},
        {"version", 1}};
    // While the file is being read nobody knows what it holds.
    REQUIRE(within(long_enough, [&] {
        return worker.send("PUT", api + "/answers/1", judgement.dump(), "application/json").status == 200;
    }));
    const auto file = open + "/svar/1/bilag/1";
    REQUIRE(within(long_enough, [&] { return guest.get(file).status == 200; }));
    CHECK(guest.get(file).body.starts_with("%PDF"));
    CHECK(shows_soon(guest, open, "tegning.pdf"));
    CHECK(guest.get(open + "/svar/1/bilag/2").status == 404);
    const Json hidden{{"state", "hidden"}, {"reason", "Ophavsret"}, {"version", 2}};
    CHECK(worker.send("PUT", api + "/answers/1", hidden.dump(), "application/json").status == 200);
    CHECK(guest.get(file).status == 404);
    CHECK_FALSE(has(guest.get(open), "Strandlyst</h3>"));

    INFO("who may not read the case learns nothing of its hearing");
    auto stranger = town.as(administrator);
    CHECK(stranger.get(api).status == 404);
    CHECK(stranger.get("/deltagelse/hoeringer/" + id_in(hearing)).status == 404);
}

TEST_CASE("A note without pages is not material that everybody fetches as a PDF") {
    Town town;
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegn langs havnen")), 201);
    const auto item = taken_in(worker, {"note.txt", "Hegnet bliver to meter."});
    settled_item(worker, item);
    const auto wanted = journaling_on(on, "Note om hegnet");
    const auto journaled = body_of(worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", wanted), 201);
    auto draft = hearing_wanted(on, "2027-06-30");
    draft["material"] = Json::array({{{"document", journaled.at("document").at("id")}, {"title", "Noten"}}});
    const auto hearing = body_of(worker.post("/api/v1/hearings", draft), 201);
    const auto path = "/api/v1/hearings/" + id_in(hearing) + "/publish";
    CHECK(worker.post(path, {{"version", hearing.at("version")}, {"reason", "Set"}}).status == 200);
    CHECK(shows_soon(guest, "/hoeringer/" + id_in(hearing), "kan ikke vises her"));
    CHECK(guest.get("/materiale/1").status == 404);
}

TEST_CASE("Files of an answer that came too late are nobody's, and are put among what is tidied away") {
    Town town;
    auto worker = town.as(registrar);
    auto guest = town.guest();
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Hegn langs havnen")), 201);
    const auto hearing = body_of(worker.post("/api/v1/hearings", hearing_wanted(on, "2026-02-01")), 201);
    const auto api = "/api/v1/hearings/" + id_in(hearing);
    body_of(worker.post(api + "/publish", {{"version", hearing.at("version")}}));
    const std::string line = "--skel\r\nContent-Disposition: form-data; name=";
    const auto form = line + "\"name\"\r\n\r\nKaren\r\n" + line + "\"text\"\r\n\r\nSe bilaget.\r\n" + line +
                      "\"file\"; filename=\"tegning.pdf\"\r\n\r\n" + small_pdf({"Et lavere hegn."}) +
                      "\r\n--skel--\r\n";
    const auto path = "/hoeringer/" + id_in(hearing) + "/svar";
    const auto refused = guest.send("POST", path, form, "multipart/form-data; boundary=\"skel\"");
    CHECK(refused.status == 409);
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM unwanted_files") == "1");
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM hearing_answers") == "0");
    CHECK(town.run({"verify"}).status == 0);
}
