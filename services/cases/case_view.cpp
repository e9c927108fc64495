#include <array>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/document_listing.hpp"
#include "services/store/document_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t documents_at_once = 100;
constexpr std::int64_t events_at_once = 50;

enum class Tab { documents, parties, history };

/// A party that could not be added, to be shown again.
struct Refused {
    core::Party typed;
    std::string field;  ///< empty: nothing was refused
    std::string message;
};

/// What one page of a case is made from.
struct View {
    const Request& request;
    const Caller& caller;
    Language language{};
    core::Timestamp now{};
    Tab tab{};
    const Refused& refused;
};

Tab tab_of(const Request& request) {
    const auto tab = request.query_value("fane").value_or("");
    if (tab == "parter") return Tab::parties;
    return tab == "historik" ? Tab::history : Tab::documents;
}

CaseTab shown_tab(Tab tab) {
    if (tab == Tab::parties) return CaseTab::parties;
    return tab == Tab::history ? CaseTab::history : CaseTab::documents;
}

void put_documents(Transaction& tx, core::CaseId id, const View& view, Json& data) {
    auto& list = data["documents"] = Json::array();
    data["more_documents_path"] = "";
    if (view.tab != Tab::documents) return;
    put_document_list(id, {}, data);
    auto documents = DocumentStore{tx}.of_case(id, before_of(view.request), documents_at_once + 1);
    if (std::ssize(documents) > documents_at_once) {
        documents.pop_back();
        data["more_documents_path"] = case_path(id) + "?fra=" + std::to_string(documents.back().number);
    }
    for (const auto& document : documents) list.push_back(listed_document_row(document, view.language));
}

constexpr std::array party_roles{
    core::PartyRole::primary,
    core::PartyRole::other,
    core::PartyRole::representative,
    core::PartyRole::sender,
    core::PartyRole::receiver,
};

bool typed_p_number(const View& view) {
    return view.refused.typed.identifier_kind == core::IdentifierKind::p_number;
}

void put_parties(Transaction& tx, core::CaseId id, const View& view, bool can_edit, Json& data) {
    const auto parties = CaseStore{tx}.parties(id);
    auto& list = data["parties"] = Json::array();
    auto& roles = data["roles"] = Json::array();
    data["kinds"] = Json::array();
    data["errors"] = Json::object();
    data["party_form"] = Json{
        {"name", view.refused.typed.name},
        {"identifier", view.refused.typed.identifier},
        {"address", view.refused.typed.address},
    };
    if (view.tab != Tab::parties) return;
    for (const auto& party : parties)
        list.push_back({
            {"name", party.name},
            {"role_text", spoken(view.language, party.role)},
            {"path", party_path(party.id)},
            {"kind_text", spoken(view.language, party.identifier_kind)},
            {"identifier", core::shown_identifier(party.identifier_kind, party.identifier)},
            {"address", party.address},
            {"remove_path",
             can_edit ? case_path(id) + "/parter/" + std::to_string(party.id.value) + "/fjern" : std::string{}},
        });
    for (const auto role : party_roles)
        roles.push_back(
            choice(std::string{core::name_of(role)}, spoken(view.language, role), role == view.refused.typed.role)
        );
    data["kinds"] = number_kinds(view.language, typed_p_number(view));
    if (!view.refused.field.empty()) data["errors"][view.refused.field] = view.refused.message;
}

void put_history(Transaction& tx, core::CaseId id, const View& view, const Names& names, Json& data) {
    auto& list = data["history"] = Json::array();
    data["more_history_path"] = "";
    if (view.tab != Tab::history) return;
    auto events = EventLog{tx}.of_case(id, core::EventId{before_of(view.request)}, events_at_once + 1);
    if (std::ssize(events) > events_at_once) {
        events.pop_back();
        data["more_history_path"] = case_path(id) + "?fane=historik&fra=" + std::to_string(events.back().id.value);
    }
    for (const auto& event : events)
        list.push_back({
            {"time", spoken_time(view.language, event.at, view.now)},
            {"time_exact", exact_time(view.language, event.at)},
            {"actor", event.actor ? names.person(event.actor) : std::string{"Saglig"}},
            {"text", spoken_event(view.language, event, names)},
        });
}

Result<Response> show(
    const CaseDesk& desk, const Request& request, const Caller& caller, Tab tab, const Refused& refused
) {
    const core::CaseId id{request.id_parameter("id")};
    const View view{request, caller, page_language(request), desk.workplace.clock.now(), tab, refused};
    Json data{
        {"is_documents", tab == Tab::documents},
        {"is_parties", tab == Tab::parties},
        {"is_history", tab == Tab::history}};
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        const auto names = desk.names->of(tx, caller);
        const bool can_edit = may_on_case(caller, core::Action::edit_case, one);
        title = one.number + " " + one.title;
        const CaseViewing viewing{tx, one, caller, view.language, view.now, *names, *desk.settings.types};
        put_case_frame(viewing, shown_tab(tab), data);
        put_news(viewing, data);
        data["can_edit"] = can_edit;
        put_documents(tx, id, view, data);
        put_filing_of_case(viewing, data);
        put_parties(tx, id, view, can_edit, data);
        put_history(tx, id, view, *names, data);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "cases/show", data, frame, refused.field.empty() ? 200 : 422);
}

Result<Response> get_case(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, tab_of(request), {});
}

std::string said_of(Language language, const Error& error, const core::Party& typed) {
    if (error.field == "identifier")
        return wrong_number_text(language, typed.identifier, typed.identifier_kind == core::IdentifierKind::p_number);
    if (error.field == "name") return translate(language, "Skriv partens navn, højst 255 tegn.");
    return translate(language, "Adressen må højst være 255 tegn.");
}

Result<Response> post_party(const CaseDesk& desk, const Request& request, const Caller& caller) {
    Refused refused;
    auto& typed = refused.typed;
    typed.in_case = core::CaseId{request.id_parameter("id")};
    typed.name = request.form_value("name");
    typed.role = core::party_role_named(request.form_value("role")).value_or(core::PartyRole::primary);
    typed.identifier = request.form_value("identifier");
    typed.address = request.form_value("address");
    typed.identifier_kind =
        core::identifier_kind_named(request.form_value("kind")).value_or(core::IdentifierKind::none);
    const auto added = desk.workplace.db.write([&](Transaction& tx) {
        return add_party(tx, {caller.principal, desk.workplace.clock.now()}, typed);
    });
    if (added.has_error()) {
        if (added.error().code != ErrorCode::invalid_input) return added.error();
        refused.field = added.error().field;
        refused.message = said_of(page_language(request), added.error(), typed);
        return show(desk, request, caller, Tab::parties, refused);
    }
    return with_toast(redirect(case_path(typed.in_case) + "?fane=parter"), "Parten er tilføjet.");
}

Result<Response> post_remove_party(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::PartyId party{request.id_parameter("party")};
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return remove_party(tx, {caller.principal, desk.workplace.clock.now()}, id, party);
    }));
    return with_toast(redirect(case_path(id) + "?fane=parter"), "Parten er fjernet.");
}

}  // namespace

void add_case_views(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}", get_case, Pace::quick);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/parter", post_party);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/parter/{party:id}/fjern", post_remove_party);
}

}  // namespace services
