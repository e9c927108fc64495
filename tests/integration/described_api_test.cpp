#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

#include "tests/integration/described_api.hpp"
#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;

namespace {

constexpr const char* nobody_in_particular = "uden-roller";
constexpr const char* some_cvr = "29189714";
constexpr const char* auditor = "revisor";
constexpr const char* unknown_id = "987654321";

using Faults = std::vector<std::string>;

/// Each once: several people meet the same.
std::string told(const Faults& faults) {
    std::ostringstream out;
    for (const auto& one : std::set<std::string>{faults.begin(), faults.end()}) out << one << "\n";
    return out.str();
}

/// Ids of what is there, by the beginning of the path that they stand in.
using Known = std::map<std::string, std::string>;

/// The path with what is known for each parameter; what is not known is `otherwise`.
std::string filled(const std::string& path, const Known& known, const std::string& otherwise) {
    auto text = path;
    for (auto open = text.find('{'); open != std::string::npos; open = text.find('{')) {
        const auto close = text.find('}', open);
        // By the path as it is described: its own parameters have been filled in already.
        const auto described = path.substr(0, path.find(text.substr(open, close - open + 1)));
        const auto name = text.substr(open + 1, close - open - 1);
        const auto found = known.find(described + name);
        text.replace(open, close - open + 1, found == known.end() ? otherwise : found->second);
    }
    return text;
}

/// A town with at least one of most things, and the people who may see them.
struct DescribedTown : Town {
    // Nobody answers there: what is sent by mail is kept, and tried again.
    DescribedTown()
        : Town{{{"mail.server", "\"smtp://127.0.0.1:9\""}, {"mail.from", "\"post@eksempel.example\""}}},
          api{guest().get("/api/openapi.json").json()} {
        auto worker = as(building_worker);
        fill(worker);
        fill_oio(worker);
        auto admin = as(administrator);
        Json person{{"name", nobody_in_particular}, {"full_name", "Uden Roller"}, {"password", "hemmeligt-nok"}};
        person["roles"] = Json::array();
        body_of(admin.post("/api/v1/users", person), 201);
        known["/api/v1/users/id"] = id_of(body_of(admin.get("/api/v1/users?limit=1")).at("items").at(0));
        known["/api/v1/units/id"] = "1";
        known["/open-data/set"] = "hoeringer";
        known["/open-data/{set}/file"] = "2026-11.json";
        const Json hook{{"url", "http://127.0.0.1:9/"}, {"kinds", Json::array()}};
        REQUIRE(admin.post("/api/v1/calendar", {{"date", "2027-05-07"}, {"name", "Lukkedag"}}).status == 204);
        known["/api/v1/calendar/id"] = id_of(body_of(admin.get("/api/v1/calendar")).at("items").at(0));
        known["/api/v1/webhooks/id"] = id_of(body_of(admin.post("/api/v1/webhooks", hook), 201));
        known["/api/v1/post-list/rules/id"] =
            id_of(body_of(admin.post("/api/v1/post-list/rules", {{"name", "Notater med faste ord"}}), 201));
        for (const auto* name : {registrar, building_worker, building_leader, administrator, auditor})
            people.push_back(std::make_unique<HttpClient>(as(name)));
    }

    static std::string id_of(const Json& one) { return std::to_string(one.at("id").get<std::int64_t>()); }

