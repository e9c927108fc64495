#include <algorithm>

#include "core/model/attachment.hpp"
#include "core/rules/exemptions.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/attachment_store.hpp"
#include "services/web/words.hpp"

/// Answering: the file, the letter, and what the asker fetches.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

bool is_told(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict ||
           error.code == ErrorCode::too_large;
}

/// Back to a page, with what was done or why it was not.
Response back_to(const std::string& path, const Request& request, const Result<void>& outcome, std::string_view done) {
    if (outcome.has_value()) return done.empty() ? redirect(path) : with_toast(redirect(path), done);
    return with_toast(redirect(path), said_of_answer(page_language(request), outcome.error()));
}

Result<Response> post_order(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto ordered = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(order_answer(tx, acting_of(desk, caller), access_request_in(request), !request.form_value("widens").empty())
        );
        return core::done();
    });
    if (ordered.has_error() && !is_told(ordered.error())) return ordered.error();
    return back_to(access_path(access_request_in(request)) + "#svar", request, ordered, "Filen gøres klar.");
}

Result<Response> get_answer_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto answer,
            read_answer(tx, acting_of(desk, caller), access_request_in(request), request.id_parameter("answer")));
        return original_response(desk.files, answer.file, "application/pdf", "aktindsigt.pdf");
    });
}

Result<Response> get_answer_zip(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto answer,
            read_answer(tx, acting_of(desk, caller), access_request_in(request), request.id_parameter("answer")));
        if (answer.zip.empty()) return Error{ErrorCode::not_found, "there is no such file"};
        return original_response(desk.files, answer.zip, "application/zip", "aktindsigt.zip");
    });
}

// The letter

Result<Response> show_letter(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const LetterDraft& letter,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        const auto current = current_answer(tx, file.request.id);
        const bool has_file = current.answer && !current.answer->file.empty() && !current.is_stale;
        auto errors = Json::object();
        if (error) errors[error->field.empty() ? "form" : error->field] = said_of_answer(language, *error);
        data = {
            {"path", access_path(file.request.id)},
            {"number", file.on.number},
            {"letter", {{"title", letter.title}, {"receiver", letter.receiver}, {"text", letter.text}}},
            {"file_path",
             has_file ? access_path(file.request.id) + "/svarfil/" + std::to_string(current.answer->id)
                      : std::string{}},
            {"file_pages", has_file ? current.answer->page_count : 0},
            {"errors", std::move(errors)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Svar på aktindsigt"), desk.workplace);
    return page(desk.workplace, "access_requests/answer", data, frame, error ? 422 : 200);
}

Result<Response> get_letter(const AccessDesk& desk, const Request& request, const Caller& caller) {
    LetterDraft letter;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, access_file_to_work_on(tx, acting_of(desk, caller), access_request_in(request), 0));
        letter = draft_of_answer(tx, caller.principal, file);
        return core::done();
    }));
    return show_letter(desk, request, caller, letter, std::nullopt);
}

Result<Response> post_letter(const AccessDesk& desk, const Request& request, const Caller& caller) {
    LetterDraft letter{request.form_value("title"), request.form_value("receiver"), request.form_value("text")};
    std::erase(letter.text, '\r');
    std::erase(letter.receiver, '\r');
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    const auto sent = send_answer(letters, desk.settings, acting_of(desk, caller), access_request_in(request), letter);
    if (sent.has_error() && !is_told(sent.error())) return sent.error();
    if (sent.has_error()) return show_letter(desk, request, caller, letter, sent.error());
    return with_toast(
        redirect("/dokumenter/" + std::to_string(sent.value().id.value) + "/send"),
        "Svaret er journaliseret og ligger på ansøgerens side."
    );
}

// What the asker fetches

Result<Response> get_followed_letter(const AccessDesk& desk, const Request& request) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto followed, followed_answer(tx, request.parameter("secret"), desk.workplace.clock.now()));
        auto response = original_response(desk.files, followed.letter.content, "application/pdf", "afgoerelse.pdf");
        response.set("cache-control", "no-store");
        return response;
    });
}

Result<Response> get_followed_file(const AccessDesk& desk, const Request& request) {
    TRY(const auto answer, desk.workplace.db.write([&](Transaction& tx) {
        return fetch_followed(tx, request.parameter("secret"), desk.workplace.clock.now());
    }));
    auto response = original_response(desk.files, answer.file, "application/pdf", "aktindsigt.pdf");
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> get_followed_zip(const AccessDesk& desk, const Request& request) {
    TRY(const auto answer, desk.workplace.db.write([&](Transaction& tx) -> Result<AccessAnswer> {
        TRY(const auto followed, followed_answer(tx, request.parameter("secret"), desk.workplace.clock.now()));
        if (!followed.file || followed.file->zip.empty()) return Error{ErrorCode::not_found, "there is no such file"};
        return fetch_followed(tx, request.parameter("secret"), desk.workplace.clock.now());
    }));
    auto response = original_response(desk.files, answer.zip, "application/zip", "aktindsigt.zip");
    response.set("cache-control", "no-store");
    return response;
}

}  // namespace

