#include "services/cases/case_pages.hpp"

#include <set>

#include "tests/unit/cases/cases_fixture.hpp"

using services::Method;
using services::Request;
using services::Response;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

struct Workroom : tests::TownHall {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    services::FileStore files{folder.path / "files"};
    search::Reader index{folder.path / "index"};
    services::Router router;
    std::string my_token = token();
    std::string teachers_token = identity.sign_in("tove", "hemmeligt", "192.0.2.1").value().token;

    Workroom() { services::add_case_pages(router, identity, {workplace, files, index, settings}); }

    using Pairs = std::vector<std::pair<std::string, std::string>>;
    core::Result<Response> send(Method method, const std::string& path, const Pairs& fields, const std::string& by) {
        auto request = tests::with_cookie(by);
        request.method = method;
        request.path = request.raw_target = path;
        request.headers.emplace_back("x-csrf-token", identity.caller_of(request).value()->csrf);
        for (const auto& [name, value] : fields) {
            if (method == Method::get) {
                request.query.emplace_back(name, value);
                continue;
            }
            services::FormPart part;
            part.name = name;
            part.value = value;
            request.parts.push_back(std::move(part));
        }
        const auto match = router.find(method, path);
        REQUIRE(match.handler != nullptr);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    }
    Response get(const std::string& path, const Pairs& query = {}) {
        return send(Method::get, path, query, my_token).value();
    }
    Response post(const std::string& path, const Pairs& fields) {
        return send(Method::post, path, fields, my_token).value();
    }
};

std::string body(const Response& response) {
    return std::get<std::string>(response.body);
}
bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
std::string path_of(const core::Case& one) {
    return "/sager/" + std::to_string(one.id.value);
}

}  // namespace

TEST_CASE("a case's page shows its documents, and its other tabs its parties and history", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    room.journal(room.user, one, "Klage over afslag").value();
    room.post(
        path_of(one) + "/parter", {{"name", "Karen Østergård"}, {"role", "primary"}, {"identifier", "251248-4916"}}
    );

    const auto documents = body(room.get(path_of(one)));
    REQUIRE(holds(documents, "Klage over afslag"));
    REQUIRE(holds(documents, one.number));
    REQUIRE(holds(documents, "27.35.00 Plejehjem"));
    const auto parties = body(room.get(path_of(one), {{"fane", "parter"}}));
    REQUIRE(holds(parties, "Karen Østergård"));
    REQUIRE(holds(parties, "251248-••••"));
    REQUIRE_FALSE(holds(parties, "4916"));
    const auto history = body(room.get(path_of(one), {{"fane", "historik"}}));
    REQUIRE(holds(history, "Oprettede sagen"));
    REQUIRE(holds(history, "Journaliserede dokument 1"));
    REQUIRE(holds(history, "Tilføjede en part"));
}

TEST_CASE("pages of what may not be read are not there", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    const auto letter = room.journal(room.user, one).value();
    const auto document = "/dokumenter/" + std::to_string(letter.id.value);
    for (const auto& path :
         {path_of(one),
          path_of(one) + "/rediger",
          document,
          document + "/original",
          document + "/tekst",
          document + "/pdf"})
        REQUIRE(room.send(Method::get, path, {}, room.teachers_token).error().code == core::ErrorCode::not_found);
    const auto listed = room.send(Method::get, "/sager", {{"vis", "alle"}}, room.teachers_token).value();
    REQUIRE_FALSE(holds(body(listed), one.number));
}

TEST_CASE("a list goes through all cases, page by page, each once", "[cases][pages]") {
    Workroom room;
    constexpr int count = 120;
    for (int i = 0; i < count; ++i) room.open(room.user, room.a_case()).value();
    std::set<std::string> seen;
    std::string after;
    for (int shown = 0; shown < 10; ++shown) {
        const auto text = body(room.get("/sager", {{"vis", "alle"}, {"after", after}}));
        constexpr std::string_view cell = "sg-number\">";
        for (std::size_t at = 0; (at = text.find(cell, at)) != std::string::npos; ++at)
            REQUIRE(seen.insert(text.substr(at + cell.size(), 11)).second);
        constexpr std::string_view link = "&amp;after=";
        const auto next = text.rfind(link);
        if (next == std::string::npos) break;
        after = text.substr(next + link.size(), text.find('"', next) - next - link.size());
    }
    REQUIRE(seen.size() == count);
}

