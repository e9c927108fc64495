#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/documents.hpp"
#include "services/citizens/citizen_words.hpp"
#include "services/citizens/releases.hpp"
#include "services/citizens/staff_desk.hpp"
#include "services/citizens/what_next.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/party_hearing_store.hpp"

/// Releasing a document to parties, and what each party sees of a case.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string release_path(core::DocumentId id) {
    return "/dokumenter/" + std::to_string(id.value) + "/frigiv";
}
std::string view_path(core::CaseId id) {
    return "/sager/" + std::to_string(id.value) + "/parternes-sag";
}

std::string told_party_ground(Language language, core::PartyGround ground) {
    switch (ground) {
        case core::PartyGround::written:
            return translate(language, "skrevet af parten");
        case core::PartyGround::sent:
            return translate(language, "sendt til parten");
        case core::PartyGround::released:
            return translate(language, "frigivet");
    }
    return {};
}

/// What was typed, and what is wrong with it.
struct ReleaseForm {
    std::string party, title;
    std::vector<std::int64_t> attachments{};  ///< places of those that are ticked
    Json errors = Json::object();
};

Json party_json(const core::Party& party, Language language) {
    return {
        {"id", party.id.value},
        {"name", party.name},
        {"role", spoken(language, party.role)},
        {"number", core::shown_identifier(party.identifier_kind, party.identifier)},
    };
}

/// A party on the release page: does it see the document, and why.
Json receiver_json(
    Transaction& tx, const core::Document& one, const core::Party& party, const ReleaseForm& form, Language language
) {
    auto data = party_json(party, language);
    const CitizenStore store{tx};
    const auto number = number_of(party);
    data["sees"] = data["since"] = data["take_back_path"] = "";
    data["is_chosen"] = form.party == std::to_string(party.id.value);
    for (const auto& seen : store.documents(one.in_case, number)) {
        if (seen.document != one.id) continue;
        data["sees"] = told_party_ground(language, seen.ground);
        data["since"] = spoken_date(language, core::danish_date(seen.at));
    }
    for (const auto& note : store.of_document(one.id))
        if (note.party == number && note.ground == core::PartyGround::released)
            data["take_back_path"] = release_path(one.id) + "/" + std::to_string(note.id) + "/tilbage";
    return data;
}

/// As it is best read: as a PDF once there is one.
std::string attachment_path(Transaction& tx, core::DocumentId id, const core::Attachment& one) {
    const auto content = ContentStore{tx}.find(one.content);
    const bool has_pdf = content && !content->pdf.empty();
    return "/dokumenter/" + std::to_string(id.value) + "/bilag/" + std::to_string(one.place) +
           (has_pdf ? "/pdf" : "/original");
}

/// What belongs to the document, to be released with it or not.
Json choices_json(Transaction& tx, core::DocumentId id, const ReleaseForm& form) {
    auto list = Json::array();
    for (const auto& one : AttachmentStore{tx}.of_document(id))
        list.push_back({
            {"place", one.place},
            {"title", one.title},
            {"path", attachment_path(tx, id, one)},
            {"is_chosen", std::ranges::find(form.attachments, one.place) != form.attachments.end()},
        });
    return list;
}