    void fill(HttpClient& worker) {
        auto wanted = case_wanted("En sag med det hele");
        wanted["caseworker"] = body_of(worker.get("/api/v1/me")).at("id");
        const auto opened = body_of(worker.post("/api/v1/cases", wanted), 201);
        const auto other = body_of(worker.post("/api/v1/cases", case_wanted("En anden sag")), 201);
        const auto path = "/api/v1/cases/" + id_of(opened);
        known["/api/v1/cases/id"] = id_of(opened);
        known["/api/v1/cases/{id}/documents/number"] = "1";
        known["/api/v1/case-types/key"] = "contract";
        known["/api/v1/subjects/number"] = some_subject();

        const auto part = body_of(worker.post(path + "/sub-files", {{"title", "En del"}}), 201);
        known["/api/v1/cases/{id}/sub-files/sub"] = part.contains("id") ? id_of(part) : "1";
        body_of(worker.post(path + "/related", {{"case", other.at("id")}}), 201);
        known["/api/v1/cases/{id}/related/other"] = id_of(other);
        const auto party = body_of(worker.post(path + "/parties", {{"name", "Kirsten Holm"}}), 201);
        known["/api/v1/cases/{id}/parties/party"] = known["/api/v1/parties/id"] = id_of(party);
        body_of(worker.post(path + "/notes", {{"title", "Notat"}, {"text", "Talt i telefon."}}), 201);
        const auto task = body_of(
            worker.post("/api/v1/tasks", {{"title", "Svar"}, {"due", "2027-03-01"}, {"case", opened.at("id")}}), 201
        );
        known["/api/v1/tasks/id"] = id_of(task);

        // Long ago: that it takes long can be complained of.
        const Json wish{{"asked_for", "Alt om hegnet"}, {"about_case", other.at("id")}, {"received_on", "2024-01-02"}};
        const auto asked = body_of(worker.post("/api/v1/access-requests", wish), 201);
        known["/api/v1/access-requests/id"] = id_of(asked);
        const auto asked_path = "/api/v1/access-requests/" + id_of(asked);
        body_of(worker.post(
            asked_path + "/times", {{"what", "pause"}, {"reason", "Hvilket hegn?"}, {"version", asked.at("version")}}
        ));

        fill_hearing(worker, opened.at("id"));

        const auto line = Json{{"case", case_wanted("Indlæst")}}.dump();
        const auto import = worker.send("POST", "/api/v1/imports", line, "application/x-ndjson");
        known["/api/v1/imports/id"] = id_of(body_of(import, 202));

        auto post = as(registrar);
        const std::string mail =
            "From: karen@eksempel.example\r\nSubject: Hegn\r\nMessage-ID: <1@eksempel.example>\r\nContent-Type: "
            "multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHej\r\n--x\r\nContent-Type: text/plain; "
            "name=a.txt\r\n\r\nEt bilag\r\n--x--\r\n";
        const auto item = taken_in(post, {"brev.eml", mail});
        settled_item(post, item);
        known["/api/v1/incoming/id"] = std::to_string(item);
        known["/api/v1/incoming/{id}/parts/number"] = "1";
        Json order{{"action", "waiting"}, {"cases", {other.at("id")}}, {"waiting_for", "svar"}, {"expected", 1}};
        known["/api/v1/bulk/id"] = id_of(body_of(worker.post("/api/v1/bulk", order), 201));

        const auto draft =
            body_of(worker.post(path + "/drafts", {{"title", "Et svar"}, {"direction", "outgoing"}}), 201);
        known["/api/v1/cases/{id}/drafts/draft"] = id_of(draft);
        const auto draft_path = path + "/drafts/" + id_of(draft);
        body_of(worker.upload(draft_path + "/versions", {{"svar.pdf", small_pdf({"Kære Kirsten."})}}), 201);
        body_of(worker.upload(draft_path + "/attachments", {{"bilag.pdf", small_pdf({"Et bilag."})}}), 201);
        const auto journaled = body_of(
            worker.post(draft_path + "/journal", {{"version", body_of(worker.get(draft_path)).at("version")}}), 201
        );
        known["/api/v1/documents/id"] = id_of(journaled);
        // Whatever is journaled has a number on the post list.
        auto citizen = guest();
        Json listed;
        within(std::chrono::seconds{20}, [&] {
            listed = body_of(citizen.get("/postliste.count.json")).at("entries");
            return !listed.empty();
        });
        known["/api/v1/post-list/id"] = id_of(listed.at(0));
        body_of(worker.post(asked_path + "/documents", {{"documents", {journaled.at("id")}}}));
        known["/api/v1/access-requests/{id}/documents/document"] = id_of(journaled);
        fill_access(asked_path, id_of(journaled));
        const auto document_path = "/api/v1/documents/" + id_of(journaled);
        // Nobody waits here until its pages are read.
        const Json letter{
            {"channel", "mail"},
            {"address", "karen@eksempel.example"},
            {"label", "Svar"},
            {"text", "Hej"},
            {"knows_of_number", true}};
        const auto sending = body_of(worker.post(document_path + "/sendings", letter), 201);
        known["/api/v1/sendings/id"] = id_of(sending);
        const auto message = "/api/v1/sendings/" + id_of(sending) + "/message";
        REQUIRE(within(std::chrono::seconds{30}, [&] { return worker.get(message).status == 200; }));
        const Json firm{{"name", "Hegn ApS"}, {"identifier", some_cvr}, {"role", "other"}};
        const auto told = body_of(worker.post(path + "/parties", firm), 201);
        const Json release{{"party", told.at("id")}, {"title", "Svar"}};
        known["/api/v1/documents/{id}/releases/release"] =
            id_of(body_of(worker.post(document_path + "/releases", release), 201));
        known["/api/v1/documents/{id}/attachments/number"] = "1";
        known["/api/v1/cases/{id}/drafts/{draft}/versions/number"] = "1";
        known["/api/v1/cases/{id}/drafts/{draft}/attachments/number"] = "1";
    }

