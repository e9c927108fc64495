#include <catch2/catch.hpp>
#include <ctime>

#include "services/identity/token.hpp"
#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/waiting.hpp"

/// People who are no users see their own cases. Signing in by a provider is driven in tests/browser/citizen.mjs; here
/// sessions are put where it would have put them.

using namespace tests;
using namespace std::chrono_literals;

namespace {

constexpr const char* annas_number = "0101801234";
constexpr const char* bents_number = "0202751235";

Settings with_citizens() {
    return {
        {"[openid].key", "\"borger\""},
        {"[openid].name", "\"MitID\""},
        {"[openid].issuer", "\"http://127.0.0.1:9/\""},
        {"[openid].client_id", "\"saglig\""},
        {"citizens.provider", "\"borger\""},
        {"citizens.readers", "\"roles\""},
        {"authority.cvr", "\"12345678\""},
        {"digital_post.outbox", "\"ud\""}};
}

/// Somebody in front of a browser.
class Citizen {
  public:
    Citizen(const Saglig& town, const std::string& kind, const std::string& number, const std::string& name)
        : client_(town.guest()), token_(services::random_token()) {
        const auto now = std::to_string(std::time(nullptr));
        tamper(
            town.database(),
            "INSERT INTO citizen_sessions (token_hash, identifier_kind, identifier, name, csrf, id_token, created_at, "
            "seen_at, ends_at) VALUES ('" +
                services::token_hash(token_) + "', '" + kind + "', '" + number + "', '" + name + "', 'its-csrf', '', " +
                now + ", " + now + ", " + now + " + 3600)"
        );
    }

    HttpAnswer get(const std::string& path) { return client_.get(path, headers()); }
    HttpAnswer post(const std::string& path, const std::string& fields, const std::string& csrf = "its-csrf") {
        const auto body = fields + (fields.empty() ? "" : "&") + "csrf=" + csrf;
        return client_.send("POST", path, body, "application/x-www-form-urlencoded", headers());
    }
    HttpAnswer post_file(const std::string& path, const std::string& text, const FileToSend& file) {
        const std::string line = "--skel\r\nContent-Disposition: form-data; name=";
        const auto body = line + "\"csrf\"\r\n\r\nits-csrf\r\n" + line + "\"text\"\r\n\r\n" + text + "\r\n" + line +
                          "\"file\"; filename=\"" + file.name + "\"\r\n\r\n" + file.bytes + "\r\n--skel--\r\n";
        return client_.send("POST", path, body, "multipart/form-data; boundary=\"skel\"", headers());
    }

  private:
    Fields headers() const { return {{"cookie", "saglig_citizen=" + token_}}; }
    HttpClient client_;
    std::string token_;
};

std::string id_of(const Json& one) {
    return std::to_string(one.at("id").get<std::int64_t>());
}

/// A case with Anna and Bent as parties, a letter to each, and a note.
struct Affair {
    explicit Affair(Town& town) : worker(town.as(building_worker)) {
        auto wanted = case_wanted("Klage over hegnet hos Bent Bæk");
        wanted["public_title"] = "Hegnssag";
        on = body_of(worker.post("/api/v1/cases", wanted), 201);
        path = "/api/v1/cases/" + id_of(on);
        anna = party("Anna Aakjaer", annas_number);
        bent = party("Bent Baek", bents_number);
        note = body_of(worker.post(path + "/notes", {{"title", "Om Bent"}, {"text", "Han er vred."}}), 201);
        to_anna = sent(anna, "Brev til Anna");
        to_bent = sent(bent, "Brev til Bent");
    }
    Json party(const std::string& name, const std::string& number) {
        const Json made{{"name", name}, {"identifier", number}, {"role", "primary"}};
        return body_of(worker.post(path + "/parties", made), 201);
    }
    Json sent(const Json& to, const std::string& label) {
        const Json letter{{"title", label}, {"receiver", "Modtager"}, {"text", "Kære part. " + label}};
        auto made = body_of(worker.post(path + "/letters", letter), 201);
        const Json order{{"channel", "digital_post"}, {"party", to.at("id")}, {"label", label}};
        const auto sending = body_of(worker.post("/api/v1/documents/" + id_of(made) + "/sendings", order), 201);
        REQUIRE(within(30s, [&] {
            return body_of(worker.get("/api/v1/sendings/" + id_of(sending))).at("state") == "handed_over";
        }));
        return made;
    }
    std::string own() const { return "/mine-sager/" + id_of(on); }
    std::string own(const Json& document) const { return own() + "/dokumenter/" + id_of(document); }

