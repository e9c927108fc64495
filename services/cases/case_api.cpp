#include "services/cases/case_api.hpp"

#include <functional>

#include "services/api/json.hpp"
#include "services/cases/case_listing.hpp"
#include "services/cases/document_api.hpp"
#include "services/cases/document_listing.hpp"
#include "services/cases/filing_api.hpp"
#include "services/cases/relations.hpp"
#include "services/cases/sheet_api.hpp"
#include "services/cases/task_api.hpp"
#include "services/cases/visits.hpp"
#include "services/http/range.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string version_tag(std::int64_t version) {
    return '"' + std::to_string(version) + '"';
}

Response case_response(const core::Case& one, int status) {
    auto response = services::json(to_json(one).dump(), status);
    response.set("etag", version_tag(one.version));
    return response;
}

Result<Response> get_cases(const CaseApi& api, const Request& request, const Caller& caller) {
    const auto texts = [&](std::string_view name) { return request.query_value(name); };
    TRY(auto question, case_question(texts, caller.id(), core::danish_date(api.clock.now())));
    auto& filter = question.filter;
    TRY(filter.limit, limit_of(request, 50));
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        filter.after = place_in(*after, filter.sort);
        if (!filter.after) return Error{ErrorCode::invalid_input, "after is not a cursor of this list", "after"};
    }
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto listed, list_cases(tx, api.search, caller.principal, question));
        return list_response(
            listed.rows, listed.next ? std::optional{cursor_text(*listed.next, filter.sort)} : std::nullopt
        );
    });
}

Result<Response> post_case(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    TRY(const auto made, new_case_from(body));
    TRY(const auto opened, api.db.write([&](Transaction& tx) {
        return open_case(tx, {caller.principal, api.clock.now()}, api.settings, made);
    }));
    auto response = case_response(opened, 201);
    response.set("location", "/api/v1/cases/" + std::to_string(opened.id.value));
    return response;
}

/// What a GET of one case gives: a kilobyte for itself, half of one a document.
std::string case_text(Transaction& tx, const CaseApi& api, const core::Principal& who, const CaseFile& found) {
    const auto id = found.the_case.id;
    JsonText out{1024 + 640 * found.documents.size() + 256 * found.parties.size()};
    out.begin_object();
    write_members(out, found.the_case);
    write_sheet(sheet_of(tx, *api.settings.types, id), out);
    const auto lying = write_filing(tx, who, id, out);
    out.key("documents");
    out.begin_array();
    for (const auto& document : found.documents) {
        out.begin_object();
        write_members(out, document);
        if (lying) {
            const auto in = lying->find(document.id);
            out.member("sub_file", in == lying->end() ? std::nullopt : std::optional{in->second.value});
        }
        out.end_object();
    }
    out.end_array();
    out.key("documents_next");
    found.has_more_documents ? out.value(cursor_text({found.documents.back().number})) : out.value(nullptr);
    out.key("parties");
    out.begin_array();
    for (const auto& party : found.parties) {
        out.begin_object();
        write_members(out, party);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    return out.take();
}

Result<Response> get_case(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, read_case_file(tx, caller.principal, core::CaseId{request.id_parameter("id")}));
        auto text = case_text(tx, api, caller.principal, found);
        // Documents and parties come without the case being a new version, so what is in the body counts, too.
        // Nobody gains by finding two bodies that look alike, so that a quick hash will do.
        const auto hash = std::hash<std::string_view>{}(text);
        const auto tag = std::to_string(found.the_case.version) + '-' + std::to_string(hash);
        auto response = services::json(std::move(text));
        response.set("etag", '"' + tag + '"');
        if (none_match_names(request.header("if-none-match"), tag)) response.status = 304;
        return response;
    });
}

/// `state` with what goes with it. Errors: invalid_input, where there is a reason or a day but nothing moves.
Result<std::optional<NewState>> new_state_from(Members& members) {
    const auto state = members.maybe_one_of("state", core::case_state_named);
    NewState made{state.value_or(core::CaseState{}), members.text_or("reason", ""), members.maybe_date("since")};
    if (state) return std::optional{std::move(made)};
    if (!made.reason.empty() || made.since)
        return Error{ErrorCode::invalid_input, "a reason and a day belong to a state", "state"};
    return std::optional<NewState>{};
}

