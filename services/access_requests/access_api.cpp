#include <algorithm>

#include "core/whole_number.hpp"
#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/access_documents.hpp"
#include "services/access_requests/access_routes.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/calendar.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/access_reminder_store.hpp"

/// Requests for access to files under /api/v1/access-requests, and the calendar that their clocks go by.
namespace services {

using core::AccessLaw;
using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t listed_usually = 50;

core::Date today_of(const AccessDesk& desk) {
    return core::danish_date(desk.workplace.clock.now());
}

Json to_json(const core::AccessRequest& one, const core::AccessClock& clock) {
    Json laws = Json::array();
    for (const auto law : one.laws) laws.push_back(core::name_of(law));
    Json json;
    json["id"] = one.id.value;
    json["case"] = one.in_case.value;
    json["laws"] = std::move(laws);
    json["asked_for"] = one.asked_for;
    json["about_case"] = id_or_null(one.about_case);
    json["about_document"] = id_or_null(one.about_document);
    json["asker"] = {
        {"kind", core::name_of(one.asker.kind)},
        {"name", one.asker.name},
        {"mail", one.asker.mail},
        {"address", one.asker.address}};
    json["channel"] = core::name_of(one.channel);
    json["received_on"] = core::iso_date(one.received);
    json["state"] = core::name_of(one.state);
    json["due_on"] = core::iso_date(clock.due);
    json["standing"] = core::name_of(clock.standing);
    json["working_days_left"] = clock.working_days_left;
    json["size"] = core::name_of(one.size);
    json["hours_expected"] = one.hours_expected ? Json(*one.hours_expected) : Json(nullptr);
    json["minutes_used"] = one.minutes_used;
    json["outcome"] = one.outcome ? Json(core::name_of(*one.outcome)) : Json(nullptr);
    json["ended_on"] = or_null(one.ended);
    json["version"] = one.version;
    return json;
}

Json to_json(const AccessTime& one) {
    return {
        {"what", one.kind == AccessTime::Kind::pause ? "pause" : "extension"},
        {"from", core::iso_date(one.from)},
        {"to", or_null(one.to)},
        {"reason", one.reason},
        {"noted_by", id_or_null(one.noted_by)},
        {"noted_at", core::iso_time(one.noted_at)},
    };
}

/// All of one, with how its day came about in words.
Json to_json(const AccessFile& file) {
    auto json = to_json(file.request, file.clock);
    auto& times = json["times"] = Json::array();
    for (const auto& time : file.times) times.push_back(to_json(time));
    json["explanation"] = explained(Language::danish, file.clock);
    return json;
}

Json to_json(const AccessReminded& one) {
    return {
        {"stage", core::name_of(one.stage)},
        {"due_on", core::iso_date(one.due)},
        {"told_at", core::iso_time(one.told_at)},
        {"told_to", id_or_null(one.told_to)},
    };
}

Result<AccessRequestFilter> filter_of(const AccessDesk& desk, const Request& request, const Caller& caller) {
    AccessRequestFilter filter;
    filter.reader = caller.id();
    TRY(filter.limit, limit_of(request, listed_usually));
    const auto state = request.query_value("state").value_or("open");
    if (state != "open" && state != "ended" && state != "late")
        return Error{ErrorCode::invalid_input, "state is open, late or ended", "state"};
    filter.is_open = state != "ended";
    if (state == "late") filter.due_before = today_of(desk);
    if (request.query_value("mine").value_or("false") == "true") filter.caseworker = caller.id();
    if (const auto text = request.query_value("unit")) {
        const auto unit = core::whole_number(*text);
        if (!unit || *unit < 1) return Error{ErrorCode::invalid_input, "unit is an id", "unit"};
        filter.unit = core::UnitId{*unit};
    }
    TRY(const auto after, cursor_of(request, 2));
    if (!after.empty())
        filter.after =
            AccessRequestFilter::Place{core::Date{std::chrono::days{after[0]}}, core::AccessRequestId{after[1]}};
    return filter;
}

Result<Response> get_list(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(auto filter, filter_of(desk, request, caller));
    const auto limit = filter.limit++;
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const AccessRequestStore store{tx};
        auto listed = store.list(filter);
        Json next = nullptr;
        if (std::ssize(listed) > limit) {
            listed.pop_back();
            const auto& last = listed.back().request;
            const auto when = last.ended && !filter.is_open ? *last.ended : last.due;
            next = cursor_text({when.time_since_epoch().count(), last.id.value});
        }
        const auto calendar = CalendarStore{tx}.calendar();
        std::vector<AccessRequestId> ids;
        ids.reserve(listed.size());
        for (const auto& row : listed) ids.push_back(row.request.id);
        auto times = store.times_of(ids);
        auto items = Json::array();
        for (const auto& row : listed) {
            const auto clock =
                core::access_clock(course_of(row.request, times[row.request.id]), calendar, today_of(desk));
            items.push_back(to_json(row.request, clock));
        }
        return services::json(Json{{"items", std::move(items)}, {"next", next}}.dump());
    });
}