    HttpClient worker;
    Json on, anna, bent, note, to_anna, to_bent;
    std::string path;
};

bool holds(const HttpAnswer& answer, const std::string& text) {
    return answer.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("A party sees its own case and its own letters, and nothing of the other party") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen stranger{town, "cpr", "0303851236", "Carl"};

    const auto list = anna.get("/mine-sager");
    CHECK(list.status == 200);
    CHECK(list.header("cache-control") == "no-store");
    CHECK(holds(list, "Hegnssag"));
    const auto page = anna.get(affair.own());
    REQUIRE(page.status == 200);
    CHECK(holds(page, "Brev til Anna"));
    for (const auto* text : {"Bent", "Klage over", "Om Bent", bents_number, annas_number})
        CHECK_FALSE(holds(page, text));
    const auto letter = anna.get(affair.own(affair.to_anna));
    CHECK(letter.status == 200);
    CHECK(letter.body.starts_with("%PDF"));

    INFO("what is there can't be told from what is not");
    for (const auto& document : {affair.to_bent, affair.note}) CHECK(anna.get(affair.own(document)).status == 404);
    CHECK(anna.get("/mine-sager/1").status == 404);
    CHECK(anna.get("/mine-sager/999999").status == 404);
    CHECK(stranger.get(affair.own()).status == 404);
    CHECK(stranger.get(affair.own(affair.to_anna)).status == 404);
    CHECK(stranger.get(affair.own() + "?fuldmagt=1").status == 404);

    INFO("who read it is told by what they are, not by name");
    body_of(affair.worker.get(affair.path));
    CHECK(within(30s, [&] { return holds(anna.get(affair.own() + "/laest"), "Sagsbehandler i "); }));
    CHECK_FALSE(holds(anna.get(affair.own() + "/laest"), "Jonas"));

    INFO("one door does not open the other");
    auto clerk = town.signed_in(building_worker, everyones_password);
    CHECK(clerk.get(affair.own()).status == 303);
    CHECK(anna.get("/api/v1/cases/" + id_of(affair.on)).status == 401);
    CHECK(anna.get("/sager").status != 200);

    const auto log = town.log();
    for (const auto* number : {annas_number, bents_number}) CHECK(log.find(number) == std::string::npos);
    const auto read = asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind = 'citizen_read'");
    CHECK(read == "2");
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("What a party writes is journaled as incoming post with its file, and the caseworker is told") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen bent{town, "cpr", bents_number, "Bent Baek"};

    CHECK(anna.post(affair.own() + "/skriv", "text=Hej", "forkert").status == 403);
    const auto empty = anna.post(affair.own() + "/skriv", "text=");
    CHECK(empty.status == 422);
    CHECK(holds(empty, "text-error"));
    const auto sent = anna.post_file(
        affair.own() + "/skriv", "Her er tegningen.", {"tegning.pdf", small_pdf({"Hegnet er to meter."})}
    );
    REQUIRE(sent.status == 303);
    CHECK(holds(anna.get(sent.header("location")), "Tak, vi har modtaget din besked"));

    const auto documents = body_of(affair.worker.get(affair.path + "/documents")).at("items");
    Json message, file;
    for (const auto& one : documents) {
        if (one.at("title") == "Besked fra part") message = one;
        if (one.at("title") == "tegning.pdf") file = one;
    }
    REQUIRE(message.is_object());
    REQUIRE(file.is_object());
    CHECK(message.at("direction") == "incoming");
    CHECK(message.at("correspondent") == "Anna Aakjaer");
    const auto words = "/api/v1/documents/" + id_of(file) + "/text";
    CHECK(within(60s, [&] { return holds(affair.worker.get(words), "to meter"); }));
    CHECK(holds(affair.worker.get("/api/v1/documents/" + id_of(message) + "/text"), "Her er tegningen."));
    const auto tasks = body_of(affair.worker.get("/api/v1/tasks?case=" + id_of(affair.on)));
    CHECK(tasks.dump().find("hvad parten har skrevet") != std::string::npos);

    CHECK(anna.get(affair.own(file)).status == 200);
    CHECK(bent.get(affair.own(file)).status == 404);
    CHECK(bent.post("/mine-sager/1/skriv", "text=Hej").status == 404);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A caseworker releases a document to one party and takes it back, and keeps the case from it") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen bent{town, "cpr", bents_number, "Bent Baek"};
    const auto releases = "/api/v1/documents/" + id_of(affair.to_bent) + "/releases";
    const Json wanted{{"party", affair.anna.at("id")}, {"title", "Svaret til naboen"}};
    const auto release = body_of(affair.worker.post(releases, wanted), 201);
    CHECK(affair.worker.post(releases, wanted).status == 409);
    CHECK(release.at("party_number") == "010180-••••");
    CHECK(holds(anna.get(affair.own()), "Svaret til naboen"));
    REQUIRE(within(30s, [&] { return anna.get(affair.own(affair.to_bent)).status == 200; }));

    const auto of_note = "/api/v1/documents/" + id_of(affair.note) + "/releases";
    CHECK(affair.worker.post(of_note, wanted).status == 409);
    CHECK(town.as(school_worker).post(releases, wanted).status == 404);
    const auto back = releases + "/" + id_of(release) + "/take-back";
    CHECK(affair.worker.post(back, {{"reason", ""}}).status == 400);
    CHECK(affair.worker.post(back, {{"reason", "Den forkerte part"}}).status == 204);
    CHECK(affair.worker.post(back, {{"reason", "Igen"}}).status == 404);
    CHECK(anna.get(affair.own(affair.to_bent)).status == 404);

    auto clerk = town.signed_in(building_worker, everyones_password);
    const auto view = "/sager/" + id_of(affair.on) + "/parternes-sag";
    const auto csrf = csrf_on(clerk.get(view).body);
    const auto hidden = clerk.post_form(
        view, {{"csrf", csrf}, {"act", "hide"}, {"party", id_of(affair.anna)}, {"reason", "Under politiet"}}
    );
    CHECK(hidden.status == 303);
    CHECK(anna.get(affair.own()).status == 404);
    CHECK(bent.get(affair.own()).status == 200);
    CHECK(clerk.post_form(view, {{"csrf", csrf}, {"act", "show"}, {"party", id_of(affair.anna)}}).status == 303);
    CHECK(anna.get(affair.own()).status == 200);
}

TEST_CASE("What belongs to a document is seen with it where it was released or sent with it") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen bent{town, "cpr", bents_number, "Bent Baek"};
    const Json letter{
        {"title", "Afgørelse"},
        {"receiver", "Modtager"},
        {"text", "Se bilagene."},
        {"attachments",
         Json::array({{{"document", affair.to_bent.at("id")}}, {{"document", affair.to_anna.at("id")}}})}};
    const auto made = body_of(affair.worker.post(affair.path + "/letters", letter), 201);
    const auto releases = "/api/v1/documents/" + id_of(made) + "/releases";
    const auto first = affair.own(made) + "/bilag/1";
    const auto second = affair.own(made) + "/bilag/2";