std::string said_of_answer(Language language, const Error& error) {
    if (error.field == "exemption") return translate(language, "Vælg den bestemmelse, det dækkes til efter.");
    if (error.field == "seen")
        return translate(language, "En anden har ændret det, siden du åbnede siden. Se på det igen.");
    if (error.field == "phrase") return translate(language, "Skriv det, der skal dækkes til, på én linje.");
    if (error.field == "box" || error.field == "page")
        return translate(language, "Feltet ligger ikke på siden, eller siden har intet billede.");
    if (error.field == "decisions") return translate(language, "Alle dokumenter skal være afgjort først.");
    if (error.field == "grounds")
        return translate(
            language,
            "Et dokument er holdt tilbage uden en bestemmelse. Vælg den, før der svares: afgørelsen skal henvise til "
            "den "
            "(forvaltningslovens § 24)."
        );
    if (error.field == "nothing")
        return translate(language, "Der er ikke noget, der skal udleveres. Skriv afgørelsen.");
    if (error.field == "boxes")
        return translate(
            language, "Et dokument udleveres delvist, men intet i det er dækket til. Dæk til, eller giv det helt."
        );
    if (error.field == "answer")
        return translate(language, "Filen mangler, eller noget er ændret, siden den blev lavet. Gør den klar igen.");
    if (error.field == "second") return translate(language, "Afgørelserne skal godkendes af en anden, før der svares.");
    if (error.field == "answering") return translate(language, "En anden er ved at svare lige nu.");
    if (error.field == "unfinished")
        return translate(language, "Skriv færdig: der står stadig noget i kantede parenteser i teksten.");
    if (error.field == "title") return translate(language, "Skriv en titel på én linje.");
    if (error.field == "receiver") return translate(language, "Skriv, hvem svaret er til.");
    if (error.field == "text") return translate(language, "Skriv brevets tekst.");
    return said_of_request(language, error);
}

Json answer_json(Transaction& tx, const AccessFile& file, Language language, core::Timestamp now) {
    const auto current = current_answer(tx, file.request.id);
    Json json{
        {"is_waiting", false},
        {"is_ready", false},
        {"is_stale", current.is_stale},
        {"progress", ""},
        {"failure", ""},
        {"file_path", ""},
        {"zip_path", ""},
        {"pages", 0},
        {"letter_path", ""},
        {"fetched", 0},
        {"ends", ""},
    };
    if (!current.answer) return json;
    const auto& answer = *current.answer;
    json["is_waiting"] = answer.state == AnswerState::waiting;
    if (answer.total > 0)
        json["progress"] = translate(
            language,
            "{done} af {total}",
            {{"done", std::to_string(answer.done)}, {"total", std::to_string(answer.total)}}
        );
    if (answer.state == AnswerState::failed) json["failure"] = spoken_answer_failure(language, answer);
    json["is_ready"] = answer.state == AnswerState::ready && !current.is_stale;
    if (!answer.file.empty())
        json["file_path"] = access_path(file.request.id) + "/svarfil/" + std::to_string(answer.id);
    if (!answer.zip.empty())
        json["zip_path"] = access_path(file.request.id) + "/svarfil/" + std::to_string(answer.id) + "/zip";
    json["pages"] = answer.page_count;
    if (answer.letter) json["letter_path"] = "/dokumenter/" + std::to_string(answer.letter->value);
    json["fetched"] = answer.fetched;
    if (answer.ends_at && now < *answer.ends_at)
        json["ends"] = spoken_date(language, core::danish_date(*answer.ends_at));
    return json;
}

std::string spoken_answer_failure(Language language, const AccessAnswer& answer) {
    const Values place{{"place", std::to_string(answer.failed_place)}};
    if (answer.reason == "still_there")
        return translate(
            language,
            "I nr. {place} kan noget af det, der er dækket til, stadig læses. Gør feltet større, og prøv igen. Filen "
            "er "
            "ikke udleveret.",
            place
        );
    if (answer.reason == "unread" || answer.reason == "page_unseen")
        return translate(language, "Nr. {place} er ikke læst helt, så ingen har kunnet se det igennem.", place);
    if (answer.reason == "withdrawn")
        return translate(language, "Nr. {place} er trukket tilbage fra journalen.", place);
    return translate(language, "Filen kunne ikke laves (nr. {place}). Prøv igen.", place);
}

void add_answer_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::post, "/aktindsigter/{id:id}/svarfil", post_order);
    add(Method::get, "/aktindsigter/{id:id}/svarfil/{answer:id}", get_answer_file);
    add(Method::get, "/aktindsigter/{id:id}/svarfil/{answer:id}/zip", get_answer_zip);
    add(Method::get, "/aktindsigter/{id:id}/svar", get_letter);
    add(Method::post, "/aktindsigter/{id:id}/svar", post_letter);
}

void add_followed_answers(Router& router, const AccessDesk& desk) {
    router.add(Method::get, "/aktindsigt/{secret}/afgoerelse", [desk](const Request& request) {
        return get_followed_letter(desk, request);
    });
    router.add(Method::get, "/aktindsigt/{secret}/dokumenter", [desk](const Request& request) {
        return get_followed_file(desk, request);
    });
    router.add(Method::get, "/aktindsigt/{secret}/dokumenter.zip", [desk](const Request& request) {
        return get_followed_zip(desk, request);
    });
}

}  // namespace services