TEST_CASE("a list's address holds its filters and its order, and headings turn the order round", "[cases][pages]") {
    Workroom room;
    for (const auto* title : {"Ørred", "abe", "Åben dør"}) room.open(room.user, room.a_case(title)).value();
    const auto by_title =
        body(room.get("/sager", {{"vis", "alle"}, {"sorter", "titel"}, {"emne", "27.35.00 Plejehjem"}}));
    REQUIRE(by_title.find("abe</a>") < by_title.find("Ørred</a>"));
    REQUIRE(by_title.find("Ørred</a>") < by_title.find("Åben dør</a>"));
    REQUIRE(holds(by_title, "aria-sort=\"ascending\""));
    REQUIRE(holds(by_title, "emne=27.35.00%20Plejehjem&amp;sorter=titel-om"));
    const auto turned = body(room.get("/sager", {{"vis", "alle"}, {"sorter", "titel-om"}}));
    REQUIRE(turned.find("Åben dør</a>") < turned.find("abe</a>"));
    REQUIRE_FALSE(holds(body(room.get("/sager", {{"vis", "alle"}, {"emne", "27.36"}})), "Ørred"));
}

TEST_CASE("cases whose deadline is over, and those that wait, have lists of their own", "[cases][pages]") {
    Workroom room;
    const auto late = room.open(room.user, room.a_case("Forsinket")).value();
    const auto waits = room.open(room.user, room.a_case("Venter")).value();
    services::CaseChange overdue;
    overdue.deadline = std::optional{core::danish_date(room.clock.now()) - std::chrono::days{1}};
    room.change(room.user, late.id, late.version, overdue).value();
    services::CaseChange waiting;
    waiting.waiting_for = "høringssvar";
    room.change(room.user, waits.id, waits.version, waiting).value();
    const auto list = [&](const char* part) { return body(room.get("/sager", {{"vis", "alle"}, {"hvad", part}})); };
    REQUIRE(holds(list("overskredne"), "Forsinket</a>"));
    REQUIRE_FALSE(holds(list("overskredne"), "Venter</a>"));
    REQUIRE(holds(list("afventer"), "Afventer høringssvar"));
    REQUIRE_FALSE(holds(list("afventer"), "Forsinket</a>"));
    REQUIRE(holds(body(room.get(path_of(late), {{"fane", "historik"}})), "Satte fristen til"));
}

TEST_CASE("a case is opened by its form, and a form that lacks something says what", "[cases][pages]") {
    Workroom room;
    const auto refused =
        room.post("/sager/ny", {{"title", ""}, {"subject_text", "27.35.00 Plejehjem"}, {"facet", "G01"}});
    REQUIRE(refused.status == 422);
    REQUIRE(holds(body(refused), "Skriv en titel"));
    const auto opened =
        room.post("/sager/ny", {{"title", "Ny bolig"}, {"subject_text", "27.35.00 Plejehjem"}, {"facet", "G01"}});
    REQUIRE(opened.status == 303);
    REQUIRE(holds(body(room.get("/sager/1")), "Ny bolig"));
}

TEST_CASE("the second of two who edit a case sees both versions and can still save", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    const auto edit = [&](const std::string& title, std::int64_t version) {
        return room.post(
            path_of(one),
            {{"title", title},
             {"public_title", one.public_title},
             {"caseworker", ""},
             {"confidentiality", "unit"},
             {"version", std::to_string(version)}}
        );
    };
    REQUIRE(edit("Den førstes", one.version).status == 303);
    const auto conflict = edit("Den andens", one.version);
    REQUIRE(conflict.status == 409);
    REQUIRE(holds(body(conflict), "Den førstes"));
    REQUIRE(holds(body(conflict), "Den andens"));
    REQUIRE(edit("Den andens", one.version + 1).status == 303);
    REQUIRE(room.read(room.user, one.id).value().title == "Den andens");
}

