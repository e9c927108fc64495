#include <algorithm>

#include "core/whole_number.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/complaints.hpp"
#include "services/cases/case_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/web/words.hpp"

/// Complaints: noted, taken up, or sent on.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

bool is_told(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict;
}

std::string spoken_about(Language language, ComplaintAbout about) {
    return about == ComplaintAbout::decision ? translate(language, "Klage over afgørelsen")
                                             : translate(language, "Klage over den tid, det tager");
}

std::string spoken_outcome(Language language, const AccessComplaint& one) {
    switch (one.state) {
        case ComplaintState::open:
            return translate(language, "Venter på behandling");
        case ComplaintState::reopened:
            return translate(language, "Sagen er taget op igen");
        case ComplaintState::sent_on:
            return translate(language, "Sendt videre til {who}", {{"who", one.sent_to}});
    }
    return {};
}

NewComplaint typed_complaint(const Request& request) {
    NewComplaint made;
    made.about = complaint_about_named(request.form_value("about")).value_or(ComplaintAbout::decision);
    made.text = request.form_value("text");
    made.received = core::parse_iso_date(request.form_value("received_on"));
    return made;
}

Result<Response> post_noted(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto noted = note_complaint(
        desk.workplace.db, desk.files, acting_of(desk, caller), access_request_in(request), typed_complaint(request)
    );
    if (noted.has_error() && !is_told(noted.error())) return noted.error();
    const auto path = access_path(access_request_in(request)) + "#klager";
    if (noted.has_error()) return with_toast(redirect(path), said_of_complaint(page_language(request), noted.error()));
    return with_toast(redirect(path), "Klagen er journaliseret.");
}

Result<Response> post_reopened(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto reopened = desk.workplace.db.write([&](Transaction& tx) {
        return reopen_for_complaint(
            tx,
            acting_of(desk, caller),
            desk.settings.cases,
            access_request_in(request),
            request.id_parameter("complaint")
        );
    });
    if (reopened.has_error() && !is_told(reopened.error())) return reopened.error();
    const auto path = access_path(access_request_in(request));
    if (reopened.has_error())
        return with_toast(redirect(path), said_of_complaint(page_language(request), reopened.error()));
    return with_toast(redirect(path), "Anmodningen er åben igen. Ret afgørelserne, og svar på ny.");
}

Result<Response> show_forwarding(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const std::optional<LetterDraft>& typed,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    const auto complaint = request.id_parameter("complaint");
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, access_file_to_work_on(tx, acting_of(desk, caller), access_request_in(request), 0));
        LetterDraft letter;
        if (typed)
            letter = *typed;
        else {
            TRY(letter, draft_of_forwarding(tx, caller.principal, file, complaint));
        }
        auto errors = Json::object();
        if (error) errors[error->field.empty() ? "form" : error->field] = said_of_complaint(language, *error);
        const auto found = AccessComplaintStore{tx}.find(complaint);
        const auto due = core::complaint_due(found ? found->received : today, CalendarStore{tx}.calendar());
        data = {
            {"path", access_path(file.request.id)},
            {"post_path", access_path(file.request.id) + "/klager/" + std::to_string(complaint) + "/videre"},
            {"number", file.on.number},
            {"due", spoken_day(language, due)},
            {"letter", {{"title", letter.title}, {"receiver", letter.receiver}, {"text", letter.text}}},
            {"errors", std::move(errors)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Send klagen videre"), desk.workplace);
    return page(desk.workplace, "access_requests/forward", data, frame, error ? 422 : 200);
}

Result<Response> get_forwarding(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show_forwarding(desk, request, caller, std::nullopt, std::nullopt);
}

Result<Response> post_forwarding(const AccessDesk& desk, const Request& request, const Caller& caller) {
    LetterDraft letter{request.form_value("title"), request.form_value("receiver"), request.form_value("text")};
    std::erase(letter.text, '\r');
    std::erase(letter.receiver, '\r');
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    const auto sent = send_complaint_on(
        letters,
        desk.settings,
        acting_of(desk, caller),
        access_request_in(request),
        request.id_parameter("complaint"),
        letter
    );
    if (sent.has_error() && !is_told(sent.error())) return sent.error();
    if (sent.has_error()) return show_forwarding(desk, request, caller, letter, sent.error());
    return with_toast(
        redirect("/dokumenter/" + std::to_string(sent.value().id.value) + "/send"),
        "Brevet er journaliseret. Vælg nu, hvordan det skal sendes."
    );
}

Result<Response> post_followed(const AccessDesk& desk, const Request& request) {
    const std::string secret{request.parameter("secret")};
    auto made = typed_complaint(request);
    made.received.reset();
    const auto kept = complain_followed(desk.workplace.db, desk.files, secret, desk.workplace.clock.now(), made);
    if (kept.has_error() && !is_told(kept.error())) return kept.error();
    const auto path = "/aktindsigt/" + secret + "#klage";
    if (kept.has_error()) return with_toast(redirect(path), said_of_complaint(page_language(request), kept.error()));
    return with_toast(redirect(path), "Vi har modtaget din klage.");
}

}  // namespace

