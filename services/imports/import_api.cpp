#include "services/imports/import_api.hpp"

#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/imports/imports.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json import_json(Transaction& tx, const Import& one) {
    const auto counts = ImportStore{tx}.counts(one.id);
    return {
        {"id", one.id.value},
        {"made_at", core::iso_time(one.made_at)},
        {"ended_at", one.ended_at ? Json(core::iso_time(*one.ended_at)) : Json(nullptr)},
        {"rows", one.rows},
        {"waiting", counts.waiting},
        {"imported", counts.imported},
        {"refused", counts.refused},
    };
}

Json row_json(const ImportRow& row) {
    const auto or_null = [](const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); };
    return {
        {"line", row.place},
        {"reference", or_null(row.reference)},
        {"outcome", name_of(row.outcome)},
        {"case", row.opened ? Json(row.opened->value) : Json(nullptr)},
        {"error", or_null(row.error)},
        {"reason", or_null(row.reason)},
        {"field", or_null(row.field)},
    };
}

Result<Response> post_import(const ImportApi& api, const Request& request, const Caller& caller) {
    if (!request.header("content-type").starts_with("application/x-ndjson"))
        return Error{ErrorCode::unsupported, "the body must be application/x-ndjson", "content-type"};
    TRY(auto response, api.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(const auto begun, begin_import(tx, {caller.principal, api.clock.now()}, request.body));
        auto accepted = services::json(import_json(tx, begun).dump(), 202);
        accepted.set("location", "/api/v1/imports/" + std::to_string(begun.id.value));
        return accepted;
    }));
    return response;
}

Result<Response> get_import(const ImportApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_import(tx, caller.id(), ImportId{request.id_parameter("id")}));
        return services::json(import_json(tx, one).dump());
    });
}

Result<Response> get_import_rows(const ImportApi& api, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, 100));
    TRY(const auto after, cursor_of(request, 1));
    std::optional<RowOutcome> outcome;
    if (const auto name = request.query_value("outcome")) {
        outcome = row_outcome_named(*name);
        if (!outcome) return Error{ErrorCode::invalid_input, "outcome is waiting, imported or refused", "outcome"};
    }
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto one, read_import(tx, caller.id(), ImportId{request.id_parameter("id")}));
        auto rows = ImportStore{tx}.rows(one.id, outcome, after.empty() ? 0 : after[0], limit + 1);
        Json body{{"items", Json::array()}, {"next", nullptr}};
        if (std::ssize(rows) > limit) {
            rows.pop_back();
            body["next"] = cursor_text({rows.back().place});
        }
        for (const auto& row : rows) body["items"].push_back(row_json(row));
        return services::json(body.dump());
    });
}

}  // namespace

void add_import_api(Router& router, Identity& identity, const ImportApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::post, "/api/v1/imports", post_import);
    add(Method::get, "/api/v1/imports/{id:id}", get_import);
    add(Method::get, "/api/v1/imports/{id:id}/rows", get_import_rows);
}

}  // namespace services
