#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/rules.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::PublicationRule;
using core::Result;
using Json = nlohmann::json;

namespace {

template <class T>
Json maybe(const std::optional<T>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json rule_json(const PublicationRule& rule) {
    return {
        {"id", rule.id},
        {"name", rule.name},
        {"subject", rule.subject},
        {"direction", rule.direction ? Json(core::name_of(*rule.direction)) : Json(nullptr)},
        {"unit", rule.unit ? Json(rule.unit->value) : Json(nullptr)},
        {"kind", rule.kind ? Json(core::name_of(*rule.kind)) : Json(nullptr)},
        {"is_listed", rule.is_listed},
        {"exemption", rule.exemption},
        {"words", core::name_of(rule.words)},
        {"text", rule.text},
        {"hides_correspondent", rule.hides_correspondent},
        {"delay_days", maybe(rule.delay_days)},
        {"on_request", rule.on_request},
    };
}

Result<PublicationRule> rule_in(const Request& request) {
    TRY(const auto body, json_body(request));
    Members members{body};
    PublicationRule rule;
    rule.name = members.text("name");
    rule.subject = members.text_or("subject", "");
    rule.direction = members.maybe_one_of("direction", core::direction_named);
    rule.unit = members.maybe_id<core::UnitId>("unit");
    rule.kind = members.maybe_one_of("kind", core::paper_kind_named);
    rule.is_listed = members.maybe_truth("is_listed").value_or(true);
    rule.exemption = members.text_or("exemption", "");
    rule.words = members.one_of("words", core::listed_words_named, core::ListedWords::own);
    rule.text = members.text_or("text", "");
    rule.hides_correspondent = members.maybe_truth("hides_correspondent").value_or(false);
    rule.delay_days = members.maybe_number("delay_days");
    rule.on_request = members.maybe_truth("on_request").value_or(false);
    TRY(members.check());
    return rule;
}

Acting acting_of(const PostListPages& api, const Caller& caller) {
    return {caller.principal, api.workplace.clock.now()};
}

Result<Response> list_rules(const PostListPages& api, const Request&, const Caller& caller) {
    TRY(const auto rules, api.workplace.db.read([&](Transaction& tx) { return read_rules(tx, caller.principal); }));
    auto items = Json::array();
    for (const auto& rule : rules) items.push_back(rule_json(rule));
    return services::json(Json{{"items", std::move(items)}, {"usual_delay_days", api.delay_days}}.dump());
}

Result<Response> post_rule(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(const auto made, rule_in(request));
    TRY(const auto rule,
        api.workplace.db.write([&](Transaction& tx) { return add_rule(tx, acting_of(api, caller), made); }));
    return services::json(rule_json(rule).dump(), 201);
}

Result<Response> put_rule(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(auto changed, rule_in(request));
    changed.id = request.id_parameter("id");
    TRY(const auto rule,
        api.workplace.db.write([&](Transaction& tx) { return change_rule(tx, acting_of(api, caller), changed); }));
    return services::json(rule_json(rule).dump());
}

Result<Response> delete_rule(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(api.workplace.db.write([&](Transaction& tx) {
        return remove_rule(tx, acting_of(api, caller), request.id_parameter("id"));
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> post_move(const PostListPages& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto way = members.text("way");
    TRY(members.check());
    if (way != "up" && way != "down") return Error{ErrorCode::invalid_input, "way is up or down", "way"};
    TRY(api.workplace.db.write([&](Transaction& tx) {
        return move_rule(tx, acting_of(api, caller), request.id_parameter("id"), way == "up");
    }));
    return list_rules(api, request, caller);
}

Json tried_json(const TriedEntry& one) {
    auto passed_over = Json::array();
    for (const auto miss : one.passed_over) passed_over.push_back(core::name_of(miss));
    const auto& made = one.would_be;
    return {
        {"id", one.was.id.value},
        {"number", one.number},
        {"rule", one.rule ? Json(one.rule->id) : Json(nullptr)},
        {"passed_over", std::move(passed_over)},
        {"is_listed", made.state != PostState::withheld},
        {"exemption", made.exemption},
        {"title", made.title},
        {"correspondent", made.correspondent},
        {"document_public", made.document_public},
        {"public_from", made.public_from ? Json(core::iso_date(*made.public_from)) : Json(nullptr)},
        {"is_other", one.is_other()},
    };
}

Result<Response> get_trial(const PostListPages& api, const Request& request, const Caller& caller) {
    constexpr std::int64_t longest_days = 366;
    const auto days = core::whole_number(request.query_value("days").value_or("30"));
    if (!days || *days < 0 || *days > longest_days)
        return Error{ErrorCode::invalid_input, "days is from 0 to 366", "days"};
    TRY(const auto trial, api.workplace.db.read([&](Transaction& tx) {
        return try_rules(tx, acting_of(api, caller), *days, api.delay_days);
    }));
    auto entries = Json::array();
    for (const auto& one : trial.entries) entries.push_back(tried_json(one));
    return services::json(Json{
        {"since", core::iso_date(trial.since)},
        {"is_whole", trial.is_whole},
        {"looked_at", trial.looked_at},
        {"listed", trial.listed},
        {"withheld", trial.withheld},
        {"delayed", trial.delayed},
        {"worded", trial.worded},
        {"entries",
         std::move(entries)}}.dump());
}

}  // namespace

void add_rule_api(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, "/api/v1/post-list/rules", list_rules);
    add(Method::post, "/api/v1/post-list/rules", post_rule);
    add(Method::put, "/api/v1/post-list/rules/{id:id}", put_rule);
    add(Method::delete_, "/api/v1/post-list/rules/{id:id}", delete_rule);
    add(Method::post, "/api/v1/post-list/rules/{id:id}/move", post_move);
    add(Method::get, "/api/v1/post-list/rules/trial", get_trial);
}

}  // namespace services
