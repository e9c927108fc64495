#include "services/cases/parties.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_api.hpp"
#include "services/cases/case_pages.hpp"
#include "services/files/file_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using core::IdentifierKind;
using nlohmann::json;
using services::Method;

namespace {

constexpr auto cpr = "2512484916";
constexpr auto cvr = "29189714";

const services::Pages& pages() {
    static const services::Pages all;
    return all;
}

/// Two units with a case each, and Karen on both.
struct PartyRoom : tests::TownHall {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", pages()};
    services::FileStore files{folder.path / "files"};
    search::Reader index{folder.path / "index"};
    services::Router router;
    core::Case mine = open(user, a_case("Min sag")).value();
    core::Case theirs = open(teacher, a_case("Skolens sag")).value();
    core::Party karen = add(user, mine, "Karen Østergård", cpr).value();
    core::Party karen_at_school = add(teacher, theirs, "Karen Ø.", cpr).value();
    std::string my_token = token();

    PartyRoom() {
        services::add_case_pages(router, identity, {workplace, files, index, settings});
        services::add_case_api(router, identity, {*db, files, clock, settings, index});
    }

    core::Result<core::Party> add(
        core::UserId by,
        const core::Case& on,
        const std::string& name,
        const std::string& number,
        IdentifierKind kind = IdentifierKind::none
    ) {
        const auto who = principal(by);
        core::Party made;
        made.in_case = on.id;
        made.name = name;
        made.identifier = number;
        made.identifier_kind = kind;
        return write([&](services::Transaction& tx) { return add_party(tx, {who, clock.now()}, made); });
    }
    core::Result<services::PartyPlaces> find(core::UserId by, const services::PartyWanted& wanted) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return find_parties(tx, {who, clock.now()}, wanted); });
    }
    std::vector<services::Event> events() {
        return db
            ->read([](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                return services::EventLog{tx}.after({}, 1000);
            })
            .value();
    }
    core::Result<services::Response> send(
        Method method,
        const std::string& path,
        const services::Headers& query,
        const services::Headers& form,
        const std::string& body = {}
    ) {
        auto request = tests::with_cookie(my_token);
        request.method = method;
        request.path = request.raw_target = path;
        request.query = query;
        request.headers.emplace_back("x-csrf-token", identity.caller_of(request).value()->csrf);
        request.headers.emplace_back("content-type", "application/json");
        request.body = body;
        for (const auto& [name, value] : form) {
            services::FormPart part;
            part.name = name;
            part.value = value;
            request.parts.push_back(part);
        }
        const auto match = router.find(method, path);
        REQUIRE(match.handler != nullptr);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    }
    std::string body(const services::Response& response) { return std::get<std::string>(response.body); }
    std::string page_of(const core::Party& party) { return "/parter/" + std::to_string(party.id.value); }
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

SCENARIO_METHOD(PartyRoom, "a look-up shows the places on cases that the asker may read", "[parties]") {
    const auto found = find(user, {.identifier = "251248-4916"}).value();
    REQUIRE(found.places.size() == 1);
    CHECK(found.places.front().on.title == "Min sag");
    CHECK(find(teacher, {.identifier = cpr}).value().places.front().on.title == "Skolens sag");
    CHECK(find(user, {.identifier = "0707614285"}).value().places.empty());
    CHECK(find(user, {.identifier = "251"}).error().field == "identifier");
    CHECK(find(user, {.identifier = ""}).error().field == "identifier");
}

SCENARIO_METHOD(PartyRoom, "a look-up is an event that holds the number masked", "[parties]") {
    find(user, {.identifier = cpr}).value();
    const auto last = events().back();
    CHECK(last.kind == services::EventKind::party_looked_up);
    CHECK(last.actor == user);
    CHECK(json::parse(last.payload) == json{{"kind", "cpr"}, {"number", "251248-••••"}, {"places", 1}});
    for (const auto& event : events()) CHECK_FALSE(holds(event.payload, "4916"));
}

SCENARIO_METHOD(PartyRoom, "a P-number is not the person with the same digits", "[parties]") {
    add(user, mine, "Værkstedet", cpr, IdentifierKind::p_number).value();
    const auto found = find(user, {.kind = IdentifierKind::p_number, .identifier = cpr}).value();
    REQUIRE(found.places.size() == 1);
    CHECK(found.places.front().party.name == "Værkstedet");
    CHECK(find(user, {.identifier = cpr}).value().places.size() == 1);
}

