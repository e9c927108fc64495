#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

/// What stands in a PDF's text, by poppler's own program.
std::string text_of_pdf(const std::string& pdf, const std::filesystem::path& folder) {
    const auto file = folder / "answer.pdf";
    std::ofstream{file, std::ios::binary} << pdf;
    const auto command = "pdftotext '" + file.string() + "' -";
    auto* out = ::popen(command.c_str(), "r");  // NOLINT(cert-env33-c): a fixed program on a file of ours
    REQUIRE(out != nullptr);
    std::string text;
    for (int c = std::fgetc(out); c != EOF; c = std::fgetc(out)) text += static_cast<char>(c);
    CHECK(::pclose(out) == 0);
    return text;
}

std::int64_t journaled_letter(HttpClient& worker, const Json& on) {
    const auto item = taken_in(
        worker,
        {"brev.pdf",
         small_pdf({"Ansoegning om stoette fra Karen Blaabjerg, Lindealle 8.", "Med venlig hilsen Karen Blaabjerg."})}
    );
    settled_item(worker, item);
    const auto wanted = journaling_on(on, "Ansøgning om støtte");
    const auto journaled = body_of(worker.post("/api/v1/incoming/" + std::to_string(item) + "/journal", wanted), 201);
    return journaled.at("document").at("id").get<std::int64_t>();
}

}  // namespace

