#include <limits>

#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/oversight/audit.hpp"
#include "services/oversight/oversight.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

/// With its hash, by which the chain can be verified elsewhere.
Json hashed_json(const Event& event) {
    auto json = to_json(event);
    json["hash"] = event.hash;
    return json;
}

Response page_of(const std::vector<Event>& events, std::int64_t limit) {
    auto items = Json::array();
    for (const auto& event : events) items.push_back(hashed_json(event));
    Json body{{"items", std::move(items)}, {"next", nullptr}};
    if (std::ssize(events) == limit) body["next"] = cursor_text({events.back().id.value});
    return services::json(body.dump());
}

Result<core::EventId> before_of(const Request& request) {
    TRY(const auto after, cursor_of(request, 1));
    return core::EventId{after.empty() ? std::numeric_limits<std::int64_t>::max() : after[0]};
}

template <class IdType>
Result<std::optional<IdType>> id_of(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text) return std::optional<IdType>{};
    const auto id = core::whole_number(*text);
    if (!id) return Error{ErrorCode::invalid_input, "this is no id", name};
    return std::optional{IdType{*id}};
}

/// Midnight at the beginning of the date, or of the day after it.
Result<std::optional<core::Timestamp>> midnight_of(const Request& request, const char* name, int days_later) {
    const auto text = request.query_value(name);
    if (!text) return std::optional<core::Timestamp>{};
    const auto date = core::parse_iso_date(*text);
    if (!date) return Error{ErrorCode::invalid_input, "a date is written 2026-11-03", name};
    return std::optional{core::danish_midnight(*date + std::chrono::days{days_later})};
}

Result<Response> read_audit(Database& db, const Request& request, const Caller& caller) {
    EventLog::Filter filter;
    TRY(filter.limit, limit_of(request, 100));
    TRY(filter.before, before_of(request));
    TRY(filter.actor, id_of<core::UserId>(request, "actor"));
    TRY(filter.in_case, id_of<core::CaseId>(request, "case"));
    TRY(filter.from, midnight_of(request, "from", 0));
    TRY(filter.until, midnight_of(request, "to", 1));
    if (const auto kind = request.query_value("kind")) {
        filter.kind = event_kind_named(*kind);
        if (!filter.kind) return Error{ErrorCode::invalid_input, "there is no such kind of event", "kind"};
    }
    TRY(const auto events, db.read([&](Transaction& tx) { return search_log(tx, caller.principal, filter); }));
    return page_of(events, filter.limit);
}

Result<Response> read_reads(Database& db, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, 100));
    TRY(const auto before, before_of(request));
    TRY(const auto events, db.read([&](Transaction& tx) {
        return reads_of_case(tx, caller.principal, core::CaseId{request.id_parameter("id")}, before, limit);
    }));
    return page_of(events, limit);
}

}  // namespace

void add_audit_api(Router& router, Identity& identity, Database& db) {
    const auto audit = [&db](const Request& request, const Caller& caller) { return read_audit(db, request, caller); };
    const auto reads = [&db](const Request& request, const Caller& caller) { return read_reads(db, request, caller); };
    router.add(Method::get, "/api/v1/audit", signed_in(identity, audit));
    router.add(Method::get, "/api/v1/cases/{id:id}/reads", signed_in(identity, reads));
}

}  // namespace services