Result<Response> patch_case(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TRY(const auto version, expected_version(request, members));
    CaseChange change;
    change.title = members.maybe_text("title");
    change.public_title = members.maybe_text("public_title");
    change.subject = members.maybe_text("subject");
    change.facet = members.maybe_text("facet");
    TRY(change.state, new_state_from(members));
    change.unit = members.maybe_id<core::UnitId>("unit");
    change.confidentiality = members.maybe_one_of("confidentiality", core::confidentiality_named);
    change.waiting_for = members.maybe_text("waiting_for");
    if (members.has("deadline")) change.deadline = members.maybe_date("deadline");
    if (members.has("caseworker")) change.caseworker = members.maybe_id<core::UserId>("caseworker");
    TRY(const auto sheet, sheet_change_from(members));
    TRY(members.check());

    const core::CaseId id{request.id_parameter("id")};
    const auto changed = api.db.write([&](Transaction& tx) -> Result<core::Case> {
        const Acting acting{caller.principal, api.clock.now()};
        TRY(auto one, change_case(tx, acting, id, version, change));
        if (!sheet) return one;
        return change_sheet(tx, acting, *api.settings.types, id, one.version, *sheet);
    });
    if (changed.has_value()) return case_response(changed.value(), 200);
    if (changed.error().code != ErrorCode::conflict) return changed.error();
    // The second of two writers is shown what the first one wrote.
    TRY(const auto current, api.db.read([&](Transaction& tx) { return read_case(tx, caller.principal, id); }));
    auto response = problem(changed.error(), request);
    auto told = Json::parse(std::get<std::string>(response.body));
    told["current"] = to_json(current);
    response.body = told.dump();
    return response;
}

Result<Response> post_party(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    TRY(auto made, new_party_from(body));
    made.in_case = core::CaseId{request.id_parameter("id")};
    TRY(const auto added, api.db.write([&](Transaction& tx) {
        return add_party(tx, {caller.principal, api.clock.now()}, made);
    }));
    return services::json(to_json(added).dump(), 201);
}

Result<Response> delete_party(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::PartyId party{request.id_parameter("party")};
    TRY(api.db.write([&](Transaction& tx) {
        return remove_party(tx, {caller.principal, api.clock.now()}, id, party);
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<Response> get_documents(const CaseApi& api, const Request& request, const Caller& caller) {
    const auto texts = [&](std::string_view name) { return request.query_value(name); };
    TRY(auto question, document_question(texts, core::CaseId{request.id_parameter("id")}));
    TRY(question.filter.limit, limit_of(request, 100));
    if (const auto after = request.query_value("after"); after && !after->empty()) {
        question.filter.after = document_place_in(*after);
        if (!question.filter.after) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
    }
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto listed, list_documents(tx, caller.principal, question));
        return list_response(listed.rows, listed.next ? std::optional{document_cursor(*listed.next)} : std::nullopt);
    });
}

Result<Response> get_history(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    TRY(const auto limit, limit_of(request, 100));
    TRY(const auto after, cursor_of(request, 1));
    const core::EventId before{after.empty() ? std::numeric_limits<std::int64_t>::max() : after[0]};
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(read_case(tx, caller.principal, id));
        const auto events = EventLog{tx}.of_case(id, before, limit);
        Json items = Json::array();
        for (const auto& event : events) items.push_back(to_json(event));
        Json body{{"items", std::move(items)}, {"next", nullptr}};
        if (static_cast<std::int64_t>(events.size()) == limit) body["next"] = cursor_text({events.back().id.value});
        return services::json(body.dump());
    });
}

Result<Response> get_related(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, related_cases(tx, caller.principal, id));
        Json items = Json::array();
        for (const auto& one : found)
            items.push_back({
                {"relation", core::name_of(one.relation)},
                {"case", one.id.value},
                {"number", one.number},
                {"title", one.title},
                {"state", core::name_of(one.state)},
            });
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_related(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const core::CaseId other{members.number("case")};
    const auto relation = members.one_of("relation", core::case_relation_named, core::CaseRelation::see_also);
    TRY(members.check());
    const core::CaseId id{request.id_parameter("id")};
    TRY(api.db.write([&](Transaction& tx) {
        return relate_cases(tx, {caller.principal, api.clock.now()}, id, relation, other);
    }));
    auto response = get_related(api, request, caller);
    if (response.has_value()) response.value().status = 201;
    return response;
}

