#include "services/api/json.hpp"
#include "services/cases/bulk.hpp"
#include "services/cases/case_api.hpp"
#include "services/identity/for_signed_in.hpp"

/// Many cases at once under /api/v1/bulk: looked at, done, undone.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(const std::vector<LeftOutCases>& left_out) {
    Json list = Json::array();
    for (const auto& [why, count, first] : left_out) {
        Json cases = Json::array();
        for (const auto& one : first) cases.push_back({{"id", one.id.value}, {"number", one.number}});
        list.push_back({{"reason", core::name_of(why)}, {"count", count}, {"cases", std::move(cases)}});
    }
    return list;
}

Json to_json(Transaction& tx, const BulkAction& action) {
    const BulkStore store{tx};
    return {
        {"id", action.id.value},
        {"action", action.kind},
        {"what", Json::parse(action.what, nullptr, /*allow_exceptions=*/false)},
        {"made_at", core::iso_time(action.made_at)},
        {"cases", store.count(action.id)},
        {"undo_until", core::iso_time(action.undo_until)},
        {"undone_at", action.undone_at ? Json(core::iso_time(*action.undone_at)) : Json(nullptr)},
        {"undone", store.count_undone(action.id)},
    };
}

Result<BulkOrder> order_from(Members& members) {
    BulkOrder order;
    const auto kind = members.maybe_one_of("action", core::bulk_kind_named);
    auto& change = order.change;
    change.unit = members.maybe_id<core::UnitId>("unit");
    if (members.has("caseworker")) change.caseworker = members.maybe_id<core::UserId>("caseworker");
    const auto reason = members.text_or("reason", "");
    if (const auto state = members.maybe_one_of("state", core::case_state_named))
        change.state = NewState{.state = *state, .reason = reason};
    if (members.has("deadline")) change.deadline = members.maybe_date("deadline");
    change.waiting_for = members.maybe_text("waiting_for");
    if (!kind) return Error{ErrorCode::invalid_input, "say what is to be done", "action"};
    order.kind = *kind;
    return order;
}

/// What belongs to another action is not passed over in silence.
Result<void> check_members(const BulkOrder& order, const Json& body) {
    using core::BulkKind;
    struct Belongs {
        const char* member;
        BulkKind to;
    };
    constexpr std::array belongings{
        Belongs{"unit", BulkKind::hand_over},
        Belongs{"caseworker", BulkKind::hand_over},
        Belongs{"state", BulkKind::state},
        Belongs{"reason", BulkKind::state},
        Belongs{"deadline", BulkKind::deadline},
        Belongs{"waiting_for", BulkKind::waiting},
    };
    for (const auto& [member, to] : belongings)
        if (body.contains(member) && to != order.kind)
            return Error{ErrorCode::invalid_input, "this does not belong to the action", member};
    return core::done();
}

/// `cases`: ids, or objects of id and version.
Result<std::vector<ChosenCase>> listed_cases(const Json& cases) {
    const Error wrong{ErrorCode::invalid_input, "cases is a list of ids, or of ids with versions", "cases"};
    if (!cases.is_array()) return wrong;
    std::vector<ChosenCase> chosen;
    for (const auto& one : cases) {
        if (one.is_number_integer()) {
            chosen.push_back({core::CaseId{one.get<std::int64_t>()}});
            continue;
        }
        if (!one.is_object()) return wrong;
        Members members{one};
        chosen.push_back({core::CaseId{members.number("id")}, members.maybe_number("version")});
        TRY(members.check());
    }
    return chosen;
}

/// `filter`: what GET /api/v1/cases takes in its query.
Result<CaseQuestion> filter_in(const Json& filter, core::UserId asker, core::Date today) {
    for (const auto& [name, value] : filter.items())
        if (std::ranges::find(case_question_names(), name) == case_question_names().end() || value.is_structured())
            return Error{ErrorCode::invalid_input, "there is no such filter", name};
    const auto texts = [&](std::string_view name) -> std::optional<std::string> {
        const auto found = filter.find(std::string{name});
        if (found == filter.end() || found->is_null()) return std::nullopt;
        return found->is_string() ? found->get<std::string>() : found->dump();
    };
    return case_question(texts, asker, today);
}

struct Asked {
    BulkOrder order;
    std::vector<ChosenCase> chosen;
    bool is_preview{};
    std::optional<std::int64_t> expected;
};

Result<Asked> asked_in(const CaseApi& api, const Json& body, const Caller& caller) {
    Members members{body};
    Asked asked;
    TRY(asked.order, order_from(members));
    TRY(check_members(asked.order, body));
    asked.is_preview = members.maybe_truth("preview").value_or(false);
    asked.expected = members.maybe_number("expected");
    const bool has_list = members.has("cases");
    const auto* filter = members.object("filter");
    TRY(members.check());
    if (has_list == (filter != nullptr))
        return Error{ErrorCode::invalid_input, "name the cases, or a filter that finds them", "cases"};
    if (has_list) {
        TRY(asked.chosen, listed_cases(body.at("cases")));
        return asked;
    }
    TRY(auto question, filter_in(*filter, caller.id(), core::danish_date(api.clock.now())));
    TRY(asked.chosen,
        api.db.read([&](Transaction& tx) { return chosen_by(tx, api.search, caller.principal, std::move(question)); }));
    return asked;
}

Result<Response> post_bulk(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    TRY(const auto asked, asked_in(api, body, caller));
    const Acting acting{caller.principal, api.clock.now()};
    if (asked.is_preview)
        return api.db.read([&](Transaction& tx) -> Result<Response> {
            TRY(const auto plan, plan_bulk(tx, acting, asked.order, asked.chosen));
            return services::json(Json{{"changes", plan.cases.size()}, {"left_out", to_json(plan.left_out)}}.dump());
        });
    TRY(const auto told, api.db.write([&](Transaction& tx) -> Result<Json> {
        TRY(const auto done, do_bulk(tx, acting, asked.order, asked.chosen, asked.expected));
        return to_json(tx, done);
    }));
    auto response = services::json(told.dump(), 201);
    response.set("location", "/api/v1/bulk/" + std::to_string(told["id"].get<std::int64_t>()));
    return response;
}

Result<Response> get_bulk(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto action, read_bulk(tx, caller.principal, BulkId{request.id_parameter("id")}));
        return services::json(to_json(tx, action).dump());
    });
}

Result<Response> post_undo(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto undone, api.db.write([&](Transaction& tx) {
        return undo_bulk(tx, {caller.principal, api.clock.now()}, BulkId{request.id_parameter("id")});
    }));
    return services::json(Json{{"undone", undone.undone}, {"refused", to_json(undone.refused)}}.dump());
}

}  // namespace

void add_bulk_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::post, "/api/v1/bulk", post_bulk);
    add(Method::get, "/api/v1/bulk/{id:id}", get_bulk);
    add(Method::post, "/api/v1/bulk/{id:id}/undo", post_undo);
}

}  // namespace services
