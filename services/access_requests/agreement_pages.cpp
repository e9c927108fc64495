#include <algorithm>

#include "core/whole_number.hpp"
#include "services/access_requests/access_hearings.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/second_person.hpp"
#include "services/cases/case_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/web/words.hpp"

/// A second person's word on the decisions, and those who are heard before a document is given.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

bool is_told(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict || error.field == "second";
}

std::string said_of_agreement(Language language, const Error& error) {
    if (error.field == "second" && error.code == ErrorCode::forbidden)
        return translate(language, "Den, der godkender, må ikke selv have afgjort noget i anmodningen.");
    if (error.field == "second")
        return translate(language, "Der er ikke bedt om godkendelse af det, der er afgjort nu, eller den er givet.");
    if (error.field == "approver")
        return translate(
            language,
            "Vælg en anden: den, der godkender, skal kunne arbejde på sagen og må ikke selv have afgjort noget."
        );
    if (error.field == "hearing") return translate(language, "Svaret er allerede noteret.");
    if (error.field == "documents") return translate(language, "Vælg mindst ét dokument.");
    if (error.field == "answer_by") return translate(language, "Vælg en dag efter i dag.");
    return said_of_answer(language, error);
}

Result<Response> back_with(const Request& request, const Result<void>& outcome, const char* place, const char* toast) {
    const auto path = access_path(access_request_in(request)) + place;
    if (outcome.has_value()) return with_toast(redirect(path), toast);
    if (!is_told(outcome.error())) return outcome.error();
    return with_toast(redirect(path), said_of_agreement(page_language(request), outcome.error()));
}

Result<Response> post_asked(const AccessDesk& desk, const Request& request, const Caller& caller) {
    std::optional<core::UserId> approver;
    if (const auto id = core::whole_number(request.form_value("approver"))) approver = core::UserId{*id};
    const auto asked = desk.workplace.db.write([&](Transaction& tx) {
        return ask_second_person(tx, acting_of(desk, caller), access_request_in(request), approver);
    });
    return back_with(request, asked, "#godkendelse", "Der er bedt om godkendelse.");
}

Result<Response> post_approved(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto approved = desk.workplace.db.write([&](Transaction& tx) {
        return approve_access(tx, acting_of(desk, caller), access_request_in(request));
    });
    return back_with(request, approved, "#godkendelse", "Afgørelserne er godkendt.");
}

Result<Response> post_sent_back(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto sent = desk.workplace.db.write([&](Transaction& tx) {
        return send_access_back(tx, acting_of(desk, caller), access_request_in(request), request.form_value("reason"));
    });
    return back_with(request, sent, "#godkendelse", "Afgørelserne er sendt tilbage.");
}

// Hearing those whom a document concerns

Json choices_of(const std::vector<ListedAccessDocument>& rows, const std::vector<core::DocumentId>& chosen) {
    auto list = Json::array();
    for (const auto& row : rows) {
        if (!row.document) continue;
        const auto id = row.chosen.document;
        list.push_back({
            {"id", id.value},
            {"text", std::to_string(row.chosen.place) + ". " + row.document->title},
            {"is_selected", std::ranges::find(chosen, id) != chosen.end()},
        });
    }
    return list;
}

