#include "services/cases/task_api.hpp"

#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/cases/tasks.hpp"
#include "services/identity/for_signed_in.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json task_json(const core::Task& one) {
    const auto id_or_null = [](const auto& id) { return id ? Json(id->value) : Json(nullptr); };
    Json done = nullptr;
    if (one.done) done = {{"at", core::iso_time(one.done->at)}, {"by", one.done->by.value}};
    return {
        {"id", one.id.value},
        {"case", id_or_null(one.in_case)},
        {"title", one.title},
        {"unit", one.unit.value},
        {"person", id_or_null(one.person)},
        {"due", core::iso_date(one.due)},
        {"remind_days", remind_days_of(one)},
        {"remind_on", core::iso_date(one.remind_on)},
        {"made_at", core::iso_time(one.made_at)},
        {"made_by", one.made_by.value},
        {"done", std::move(done)},
        {"version", one.version},
    };
}

Response task_response(const core::Task& one, int status) {
    auto response = services::json(task_json(one).dump(), status);
    response.set("etag", '"' + std::to_string(one.version) + '"');
    return response;
}

template <class IdType>
Result<std::optional<IdType>> id_in_query(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text) return std::optional<IdType>{};
    const auto id = core::whole_number(*text);
    if (!id) return Error{ErrorCode::invalid_input, std::string{name} + " is the number of one", name};
    return std::optional{IdType{*id}};
}

Result<std::optional<core::Date>> date_in_query(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text) return std::optional<core::Date>{};
    const auto date = core::parse_iso_date(*text);
    if (!date) return Error{ErrorCode::invalid_input, std::string{name} + " is a date such as 2026-11-03", name};
    return date;
}

/// What is asked for: one's own unless a unit, a person or a case is named.
Result<TaskFilter> filter_of(const Request& request, const Caller& caller) {
    TaskFilter filter;
    filter.reader = caller.id();
    TRY(filter.unit, id_in_query<core::UnitId>(request, "unit"));
    TRY(filter.person, id_in_query<core::UserId>(request, "person"));
    TRY(filter.in_case, id_in_query<core::CaseId>(request, "case"));
    const int named = (filter.unit ? 1 : 0) + (filter.person ? 1 : 0) + (filter.in_case ? 1 : 0);
    if (named > 1) return Error{ErrorCode::invalid_input, "name a unit, a person or a case", "unit"};
    if (named == 0) filter.person = caller.id();
    TRY(filter.from, date_in_query(request, "from"));
    TRY(filter.to, date_in_query(request, "to"));
    const auto done = request.query_value("done").value_or("false");
    if (done != "true" && done != "false") return Error{ErrorCode::invalid_input, "done is true or false", "done"};
    filter.is_done = done == "true";
    if (filter.is_done && (filter.from || filter.to))
        return Error{ErrorCode::invalid_input, "what is done is not filtered by day", "from"};
    TRY(filter.limit, limit_of(request, 50));
    TRY(read_task_order(request.query_value("sort").value_or(""), filter));
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        filter.after = task_place_in(*after, filter);
        if (!filter.after) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
    }
    return filter;
}

Result<Response> get_tasks(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto filter, filter_of(request, caller));
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        if (filter.in_case) {
            TRY(read_case(tx, caller.principal, *filter.in_case));
        }
        const auto listed = list_tasks(tx, {filter, request.query_value("q").value_or("")});
        Json items = Json::array();
        for (const auto& one : listed.rows) items.push_back(task_json(one));
        Json body{{"items", std::move(items)}, {"next", nullptr}};
        if (listed.next) body["next"] = task_cursor(*listed.next, filter);
        return services::json(body.dump());
    });
}

Result<Response> post_task(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewTask made;
    made.in_case = members.maybe_id<core::CaseId>("case");
    made.title = members.text("title");
    made.unit = members.maybe_id<core::UnitId>("unit");
    made.person = members.maybe_id<core::UserId>("person");
    made.remind_days = members.maybe_number("remind_days").value_or(0);
    made.due = members.date("due");
    TRY(members.check());
    TRY(const auto added, api.db.write([&](Transaction& tx) {
        return add_task(tx, {caller.principal, api.clock.now()}, made);
    }));
    auto response = task_response(added, 201);
    response.set("location", "/api/v1/tasks/" + std::to_string(added.id.value));
    return response;
}

Result<Response> get_task(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_task(tx, caller.principal, core::TaskId{request.id_parameter("id")}));
        return task_response(one, 200);
    });
}

Result<Response> patch_task(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    TaskChange change;
    change.title = members.maybe_text("title");
    change.unit = members.maybe_id<core::UnitId>("unit");
    if (members.has("person")) change.person = members.maybe_id<core::UserId>("person");
    change.due = members.maybe_date("due");
    change.remind_days = members.maybe_number("remind_days");
    change.done = members.maybe_truth("done");
    TRY(members.check());
    TRY(const auto changed, api.db.write([&](Transaction& tx) {
        const core::TaskId id{request.id_parameter("id")};
        return change_task(tx, {caller.principal, api.clock.now()}, id, version, change);
    }));
    return task_response(changed, 200);
}

}  // namespace

void add_task_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/tasks", get_tasks);
    add(Method::post, "/api/v1/tasks", post_task);
    add(Method::get, "/api/v1/tasks/{id:id}", get_task);
    add(Method::patch, "/api/v1/tasks/{id:id}", patch_task);
}

}  // namespace services