std::string said_of_complaint(Language language, const Error& error) {
    if (error.field == "complaint")
        return translate(language, "Der er allerede en klage, der venter, eller den er behandlet.");
    if (error.field == "about") return translate(language, "Der er ikke noget at klage over endnu.");
    if (error.field == "text") return translate(language, "Skriv, hvad der klages over, med højst 5.000 tegn.");
    return said_of_answer(language, error);
}

Json complaints_json(Transaction& tx, const core::AccessRequest& one, Language language, core::Date today) {
    const auto calendar = CalendarStore{tx}.calendar();
    auto list = Json::array();
    for (const auto& complaint : AccessComplaintStore{tx}.of_request(one.id)) {
        const auto due = core::complaint_due(complaint.received, calendar);
        const bool is_open = complaint.state == ComplaintState::open;
        const auto path = access_path(one.id) + "/klager/" + std::to_string(complaint.id);
        const bool can_reopen = is_open && one.state == core::AccessState::answered;
        list.push_back({
            {"about", spoken_about(language, complaint.about)},
            {"received", spoken_date(language, complaint.received)},
            {"document_path", document_path(complaint.document)},
            {"is_waiting", is_open},
            {"due", spoken_day(language, due)},
            {"is_late", is_open && today > due},
            {"outcome", spoken_outcome(language, complaint)},
            {"settled", complaint.settled ? spoken_date(language, *complaint.settled) : std::string{}},
            {"letter_path", complaint.letter ? document_path(*complaint.letter) : std::string{}},
            {"reopen_path", can_reopen ? path + "/genoptag" : std::string{}},
            {"forward_path", is_open ? path + "/videre" : std::string{}},
        });
    }
    return list;
}

Json complaint_choices(
    Transaction& tx, Language language, const core::AccessRequest& one, const core::AccessClock& clock, core::Date today
) {
    auto list = Json::array();
    const auto waits = [](const AccessComplaint& complaint) { return complaint.state == ComplaintState::open; };
    if (std::ranges::any_of(AccessComplaintStore{tx}.of_request(one.id), waits)) return list;
    for (const auto about : may_complain_of(one, clock, today))
        list.push_back(choice(std::string{name_of(about)}, spoken_about(language, about), true));
    return list;
}

Json waiting_complaints_json(Transaction& tx, core::UserId reader, Language language, core::Date today) {
    const auto calendar = CalendarStore{tx}.calendar();
    auto list = Json::array();
    for (const auto& [complaint, number] : AccessComplaintStore{tx}.open(reader)) {
        const auto due = core::complaint_due(complaint.received, calendar);
        list.push_back({
            {"path", access_path(complaint.request) + "#klager"},
            {"number", number},
            {"about", spoken_about(language, complaint.about)},
            {"received", spoken_date(language, complaint.received)},
            {"due", spoken_date(language, due)},
            {"is_late", today > due},
        });
    }
    return list;
}

void add_complaint_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::post, "/aktindsigter/{id:id}/klager", post_noted);
    add(Method::post, "/aktindsigter/{id:id}/klager/{complaint:id}/genoptag", post_reopened);
    add(Method::get, "/aktindsigter/{id:id}/klager/{complaint:id}/videre", get_forwarding);
    add(Method::post, "/aktindsigter/{id:id}/klager/{complaint:id}/videre", post_forwarding);
}

void add_followed_complaints(Router& router, const AccessDesk& desk) {
    router.add(Method::post, "/aktindsigt/{secret}/klage", [desk](const Request& request) {
        return post_followed(desk, request);
    });
}

}  // namespace services