    Json wanted{{"party", affair.anna.at("id")}, {"title", "Afgørelsen"}, {"attachments", {3}}};
    CHECK(affair.worker.post(releases, wanted).status == 400);
    wanted["attachments"] = {2};
    const auto release = body_of(affair.worker.post(releases, wanted), 201);
    CHECK(release.at("attachments") == Json::array({2}));
    REQUIRE(within(30s, [&] { return anna.get(second).status == 200; }));
    CHECK(anna.get(second).body.starts_with("%PDF"));
    CHECK(holds(anna.get(affair.own()), second));
    CHECK_FALSE(holds(anna.get(affair.own()), first));
    CHECK(anna.get(first).status == 404);
    CHECK(bent.get(second).status == 404);
    auto clerk = town.signed_in(building_worker, everyones_password);
    CHECK(holds(clerk.get("/dokumenter/" + id_of(made) + "/frigiv"), "Bilag, som parten også ser"));
    CHECK(holds(clerk.get("/sager/" + id_of(affair.on) + "/parternes-sag"), "/bilag/2/"));
    const auto back = releases + "/" + id_of(release) + "/take-back";
    CHECK(affair.worker.post(back, {{"reason", "Den forkerte part"}}).status == 204);
    CHECK(anna.get(second).status == 404);

    INFO("both went with the letter to Bent");
    const Json order{{"channel", "digital_post"}, {"party", affair.bent.at("id")}, {"label", "Afgørelse"}};
    const auto sending = body_of(affair.worker.post("/api/v1/documents/" + id_of(made) + "/sendings", order), 201);
    REQUIRE(within(30s, [&] {
        return body_of(affair.worker.get("/api/v1/sendings/" + id_of(sending))).at("state") == "handed_over";
    }));
    for (const auto& path : {first, second}) {
        CHECK(bent.get(path).status == 200);
        CHECK(anna.get(path).status == 404);
    }
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A party is told what happens next in its case and when, in the words of the type's file") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    CHECK(holds(anna.get(affair.own()), "tager vi stilling til sagen"));
    auto wanted = case_wanted("Tilbygning");
    wanted["type"] = "building_permit";
    wanted["fields"] = {{"property", "Engvej 1"}, {"work", "extension"}, {"complete_on", "2099-01-05"}};
    const auto on = body_of(affair.worker.post("/api/v1/cases", wanted), 201);
    const Json party{{"name", "Anna Aakjaer"}, {"identifier", annas_number}, {"role", "primary"}};
    body_of(affair.worker.post("/api/v1/cases/" + id_of(on) + "/parties", party), 201);
    const auto page = anna.get("/mine-sager/" + id_of(on));
    CHECK(holds(page, "om vi har alle tegninger"));
    CHECK(holds(page, "Vi regner med at afgøre ansøgningen senest"));
    CHECK_FALSE(holds(page, "servicemålet"));
    CHECK(holds(anna.get("/mine-sager"), "Vi regner med at afgøre ansøgningen senest"));
}

