#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_api.hpp"
#include "services/cases/parties.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json places_json(const PartyPlaces& found) {
    auto items = Json::array();
    for (const auto& [party, on] : found.places) {
        auto item = to_json(party);
        item["case"] = to_json(on);
        items.push_back(std::move(item));
    }
    Json body{{"items", std::move(items)}, {"next", nullptr}};
    if (found.are_more) body["next"] = cursor_text({found.places.back().party.id.value});
    return body;
}

Result<Response> answer_search(const CaseApi& api, const Caller& caller, const PartyWanted& wanted) {
    TRY(const auto found, api.db.write([&](Transaction& tx) {
        return find_parties(tx, {caller.principal, api.clock.now()}, wanted);
    }));
    auto response = services::json(places_json(found).dump());
    response.set("cache-control", "no-store");  // asking again is looking up again, and is traced each time
    return response;
}

/// By an organisation's number. A person's must not stand in an address, which proxies and browsers keep.
Result<Response> list_parties(const CaseApi& api, const Request& request, const Caller& caller) {
    PartyWanted wanted;
    TRY(wanted.limit, limit_of(request, 50));
    TRY(const auto after, cursor_of(request, 1));
    if (!after.empty()) wanted.before = core::PartyId{after[0]};
    wanted.identifier = core::bare_identifier(request.query_value("identifier").value_or(""));
    if (const auto kind = request.query_value("kind")) {
        const auto named = core::identifier_kind_named(*kind);
        if (!named || *named == core::IdentifierKind::none)
            return Error{ErrorCode::invalid_input, "kind is cvr or p_number", "kind"};
        wanted.kind = *named;
    }
    const auto kind = wanted.kind == core::IdentifierKind::none ? core::likely_kind(wanted.identifier) : wanted.kind;
    if (kind == core::IdentifierKind::cpr)
        return Error{
            ErrorCode::invalid_input,
            "a CPR number does not belong in an address; POST it to /api/v1/parties/search (a P-number needs kind)",
            "identifier"};
    return answer_search(api, caller, wanted);
}

Result<Response> search_parties(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    PartyWanted wanted;
    wanted.identifier = members.text("identifier");
    wanted.kind = members.one_of("kind", core::identifier_kind_named, core::IdentifierKind::none);
    wanted.limit = members.maybe_number("limit").value_or(50);
    const auto after = members.maybe_text("after").value_or("");
    TRY(members.check());
    if (wanted.limit < 1 || wanted.limit > 200)
        return Error{ErrorCode::invalid_input, "limit is a number from 1 to 200", "limit"};
    if (!after.empty()) {
        wanted.before = core::PartyId{std::strtoll(after.c_str(), nullptr, 10)};
        if (wanted.before.value <= 0)
            return Error{ErrorCode::invalid_input, "after is not a cursor of this list", "after"};
    }
    return answer_search(api, caller, wanted);
}

Result<Response> reveal_identifier(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto number, api.db.write([&](Transaction& tx) {
        return show_identifier(tx, {caller.principal, api.clock.now()}, core::PartyId{request.id_parameter("id")});
    }));
    auto response = services::json(Json{{"identifier", core::bare_identifier(number)}}.dump());
    response.set("cache-control", "no-store");
    return response;
}

}  // namespace

void add_party_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/parties", list_parties);
    add(Method::post, "/api/v1/parties/search", search_parties);
    add(Method::post, "/api/v1/parties/{id:id}/identifier", reveal_identifier);
}

}  // namespace services