/// How many are late, by who has them.
Result<Response> get_overdue(const AccessDesk& desk, const Request&, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& one : AccessRequestStore{tx}.late(caller.id(), today_of(desk)))
            items.push_back({
                {"caseworker", id_or_null(one.caseworker)},
                {"unit", one.unit.value},
                {"count", one.count},
                {"oldest_due_on", core::iso_date(one.oldest_due)},
            });
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> get_one(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return answer_with_access(desk, caller, access_request_in(request));
}

Result<std::vector<AccessLaw>> laws_from(const std::vector<std::string>& names) {
    std::vector<AccessLaw> laws;
    for (const auto& name : names) {
        const auto law = core::access_law_named(name);
        if (!law) return Error{ErrorCode::invalid_input, "there is no such law", "laws"};
        laws.push_back(*law);
    }
    return laws;
}

Result<Response> post_request(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewAccessRequest made;
    made.asked_for = members.text("asked_for");
    const auto laws = members.texts("laws");
    made.asker.kind = members.one_of("asker_kind", core::asker_kind_named, core::AskerKind::citizen);
    made.asker.name = members.text_or("name", "");
    made.asker.mail = members.text_or("mail", "");
    made.asker.address = members.text_or("address", "");
    made.identifier = members.text_or("identifier", "");
    made.received = members.maybe_date("received_on");
    made.about_document = members.maybe_id<core::DocumentId>("about_document");
    made.about_case = members.maybe_id<core::CaseId>("about_case");
    const auto on = members.maybe_id<core::CaseId>("case");
    TRY(members.check());
    TRY(made.laws, laws_from(laws));
    made.channel = on ? core::AskChannel::letter : core::AskChannel::staff;
    const auto acting = acting_of(desk, caller);
    TRY(const auto asked, [&]() -> Result<AskedAccess> {
        if (on)
            return desk.workplace.db.write([&](Transaction& tx) {
                return begin_access_request(tx, acting, desk.settings, *on, made);
            });
        return file_access_request(desk.workplace.db, desk.files, acting, desk.settings, made);
    }());
    // The group of the case may be younger than what is known of the caller.
    auto who = caller.principal;
    if (!std::ranges::binary_search(who.groups, asked.filed.access_group)) {
        who.groups.push_back(asked.filed.access_group);
        std::ranges::sort(who.groups);
    }
    TRY(const auto file, desk.workplace.db.read([&](Transaction& tx) {
        return read_access_request(tx, who, asked.request.id, today_of(desk));
    }));
    confirm_receipt(desk, asked);
    auto json = to_json(file);
    json["follow_path"] = "/aktindsigt/" + asked.secret;
    auto response = services::json(json.dump(), 201);
    response.set("location", "/api/v1/access-requests/" + std::to_string(asked.request.id.value));
    response.set("cache-control", "no-store");  // it tells the asker's secret, once
    return response;
}