TEST_CASE("A party is heard before the decision, answers, and the caseworker sees that it did") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen bent{town, "cpr", bents_number, "Bent Baek"};
    auto clerk = town.signed_in(building_worker, everyones_password);
    const auto path = "/sager/" + id_of(affair.on) + "/partshoering";
    const auto form = clerk.get(path);
    REQUIRE(form.status == 200);
    const auto csrf = csrf_on(form.body);
    const Fields wanted{
        {"csrf", csrf},
        {"party", id_of(affair.anna)},
        {"document", id_of(affair.to_bent)},
        {"due", "2099-01-01"},
        {"text", "Hvad mener du?"}};
    CHECK(clerk.post_form(path, wanted).status == 422);
    auto in_time = wanted;
    const auto soon = std::time(nullptr) + std::int64_t{14} * 24 * 3600;
    char day[11]{};
    std::strftime(day, sizeof day, "%Y-%m-%d", std::gmtime(&soon));
    in_time[3].second = day;
    const auto begun = clerk.post_form(path, in_time);
    REQUIRE(begun.status == 303);
    CHECK(begun.header("location").ends_with("/send"));

    CHECK(holds(anna.get("/mine-sager"), "svar på en høring"));
    const auto page = anna.get(affair.own());
    CHECK(holds(page, "Svar på høringen"));
    CHECK(holds(page, "Partshøring"));
    CHECK(holds(page, "Svar"));
    CHECK_FALSE(holds(bent.get(affair.own()), "Svar på høringen"));
    const std::string field = "name=\"hearing\" value=\"";
    const auto at = page.body.find(field);
    REQUIRE(at != std::string::npos);
    const auto hearing =
        page.body.substr(at + field.size(), page.body.find('"', at + field.size()) - at - field.size());
    CHECK(bent.post(affair.own() + "/skriv", "text=Mig&hearing=" + hearing).status == 404);
    CHECK(anna.post(affair.own() + "/skriv", "text=&no_comments=yes&hearing=" + hearing).status == 303);
    CHECK(anna.post(affair.own() + "/skriv", "text=Igen&hearing=" + hearing).status == 422);
    CHECK_FALSE(holds(anna.get(affair.own()), "Svar på høringen"));
    const auto view = clerk.get("/sager/" + id_of(affair.on) + "/parternes-sag");
    CHECK(holds(view, "Svarede"));
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind IN ('party_heard', 'party_answered')") == "2");
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A party asks for the rest of its case, and a request under the law on parties is filed about it") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    const auto path = affair.own() + "/bed-om-resten";
    CHECK(holds(anna.get(path), "forvaltningslovens"));
    CHECK(anna.post(path, "asked_for=").status == 422);
    const auto asked_for = anna.post(path, "asked_for=Alt om hegnet");
    REQUIRE(asked_for.status == 303);
    CHECK(holds(anna.get(asked_for.header("location")), "Tak, vi har modtaget din anmodning"));
    const auto listed = body_of(affair.worker.get("/api/v1/access-requests")).at("items");
    REQUIRE(listed.size() == 1);
    CHECK(listed.dump().find("party_access") != std::string::npos);
    CHECK(anna.post("/mine-sager/1/bed-om-resten", "asked_for=Alt").status == 404);
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("A power of attorney opens the giver's case and nothing else, until it is withdrawn") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    Citizen carl{town, "cpr", "0303851236", "Carl"};
    Citizen bent{town, "cpr", bents_number, "Bent Baek"};
    const std::string powers = "/mine-sager/fuldmagter";
    const auto day = asked(town.database(), "SELECT MAX(last_day) FROM powers_of_attorney");
    CHECK(day.empty());
    const auto until = [] {
        const auto soon = std::time(nullptr) + std::int64_t{30} * 24 * 3600;
        char text[11]{};
        std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&soon));
        return std::string{text};
    }();
    const auto rest = "&name=Carl&in_case=" + id_of(affair.on) + "&last_day=" + until;
    CHECK(anna.post(powers, std::string{"number="} + annas_number + rest).status == 422);
    CHECK(carl.post(powers, std::string{"number="} + annas_number + rest).status == 422);
    REQUIRE(anna.post(powers, "number=030385-1236" + rest).status == 303);
    CHECK(holds(anna.get(powers), "Carl"));

    const auto list = carl.get("/mine-sager");
    const auto at = list.body.find(affair.own() + "?fuldmagt=");
    REQUIRE(at != std::string::npos);
    const auto path = list.body.substr(at, list.body.find('"', at) - at);
    const auto power = path.substr(path.find('=') + 1);
    CHECK(carl.get(path).status == 200);
    CHECK(holds(carl.get(path), "Brev til Anna"));
    CHECK_FALSE(holds(carl.get(path), "Bent"));
    CHECK(carl.get(affair.own(affair.to_anna) + "?fuldmagt=" + power).status == 200);
    CHECK(carl.get(affair.own(affair.to_bent) + "?fuldmagt=" + power).status == 404);
    CHECK(bent.get(path).status == 404);
    CHECK(carl.post(affair.own() + "/skriv?fuldmagt=" + power, "text=For Anna").status == 303);
    CHECK(body_of(affair.worker.get(affair.path + "/documents")).dump().find("fuldmagt fra") != std::string::npos);
    INFO("what the attorney wrote is seen at once by both, and by nobody else");
    for (auto* reader : {&anna, &carl})
        CHECK(holds(reader->get(reader == &carl ? path : affair.own()), "Besked fra part"));
    CHECK_FALSE(holds(bent.get(affair.own()), "Besked fra part"));

    CHECK(bent.post(powers + "/" + power + "/tilbage", "").status == 404);
    CHECK(anna.post(powers + "/" + power + "/tilbage", "").status == 303);
    CHECK(carl.get(path).status == 404);
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM events WHERE kind = 'attorney_changed'") == "2");
}

