#include <algorithm>
#include <catch2/catch.hpp>

#include "ocr/reading.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

std::int64_t id_of(const Json& one) {
    return one.at("id").get<std::int64_t>();
}

/// A PDF with these words in it, as Saglig draws letters.
std::string pdf_saying(HttpClient& worker, const std::string& on_case, const std::string& words) {
    const Json wanted{
        {"title", "Udkast"}, {"receiver", "Karen Blåbjerg"}, {"text", words}, {"publication", "withheld"}};
    const auto letter = body_of(worker.post(on_case + "/letters", wanted), 201);
    return worker.get("/api/v1/documents/" + std::to_string(id_of(letter)) + "/pdf").body;
}

struct Desk {
    Town town{};
    HttpClient worker = town.as(building_worker);
    HttpClient colleague = town.as(building_colleague);
    Json opened = body_of(worker.post("/api/v1/cases", case_wanted("Sag med kladder")), 201);
    std::string on_case = "/api/v1/cases/" + std::to_string(id_of(opened));

    std::string begin(const std::string& title, bool by_two) {
        const auto draft = body_of(worker.post(on_case + "/drafts", {{"title", title}, {"by_two", by_two}}), 201);
        return on_case + "/drafts/" + std::to_string(id_of(draft));
    }
    static std::int64_t version_of(HttpClient& client, const std::string& draft) {
        return body_of(client.get(draft)).at("version").get<std::int64_t>();
    }
    static HttpAnswer put(HttpClient& client, const std::string& path) {
        return client.send("PUT", path, "", "application/json");
    }
};

}  // namespace

TEST_CASE("A draft is written by one, approved by another, and journaled with what belongs to it") {
    Desk desk;
    auto& worker = desk.worker;
    auto& colleague = desk.colleague;
    const auto first = pdf_saying(worker, desk.on_case, "Vi giver lov til et kvistværksted.");
    const auto second = pdf_saying(worker, desk.on_case, "Vi giver lov til et stuehusværksted.");
    const auto draft = desk.begin("Afgørelse om værksted", true);
    CHECK(body_of(worker.upload(draft + "/versions", {{"a.pdf", first}}), 201).at("is_new") == true);

    CHECK(Desk::put(worker, draft + "/check-out").status == 200);
    CHECK(Desk::put(colleague, draft + "/check-out").status == 409);
    CHECK(colleague.upload(draft + "/versions", {{"b.pdf", second}}).status == 409);
    const auto same = body_of(worker.upload(draft + "/versions", {{"a.pdf", first}}), 200);
    CHECK(same.at("is_new") == false);
    CHECK(same.at("same_as") == 1);
    CHECK(Desk::put(worker, draft + "/check-out").status == 200);
    CHECK(body_of(worker.upload(draft + "/versions", {{"b.pdf", second}}), 201).at("draft").at("newest") == 2);

    const auto attached = pdf_saying(worker, desk.on_case, "Tegningen viser en tagrytter.");
    CHECK(
        body_of(worker.upload(draft + "/attachments", {{"tegning.pdf", attached}}), 201).at("attachments").size() == 1
    );
    const auto number = id_of(body_of(worker.get(draft)));
    CHECK(within(30s, [&] { return finds(worker, "stuehusværksted", "draft", number); }));
    auto stranger = desk.town.as(school_worker);
    CHECK(search(stranger, "stuehusværksted").at("total") == 0);
    CHECK(stranger.get(draft).status == 404);

    const Json version{{"version", Desk::version_of(worker, draft)}};
    CHECK(worker.post(draft + "/journal", version).status == 409);
    const auto approver = body_of(colleague.get("/api/v1/me")).at("id");
    CHECK(worker.post(draft + "/ask-for-approval", {{"approver", approver}}).status == 200);
    const auto waiting = body_of(colleague.get("/api/v1/me/approvals")).at("items");
    REQUIRE(waiting.size() == 1);
    CHECK(id_of(waiting.front()) == number);
    const Json seen{{"version", waiting.front().at("version")}};
    CHECK(worker.post(draft + "/approve", seen).status == 403);
    CHECK(colleague.post(draft + "/approve", version).status == 409);
    CHECK(colleague.post(draft + "/approve", seen).status == 200);
    const auto document = body_of(worker.post(draft + "/journal", {{"version", Desk::version_of(worker, draft)}}), 201);

    const auto path = "/api/v1/documents/" + std::to_string(id_of(document));
    CHECK(worker.get(path + "/original").body == second);
    CHECK(worker.get(draft + "/versions/1/original").body == first);
    CHECK(worker.get(path + "/attachments/1/original").body == attached);
    const auto history = body_of(worker.get(path + "/history"));
    CHECK(history.at("draft").at("versions").size() == 2);
    CHECK(history.at("draft").at("approved").at("by") == approver);
    CHECK(within(30s, [&] { return finds(worker, "tagrytter", "document", id_of(document)); }));
    const auto found = search(worker, "tagrytter", "&kind=document").at("hits");
    CHECK(std::ranges::any_of(found, [&](const Json& hit) {
        return id_of(hit) == id_of(document) && hit.at("attachment") == 1;
    }));
    CHECK_FALSE(finds(worker, "stuehusværksted", "draft", number));
    CHECK(body_of(worker.get(path)).at("title") == "Afgørelse om værksted");
    CHECK(worker.upload(draft + "/versions", {{"c.pdf", first}}).status == 409);
    CHECK(worker.remove(draft).status == 409);
}

TEST_CASE("An office file is drawn and found where LibreOffice is installed, and else kept with the reason") {
    Desk desk;
    const auto draft = desk.begin("Brev fra Word", false);
    const std::string letter = R"({\rtf1\ansi\deff0 Vi skriver om et hestev\'e6rksted.\par})";
    body_of(desk.worker.upload(draft + "/versions", {{"brev.doc", letter}}), 201);
    const auto version = draft + "/versions/1";
    if (ocr::office_program().empty()) {
        WARN("LibreOffice is not installed here (libreoffice-writer): that the file is kept is all there is to see");
        CHECK(desk.worker.get(version + "/original").body == letter);
        CHECK(desk.worker.get(version + "/pdf").status == 404);
        return;
    }
    CHECK(within(60s, [&] { return desk.worker.get(version + "/pdf").body.starts_with("%PDF"); }));
    CHECK(desk.worker.get(version + "/text").body.find("hesteværksted") != std::string::npos);
    CHECK(desk.worker.get(version + "/original").body == letter);
    const auto id = id_of(body_of(desk.worker.get(draft)));
    CHECK(within(30s, [&] { return finds(desk.worker, "hesteværksted", "draft", id); }));
}