TEST_CASE("cases are suggested by the beginning of their number to those who may read them", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    REQUIRE(holds(body(room.get("/sager/forslag", {{"q", "2026-0000"}})), one.number));
    const auto to_others = room.send(Method::get, "/sager/forslag", {{"q", "2026-0000"}}, room.teachers_token);
    REQUIRE_FALSE(holds(body(to_others.value()), one.number));
}

TEST_CASE("a note is written on the case's page and shown there with its author", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    const auto notes = path_of(one) + "/notater";
    REQUIRE(holds(body(room.get(notes)), "Ingen notater endnu"));
    const auto refused = room.post(notes, {{"title", "Opkald"}, {"text", ""}});
    REQUIRE(refused.status == 422);
    REQUIRE(holds(body(refused), "Skriv notatets tekst"));
    REQUIRE(room.post(notes, {{"title", "Opkald"}, {"text", "Hun <ringer> igen\nmandag"}}).status == 303);
    const auto shown = body(room.get(notes));
    REQUIRE(holds(shown, "Hun &lt;ringer&gt; igen\nmandag"));
    REQUIRE(holds(shown, "Jens Kristian Krogh"));
    REQUIRE(holds(body(room.get(path_of(one), {{"fane", "historik"}})), "Skrev notat 1"));
    REQUIRE(holds(body(room.get("/dokumenter/1")), "Hun &lt;ringer&gt; igen"));
}

TEST_CASE(
    "a case is closed with a reason, which its pages tell, and takes a late note with another", "[cases][pages]"
) {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    const auto state = path_of(one) + "/tilstand";
    const auto version = std::to_string(one.version);
    REQUIRE(holds(body(room.post(state, {{"version", version}})), "Vælg en tilstand"));
    const auto refused = room.post(state, {{"version", version}, {"state", "closed"}});
    REQUIRE(refused.status == 422);
    REQUIRE(holds(body(refused), "Skriv en begrundelse"));
    REQUIRE(room.post(state, {{"version", version}, {"state", "closed"}, {"reason", "Trukket"}}).status == 303);
    REQUIRE(room.post(state, {{"version", version}, {"state", "opened"}, {"reason", "Nej"}}).status == 409);
    REQUIRE(holds(body(room.get(path_of(one))), ": Trukket"));

    const auto notes = path_of(one) + "/notater";
    const auto late = room.post(notes, {{"title", "Opkald"}, {"text", "Om sagen"}});
    REQUIRE(holds(body(late), "hvorfor notatet alligevel skal på den"));
    REQUIRE(
        room.post(notes, {{"title", "Opkald"}, {"text", "Om sagen"}, {"late_reason", "Hun ringede"}}).status == 303
    );
    const auto history = body(room.get(path_of(one), {{"fane", "historik"}}));
    REQUIRE(holds(history, "Begrundelse: Trukket"));
    REQUIRE(holds(history, "Skrev notat 1 på den afsluttede sag. Begrundelse: Hun ringede"));
    REQUIRE(holds(body(room.get(path_of(one))), "Efter lukning"));
}

TEST_CASE("cases are related on their page by number and by choice", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case("Den ene")).value();
    const auto other = room.open(room.user, room.a_case("Den anden")).value();
    const auto related = path_of(one) + "/relaterede";
    REQUIRE(room.post(related, {{"relation", "follows"}, {"case_text", "2026-9"}}).status == 422);
    REQUIRE(room.post(related, {{"relation", "follows"}, {"case_text", other.number + " Den anden"}}).status == 303);
    REQUIRE(holds(body(room.get(related)), "Fortsætter"));
    REQUIRE(holds(body(room.get(path_of(other) + "/relaterede")), "Fortsættes af"));
    REQUIRE(room.post(related + "/" + std::to_string(other.id.value) + "/fjern", {}).status == 303);
    REQUIRE(holds(body(room.get(related)), "Ingen relaterede sager"));
}