TEST_CASE("A bundle tells a party of its powers and hearings, and erasing it ends what others see by them") {
    Town town{with_citizens()};
    Affair affair{town};
    Citizen carl{town, "cpr", "0303851236", "Carl"};
    tamper(
        town.database(),
        std::string{"INSERT INTO powers_of_attorney (giver_kind, giver, giver_name, attorney_kind, attorney, "
                    "attorney_name, case_id, last_day, given_at) VALUES ('cpr', '"} +
            annas_number + "', 'Anna Aakjaer', 'cpr', '0303851236', 'Carl Carlsen', " + id_of(affair.on) +
            ", '2099-01-01', 1)"
    );
    REQUIRE(carl.get(affair.own() + "?fuldmagt=1").status == 200);
    auto leader = town.as(building_leader);
    const Json wanted{{"identifier", annas_number}, {"mail", "anna@eksempel.dk"}, {"reason", "Anna beder om det"}};
    const auto bundle =
        "/api/v1/persons/bundles/" + id_of(body_of(leader.post("/api/v1/persons/bundles", wanted), 202));
    CHECK(within(30s, [&] { return leader.post(bundle + "/file", Json::object()).status == 200; }));

    const Json erasure{
        {"what", "party"}, {"subject", affair.anna.at("id")}, {"ground", "unlawful"}, {"reason", "En fejl"}};
    const auto asked_for = body_of(affair.worker.post("/api/v1/erasures", erasure), 201);
    const auto decision = "/api/v1/erasures/" + id_of(asked_for) + "/decision";
    REQUIRE(leader.post(decision, {{"decision", "erase"}}).status == 204);
    CHECK(carl.get(affair.own() + "?fuldmagt=1").status == 404);
    CHECK(
        asked(
            town.database(),
            "SELECT COUNT(*) FROM powers_of_attorney WHERE giver = '' AND attorney_name = '' AND withdrawn_at > 0"
        ) == "1"
    );
    CHECK(town.run({"verify"}).status == 0);
}

TEST_CASE("Where no provider is named for citizens, the page says so and nobody is signed in") {
    Town town;
    auto guest = town.guest();
    const auto page = guest.get("/mine-sager");
    CHECK(page.status == 200);
    CHECK(holds(page, "ikke muligt at logge ind og se sine sager"));
    Citizen anna{town, "cpr", annas_number, "Anna Aakjaer"};
    CHECK(anna.get("/mine-sager/1").status == 303);
    CHECK(guest.get("/mine-sager/log-ind").status == 303);
}
