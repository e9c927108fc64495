#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/whole_number.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/citizens/citizen_words.hpp"
#include "services/store/content_store.hpp"
#include "services/store/party_hearing_store.hpp"
#include "services/store/people_store.hpp"

/// The list of one's own cases, a case, and its documents.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string on_behalf(const OwnCase& seen) {
    return seen.as.power == 0 ? std::string{} : seen.party;
}

std::string tone_of_own(core::CaseState state) {
    if (state == core::CaseState::closed) return {};
    return state == core::CaseState::opened || state == core::CaseState::informed ? "busy" : "good";
}

std::optional<PartyHearing> hearing_of(Transaction& tx, const OwnCase& seen);

Json listed_json(Transaction& tx, const OwnCase& seen, Language language, core::Timestamp now) {
    const auto hearing = hearing_of(tx, seen);
    return {
        {"waits_until", hearing ? spoken_day(language, hearing->due) : std::string{}},
        {"path", own_case_path(seen)},
        {"title", seen.on.public_title},
        {"number", seen.on.number},
        {"state", told_state(language, seen.on.state)},
        {"state_brief", told_state_briefly(language, seen.on.state)},
        {"tone", tone_of_own(seen.on.state)},
        {"on_behalf", on_behalf(seen)},
        {"changed", spoken_time(language, seen.on.changed_at, now)},
    };
}

/// Whether somebody can read it here: as a PDF or as text; what came from, or was sent to, the party in any shape.
enum class Showing { none, pdf, text, original };
Showing showing_of(Transaction& tx, const OwnDocument& one) {
    const auto content = ContentStore{tx}.find(one.document.content);
    if (!content) return Showing::none;
    if (!content->pdf.empty()) return Showing::pdf;
    if (content->media_type == "text/plain") return Showing::text;
    return one.ground == core::PartyGround::released ? Showing::none : Showing::original;
}

std::string document_path_of(const OwnCase& seen, core::DocumentId id) {
    return own_case_path(seen, "/dokumenter/" + std::to_string(id.value));
}

Json document_json(Transaction& tx, const OwnCase& seen, const OwnDocument& one, Language language) {
    const bool can_be_read = showing_of(tx, one) != Showing::none;
    return {
        {"path", can_be_read ? document_path_of(seen, one.document.id) : std::string{}},
        {"title", one.title},
        {"date", spoken_date(language, core::danish_date(one.at))},
        {"ground", told_ground(language, one.ground, seen.as.power != 0)},
        {"is_written", one.ground == core::PartyGround::written},
    };
}

/// The step of the case's type that it has come to: words of the type, which name nobody.
std::string step_of(Transaction& tx, const CitizenDesk& desk, const OwnCase& seen, Language language) {
    const auto sheet = sheet_of(tx, *desk.cases.types, seen.on.id);
    const auto* phase = sheet.type != nullptr ? sheet.type->phase(sheet.sheet.phase) : nullptr;
    return phase != nullptr && seen.on.state != core::CaseState::closed ? phase->name.in(language) : std::string{};
}

Json handlers_json(Transaction& tx, const CitizenDesk& desk, const OwnCase& seen) {
    const auto unit = UnitStore{tx}.find(seen.on.unit);
    const auto person =
        seen.on.caseworker && desk.settings.names_caseworker ? UserStore{tx}.find(*seen.on.caseworker) : std::nullopt;
    return {
        {"unit", unit ? unit->name : std::string{}},
        {"person", person ? person->full_name : std::string{}},
        {"contact", desk.settings.contact},
    };
}

/// The one that waits for the party's answer; of several the one that is due first.
std::optional<PartyHearing> hearing_of(Transaction& tx, const OwnCase& seen) {
    std::optional<PartyHearing> first;
    if (seen.on.state == core::CaseState::closed) return first;
    for (const auto& one : PartyHearingStore{tx}.of_case(seen.on.id))
        if (one.party == seen.as.party && !one.answered_at && (!first || one.due < first->due)) first = one;
    return first;
}

Json next_json(Transaction& tx, const CitizenDesk& desk, const OwnCase& seen, Language language) {
    auto list = Json::array();
    if (const auto hearing = hearing_of(tx, seen))
        list.push_back(translate(
            language, "Vi venter på dit svar på høringen senest {day}.", {{"day", spoken_day(language, hearing->due)}}
        ));
    const bool is_open = seen.on.state != core::CaseState::closed;
    if (is_open && !seen.on.waiting_for.empty())
        list.push_back(translate(language, "Sagen venter på svar eller oplysninger, før vi kan komme videre."));
    auto deadline = told_deadline(language, seen.on, desk.rules().today);
    if (!deadline.empty()) list.push_back(std::move(deadline));
    if (is_open && list.empty())
        list.push_back(translate(language, "Du skal ikke gøre noget lige nu. Vi skriver, når der sker noget."));
    return list;
}

Result<Response> show_case(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_own_case(desk, request, who, {}, 200);
}

/// Bytes of a document that the person may see. What was released is shown as it was drawn here, never as the file that
/// somebody else sent: that may hold more than can be seen.
Result<Response> show_document(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const core::DocumentId id{request.id_parameter("document")};
    std::optional<OwnCase> shown;
    TRY(auto response, desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(auto seen, asked_case(tx, desk, request, who));
        TRY(const auto one, own_document(tx, seen, id));
        const auto& document = one.document;
        shown = std::move(seen);
        switch (showing_of(tx, one)) {
            case Showing::pdf:
                return pdf_response(tx, desk.files, document.content, one.title + ".pdf");
            case Showing::text:
                return text_response(tx, document.content);
            case Showing::original:
                return original_response(desk.files, document.content, document.media_type, document.file_name);
            case Showing::none:
                break;
        }
        return Error{ErrorCode::not_found, "the document can't be shown"};
    }));
    desk.noted->note(desk.workplace.db, who, *shown, id, desk.workplace.clock.now());
    return response;
}