TEST_CASE("a withdrawn document is struck through, with its content for those who may journal", "[cases][pages]") {
    Workroom room;
    auto made = room.a_case();
    made.confidentiality = core::Confidentiality::open;
    const auto one = room.open(room.user, made).value();
    room.journal(room.user, one, "Forkert brev").value();
    const auto form = "/dokumenter/1/tilbagetraek";
    REQUIRE(holds(body(room.get(form)), "Det fjernes fra postlisten"));
    REQUIRE(room.post(form, {{"reason", " "}}).status == 422);
    REQUIRE(room.post(form, {{"reason", "Andens brev"}}).status == 303);
    const auto mine = body(room.get("/dokumenter/1"));
    REQUIRE(holds(mine, "<s>Forkert brev</s>"));
    REQUIRE(holds(mine, "Hent originalen"));
    const auto theirs = body(room.send(Method::get, "/dokumenter/1", {}, room.teachers_token).value());
    REQUIRE(holds(theirs, "Indholdet vises ikke"));
    REQUIRE_FALSE(holds(theirs, "Hent originalen"));
    for (const auto* part : {"/original", "/tekst", "/pdf"})
        REQUIRE(
            room.send(Method::get, std::string{"/dokumenter/1"} + part, {}, room.teachers_token).error().code ==
            core::ErrorCode::not_found
        );
}

TEST_CASE("a task is given on a case's page, seen on one's own, and ended there", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case()).value();
    const auto tasks = path_of(one) + "/opgaver";
    const auto me = std::to_string(room.user.value);
    REQUIRE(holds(body(room.get(tasks)), "Ingen opgaver på sagen"));
    const auto refused = room.post(tasks, {{"title", "Ring til naboen"}, {"due", "i morgen"}, {"person", me}});
    REQUIRE(refused.status == 422);
    REQUIRE(holds(body(refused), "hvornår det skal være gjort"));
    REQUIRE(room.post(tasks, {{"title", "Ring til naboen"}, {"due", "2020-01-02"}, {"person", me}}).status == 303);
    const auto mine = body(room.get("/opgaver"));
    REQUIRE(holds(mine, "Ring til naboen"));
    REQUIRE(holds(mine, "Overskredet"));
    REQUIRE(holds(mine, one.number));
    REQUIRE_FALSE(holds(body(room.get("/opgaver", {{"hvad", "kommende"}})), "Ring til naboen"));
    REQUIRE(holds(body(room.get("/overblik")), "<strong>1</strong>"));

    REQUIRE(
        room.post(
                "/opgaver/1", {{"title", "Skriv til naboen"}, {"due", "2020-01-03"}, {"person", me}, {"version", "1"}}
        ).status == 303
    );
    REQUIRE(room.post("/opgaver/1/loest", {{"next", "//evil.example"}}).status == 303);
    REQUIRE_FALSE(holds(body(room.get("/opgaver")), "Skriv til naboen"));
    REQUIRE(holds(body(room.get("/opgaver", {{"hvad", "loeste"}})), "Skriv til naboen"));
    const auto others = room.send(Method::get, "/opgaver/1/rediger", {}, room.teachers_token);
    REQUIRE(others.error().code == core::ErrorCode::not_found);
    REQUIRE(holds(body(room.get(path_of(one), {{"fane", "historik"}})), "Løste en opgave"));
}

TEST_CASE("a starred case stands in the overview, and its page tells what is new", "[cases][pages]") {
    Workroom room;
    const auto one = room.open(room.user, room.a_case("Den vigtige sag")).value();
    REQUIRE_FALSE(holds(body(room.get("/overblik")), "Den vigtige sag"));
    REQUIRE(room.post(path_of(one) + "/stjerne", {{"starred", "1"}}).status == 303);
    REQUIRE(holds(body(room.get("/overblik")), "Den vigtige sag"));
    REQUIRE(room.post(path_of(one) + "/set", {}).status == 204);
    REQUIRE_FALSE(holds(body(room.get(path_of(one))), "Nyt siden"));
    room.journal(room.leader, one, "Lederens brev").value();
    REQUIRE(holds(body(room.get(path_of(one))), "Nyt siden"));
    REQUIRE(
        room.send(Method::post, path_of(one) + "/set", {}, room.teachers_token).error().code ==
        core::ErrorCode::not_found
    );
}