Result<Response> show_release(
    const PartyViewDesk& desk,
    const Request& request,
    const Caller& caller,
    std::optional<ReleaseForm> typed,
    int status
) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_document(tx, caller.principal, id));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        if (!core::may(caller.principal, core::Action::journal, {on.unit, on.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to journal on the case"};
        auto form = typed ? *typed : ReleaseForm{.party = {}, .title = one.title};
        if (!typed)
            for (const auto& attached : AttachmentStore{tx}.of_document(id)) form.attachments.push_back(attached.place);
        auto receivers = Json::array();
        bool can_choose = false;
        for (const auto& party : CaseStore{tx}.parties(on.id)) {
            if (!core::can_see_own_case(party)) continue;
            receivers.push_back(receiver_json(tx, one, party, form, language));
            can_choose = can_choose || receivers.back().at("sees").get_ref<const std::string&>().empty();
        }
        const bool is_shown = one.direction != core::Direction::internal && !one.withdrawn;
        data = {
            {"document",
             {{"path", "/dokumenter/" + std::to_string(id.value)},
              {"title", one.title},
              {"number", on.number + "-" + std::to_string(one.number)}}},
            {"path", release_path(id)},
            {"view_path", view_path(on.id)},
            {"can_release", is_shown && can_choose},
            {"is_internal", !is_shown},
            {"is_too_close", on.confidentiality > desk.most},
            {"parties", std::move(receivers)},
            {"attachments", choices_json(tx, id, form)},
            {"form", {{"title", form.title}}},
            {"errors", form.errors},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Frigiv til parten"), desk.workplace);
    return page(desk.workplace, "citizens/release", data, frame, status);
}

Result<Response> get_release(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    return show_release(desk, request, caller, std::nullopt, 200);
}

std::string said_of_release(Language language, const Error& error) {
    if (error.field == "title") return translate(language, "Skriv en titel på én linje, højst 255 tegn.");
    if (error.field == "reason") return translate(language, "Skriv en begrundelse på højst 1000 tegn.");
    if (error.field == "document")
        return translate(language, "Interne dokumenter og dokumenter, der er trukket tilbage, vises ikke for parter.");
    if (error.code == ErrorCode::conflict) return translate(language, "Parten kan allerede se dokumentet.");
    return translate(language, "Vælg en part med CPR- eller CVR-nummer.");
}

Result<Response> post_release(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId id{request.id_parameter("id")};
    ReleaseForm form{.party = request.form_value("party"), .title = core::on_one_line(request.form_value("title"))};
    for (const auto& part : request.parts)
        if (const auto place = core::whole_number(part.value); part.name == "attachment" && place)
            form.attachments.push_back(*place);
    const NewRelease made{core::PartyId{core::whole_number(form.party).value_or(0)}, form.title, form.attachments};
    const auto released = desk.workplace.db.write([&](Transaction& tx) {
        return release_document(tx, {caller.principal, desk.workplace.clock.now()}, id, made);
    });
    if (released.has_value()) return with_toast(redirect(release_path(id)), "Dokumentet er frigivet til parten.");
    if (released.error().field.empty()) return released.error();
    form.errors[released.error().field == "title" ? "title" : "party"] =
        said_of_release(page_language(request), released.error());
    return show_release(desk, request, caller, form, 422);
}

Result<Response> post_back(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto release = request.id_parameter("release");
    const auto reason = request.form_value("reason");
    const auto taken = desk.workplace.db.write([&](Transaction& tx) {
        return take_back_release(tx, {caller.principal, desk.workplace.clock.now()}, id, release, reason);
    });
    if (taken.has_value()) return with_toast(redirect(release_path(id)), "Parten kan ikke længere se dokumentet.");
    if (taken.error().field.empty()) return taken.error();
    ReleaseForm form{.party = {}, .title = {}};
    form.errors["reason"] = said_of_release(page_language(request), taken.error());
    return show_release(desk, request, caller, form, 422);
}

/// Titles of what the party sees with each document.
std::map<core::DocumentId, Json> seen_attachments(Transaction& tx, const core::Party& party) {
    std::map<core::DocumentId, Json> seen;
    for (const auto& one : CitizenStore{tx}.attachments(party.in_case, number_of(party))) {
        const auto found = AttachmentStore{tx}.find(one.attachment);
        if (!found) continue;
        auto& list = seen.try_emplace(one.document, Json::array()).first->second;
        list.push_back({{"title", found->title}, {"path", attachment_path(tx, one.document, *found)}});
    }
    return seen;
}

Json seen_documents(Transaction& tx, const core::Party& party, Language language) {
    auto list = Json::array();
    const auto attachments = seen_attachments(tx, party);
    for (const auto& seen : CitizenStore{tx}.documents(party.in_case, number_of(party))) {
        const auto document = DocumentStore{tx}.find(seen.document);
        if (!document) continue;
        list.push_back({
            {"path", "/dokumenter/" + std::to_string(seen.document.value)},
            {"number", document->number},
            {"title", seen.title},
            {"ground", told_party_ground(language, seen.ground)},
            {"date", spoken_date(language, core::danish_date(seen.at))},
            {"attachments", attachments.contains(seen.document) ? attachments.at(seen.document) : Json::array()},
        });
    }
    return list;
}

Json closing_json(const std::vector<PartyClosing>& closings, const core::CitizenNumber& number) {
    const auto found = std::ranges::find(closings, number, &PartyClosing::party);
    return {
        {"is_kept_back", found != closings.end()}, {"reason", found != closings.end() ? found->reason : std::string{}}};
}

/// Hearings of the case, the latest first.
Json hearings_json(Transaction& tx, const core::Case& on, core::Date today, Language language) {
    auto list = Json::array();
    const auto parties = CaseStore{tx}.parties(on.id);
    const auto path_of = [](core::DocumentId id) { return "/dokumenter/" + std::to_string(id.value); };
    for (const auto& one : PartyHearingStore{tx}.of_case(on.id)) {
        const auto party = std::ranges::find(parties, one.party, number_of);
        const bool is_late = !one.answered_at && one.due < today;
        auto state = translate(language, is_late ? "Fristen er gået" : "Venter på svar");
        if (one.answered_at)
            state = translate(
                language, "Svarede {day}", {{"day", spoken_date(language, core::danish_date(*one.answered_at))}}
            );
        list.push_back({
            {"party", party != parties.end() ? party->name : std::string{}},
            {"due", spoken_date(language, one.due)},
            {"state", std::move(state)},
            {"tone",
             one.answered_at ? "good"
             : is_late       ? "bad"
                             : "busy"},
            {"letter_path", path_of(one.letter)},
            {"answer_path", one.answer ? path_of(*one.answer) : std::string{}},
        });
    }
    return list;
}

Result<Response> show_view(
    const PartyViewDesk& desk, const Request& request, const Caller& caller, const std::string& error, int status
) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto on, read_case(tx, caller.principal, id));
        const auto closings = CitizenStore{tx}.closings(id);
        auto parties = Json::array();
        for (const auto& party : CaseStore{tx}.parties(id)) {
            auto one = party_json(party, language);
            one["can_see"] = core::can_see_own_case(party);
            one["closing"] = closing_json(closings, number_of(party));
            one["documents"] = core::can_see_own_case(party) ? seen_documents(tx, party, language) : Json::array();
            parties.push_back(std::move(one));
        }
        data = {
            {"case",
             {{"path", "/sager/" + std::to_string(id.value)},
              {"number", on.number},
              {"title", on.title},
              {"public_title", on.public_title}}},
            {"path", view_path(id)},
            {"is_too_close", on.confidentiality > desk.most},
            {"closing", closing_json(closings, {})},
            {"parties", std::move(parties)},
            {"next", told_next(tx, *desk.cases.types, on, std::nullopt, language, today)},
            {"can_edit", core::may(caller.principal, core::Action::edit_case, {on.unit, on.access_group})},
            {"error", error},
            {"hearings", hearings_json(tx, on, today, language)},
            {"hear_path", "/sager/" + std::to_string(id.value) + "/partshoering"},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Hvad parterne ser"), desk.workplace);
    return page(desk.workplace, "citizens/party_view", data, frame, status);
}

Result<Response> get_view(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    return show_view(desk, request, caller, {}, 200);
}

Result<Response> post_view(const PartyViewDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto number = core::whole_number(request.form_value("party"));
    const auto party = number && *number > 0 ? std::optional{core::PartyId{*number}} : std::nullopt;
    const bool hides = request.form_value("act") == "hide";
    const auto done = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return hides ? keep_case_back(tx, acting, id, party, request.form_value("reason"))
                     : show_case_again(tx, acting, id, party);
    });
    if (done.has_value())
        return with_toast(
            redirect(view_path(id)),
            hides ? "Sagen vises ikke længere på Mine sager." : "Sagen vises igen på Mine sager."
        );
    if (done.error().field != "reason") return done.error();
    return show_view(desk, request, caller, said_of_release(page_language(request), done.error()), 422);
}

}  // namespace

void add_party_view_pages(Router& router, Identity& identity, const PartyViewDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add_party_hearing_pages(router, identity, desk);
    add(Method::get, "/dokumenter/{id:id}/frigiv", get_release);
    add(Method::post, "/dokumenter/{id:id}/frigiv", post_release);
    add(Method::post, "/dokumenter/{id:id}/frigiv/{release:id}/tilbage", post_back);
    add(Method::get, "/sager/{id:id}/parternes-sag", get_view);
    add(Method::post, "/sager/{id:id}/parternes-sag", post_view);
}

}  // namespace services