/// Of the document that a message has just become.
std::string number_sent(const Request& request) {
    const auto number = core::whole_number(request.query_value("sendt").value_or(""));
    return number && *number > 0 ? std::to_string(*number) : std::string{};
}

std::size_t page_asked(const Request& request) {
    const auto number = core::whole_number(request.query_value("side").value_or(""));
    return number && *number > 1 && *number < 10'000 ? static_cast<std::size_t>(*number - 1) : 0;
}

}  // namespace

std::string own_case_path(const OwnCase& seen, std::string_view rest) {
    auto path = "/mine-sager/" + std::to_string(seen.on.id.value) + std::string{rest};
    if (seen.as.power != 0) path += "?fuldmagt=" + std::to_string(seen.as.power);
    return path;
}

Result<OwnCase> asked_case(Transaction& tx, const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const core::CaseId id{request.id_parameter("id")};
    const auto power = request.query_value("fuldmagt");
    const auto number = power ? core::whole_number(*power) : std::nullopt;
    if (power && !number) return Error{ErrorCode::not_found, "there is no such power of attorney"};
    return own_case(tx, who, desk.rules(), id, number);
}

Result<Response> show_own_case(
    const CitizenDesk& desk, const Request& request, const Citizen& who, const CitizenForm& typed, int status
) {
    const auto language = page_language(request);
    Json data;
    std::string title;
    std::optional<OwnCase> shown;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(auto seen, asked_case(tx, desk, request, who));
        auto documents = Json::array();
        for (const auto& one : own_documents(tx, seen)) documents.push_back(document_json(tx, seen, one, language));
        title = seen.on.public_title;
        const auto hearing = hearing_of(tx, seen);
        data = {
            {"title", seen.on.public_title},
            {"number", seen.on.number},
            {"opened", spoken_date(language, core::danish_date(seen.on.opened_at))},
            {"state", told_state(language, seen.on.state)},
            {"step", step_of(tx, desk, seen, language)},
            {"on_behalf", on_behalf(seen)},
            {"handlers", handlers_json(tx, desk, seen)},
            {"next", next_json(tx, desk, seen, language)},
            {"documents", std::move(documents)},
            {"sent", number_sent(request)},
            {"write",
             {{"path", own_case_path(seen, "/skriv")},
              {"text", typed.text},
              {"errors", typed.errors},
              {"hearing", hearing ? std::to_string(hearing->id) : std::string{}},
              {"due", hearing ? spoken_day(language, hearing->due) : std::string{}},
              {"is_late", hearing && hearing->due < desk.rules().today}}},
            {"rest_path", own_case_path(seen, "/bed-om-resten")},
            {"readers_path",
             readers_told(tx, desk, seen.on.id) == ReadersTold::no ? std::string{} : own_case_path(seen, "/laest")},
            {"power_path",
             seen.as.power == 0 ? "/mine-sager/fuldmagter?sag=" + std::to_string(seen.on.id.value) : std::string{}},
            {"who", who_json(who)},
        };
        shown = std::move(seen);
        return core::done();
    }));
    desk.noted->note(desk.workplace.db, who, *shown, std::nullopt, desk.workplace.clock.now());
    return page(desk.workplace, "citizens/case", data, citizen_frame(desk, request, who, std::move(title)), status);
}

PageFrame citizen_frame(const CitizenDesk& desk, const Request& request, const Citizen& who, std::string title) {
    const auto language = page_language(request);
    auto frame = public_frame(
        request,
        std::move(title),
        {{"/", translate(language, "Forside")}, {"/mine-sager", translate(language, "Mine sager")}},
        desk.workplace
    );
    frame.csrf = who.csrf;
    return frame;
}

Json who_json(const Citizen& who) {
    return {{"name", who.name}, {"number", core::shown_identifier(who.number.kind, who.number.digits)}};
}

Result<Response> show_own_cases(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    const auto number = page_asked(request);
    auto own = Json::array();
    auto entrusted = Json::array();
    TRY(const auto total, desk.workplace.db.read([&](Transaction& tx) -> Result<std::size_t> {
        const auto found = own_cases(tx, who, desk.rules(), number);
        for (const auto& one : found.cases)
            (one.as.power == 0 ? own : entrusted).push_back(listed_json(tx, one, language, now));
        return found.total;
    }));
    const bool are_more = (number + 1) * own_cases_at_once < total;
    const auto path_of = [](std::size_t page) { return "/mine-sager?side=" + std::to_string(page + 1); };
    const Json data{
        {"who", who_json(who)},
        {"own", std::move(own)},
        {"entrusted", std::move(entrusted)},
        {"newer_path", number > 0 ? path_of(number - 1) : std::string{}},
        {"older_path", are_more ? path_of(number + 1) : std::string{}},
        {"contact", desk.settings.contact},
    };
    auto frame = citizen_frame(desk, request, who, translate(language, "Mine sager"));
    frame.breadcrumb.pop_back();
    return page(desk.workplace, "citizens/list", data, frame);
}

void add_own_case_pages(Router& router, const CitizenDesk& desk) {
    using Act = Result<Response> (*)(const CitizenDesk&, const Request&, const Citizen&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, as_citizen(desk, [desk, act](const Request& request, const Citizen& who) {
                       return act(desk, request, who);
                   }));
    };
    add(Method::get, "/mine-sager/{id:id}", show_case);
    add(Method::get, "/mine-sager/{id:id}/dokumenter/{document:id}", show_document);
}

}  // namespace services