Result<Response> patch_request(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    AccessChange change;
    const bool has_laws = members.has("laws");
    const auto laws = members.texts("laws");
    change.size = members.maybe_one_of("size", core::access_size_named);
    if (members.has("hours_expected")) change.hours_expected = members.maybe_number("hours_expected");
    change.minutes_more = members.maybe_number("minutes_more");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    if (has_laws) {
        TRY(change.laws, laws_from(laws));
    }
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return change_access_request(
            tx, acting_of(desk, caller), desk.settings.cases, access_request_in(request), version, change
        );
    }));
    return answer_with_access(desk, caller, access_request_in(request));
}

/// What moves the clock: a pause, its end, or an extension.
Result<Response> post_time(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto what = members.text("what");
    const auto on = members.maybe_date("on").value_or(today_of(desk));
    const auto until = members.maybe_date("until");
    const auto reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto acting = acting_of(desk, caller);
        const auto& cases = desk.settings.cases;
        if (what == "pause")
            return pause_access_request(
                tx, acting, cases, access_request_in(request), version, {.from = on, .to = {}, .reason = reason}
            );
        if (what == "resume") return resume_access_request(tx, acting, cases, access_request_in(request), version, on);
        if (what != "extension") return Error{ErrorCode::invalid_input, "what is pause, resume or extension", "what"};
        if (!until) return Error{ErrorCode::invalid_input, "say until when", "until"};
        return extend_access_request(
            tx, acting, cases, access_request_in(request), version, {.told_on = on, .until = *until, .reason = reason}
        );
    }));
    return answer_with_access(desk, caller, access_request_in(request));
}

Result<Response> post_withdrawal(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return withdraw_access_request(
            tx, acting_of(desk, caller), desk.settings.cases, access_request_in(request), version
        );
    }));
    return answer_with_access(desk, caller, access_request_in(request));
}

Json to_json(const ListedAccessDocument& row) {
    const auto& chosen = row.chosen;
    Json json;
    json["document"] = chosen.document.value;
    json["place"] = chosen.place;
    json["is_readable"] = row.document.has_value();
    json["title"] = row.document ? row.document->title : std::string{};
    json["same_as"] = row.same_as == 0 ? Json(nullptr) : Json(row.same_as);
    json["decision"] = chosen.decision ? Json(core::name_of(*chosen.decision)) : Json(nullptr);
    json["exemptions"] = chosen.exemptions;
    json["reason"] = chosen.reason;
    json["is_extracted"] = chosen.is_extracted;
    json["is_widened"] = chosen.is_widened;
    json["decided_by"] = id_or_null(chosen.decided_by);
    return json;
}

Result<Response> get_documents(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today_of(desk)));
        auto items = Json::array();
        for (const auto& row : access_documents(tx, caller.principal, file.request.id)) items.push_back(to_json(row));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_documents(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto whole = members.maybe_id<core::CaseId>("case");
    const bool has_list = members.has("documents");
    TRY(members.check());
    if (whole.has_value() == has_list)
        return Error{ErrorCode::invalid_input, "name a case, or a list of documents", "documents"};
    std::vector<core::DocumentId> documents;
    if (has_list) {
        TRY(documents, documents_member(body, "documents", access_documents_max));
    }
    TRY(const auto added, desk.workplace.db.write([&](Transaction& tx) {
        return whole ? choose_case(tx, acting_of(desk, caller), access_request_in(request), *whole)
                     : choose_documents(tx, acting_of(desk, caller), access_request_in(request), documents);
    }));
    return services::json(Json{{"added", added}}.dump());
}

core::DocumentId document_of(const Request& request) {
    return core::DocumentId{request.id_parameter("document")};
}

Result<Response> put_decision(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto decision = members.maybe_one_of("decision", core::access_decision_named);
    NewAccessDecision made;
    made.exemptions = members.texts("exemptions");
    made.reason = members.text_or("reason", "");
    made.is_extracted = members.maybe_truth("is_extracted").value_or(false);
    made.is_widened = members.maybe_truth("is_widened").value_or(false);
    TRY(members.check());
    if (!decision) return Error{ErrorCode::invalid_input, "decision is give, partly or refuse", "decision"};
    made.decision = *decision;
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return decide_access(tx, acting_of(desk, caller), access_request_in(request), document_of(request), made);
    }));
    return no_content();
}

