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

/// Blacking out, and answering.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t thousandths = 1000;

AccessRequestId id_of(const Request& request) {
    return AccessRequestId{request.id_parameter("id")};
}
core::DocumentId document_of(const Request& request) {
    return core::DocumentId{request.id_parameter("document")};
}
Acting acting_of(const AccessDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}
std::string decide_path(const Request& request) {
    return access_path(id_of(request)) + "/dokumenter/" + std::to_string(request.id_parameter("document"));
}

bool is_told(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict ||
           error.code == ErrorCode::too_large;
}

/// Back to a page, with what was done or why it was not.
Response back_to(const std::string& path, const Request& request, const Result<void>& outcome, std::string_view done) {
    if (outcome.has_value()) return done.empty() ? redirect(path) : with_toast(redirect(path), done);
    return with_toast(redirect(path), said_of_answer(page_language(request), outcome.error()));
}

std::int64_t number_in(const Request& request, std::string_view field) {
    return core::whole_number(request.form_value(field)).value_or(-1);
}

Result<Response> post_box(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const NewBlackout made{
        .page = number_in(request, "page"),
        .left = number_in(request, "left"),
        .top = number_in(request, "top"),
        .width = number_in(request, "width"),
        .height = number_in(request, "height"),
        .exemption = request.form_value("exemption"),
    };
    const auto added = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(black_out(tx, acting_of(desk, caller), id_of(request), document_of(request), made));
        return core::done();
    });
    if (added.has_error() && !is_told(added.error())) return added.error();
    return back_to(decide_path(request) + "#side-" + std::to_string(made.page), request, added, {});
}

Result<Response> post_lift(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto lifted = desk.workplace.db.write([&](Transaction& tx) {
        return lift_blackout(
            tx, acting_of(desk, caller), id_of(request), document_of(request), request.id_parameter("box")
        );
    });
    if (lifted.has_error() && !is_told(lifted.error())) return lifted.error();
    const auto page = request.form_value("page");
    const bool is_page = core::whole_number(page).has_value();
    return back_to(decide_path(request) + (is_page ? "#side-" + page : ""), request, lifted, {});
}

Result<Response> post_phrase(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto found = black_out_phrase(
        desk.workplace.db,
        desk.files,
        acting_of(desk, caller),
        id_of(request),
        request.form_value("phrase"),
        request.form_value("exemption")
    );
    if (found.has_error() && !is_told(found.error())) return found.error();
    // Whence it was asked, as far as that is a page of this request.
    const auto from = request.form_value("from");
    const auto path =
        from.starts_with(access_path(id_of(request)) + "/dokumenter/") ? from : access_path(id_of(request));
    if (found.has_error()) return with_toast(redirect(path), said_of_answer(language, found.error()));
    return with_toast(
        redirect(path),
        found.value() == 0
            ? translate(language, "Ordene står ikke i dokumenterne, eller de er dækket til allerede.")
            : translate_count(language, "Dækkede {count} sted til.", "Dækkede {count} steder til.", found.value())
    );
}

Result<Response> get_picture(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(read_access_request(tx, caller.principal, id_of(request), today));
        TRY(const auto document, read_document_content(tx, caller.principal, document_of(request)));
        const auto at = core::attached_page(request.id_parameter("page"));
        if (at.attachment == 0) return picture_response(tx, desk.files, document.content, at.page);
        for (const auto& attached : AttachmentStore{tx}.of_document(document.id))
            if (attached.place == at.attachment) return picture_response(tx, desk.files, attached.content, at.page);
        return Error{ErrorCode::not_found, "there is no such page"};
    });
}

Result<Response> post_order(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto ordered = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(order_answer(tx, acting_of(desk, caller), id_of(request), !request.form_value("widens").empty()));
        return core::done();
    });
    if (ordered.has_error() && !is_told(ordered.error())) return ordered.error();
    return back_to(access_path(id_of(request)) + "#svar", request, ordered, "Filen gøres klar.");
}

Result<Response> get_answer_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto answer,
            read_answer(tx, acting_of(desk, caller), id_of(request), request.id_parameter("answer")));
        return original_response(desk.files, answer.file, "application/pdf", "aktindsigt.pdf");
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
        TRY(const auto file, read_access_request(tx, caller.principal, id_of(request), today));
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
        TRY(const auto file, access_file_to_work_on(tx, acting_of(desk, caller), id_of(request), 0));
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
    const auto sent = send_answer(letters, desk.settings, acting_of(desk, caller), id_of(request), letter);
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