SCENARIO_METHOD(PartyRoom, "numbers that cannot be are refused when a party is added", "[parties]") {
    CHECK(add(user, mine, "A", "311348-4916").error().field == "identifier");
    CHECK(add(user, mine, "A", "12345678").error().field == "identifier");
    CHECK(add(user, mine, "A", "1234", IdentifierKind::p_number).error().field == "identifier");
    CHECK(add(user, mine, "A", "0101010101").value().identifier_kind == IdentifierKind::cpr);
    CHECK(add(user, mine, "A", "29 18 97 14").value().identifier == cvr);
    CHECK(add(user, mine, "A", "", IdentifierKind::cpr).value().identifier_kind == IdentifierKind::none);
}

SCENARIO_METHOD(PartyRoom, "a party's page shows a masked number until the whole is asked for", "[parties][pages]") {
    const auto page = body(send(Method::get, page_of(karen), {}, {}).value());
    CHECK(holds(page, "251248-••••"));
    CHECK_FALSE(holds(page, "4916"));
    CHECK(holds(page, "Min sag"));
    CHECK_FALSE(holds(page, "Skolens sag"));
    const auto shown = body(send(Method::post, page_of(karen) + "/nummer", {}, {}).value());
    CHECK(holds(shown, "251248-4916"));
    const auto log = events();
    CHECK(std::ranges::count(log, services::EventKind::identifier_shown, &services::Event::kind) == 1);
    CHECK(std::ranges::find(log, services::EventKind::identifier_shown, &services::Event::kind)->in_case == mine.id);
}

SCENARIO_METHOD(PartyRoom, "a party of a case that may not be read does not exist", "[parties][pages]") {
    CHECK(send(Method::get, page_of(karen_at_school), {}, {}).error().code == ErrorCode::not_found);
    CHECK(send(Method::post, page_of(karen_at_school) + "/nummer", {}, {}).error().code == ErrorCode::not_found);
    for (const auto& event : events()) CHECK(event.kind != services::EventKind::identifier_shown);
}

SCENARIO_METHOD(PartyRoom, "the search leads to an address without the number", "[parties][pages]") {
    const auto found = send(Method::post, "/parter", {}, {{"number", "251248-4916"}}).value();
    CHECK(found.status == 303);
    const auto location = std::ranges::find(found.headers, "location", &std::pair<std::string, std::string>::first);
    REQUIRE(location != found.headers.end());
    CHECK(location->second == page_of(karen));
    CHECK(
        holds(body(send(Method::post, "/parter", {}, {{"number", "0707614285"}}).value()), "Ingen part med det nummer")
    );
    const auto wrong = send(Method::post, "/parter", {}, {{"number", "12"}}).value();
    CHECK(wrong.status == 422);
    CHECK(holds(body(wrong), "Et CPR-nummer har 10 cifre"));
}

SCENARIO_METHOD(PartyRoom, "the API takes no CPR number in an address", "[parties][api]") {
    CHECK(send(Method::get, "/api/v1/parties", {{"identifier", cpr}}, {}).error().field == "identifier");
    CHECK(
        send(Method::get, "/api/v1/parties", {{"identifier", cpr}, {"kind", "cpr"}}, {}).error().field == "identifier"
    );
    add(user, mine, "Holm & Bro", cvr).value();
    const auto places = json::parse(body(send(Method::get, "/api/v1/parties", {{"identifier", cvr}}, {}).value()));
    REQUIRE(places["items"].size() == 1);
    CHECK(places["items"][0]["case"]["number"] == mine.number);
    CHECK(places["next"].is_null());
    const auto searched =
        send(Method::post, "/api/v1/parties/search", {}, {}, json{{"identifier", "251248-4916"}}.dump()).value();
    CHECK(json::parse(body(searched))["items"][0]["identifier"] == "251248-••••");
    const auto path = "/api/v1/parties/" + std::to_string(karen.id.value) + "/identifier";
    CHECK(json::parse(body(send(Method::post, path, {}, {}).value()))["identifier"] == cpr);
}

SCENARIO_METHOD(PartyRoom, "a long list of places comes in pages", "[parties][api]") {
    for (int i = 0; i < 5; ++i) add(user, mine, "Holm & Bro", cvr).value();
    std::size_t count = 0;
    json body_of_search{{"identifier", cvr}, {"limit", 2}};
    for (int page = 0; page < 3; ++page) {
        const auto places =
            json::parse(body(send(Method::post, "/api/v1/parties/search", {}, {}, body_of_search.dump()).value()));
        count += places["items"].size();
        if (places["next"].is_null()) break;
        body_of_search["after"] = places["next"];
    }
    CHECK(count == 5);
}