Result<Response> delete_document(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return leave_document(tx, acting_of(desk, caller), access_request_in(request), document_of(request));
    }));
    return no_content();
}

Json to_json(const CalendarStore::Day& day) {
    return {
        {"id", day.id},
        {"date", core::iso_date(day.change.date)},
        {"name", day.change.name},
        {"is_off", day.change.is_off},
    };
}

Result<Response> get_calendar(const AccessDesk& desk, const Request&, const Caller&) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& day : CalendarStore{tx}.all()) items.push_back(to_json(day));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_calendar(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    core::CalendarChange change;
    change.date = members.date("date");
    change.name = members.text("name");
    change.is_off = members.maybe_truth("is_off").value_or(true);
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return change_calendar(tx, acting_of(desk, caller), desk.settings.cases, change);
    }));
    return no_content();
}

Result<Response> delete_calendar(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return undo_calendar_change(tx, acting_of(desk, caller), desk.settings.cases, request.id_parameter("id"));
    }));
    return no_content();
}

}  // namespace

Result<Response> answer_with_access(const AccessDesk& desk, const Caller& caller, AccessRequestId id) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, read_access_request(tx, caller.principal, id, today_of(desk)));
        auto json = to_json(file);
        auto& reminders = json["reminders"] = Json::array();
        for (const auto& one : AccessReminderStore{tx}.of_request(id)) reminders.push_back(to_json(one));
        auto response = services::json(json.dump());
        response.set("etag", '"' + std::to_string(file.request.version) + '"');
        return response;
    });
}

Result<std::vector<core::DocumentId>> documents_member(const Json& body, const char* name, std::size_t most) {
    const Error wrong{ErrorCode::invalid_input, std::string{name} + " is a list of ids", name};
    const auto list = body.find(name);
    if (list == body.end() || !list->is_array() || list->size() > most) return wrong;
    std::vector<core::DocumentId> documents;
    for (const auto& one : *list) {
        if (!one.is_number_integer()) return wrong;
        const core::DocumentId id{one.get<std::int64_t>()};
        if (std::ranges::find(documents, id) == documents.end()) documents.push_back(id);
    }
    return documents;
}

Response no_content() {
    return {.status = 204, .headers = {}, .body = std::string{}};
}

Json or_null(const std::optional<core::Date>& date) {
    return date ? Json(core::iso_date(*date)) : Json(nullptr);
}

Json or_null(const std::optional<core::Timestamp>& at) {
    return at ? Json(core::iso_time(*at)) : Json(nullptr);
}

void add_access_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/access-requests", get_list);
    add(Method::post, "/api/v1/access-requests", post_request);
    add(Method::get, "/api/v1/access-requests/{id:id}", get_one);
    add(Method::patch, "/api/v1/access-requests/{id:id}", patch_request);
    add(Method::post, "/api/v1/access-requests/{id:id}/times", post_time);
    add(Method::post, "/api/v1/access-requests/{id:id}/withdraw", post_withdrawal);
    add(Method::get, "/api/v1/access-requests/{id:id}/documents", get_documents);
    add(Method::post, "/api/v1/access-requests/{id:id}/documents", post_documents);
    add(Method::put, "/api/v1/access-requests/{id:id}/documents/{document:id}", put_decision);
    add(Method::delete_, "/api/v1/access-requests/{id:id}/documents/{document:id}", delete_document);
    add(Method::get, "/api/v1/access-requests/overdue", get_overdue);
    add_blackout_api(router, identity, desk);
    add_answer_api(router, identity, desk);
    add_agreement_api(router, identity, desk);
    add_complaint_api(router, identity, desk);
    add_publication_api(router, identity, desk);
    add_statistics_api(router, identity, desk);
    add(Method::get, "/api/v1/calendar", get_calendar);
    add(Method::post, "/api/v1/calendar", post_calendar);
    add(Method::delete_, "/api/v1/calendar/{id:id}", delete_calendar);
}

}  // namespace services
