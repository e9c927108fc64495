#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/whole_number.hpp"
#include "services/api/content_response.hpp"
#include "services/citizens/citizen_desk.hpp"
#include "services/citizens/citizen_words.hpp"
#include "services/citizens/what_next.hpp"
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

Json listed_json(
    Transaction& tx, const CitizenDesk& desk, const OwnCase& seen, Language language, core::Timestamp now
) {
    const auto hearing = hearing_of(tx, seen);
    return {
        {"expected", told_expected(tx, *desk.cases.types, seen.on, language, core::danish_date(now))},
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
Showing showing_of(Transaction& tx, const core::ContentHash& bytes, core::PartyGround ground) {
    const auto content = ContentStore{tx}.find(bytes);
    if (!content) return Showing::none;
    if (!content->pdf.empty()) return Showing::pdf;
    // Its words are there once it was read; what is the party's own need not wait for that.
    const bool is_own = ground != core::PartyGround::released;
    if (content->media_type == "text/plain" && (content->page_count > 0 || !is_own)) return Showing::text;
    return is_own ? Showing::original : Showing::none;
}

std::string document_path_of(const OwnCase& seen, core::DocumentId id, const std::string& rest = {}) {
    return own_case_path(seen, "/dokumenter/" + std::to_string(id.value) + rest);
}

Json attachments_json(Transaction& tx, const OwnCase& seen, const OwnDocument& one, Language language) {
    auto list = Json::array();
    for (const auto& [attached, ground] : one.attachments) {
        const bool can_be_read = showing_of(tx, attached.content, ground) != Showing::none;
        const auto rest = "/bilag/" + std::to_string(attached.place);
        list.push_back({
            {"path", can_be_read ? document_path_of(seen, one.document.id, rest) : std::string{}},
            {"title", attached.title},
            {"size", spoken_size(language, attached.size_bytes)},
        });
    }
    return list;
}

Json document_json(Transaction& tx, const OwnCase& seen, const OwnDocument& one, Language language) {
    const bool can_be_read = showing_of(tx, one.document.content, one.ground) != Showing::none;
    return {
        {"path", can_be_read ? document_path_of(seen, one.document.id) : std::string{}},
        {"title", one.title},
        {"date", spoken_date(language, core::danish_date(one.at))},
        {"ground", told_ground(language, one.ground, seen.as.power != 0)},
        {"is_written", one.ground == core::PartyGround::written},
        {"attachments", attachments_json(tx, seen, one, language)},
    };
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

Result<Response> show_case(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_own_case(desk, request, who, {}, 200);
}

/// Bytes that the person may see.
struct ShownBytes {
    core::ContentHash content;
    core::PartyGround ground{};
    std::string title, media_type, file_name;
};

/// What was released is shown as it was drawn here, never as the file that somebody else sent: that may hold more than
/// can be seen.
Result<Response> response_of(Transaction& tx, const FileStore& files, const ShownBytes& one) {
    switch (showing_of(tx, one.content, one.ground)) {
        case Showing::pdf:
            return pdf_response(tx, files, one.content, one.title + ".pdf");
        case Showing::text:
            return text_response(tx, one.content);
        case Showing::original:
            return original_response(files, one.content, one.media_type, one.file_name);
        case Showing::none:
            break;
    }
    return Error{ErrorCode::not_found, "the document can't be shown"};
}

/// A document, or what belongs to one: that at `place`, from 1.
Result<Response> show_bytes(
    const CitizenDesk& desk, const Request& request, const Citizen& who, std::optional<std::int64_t> place
) {
    const core::DocumentId id{request.id_parameter("document")};
    std::optional<OwnCase> shown;
    TRY(auto response, desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(auto seen, asked_case(tx, desk, request, who));
        TRY(const auto one, own_document(tx, seen, id));
        const auto& document = one.document;
        shown = std::move(seen);
        if (!place)
            return response_of(
                tx, desk.files, {document.content, one.ground, one.title, document.media_type, document.file_name}
            );
        TRY(const auto attached, own_attachment(one, *place));
        const auto& file = attached.attachment;
        return response_of(
            tx, desk.files, {file.content, attached.ground, file.title, file.media_type, file.file_name}
        );
    }));
    desk.noted->note(desk.workplace.db, who, *shown, id, desk.workplace.clock.now());
    return response;
}

Result<Response> show_document(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_bytes(desk, request, who, std::nullopt);
}
Result<Response> show_attachment(const CitizenDesk& desk, const Request& request, const Citizen& who) {
    return show_bytes(desk, request, who, request.id_parameter("place"));
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
            {"step", told_step(tx, *desk.cases.types, seen.on, language)},
            {"on_behalf", on_behalf(seen)},
            {"handlers", handlers_json(tx, desk, seen)},
            {"next", told_next(tx, *desk.cases.types, seen.on, hearing, language, desk.rules().today)},
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
    auto ideas = Json::array();
    TRY(const auto total, desk.workplace.db.read([&](Transaction& tx) -> Result<std::size_t> {
        const auto found = own_cases(tx, who, desk.rules(), number);
        for (const auto& one : found.cases)
            (one.as.power == 0 ? own : entrusted).push_back(listed_json(tx, desk, one, language, now));
        if (desk.taken_ideas && number == 0) ideas = desk.taken_ideas(tx, language, who);
        return found.total;
    }));
    const bool are_more = (number + 1) * own_cases_at_once < total;
    const auto path_of = [](std::size_t page) { return "/mine-sager?side=" + std::to_string(page + 1); };
    const Json data{
        {"who", who_json(who)},
        {"own", std::move(own)},
        {"entrusted", std::move(entrusted)},
        {"ideas", std::move(ideas)},
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
    add(Method::get, "/mine-sager/{id:id}/dokumenter/{document:id}/bilag/{place:id}", show_attachment);
}

}  // namespace services
