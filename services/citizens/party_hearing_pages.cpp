#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/whole_number.hpp"
#include "services/cases/documents.hpp"
#include "services/citizens/party_hearings.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/web/words.hpp"

/// Beginning to hear a party, at /sager/{id}/partshoering.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr auto usual_time = std::chrono::days{14};
constexpr std::int64_t shown_documents = 100;

/// What was typed, and what is wrong with it.
struct HearingForm {
    std::string party, due, text;
    std::vector<std::string> documents;
    Json errors = Json::object();
};

std::string hearing_path(core::CaseId id) {
    return "/sager/" + std::to_string(id.value) + "/partshoering";
}

Json parties_json(Transaction& tx, core::CaseId id, const HearingForm& form) {
    auto list = Json::array();
    for (const auto& party : CaseStore{tx}.parties(id)) {
        if (!core::can_see_own_case(party)) continue;
        auto value = std::to_string(party.id.value);
        list.push_back({
            {"value", value},
            {"name", party.name},
            {"number", core::shown_identifier(party.identifier_kind, party.identifier)},
            {"is_chosen", form.party.empty() ? list.empty() : form.party == value},
        });
    }
    return list;
}

/// "Bilag: Tegning, Foto", which the party sees with the document; empty: none.
std::string attached_to(Transaction& tx, core::DocumentId id, Language language) {
    std::string titles;
    for (const auto& one : AttachmentStore{tx}.of_document(id)) titles += (titles.empty() ? "" : ", ") + one.title;
    return titles.empty() ? titles : translate(language, "Bilag: {titles}", {{"titles", titles}});
}

Json documents_json(Transaction& tx, core::CaseId id, const HearingForm& form, Language language) {
    auto list = Json::array();
    for (const auto& one : DocumentStore{tx}.of_case(id, std::numeric_limits<std::int64_t>::max(), shown_documents)) {
        if (one.direction == core::Direction::internal || one.withdrawn) continue;
        auto value = std::to_string(one.id.value);
        const bool is_chosen = std::ranges::find(form.documents, value) != form.documents.end();
        list.push_back({
            {"value", value},
            {"text", std::to_string(one.number) + ". " + one.title},
            {"attached", attached_to(tx, one.id, language)},
            {"is_chosen", is_chosen},
        });
    }
    return list;
}

Result<Response> show_form(
    const PartyViewDesk& desk,
    const Request& request,
    const Caller& caller,
    std::optional<HearingForm> typed,
    int status
) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto due = core::danish_date(desk.workplace.clock.now()) + usual_time;
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto on, read_case(tx, caller.principal, id));
        if (!core::may(caller.principal, core::Action::journal, {on.unit, on.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to journal on the case"};
        HearingForm form;
        form.due = core::iso_date(due);
        form.text = suggested_hearing_text(on, due);
        if (typed) form = *typed;
        auto parties = parties_json(tx, id, form);
        data = {
            {"case", {{"path", "/sager/" + std::to_string(id.value)}, {"number", on.number}, {"title", on.title}}},
            {"path", hearing_path(id)},
            {"can_begin", !parties.empty() && on.state != core::CaseState::closed},
            {"is_too_close", on.confidentiality > desk.most},
            {"parties", std::move(parties)},
            {"documents", documents_json(tx, id, form, language)},
            {"form", {{"due", form.due}, {"text", form.text}}},
            {"errors", form.errors},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Hør en part"), desk.workplace);
    return page(desk.workplace, "citizens/hearing_new", data, frame, status);
}

Result<Response> get_form(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    return show_form(desk, request, caller, std::nullopt, 200);
}

std::string said_of_hearing(Language language, const Error& error) {
    if (error.field == "party") return translate(language, "Vælg en part med CPR- eller CVR-nummer.");
    if (error.field == "due") return translate(language, "Vælg en dag efter i dag og højst et år frem.");
    if (error.field == "documents") return translate(language, "Et af dokumenterne kan ikke vises for parten.");
    if (error.field == "text")
        return translate(
            language, "Skriv brevet færdigt: det må ikke være tomt, og intet må stå i kantede parenteser."
        );
    return translate(language, "Høringen kunne ikke begyndes. Se felterne igennem.");
}

Result<Response> post_form(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    HearingForm form{
        .party = request.form_value("party"),
        .due = request.form_value("due"),
        .text = request.form_value("text"),
        .documents = {},
    };
    NewPartyHearing made;
    for (const auto& part : request.parts) {
        if (part.name != "document") continue;
        form.documents.push_back(part.value);
        made.documents.push_back(core::DocumentId{core::whole_number(part.value).value_or(0)});
    }
    made.party = core::PartyId{core::whole_number(form.party).value_or(0)};
    made.due = core::parse_iso_date(form.due).value_or(core::Date{});
    made.text = form.text;
    const Acting acting{caller.principal, desk.workplace.clock.now()};
    const auto begun = begin_party_hearing(desk.letters, acting, id, made);
    if (begun.has_value())
        return with_toast(
            redirect("/dokumenter/" + std::to_string(begun.value().letter.value) + "/send"),
            "Høringen er begyndt, og parten ser den på Mine sager. Send også brevet."
        );
    const auto& error = begun.error();
    if (error.field.empty() && error.code != ErrorCode::conflict) return error;
    form.errors[error.field.empty() ? "form" : error.field] = said_of_hearing(page_language(request), error);
    return show_form(desk, request, caller, form, 422);
}

}  // namespace

void add_party_hearing_pages(Router& router, Identity& identity, const PartyViewDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/sager/{id:id}/partshoering", get_form);
    add(Method::post, "/sager/{id:id}/partshoering", post_form);
}

}  // namespace services