    /// The request's document with a box, its file made, somebody heard, and a complaint that waits.
    void fill_access(const std::string& asked_path, const std::string& document) {
        auto worker = as(building_worker);
        const std::string described = "/api/v1/access-requests/{id}/documents/{document}";
        const auto listed = asked_path + "/documents/" + document;
        // A page can be judged when it can be seen.
        REQUIRE(within(std::chrono::seconds{60}, [&] { return worker.get(listed + "/pages/1/picture").status == 200; })
        );
        known[described + "/pages/page"] = "1";
        const Json box{
            {"page", 1}, {"left", 100}, {"top", 100}, {"width", 100}, {"height", 20}, {"exemption", "ofl-30-1"}};
        known[described + "/boxes/box"] = id_of(body_of(worker.post(listed + "/boxes", box), 201));
        const Json partly{{"decision", "partly"}, {"exemptions", {"ofl-30-1"}}, {"is_widened", true}};
        REQUIRE(worker.send("PUT", listed, partly.dump(), "application/json").status == 204);
        const Json letter{{"title", "Svar"}, {"receiver", "Pia"}, {"text", "Hermed"}};
        auto hearing = letter;
        hearing["answer_by"] = "2099-01-02";
        hearing["documents"] = {std::stoll(document)};
        const auto heard = body_of(worker.post(asked_path + "/hearings", hearing), 201);
        known["/api/v1/access-requests/{id}/hearings/hearing"] = id_of(heard);
        body_of(worker.post(asked_path + "/answer/file", Json::object()), 202);
        REQUIRE(within(std::chrono::seconds{60}, [&] { return worker.get(asked_path + "/answer/file").status == 200; })
        );
        const Json slow{{"about", "slowness"}, {"text", "Det tager for lang tid."}};
        known["/api/v1/access-requests/{id}/complaints/complaint"] =
            id_of(body_of(worker.post(asked_path + "/complaints", slow), 201));
    }

    void fill_hearing(HttpClient& worker, const Json& on) {
        const Json wanted{
            {"case", on},
            {"title", "Et hegn"},
            {"text", "Hvad synes du om hegnet?"},
            {"opens_on", "2020-01-01"},
            {"closes_on", "2020-02-01"},
            {"takes_late", true}};
        const auto hearing = body_of(worker.post("/api/v1/hearings", wanted), 201);
        known["/api/v1/hearings/id"] = id_of(hearing);
        const auto path = "/api/v1/hearings/" + id_of(hearing);
        body_of(worker.post(path + "/publish", {{"version", hearing.at("version")}}));
        auto anybody = guest();
        const auto answered = anybody.post_form(
            "/hoeringer/" + id_of(hearing) + "/svar", {{"name", "Karen"}, {"text", "Det er et fint hegn."}}
        );
        REQUIRE(answered.status == 303);
        known["/api/v1/hearings/{id}/answers/number"] = "1";
        const Json page{{"version", 0}, {"title", "Hegnet"}, {"summary", "Alt om hegnet."}, {"is_published", true}};
        const auto followed = "/api/v1/cases/" + std::to_string(on.get<std::int64_t>()) + "/publication";
        CHECK(worker.send("PUT", followed, page.dump(), "application/json").status == 200);
    }

    /// The newest case and document that the worker may read, by the UUIDs of OIO.
    void fill_oio(HttpClient& worker) {
        for (const auto* path : {"/oio/sag/sag", "/oio/dokument/dokument"}) {
            const auto uuids =
                body_of(worker.get(std::string{path} + "?maksimalantalresultater=1000")).at("results").at(0);
            known[std::string{path} + "/uuid"] = uuids.back().get<std::string>();
        }
    }