TEST_CASE("A journalist asks, a caseworker blacks out and answers, and the file holds nothing that was under a box") {
    Town town;
    auto guest = town.guest();
    auto worker = town.as(registrar);
    const auto asked = guest.post_form(
        "/aktindsigt", {{"asked_for", "Alt om støtte"}, {"law-public_access", "yes"}, {"name", "Pia Presse"}}
    );
    REQUIRE(asked.status == 303);
    const auto follow = std::string{asked.header("location")};
    const auto page_path = follow.substr(0, follow.find('?'));
    const auto page = guest.get(page_path);
    CHECK(page.status == 200);
    CHECK(page.body.find("Under behandling") != std::string::npos);
    CHECK(page.header("cache-control") == "no-store");
    CHECK(guest.get("/aktindsigt/noget-andet").status == 404);

    const auto listed = body_of(worker.get("/api/v1/access-requests"));
    REQUIRE(listed.at("items").size() == 1);
    const auto id = std::to_string(listed.at("items").at(0).at("id").get<std::int64_t>());
    const auto path = "/api/v1/access-requests/" + id;
    CHECK(body_of(worker.get(path)).at("explanation").size() >= 3);

    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Støtte til foreninger")), 201);
    const auto document = journaled_letter(worker, on);
    CHECK(body_of(worker.post(path + "/documents", {{"case", on.at("id")}})).at("added") == 1);
    CHECK(
        worker
            .send(
                "PUT",
                path + "/documents/" + std::to_string(document),
                Json{{"decision", "partly"}, {"exemptions", {"ofl-30-1"}}, {"is_widened", true}}.dump(),
                "application/json"
            )
            .status == 204
    );
    const auto desk = "/aktindsigter/" + id;
    auto clerk = town.signed_in(registrar, everyones_password);
    const auto csrf = csrf_on(clerk.get(desk).body);
    INFO("a document in part without a box is not enough");
    CHECK(clerk.post_form(desk + "/svarfil", {{"csrf", csrf}}).status == 303);
    CHECK(clerk.get(desk).body.find("intet i det er") != std::string::npos);
    CHECK(
        clerk.post_form(
                 desk + "/overstreg", {{"csrf", csrf}, {"phrase", "Karen Blaabjerg"}, {"exemption", "ofl-30-1"}}
        ).status == 303
    );
    CHECK(clerk.post_form(desk + "/svarfil", {{"csrf", csrf}}).status == 303);
    std::string file;
    REQUIRE(within(std::chrono::seconds{60}, [&] {
        const auto shown = clerk.get(desk).body;
        const auto at = shown.find(desk + "/svarfil/");
        if (at == std::string::npos) return false;
        file = shown.substr(at, shown.find('"', at) - at);
        return true;
    }));
    const auto made = clerk.get(file);
    CHECK(made.status == 200);
    CHECK(made.body.starts_with("%PDF"));
    const auto text = text_of_pdf(made.body, town.data());
    CHECK(text.find("Blaabjerg") == std::string::npos);
    CHECK(text.find("Lindealle") != std::string::npos);
    CHECK(text.find("Aktliste") != std::string::npos);
    CHECK(guest.get(file).status != 200);

    CHECK(
        clerk
            .post_form(
                desk + "/svar",
                {{"csrf", csrf},
                 {"title", "Afgørelse om aktindsigt"},
                 {"receiver", "Pia Presse"},
                 {"text", "Du får delvis aktindsigt."}}
            )
            .status == 303
    );
    const auto ended = body_of(worker.get(path));
    CHECK(ended.at("state") == "answered");
    CHECK(ended.at("outcome") == "partial");
    const auto answered = guest.get(page_path).body;
    CHECK(answered.find("Svaret er klar") != std::string::npos);
    CHECK(guest.get(page_path + "/dokumenter").body == made.body);
    CHECK(guest.get(page_path + "/afgoerelse").status == 200);
    CHECK(clerk.get(desk).body.find("hentet 1 gang") != std::string::npos);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A note without pages is given in part: its words are covered wherever they stand") {
    Town town;
    auto worker = town.as(registrar);
    auto clerk = town.signed_in(registrar, everyones_password);
    const auto csrf = csrf_on(clerk.get("/aktindsigter").body);
    const auto on = body_of(worker.post("/api/v1/cases", case_wanted("Støtte")), 201);
    const auto case_path = "/api/v1/cases/" + std::to_string(on.at("id").get<std::int64_t>());
    body_of(
        worker.post(
            case_path + "/notes",
            {{"title", "Notat"}, {"text", "Karen Blaabjerg ringede. Sagen om Karen Blaabjergs hegn fortsætter."}}
        ),
        201
    );
    const auto asked = body_of(worker.post("/api/v1/access-requests", {{"asked_for", "Notatet"}}), 201);
    const auto id = std::to_string(asked.at("id").get<std::int64_t>());
    const auto path = "/api/v1/access-requests/" + id;
    const auto desk = "/aktindsigter/" + id;
    body_of(worker.post(path + "/documents", {{"case", on.at("id")}}));
    const auto listed = body_of(worker.get(path + "/documents"));
    const auto document = std::to_string(listed.at("items").at(0).at("document").get<std::int64_t>());
    const Json decided{{"decision", "partly"}, {"exemptions", {"ofl-30-1"}}, {"is_widened", true}};
    REQUIRE(worker.send("PUT", path + "/documents/" + document, decided.dump(), "application/json").status == 204);
    CHECK(clerk.post_form(desk + "/svarfil", {{"csrf", csrf}}).status == 303);
    CHECK(clerk.get(desk).body.find("intet i det er") != std::string::npos);
    CHECK(
        clerk.post_form(
                 desk + "/overstreg", {{"csrf", csrf}, {"phrase", "Karen Blaabjerg"}, {"exemption", "ofl-30-1"}}
        ).status == 303
    );
    CHECK(clerk.get(desk + "/dokumenter/" + document).body.find("sg-covered") != std::string::npos);
    CHECK(clerk.post_form(desk + "/svarfil", {{"csrf", csrf}}).status == 303);
    std::string file;
    REQUIRE(within(std::chrono::seconds{60}, [&] {
        const auto shown = clerk.get(desk).body;
        const auto at = shown.find(desk + "/svarfil/");
        if (at == std::string::npos) return false;
        file = shown.substr(at, shown.find('"', at) - at);
        return true;
    }));
    const auto text = text_of_pdf(clerk.get(file).body, town.data());
    CHECK(text.find("Blaabjerg") == std::string::npos);
    CHECK(text.find("ringede") != std::string::npos);
    CHECK(text.find("§ 30, nr. 1") != std::string::npos);
}