Json box_json(const AccessBlackout& box, const StoredPage& page) {
    const auto part = [](std::int64_t pixels, std::int64_t whole) {
        return whole == 0 ? std::int64_t{0} : pixels * thousandths / whole;
    };
    return Json::array(
        {part(box.left, page.width),
         part(box.top, page.height),
         part(box.width, page.width),
         part(box.height, page.height)}
    );
}

std::string page_text(Language language, std::int64_t number) {
    const auto at = core::attached_page(number);
    const Values values{{"page", std::to_string(at.page)}, {"attachment", std::to_string(at.attachment)}};
    return at.attachment == 0 ? translate(language, "Side {page}", values)
                              : translate(language, "Bilag {attachment}, side {page}", values);
}

}  // namespace

std::string said_of_answer(Language language, const Error& error) {
    if (error.field == "exemption") return translate(language, "Vælg den bestemmelse, det dækkes til efter.");
    if (error.field == "phrase") return translate(language, "Skriv det, der skal dækkes til, på én linje.");
    if (error.field == "box" || error.field == "page")
        return translate(language, "Feltet ligger ikke på siden, eller siden har intet billede.");
    if (error.field == "decisions") return translate(language, "Alle dokumenter skal være afgjort først.");
    if (error.field == "nothing")
        return translate(language, "Der er ikke noget, der skal udleveres. Skriv afgørelsen.");
    if (error.field == "boxes")
        return translate(
            language, "Et dokument udleveres delvist, men intet i det er dækket til. Dæk til, eller giv det helt."
        );
    if (error.field == "answer")
        return translate(language, "Filen mangler, eller noget er ændret, siden den blev lavet. Gør den klar igen.");
    if (error.field == "unfinished")
        return translate(language, "Skriv færdig: der står stadig noget i kantede parenteser i teksten.");
    if (error.field == "title") return translate(language, "Skriv en titel på én linje.");
    if (error.field == "receiver") return translate(language, "Skriv, hvem svaret er til.");
    if (error.field == "text") return translate(language, "Skriv brevets tekst.");
    return said_of_request(language, error);
}

Result<void> put_judged_pages(
    Transaction& tx,
    const core::Principal& who,
    AccessRequestId id,
    core::DocumentId document,
    Language language,
    Json& data
) {
    TRY(const auto pages, judged_pages(tx, who, document));
    const auto boxes = AccessAnswerStore{tx}.blackouts(id, document);
    const auto path = access_path(id) + "/dokumenter/" + std::to_string(document.value);
    auto& list = data["pages"] = Json::array();
    for (const auto& page : pages) {
        auto marked = Json::array();
        auto rows = Json::array();
        for (const auto& box : boxes) {
            if (box.page != page.number) continue;
            marked.push_back(box_json(box, page.page));
            const auto* exemption = core::exemption_named(box.exemption);
            rows.push_back({
                {"remove_path", path + "/overstregninger/" + std::to_string(box.id) + "/fjern"},
                {"paragraph", exemption == nullptr ? box.exemption : core::cited(*exemption)},
            });
        }
        list.push_back({
            {"number", page.number},
            {"text", page_text(language, page.number)},
            {"picture", page.page.picture.empty() ? std::string{} : path + "/sider/" + std::to_string(page.number)},
            {"marked", marked.dump()},
            {"boxes", std::move(rows)},
        });
    }
    data["boxes_path"] = path + "/overstregninger";
    data["phrase_path"] = access_path(id) + "/overstreg";
    return core::done();
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
    if (answer.reason == "text_in_part")
        return translate(
            language,
            "Nr. {place} er et notat uden sider, der kan dækkes til. Giv det helt, eller hold det helt tilbage.",
            place
        );
    if (answer.reason == "withdrawn")
        return translate(language, "Nr. {place} er trukket tilbage fra journalen.", place);
    return translate(language, "Filen kunne ikke laves (nr. {place}). Prøv igen.", place);
}

void add_answer_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigter/{id:id}/dokumenter/{document:id}/sider/{page:id}", get_picture);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/overstregninger", post_box);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/overstregninger/{box:id}/fjern", post_lift);
    add(Method::post, "/aktindsigter/{id:id}/overstreg", post_phrase);
    add(Method::post, "/aktindsigter/{id:id}/svarfil", post_order);
    add(Method::get, "/aktindsigter/{id:id}/svarfil/{answer:id}", get_answer_file);
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
}

}  // namespace services