    HttpAnswer ask(HttpClient& client, const Operation& operation, const std::string& path) const {
        if (operation.method == "GET") return client.get(path);
        if (operation.takes_json())
            return client.send(operation.method, path, api.example_body(operation).dump(), "application/json");
        return client.send(operation.method, path, "", "");
    }
    std::string path_of(const Operation& operation) const { return path_of(operation, known); }
    std::string path_of(const Operation& operation, const Known& ids) const {
        auto path = filled(operation.path, ids, unknown_id);
        char sign = '?';
        for (const auto& one : operation.what.value("parameters", Json::array())) {
            const auto& parameter = referred(api.document(), one);
            if (parameter.at("in") != "query" || !parameter.value("required", false)) continue;
            const auto name = parameter.at("name").get<std::string>();
            path += sign + name + "=" + (name == "identifier" ? some_cvr : "1");
            sign = '&';
        }
        return path;
    }

    DescribedApi api;
    Known known;
    std::vector<std::unique_ptr<HttpClient>> people;
};

void append(Faults& all, const Faults& more) {
    all.insert(all.end(), more.begin(), more.end());
}

}  // namespace

TEST_CASE("The check of answers knows a fault when it sees one") {
    const DescribedApi api{Json::parse(R"({
      "paths": {"/things/{id}": {"get": {"responses": {
        "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
        "404": {"content": {"application/problem+json": {"schema": {"type": "object", "required": ["status"]}}}},
        "default": {"content": {"application/problem+json": {"schema": {"type": "object"}}}}}}}},
      "components": {"schemas": {"Thing": {"type": "object", "required": ["name"], "additionalProperties": false,
        "properties": {"name": {"type": "string", "maxLength": 3}, "day": {"type": ["string", "null"], "format": "date"},
                       "kind": {"oneOf": [{"const": "red"}, {"type": "integer"}]}}}}}})")};
    const auto& get = api.operations().front();
    const auto answer = [](int status, const std::string& body, const std::string& type = "application/json") {
        return HttpAnswer{status, {{"content-type", type}}, body};
    };
    CHECK(told(api.faults(get, answer(200, R"({"name": "æøå", "day": null, "kind": 7})"))).empty());
    for (const auto* wrong :
         {R"({})",
          R"({"name": 7})",
          R"({"name": "lang"})",
          R"({"name": "a", "more": 1})",
          R"([])",
          "nothing",
          R"({"name": "a", "day": "3. november"})",
          R"({"name": "a", "kind": "blue"})"})
        CHECK_FALSE(told(api.faults(get, answer(200, wrong))).empty());
    CHECK_FALSE(told(api.faults(get, answer(200, R"({"name": "a"})", "text/html"))).empty());
    CHECK(told(api.faults(get, answer(404, R"({"status": 404})", "application/problem+json"))).empty());
    CHECK_FALSE(told(api.faults(get, answer(404, R"({"status": 400})", "application/problem+json"))).empty());
    CHECK_FALSE(told(api.faults(get, answer(409, R"({"status": 409})", "application/problem+json"))).empty());
    CHECK(told(api.faults(get, answer(503, R"({"status": 503})", "application/problem+json"))).empty());
}

