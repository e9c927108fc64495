#include "services/indexing/search_api.hpp"

#include "core/model/attachment.hpp"
#include "core/names.hpp"
#include "core/whole_number.hpp"
#include "services/api/json.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr core::Names kinds{{
    std::pair<search::Kind, std::string_view>{search::Kind::case_file, "case"},
    {search::Kind::document, "document"},
    {search::Kind::incoming, "incoming"},
    {search::Kind::published, "published"},
    {search::Kind::draft, "draft"},
}};

Result<std::optional<std::int64_t>> number_of(const Request& request, const char* name, std::int64_t highest) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) return std::optional<std::int64_t>{};
    const auto number = core::whole_number(*text);
    if (!number || *number < 0 || *number > highest)
        return Error{
            ErrorCode::invalid_input, std::string{name} + " is a number, at most " + std::to_string(highest), name};
    return number;
}

Result<std::optional<core::Date>> date_of(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) return std::optional<core::Date>{};
    const auto date = core::parse_iso_date(*text);
    if (!date) return Error{ErrorCode::invalid_input, std::string{name} + " is a date such as 2026-11-03", name};
    return date;
}

Json to_json(const search::Hit& hit) {
    std::string snippet;
    Json marks = Json::array();
    for (const auto& part : hit.snippet) {
        if (part.marked) marks.push_back({snippet.size(), snippet.size() + part.text.size()});
        snippet += part.text;
    }
    const auto at = core::attached_page(hit.page);
    Json told{
        {"kind", name_of(hit.kind)},
        {"id", hit.id},
        {"case", hit.in_case ? Json(hit.in_case->value) : Json(nullptr)},
        {"page", at.page},
        {"attachment", at.attachment == 0 ? Json(nullptr) : Json(at.attachment)},
        {"title", hit.title},
        {"case_number", hit.case_number},
        {"people", hit.people},
        {"date", hit.date ? Json(core::iso_date(*hit.date)) : Json(nullptr)},
        {"unit", hit.unit.value},
        {"snippet", std::move(snippet)},
        {"marks", std::move(marks)},
    };
    if (hit.kind == search::Kind::document) told["document"] = hit.id;
    return told;
}

Json counts(const std::vector<search::Count>& facet) {
    Json list = Json::array();
    for (const auto& count : facet) list.push_back({{"value", count.value}, {"hits", count.hits}});
    return list;
}

}  // namespace

std::string_view name_of(search::Kind kind) {
    return kinds.of(kind);
}

Result<search::Query> search_query_of(const Request& request) {
    constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();
    search::Query query;
    query.text = request.query_value("q").value_or("");
    if (const auto kind = request.query_value("kind"); kind && !kind->empty()) {
        query.kind = kinds.find(*kind);
        // What is published is asked for by the public, in words of its own.
        if (!query.kind || query.kind == search::Kind::published)
            return Error{ErrorCode::invalid_input, "kind is case, document, draft or incoming", "kind"};
    }
    TRY(const auto in_case, number_of(request, "case", any));
    if (in_case) query.in_case = core::CaseId{*in_case};
    TRY(const auto unit, number_of(request, "unit", any));
    if (unit) query.unit = core::UnitId{*unit};
    TRY(query.from, date_of(request, "from"));
    TRY(query.to, date_of(request, "to"));
    const auto order = request.query_value("order").value_or("relevance");
    if (order != "relevance" && order != "newest")
        return Error{ErrorCode::invalid_input, "order is relevance or newest", "order"};
    query.order = order == "newest" ? search::Order::newest : search::Order::relevance;
    TRY(const auto offset, number_of(request, "offset", 10'000));
    query.offset = static_cast<std::uint32_t>(offset.value_or(0));
    TRY(const auto limit, number_of(request, "limit", 100));
    query.limit = static_cast<std::uint32_t>(limit.value_or(20));
    return query;
}

void add_search_api(Router& router, Identity& identity, const search::Reader& reader) {
    const auto find = [&reader](const Request& request, const Caller& caller) -> Result<Response> {
        TRY(auto query, search_query_of(request));
        query.groups = caller.principal.groups;
        TRY(const auto answer, reader.find(query));
        Json hits = Json::array();
        for (const auto& hit : answer.hits) hits.push_back(to_json(hit));
        Json kinds_found = Json::array();
        for (const auto& count : answer.by_kind)
            kinds_found.push_back({{"value", name_of(static_cast<search::Kind>(count.value))}, {"hits", count.hits}});
        const Json body{
            {"total", answer.total},
            {"total_is_exact", answer.total_is_exact},
            {"hits", std::move(hits)},
            {"kinds", std::move(kinds_found)},
            {"units", counts(answer.by_unit)},
            {"years", counts(answer.by_year)},
            {"suggestion", answer.suggestion},
        };
        return services::json(body.dump());
    };
    router.add(Method::get, "/api/v1/search", signed_in(identity, find));
}

}  // namespace services
