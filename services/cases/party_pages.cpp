#include <limits>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/parties.hpp"

namespace services {

using core::ErrorCode;
using core::IdentifierKind;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t places_at_once = 50;

/// What stands in the form, and what to say of it.
struct Sought {
    std::string number;
    bool is_p_number{};
    std::string error;
    bool is_unknown{};  ///< the number is well-formed, and nobody with it is to be seen
};

Result<Response> search_page(const CaseDesk& desk, const Request& request, const Caller& caller, const Sought& sought) {
    const auto language = page_language(request);
    const Json data{
        {"number", sought.number},
        {"kinds", number_kinds(language, sought.is_p_number)},
        {"error", sought.error},
        {"is_unknown", sought.is_unknown},
    };
    const auto frame = staff_frame(request, caller, translate(language, "Find en part"), desk.workplace);
    return page(desk.workplace, "cases/party_search", data, frame, sought.error.empty() ? 200 : 422);
}

Result<Response> get_search(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return search_page(desk, request, caller, {});
}

/// To the page of the one who has the number. It is posted, so that it stands in no address.
Result<Response> post_search(const CaseDesk& desk, const Request& request, const Caller& caller) {
    Sought sought;
    sought.number = request.form_value("number");
    sought.is_p_number = request.form_value("kind") == core::name_of(IdentifierKind::p_number);
    PartyWanted wanted;
    wanted.identifier = sought.number;
    wanted.kind = sought.is_p_number ? IdentifierKind::p_number : IdentifierKind::none;
    wanted.limit = 1;
    const auto found = desk.workplace.db.write([&](Transaction& tx) {
        return find_parties(tx, {caller.principal, desk.workplace.clock.now()}, wanted);
    });
    if (found.has_error() && found.error().code != ErrorCode::invalid_input) return found.error();
    if (found.has_error())
        sought.error = wrong_number_text(page_language(request), sought.number, sought.is_p_number);
    else if (!found.value().places.empty())
        return redirect(party_path(found.value().places.front().party.id));
    else
        sought.is_unknown = true;
    return search_page(desk, request, caller, sought);
}

Json place_json(const PartyPlace& place, Language language, const Names& names) {
    const auto& [party, on] = place;
    return {
        {"path", case_path(on.id)},
        {"number", on.number},
        {"title", on.title},
        {"role_text", spoken(language, party.role)},
        {"name", party.name},
        {"address", party.address},
        {"state_text", spoken(language, on.state)},
        {"tone", tone_of(on.state)},
        {"unit", names.unit(on.unit)},
        {"opened", spoken_date(language, core::danish_date(on.opened_at))},
    };
}

bool may_on_party(Transaction& tx, const core::Principal& who, const core::Party& party) {
    const auto on = CaseStore{tx}.find(party.in_case);
    return on && core::may(who, core::Action::edit_case, {on->unit, on->access_group});
}

/// The party's page; `full` is the number that was asked for, or empty.
Result<Response> show(const CaseDesk& desk, const Request& request, const Caller& caller, const std::string& full) {
    const auto language = page_language(request);
    const core::PartyId id{request.id_parameter("id")};
    const auto from = std::strtoll(request.query_value("fra").value_or("").c_str(), nullptr, 10);
    const core::PartyId before{from > 0 ? from : std::numeric_limits<std::int64_t>::max()};
    Json data;
    std::string title;
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto party, read_party(tx, caller.principal, id));
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        TRY(const auto found, look_up_party(tx, acting, party, before, places_at_once));
        const auto names = desk.names->of(tx, caller);
        title = party.name;
        data = {
            {"name", party.name},
            {"address", party.address},
            {"kind_text", spoken(language, party.identifier_kind)},
            {"has_number", !party.identifier.empty()},
            {"identifier", full.empty() ? core::shown_identifier(party.identifier_kind, party.identifier) : full},
            {"reveal_path",
             party.identifier_kind == IdentifierKind::cpr && full.empty() ? party_path(id) + "/nummer" : std::string{}},
            {"change_path", may_on_party(tx, caller.principal, party) ? party_path(id) + "/ret" : std::string{}},
            {"next_path",
             found.are_more ? party_path(id) + "?fra=" + std::to_string(found.places.back().party.id.value)
                            : std::string{}},
        };
        auto& places = data["places"] = Json::array();
        for (const auto& place : found.places) places.push_back(place_json(place, language, *names));
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "cases/party", data, frame);
}

Result<Response> get_party(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, {});
}

Result<Response> post_number(const CaseDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto full, desk.workplace.db.write([&](Transaction& tx) {
        return show_identifier(
            tx, {caller.principal, desk.workplace.clock.now()}, core::PartyId{request.id_parameter("id")}
        );
    }));
    return show(desk, request, caller, full);
}

/// The address of a number that was shown, loaded anew: it is masked again.
Result<Response> back_to_party(const CaseDesk&, const Request& request, const Caller&) {
    return redirect(party_path(core::PartyId{request.id_parameter("id")}));
}

}  // namespace

std::string party_path(core::PartyId id) {
    return "/parter/" + std::to_string(id.value);
}

Json number_kinds(Language language, bool is_p_number) {
    return Json::array(
        {choice("", translate(language, "CPR- eller CVR-nummer"), !is_p_number),
         choice(
             std::string{core::name_of(IdentifierKind::p_number)},
             spoken(language, IdentifierKind::p_number),
             is_p_number
         )}
    );
}

std::string wrong_number_text(Language language, std::string_view typed, bool is_p_number) {
    if (is_p_number) return translate(language, "Et P-nummer har 10 cifre.");
    const auto kind = core::likely_kind(core::bare_identifier(typed));
    if (kind == IdentifierKind::cpr)
        return translate(language, "Et CPR-nummer begynder med en dato, der findes. Kontrollér cifrene.");
    if (kind == IdentifierKind::cvr)
        return translate(language, "CVR-nummeret findes ikke: Et af cifrene er forkert. Kontrollér dem.");
    return translate(language, "Et CPR-nummer har 10 cifre, et CVR-nummer 8.");
}

void add_party_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/parter", get_search);
    add_case_page(router, identity, desk, Method::post, "/parter", post_search);
    add_case_page(router, identity, desk, Method::get, "/parter/{id:id}", get_party);
    add_case_page(router, identity, desk, Method::get, "/parter/{id:id}/nummer", back_to_party);
    add_case_page(router, identity, desk, Method::post, "/parter/{id:id}/nummer", post_number);
}

}  // namespace services