Result<Response> delete_related(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::CaseId other{request.id_parameter("other")};
    TRY(api.db.write([&](Transaction& tx) {
        return unrelate_cases(tx, {caller.principal, api.clock.now()}, id, other);
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Json visited_json(Transaction& tx, const std::vector<VisitStore::Visited>& cases, const Caller& caller) {
    constexpr std::int64_t news_max = 100;
    Json items = Json::array();
    for (const auto& one : cases) {
        const auto& seen_at = one.visit.seen_at;
        items.push_back({
            {"case", one.visit.of.value},
            {"number", one.number},
            {"title", one.title},
            {"state", core::name_of(one.state)},
            {"seen_at", seen_at ? Json(core::iso_time(*seen_at)) : Json(nullptr)},
            {"starred", one.visit.is_starred},
            {"news", news_since(tx, caller.id(), one.visit, news_max).size()},
        });
    }
    return items;
}

Result<Response> get_my_cases(const CaseApi& api, const Request&, const Caller& caller) {
    constexpr std::int64_t cases_max = 50;
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        const VisitStore visits{tx};
        const Json body{
            {"starred", visited_json(tx, visits.starred(caller.id(), cases_max), caller)},
            {"recent", visited_json(tx, visits.recent(caller.id(), cases_max), caller)},
        };
        return services::json(body.dump());
    });
}

Result<Response> star(const CaseApi& api, const Request& request, const Caller& caller, bool is_starred) {
    const core::CaseId id{request.id_parameter("id")};
    TRY(api.db.write([&](Transaction& tx) { return set_star(tx, caller.principal, id, is_starred); }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}
Result<Response> put_star(const CaseApi& api, const Request& request, const Caller& caller) {
    return star(api, request, caller, true);
}
Result<Response> delete_star(const CaseApi& api, const Request& request, const Caller& caller) {
    return star(api, request, caller, false);
}

Result<Response> get_states(const CaseApi& api, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(read_case(tx, caller.principal, id));
        Json items = Json::array();
        for (const auto& move : CaseStateStore{tx}.of_case(id))
            items.push_back({
                {"state", core::name_of(move.state)},
                {"since", core::iso_date(move.since)},
                {"reason", move.reason},
                {"set_at", core::iso_time(move.set_at)},
                {"set_by", move.set_by.value},
            });
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

}  // namespace

Result<core::Party> new_party_from(const Json& object) {
    Members members{object};
    core::Party made;
    made.role = members.one_of("role", core::party_role_named, core::PartyRole::primary);
    made.name = members.text("name");
    made.identifier = members.text_or("identifier", "");
    made.identifier_kind = members.one_of("identifier_kind", core::identifier_kind_named, core::IdentifierKind::none);
    made.address = members.text_or("address", "");
    TRY(members.check());
    return made;
}

Result<NewCase> new_case_from(const Json& object) {
    Members members{object};
    NewCase made;
    made.title = members.text("title");
    made.public_title = members.text_or("public_title", "");
    made.subject = members.text("subject");
    made.facet = members.text_or("facet", "G01");
    made.unit = members.maybe_id<core::UnitId>("unit");
    made.caseworker = members.maybe_id<core::UserId>("caseworker");
    made.confidentiality = members.maybe_one_of("confidentiality", core::confidentiality_named);
    made.type = members.text_or("type", "");
    if (const auto* fields = members.object("fields")) made.fields = fields->dump();
    TRY(members.check());
    return made;
}

void add_case_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/cases", get_cases);
    add(Method::post, "/api/v1/cases", post_case);
    add(Method::get, "/api/v1/cases/{id:id}", get_case, BodyLimit::small, Pace::quick);
    add(Method::patch, "/api/v1/cases/{id:id}", patch_case);
    add(Method::get, "/api/v1/cases/{id:id}/documents", get_documents);
    add(Method::get, "/api/v1/cases/{id:id}/events", get_history);
    add(Method::post, "/api/v1/cases/{id:id}/parties", post_party);
    add(Method::delete_, "/api/v1/cases/{id:id}/parties/{party:id}", delete_party);
    add(Method::get, "/api/v1/cases/{id:id}/states", get_states);
    add(Method::put, "/api/v1/cases/{id:id}/star", put_star);
    add(Method::delete_, "/api/v1/cases/{id:id}/star", delete_star);
    add(Method::get, "/api/v1/me/cases", get_my_cases);
    add(Method::get, "/api/v1/cases/{id:id}/related", get_related);
    add(Method::post, "/api/v1/cases/{id:id}/related", post_related);
    add(Method::delete_, "/api/v1/cases/{id:id}/related/{other:id}", delete_related);
    add_bulk_api(router, identity, api);
    add_party_api(router, identity, api);
    add_document_api(router, identity, api);
    add_task_api(router, identity, api);
    add_sheet_api(router, identity, api);
    add_sample_api(router, identity, api);
    add_filing_api(router, identity, api);
}

}  // namespace services