TEST_CASE("Every answer is as its description says, error by error") {
    DescribedTown town;
    const auto& operations = town.api.operations();
    REQUIRE(operations.size() > 100);
    Faults faults;

    SECTION("without signing in, all but what is open is refused") {
        auto guest = town.guest();
        for (const auto& operation : operations) {
            if (!operation.is_secured()) continue;
            const auto answer = town.ask(guest, operation, town.path_of(operation));
            append(faults, town.api.faults(operation, answer));
            if (answer.status != 401)
                faults.push_back(operation.name() + " lets in a guest: " + std::to_string(answer.status));
            if (answer.header("www-authenticate").empty())
                faults.push_back(operation.name() + " says not how to sign in");
        }
        CHECK(told(faults) == "");
    }
    SECTION("what does not exist is not found") {
        for (const auto& operation : operations) {
            if (operation.path.find('{') == std::string::npos || !operation.is_secured()) continue;
            std::set<int> met;
            for (const auto& client : town.people) {
                const auto answer = town.ask(*client, operation, town.path_of(operation, {}));
                append(faults, town.api.faults(operation, answer));
                met.insert(answer.status);
                if (answer.status < 400) faults.push_back(operation.name() + " does something with what is not there");
            }
            if (!met.contains(404) && !met.contains(400) && !met.contains(403))
                faults.push_back(operation.name() + " says not that it is not found");
            if (operation.method == "GET" && !met.contains(404)) faults.push_back(operation.name() + " never says 404");
        }
        CHECK(told(faults) == "");
    }
    SECTION("a body that is no JSON, of another type, or with an unknown member, is refused") {
        for (const auto& operation : operations) {
            if (!operation.takes_json()) continue;
            const std::vector<std::pair<std::string, std::string>> bodies{
                {"{\"title\": ", "application/json"},
                {"{}", "text/plain"},
                {"{\"no_such_member\": 1}", "application/json"},
            };
            for (const auto& [body, type] : bodies) {
                std::set<int> met;
                for (const auto& client : town.people) {
                    const auto answer = client->send(operation.method, town.path_of(operation), body, type);
                    append(faults, town.api.faults(operation, answer));
                    met.insert(answer.status);
                }
                if (!met.contains(400) && !met.contains(415))
                    faults.push_back(operation.name() + " takes the body " + body + " of " + type);
                if (std::ranges::any_of(met, [](int status) { return status < 400; }))
                    faults.push_back(operation.name() + " does something for the body " + body + " of " + type);
            }
        }
        CHECK(told(faults) == "");
    }
    SECTION("who may do nothing can do nothing") {
        // Whoever is here may name a substitute for themselves.
        const std::set<std::string> for_everyone{"POST /api/v1/substitutions"};
        auto client = town.as(nobody_in_particular);
        for (const auto& operation : operations) {
            if (!operation.is_secured()) continue;
            const auto answer = town.ask(client, operation, town.path_of(operation));
            append(faults, town.api.faults(operation, answer));
            const bool is_guarded = operation.is_described(403) && !for_everyone.contains(operation.name());
            if (answer.status < 400 && is_guarded)
                faults.push_back(operation.name() + " lets somebody without rights do it");
        }
        CHECK(told(faults) == "");
    }
    SECTION("a method that a path does not have is 405, with those that it has") {
        auto client = town.as(registrar);
        std::map<std::string, std::set<std::string>> paths;
        for (const auto& operation : operations) paths[operation.path].insert(operation.method);
        for (const auto& [path, methods] : paths)
            for (const auto* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
                if (methods.contains(method)) continue;
                const auto answer = client.send(method, filled(path, town.known, unknown_id), "", "");
                INFO(method << " " << path << ": " << answer.body);
                CHECK(answer.status == 405);
                CHECK(answer.header("content-type") == "application/problem+json");
                for (const auto& known : methods) CHECK(answer.header("allow").find(known) != std::string::npos);
            }
    }
    SECTION("an old version is refused where one is named") {
        std::size_t named = 0;
        for (const auto& operation : operations) {
            const auto parameters = operation.what.value("parameters", Json::array());
            if (std::ranges::none_of(parameters, [&](const Json& one) {
                    return referred(town.api.document(), one).at("name") == "If-Match";
                }))
                continue;
            // What was seen of an entry of the post list is named by a fingerprint (gate_test.cpp).
            if (operation.path == "/api/v1/post-list/{id}/decision") continue;
            // So is what is covered in a document (access_api_test.cpp).
            if (operation.path.starts_with("/api/v1/access-requests/{id}/documents/")) continue;
            ++named;
            auto& client = *town.people[1];
            const auto answer = client.send(
                operation.method,
                town.path_of(operation),
                R"({"title": "Et nyt navn"})",
                "application/json",
                {{"If-Match", "\"987654\""}}
            );
            append(faults, town.api.faults(operation, answer));
            if (answer.status != 409 && answer.status != 412)
                faults.push_back(operation.name() + " takes an old version");
        }
        CHECK(named > 0);
        CHECK(told(faults) == "");
    }
    SECTION("what is read fits its schema, and nearly everything can be read") {
        Faults unread;
        for (const auto& operation : operations) {
            if (operation.method != "GET") continue;
            bool is_read = false;
            for (const auto& client : town.people) {
                const auto answer = town.ask(*client, operation, town.path_of(operation));
                append(faults, town.api.faults(operation, answer));
                is_read = is_read || answer.status == 200;
            }
            // Management's samples are read in filing_test.cpp; they are made on cases of their own type.
            if (!is_read && operation.path != "/api/v1/cases/{id}/sample") unread.push_back(operation.name());
        }
        CHECK(told(faults) == "");
        CHECK(told(unread) == "");
    }
}
