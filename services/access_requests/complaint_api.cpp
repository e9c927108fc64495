#include <algorithm>

#include "services/access_requests/access_routes.hpp"
#include "services/access_requests/complaints.hpp"
#include "services/access_requests/publications.hpp"
#include "services/identity/for_signed_in.hpp"

/// Complaints, and publishing what was answered, under /api/v1/access-requests.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(const AccessComplaint& one, const core::WorkCalendar& calendar) {
    return {
        {"id", one.id},
        {"request", one.request.value},
        {"about", name_of(one.about)},
        {"received_on", core::iso_date(one.received)},
        {"due_on", core::iso_date(core::complaint_due(one.received, calendar))},
        {"document", one.document.value},
        {"state", name_of(one.state)},
        {"settled_on", or_null(one.settled)},
        {"settled_by", id_or_null(one.settled_by)},
        {"sent_to", one.sent_to},
        {"letter", id_or_null(one.letter)},
    };
}

/// Those that wait, of all requests that the caller may read.
Result<Response> get_waiting(const AccessDesk& desk, const Request&, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto calendar = CalendarStore{tx}.calendar();
        auto items = Json::array();
        for (const auto& one : AccessComplaintStore{tx}.open(caller.id()))
            items.push_back(to_json(one.complaint, calendar));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> get_complaints(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        const auto calendar = CalendarStore{tx}.calendar();
        auto items = Json::array();
        for (const auto& one : AccessComplaintStore{tx}.of_request(file.request.id))
            items.push_back(to_json(one, calendar));
        auto may = Json::array();
        for (const auto about : may_complain_of(file.request, file.clock, today)) may.push_back(name_of(about));
        return services::json(Json{{"items", std::move(items)}, {"may_complain_of", std::move(may)}}.dump());
    });
}

Result<Response> post_complaint(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewComplaint made;
    made.about = members.one_of("about", complaint_about_named, ComplaintAbout::decision);
    made.text = members.text("text");
    made.received = members.maybe_date("received_on");
    TRY(members.check());
    TRY(note_complaint(desk.workplace.db, desk.files, acting_of(desk, caller), access_request_in(request), made));
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        // One waits at a time, and it is the one that was kept just now.
        const auto all = AccessComplaintStore{tx}.of_request(access_request_in(request));
        const auto newest = std::ranges::max_element(all, {}, &AccessComplaint::id);
        return services::json(to_json(*newest, CalendarStore{tx}.calendar()).dump(), 201);
    });
}

Result<Response> post_reopening(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return reopen_for_complaint(
            tx,
            acting_of(desk, caller),
            desk.settings.cases,
            access_request_in(request),
            request.id_parameter("complaint")
        );
    }));
    return answer_with_access(desk, caller, access_request_in(request));
}

Result<Response> get_forwarding(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, access_file_to_work_on(tx, acting_of(desk, caller), access_request_in(request), 0));
        TRY(const auto letter, draft_of_forwarding(tx, caller.principal, file, request.id_parameter("complaint")));
        return services::json(letter_json(letter).dump());
    });
}

Result<Response> post_forwarding(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto letter = letter_members(members);
    TRY(members.check());
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    TRY(const auto sent,
        send_complaint_on(
            letters,
            desk.settings,
            acting_of(desk, caller),
            access_request_in(request),
            request.id_parameter("complaint"),
            letter
        ));
    return answer_with_letter(sent);
}

// Publishing

/// What stands in the way, as the error of publishing names it; null: nothing.
Json obstacle_of(const PublicationCheck& check) {
    if (!check.answer) return "answer";
    if (check.is_private) return "private";
    if (check.is_unread) return "unread";
    return check.names_asker ? Json("asker") : Json(nullptr);
}

Json to_json(const AccessPublication& one) {
    return {
        {"title", one.title},
        {"published_on", core::iso_date(one.published)},
        {"published_by", one.published_by.value},
        {"reason", one.reason},
        {"path", "/aktindsigt/offentliggjort/" + std::to_string(one.request.value)},
        {"taken_down_at", or_null(one.taken_down_at)},
        {"taken_down_by", id_or_null(one.taken_down_by)},
        {"taken_down_reason", one.taken_down_reason},
    };
}

/// Also what the gate would find under a title that is asked about.
Result<Response> get_publication(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        if (!core::may(caller.principal, core::Action::review_post_list, {file.on.unit, file.on.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to publish in this unit"};
        const auto known = AccessPublicationStore{tx}.find(file.request.id);
        const bool is_public = known && !known->taken_down_at;
        Json json{
            {"is_public", is_public},
            {"publication", known ? to_json(*known) : Json(nullptr)},
            {"obstacle", nullptr},
            {"hits", Json::array()},
        };
        if (!is_public) {
            const auto check = check_publication(tx, file.request, request.query_value("title").value_or(""));
            json["obstacle"] = obstacle_of(check);
            for (const auto& hit : check.hits)
                json["hits"].push_back({
                    {"what", hit.what},
                    {"where", hit.where},
                    {"page", hit.page},
                    {"certain", hit.certain},
                    {"before", hit.before},
                    {"hit", hit.hit},
                    {"after", hit.after},
                });
        }
        return services::json(json.dump());
    });
}

Result<Response> put_publication(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const NewPublication made{members.text("title"), members.text_or("reason", "")};
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return publish_answer(tx, acting_of(desk, caller), access_request_in(request), made);
    }));
    return get_publication(desk, request, caller);
}

Result<Response> post_taking_down(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text("reason");
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return take_answer_down(tx, acting_of(desk, caller), access_request_in(request), reason);
    }));
    return get_publication(desk, request, caller);
}

}  // namespace

void add_complaint_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/api/v1/access-requests/{id:id}/complaints";
    add(Method::get, "/api/v1/access-requests/complaints", get_waiting);
    add(Method::get, one, get_complaints);
    add(Method::post, one, post_complaint);
    add(Method::post, one + "/{complaint:id}/reopen", post_reopening);
    add(Method::get, one + "/{complaint:id}/draft", get_forwarding);
    add(Method::post, one + "/{complaint:id}/forward", post_forwarding);
}

void add_publication_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/api/v1/access-requests/{id:id}/publication";
    add(Method::get, one, get_publication);
    add(Method::put, one, put_publication);
    add(Method::post, one + "/take-down", post_taking_down);
}

}  // namespace services
