#include "services/subjects/subject_routes.hpp"

#include <nlohmann/json.hpp>

#include "kle_texts.hpp"
#include "services/subjects/scheme_import.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using namespace tests;
using nlohmann::json;

namespace {

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

/// A town hall whose scheme is an edition with one retired subject.
struct SubjectRoom : TownHall {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    services::Router router;

    SubjectRoom() {
        services::add_subject_routes(router, identity, workplace);
        const auto scheme = read_kle(a_plan(
                                         "2026-02-01",
                                         a_subject("27.35.00", "Plejehjem", codes("K", "P1825D") + keyword("hospice")) +
                                             a_subject(
                                                 "27.35.04",
                                                 "Boliger",
                                                 moved("2014-11-01", "<AfloestAf><EmneNr>27.35.00</EmneNr></AfloestAf>")
                                             )
                                     ))
                                .value();
        write([&](services::Transaction& tx) {
            return import_scheme(tx, clock.now(), scheme, {"kle.xml", "abc"}, {});
        }).value();
    }

    core::Result<services::Response> get(const std::string& path, services::Headers query = {}) {
        const auto match = router.find(services::Method::get, path);
        REQUIRE(match.handler != nullptr);
        auto request = with_cookie(my_token);
        request.path = request.raw_target = path;
        request.query = std::move(query);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    }
    std::string page(const std::string& path, services::Headers query = {}) {
        return std::get<std::string>(get(path, std::move(query)).value().body);
    }
    json body(const std::string& path, services::Headers query = {}) { return json::parse(page(path, query)); }
    std::string my_token = token();
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

SCENARIO_METHOD(SubjectRoom, "the API finds subjects as one types", "[subjects][api]") {
    const auto found = body("/api/v1/subjects", {{"q", "hospice"}})["items"];
    REQUIRE(found.size() == 1);
    CHECK(found[0]["number"] == "27.35.00");
    CHECK(found[0]["matched_keywords"] == json{"hospice"});
    CHECK(found[0]["path"][1]["title"] == "Boliger til ældre");
    CHECK(found[0]["retention"] == json{{"code", "K"}, {"preserved", false}});
    CHECK(body("/api/v1/subjects", {{"q", "27.35.04"}})["items"][0]["replaces"] == "27.35.04");
    CHECK(body("/api/v1/subjects", {{"q", "27.35"}, {"retired", "true"}})["items"].size() == 3);
    CHECK(get("/api/v1/subjects", {{"limit", "0"}}).error().field == "limit");
}

SCENARIO_METHOD(SubjectRoom, "the API walks down the scheme", "[subjects][api]") {
    CHECK(body("/api/v1/subjects")["items"][0]["number"] == "27");
    CHECK(body("/api/v1/subjects", {{"under", "27"}})["items"][0]["number"] == "27.35");
    CHECK(body("/api/v1/subjects", {{"under", "27.35"}})["items"].size() == 1);
    CHECK(body("/api/v1/subjects", {{"under", "27.35"}, {"retired", "true"}})["items"].size() == 2);
    CHECK(get("/api/v1/subjects", {{"under", "99"}}).error().field == "under");
}

SCENARIO_METHOD(SubjectRoom, "the API tells all of a number, and what has taken its place", "[subjects][api]") {
    const auto retired = body("/api/v1/subjects/27.35.04");
    CHECK(retired["in_use"] == false);
    CHECK(retired["retired_on"] == "2014-11-01");
    CHECK(retired["usable_successors"][0]["number"] == "27.35.00");
    CHECK(retired["changes"][0]["what"] == "added");
    CHECK(body("/api/v1/subjects/27.35.00")["keywords"] == json{"hospice"});
    CHECK(get("/api/v1/subjects/99.99.99").error().code == core::ErrorCode::not_found);
}

SCENARIO_METHOD(SubjectRoom, "facets tell what holds together with a subject", "[subjects][api]") {
    CHECK_FALSE(body("/api/v1/facets")["items"][0].contains("case_retention"));
    const auto facets = body("/api/v1/facets", {{"subject", "27.35.00"}})["items"];
    REQUIRE(facets.size() == 1);
    CHECK(facets[0]["code"] == "G01");
    CHECK(facets[0]["case_retention"]["preserved"] == true);  // the facet has no code
    CHECK(get("/api/v1/facets", {{"subject", "99.99.99"}}).error().field == "subject");
}

SCENARIO_METHOD(SubjectRoom, "pages show the scheme with what is preserved", "[subjects][pages]") {
    const auto list = page("/emner", {{"q", "hospice"}});
    CHECK(holds(list, "Plejehjem"));
    CHECK(holds(list, "Må kasseres"));
    CHECK(holds(page("/emner"), "KLE, udgaven fra 1. februar 2026"));
    const auto retired = page("/emner/27.35.04");
    CHECK(holds(retired, "Udgået 1. november 2014, afløst af 27.35.00"));
    CHECK(holds(retired, "href=\"/emner/27.35.00\""));
    CHECK(holds(page("/kle/forslag", {{"q", "hospice"}}), "stikord: hospice"));
    CHECK(page("/kle/forslag", {{"q", " "}}).empty());
}

SCENARIO_METHOD(SubjectRoom, "only an administrator sees which files were read in", "[subjects][pages]") {
    CHECK(get("/administration/kle").error().code == core::ErrorCode::forbidden);
}

SCENARIO_METHOD(SubjectRoom, "a case keeps a number that has been retired, and no new one gets it", "[subjects]") {
    auto made = a_case();
    made.subject = "27.35.04";
    CHECK(open(leader, made).error().field == "subject");
    const auto one = open(leader, a_case()).value();
    write([&](services::Transaction& tx) {
        const auto scheme = read_kle(a_plan(
                                         "2026-05-01",
                                         a_subject("27.35.00", "Plejehjem", retired("2026-04-01")) +
                                             a_subject("27.35.04", "Boliger", retired("2014-11-01"))
                                     ))
                                .value();
        return import_scheme(tx, clock.now(), scheme, {"kle.xml", "abd"}, {});
    }).value();
    CHECK(open(leader, a_case()).error().field == "subject");
    services::CaseChange renamed;
    renamed.title = "En anden titel";
    CHECK(change(leader, one.id, one.version, renamed).has_value());
    services::CaseChange moved_to;
    moved_to.subject = "27.35.04";
    CHECK(change(leader, one.id, one.version + 1, moved_to).error().field == "subject");
}