Result<Response> show_hearing_form(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const std::optional<NewHearing>& typed,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, open_access_file(tx, acting_of(desk, caller), access_request_in(request)));
        std::vector<core::DocumentId> about;
        if (const auto one = core::whole_number(request.query_value("dokument").value_or("")))
            about.push_back(core::DocumentId{*one});
        const auto made = typed ? *typed : draft_of_hearing(tx, caller.principal, file, about, today);
        auto errors = Json::object();
        if (error) errors[error->field.empty() ? "form" : error->field] = said_of_agreement(language, *error);
        data = {
            {"path", access_path(file.request.id)},
            {"number", file.on.number},
            {"clock", clock_json(language, file.clock)},
            {"answer_by", core::iso_date(made.answer_by)},
            {"letter", {{"title", made.letter.title}, {"receiver", made.letter.receiver}, {"text", made.letter.text}}},
            {"documents", choices_of(access_documents(tx, caller.principal, file.request.id), made.documents)},
            {"errors", std::move(errors)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Hør en part"), desk.workplace);
    return page(desk.workplace, "access_requests/hear", data, frame, error ? 422 : 200);
}

Result<Response> get_hearing_form(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show_hearing_form(desk, request, caller, std::nullopt, std::nullopt);
}

Result<Response> post_hearing(const AccessDesk& desk, const Request& request, const Caller& caller) {
    NewHearing made;
    made.letter = {request.form_value("title"), request.form_value("receiver"), request.form_value("text")};
    std::erase(made.letter.text, '\r');
    std::erase(made.letter.receiver, '\r');
    made.answer_by = core::parse_iso_date(request.form_value("answer_by")).value_or(core::Date{});
    for (const auto& text : typed_all(request, "document"))
        if (const auto id = core::whole_number(text)) made.documents.push_back(core::DocumentId{*id});
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    const auto sent = start_hearing(letters, acting_of(desk, caller), access_request_in(request), made);
    if (sent.has_error() && !is_told(sent.error())) return sent.error();
    if (sent.has_error()) return show_hearing_form(desk, request, caller, made, sent.error());
    return with_toast(
        redirect("/dokumenter/" + std::to_string(sent.value().id.value) + "/send"),
        "Brevet er journaliseret. Vælg nu, hvordan det skal sendes."
    );
}

Result<Response> post_hearing_answer(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto noted = note_hearing_answer(
        desk.workplace.db,
        desk.files,
        acting_of(desk, caller),
        access_request_in(request),
        request.id_parameter("hearing"),
        {.objects = request.form_value("outcome") == "objects", .text = request.form_value("text")}
    );
    return back_with(request, noted, "#hoeringer", "Svaret er journaliseret.");
}

std::string spoken_hearing(Language language, const AccessHearing& one, core::Date today) {
    if (one.outcome == HearingOutcome::agrees) return translate(language, "Har ingen indvendinger");
    if (one.outcome == HearingOutcome::objects) return translate(language, "Har indvendinger");
    return is_awaited(one, today) ? translate(language, "Venter på svar") : translate(language, "Har ikke svaret");
}

std::string hearing_tone(const AccessHearing& one, core::Date today) {
    if (one.outcome == HearingOutcome::objects) return "bad";
    if (one.outcome == HearingOutcome::agrees) return "good";
    return is_awaited(one, today) ? "busy" : "warn";
}

std::string places_text(const AccessHearing& one, const std::vector<ListedAccessDocument>& rows) {
    std::string text;
    for (const auto& row : rows)
        if (std::ranges::find(one.documents, row.chosen.document) != one.documents.end())
            text += (text.empty() ? "" : ", ") + std::to_string(row.chosen.place);
    return text;
}

Json hearings_json(
    Transaction& tx,
    const AccessFile& file,
    const std::vector<ListedAccessDocument>& rows,
    Language language,
    core::Date today
) {
    auto list = Json::array();
    for (const auto& one : AccessAgreementStore{tx}.hearings(file.request.id)) {
        list.push_back({
            {"id", one.id},
            {"receiver", one.receiver},
            {"places", places_text(one, rows)},
            {"letter_path", document_path(one.letter)},
            {"answer_by", spoken_date(language, one.answer_by)},
            {"is_waiting", one.outcome == HearingOutcome::waiting},
            {"text", spoken_hearing(language, one, today)},
            {"tone", hearing_tone(one, today)},
            {"answer_path", one.answer ? document_path(*one.answer) : std::string{}},
            {"note_path", access_path(file.request.id) + "/hoeringer/" + std::to_string(one.id)},
            {"is_after_due", one.outcome == HearingOutcome::waiting && one.answer_by > file.clock.due},
        });
    }
    return list;
}

}  // namespace

void put_agreement(
    Transaction& tx,
    const AccessDesk& desk,
    const Caller& caller,
    const AccessFile& file,
    const std::vector<ListedAccessDocument>& rows,
    const Names& names,
    Language language,
    Json& data
) {
    const auto now = desk.workplace.clock.now();
    const auto today = core::danish_date(now);
    const bool can_work = file.may_work && file.request.state == core::AccessState::open;
    const auto second = second_person(tx, desk.settings, file.request.id);
    const bool is_decided = undecided(rows) == 0;
    Json json{
        {"is_needed", second.is_needed},
        {"is_approved", second.is_approved},
        {"is_asked", second.is_asked},
        {"can_ask", can_work && is_decided && !second.is_asked && !second.is_approved},
        {"can_answer", can_work && second.is_asked && may_approve(tx, caller.principal, file)},
        {"who", ""},
        {"when", ""},
        {"sent_back", ""},
    };
    if (second.newest) {
        const auto& newest = *second.newest;
        json["who"] = names.person(newest.settled_by ? newest.settled_by : newest.asked_of);
        json["when"] = spoken_time(language, newest.settled_at.value_or(newest.asked_at), now);
        if (newest.state == AccessApprovalState::sent_back) json["sent_back"] = newest.reason;
    }
    auto people = Json::array();
    people.push_back(choice("", translate(language, "Hvem som helst, der kan"), true));
    for (const auto& person : names.handlers)
        if (person.id != caller.id())
            people.push_back(choice(std::to_string(person.id.value), person.full_name, false));
    json["people"] = std::move(people);
    data["second"] = std::move(json);
    data["can_send"] = !second.is_needed || second.is_approved;
    data["hearings"] = hearings_json(tx, file, rows, language, today);
}

Json hearing_warnings(
    Transaction& tx, AccessRequestId id, core::DocumentId document, Language language, core::Date today
) {
    auto list = Json::array();
    for (const auto& one : hearings_on(tx, id, document)) {
        const Values values{{"who", one.receiver}, {"day", spoken_date(language, one.answer_by)}};
        if (is_awaited(one, today))
            list.push_back(translate(
                language, "{who} er hørt og kan svare til {day}. Vent med at afgøre, til svaret er her.", values
            ));
        else if (one.outcome == HearingOutcome::objects)
            list.push_back(translate(language, "{who} har indvendinger. Læs svaret, før du afgør.", values));
    }
    return list;
}

void add_agreement_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::post, "/aktindsigter/{id:id}/godkendelse", post_asked);
    add(Method::post, "/aktindsigter/{id:id}/godkendelse/godkend", post_approved);
    add(Method::post, "/aktindsigter/{id:id}/godkendelse/tilbage", post_sent_back);
    add(Method::get, "/aktindsigter/{id:id}/hoeringer/ny", get_hearing_form);
    add(Method::post, "/aktindsigter/{id:id}/hoeringer/ny", post_hearing);
    add(Method::post, "/aktindsigter/{id:id}/hoeringer/{hearing:id}", post_hearing_answer);
}

}  // namespace services
