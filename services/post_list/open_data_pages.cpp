#include <algorithm>

#include "core/whole_number.hpp"
#include "services/post_list/open_data.hpp"
#include "services/post_list/open_entry.hpp"
#include "services/web/csv.hpp"
#include "services/web/page.hpp"

/// The page, the catalogue, and what there is to fetch of each set.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t most_items = 5000;
constexpr std::size_t months_shown = 24;

Response opened(Response response) {
    response.set("cache-control", "public, max-age=30");
    response.set("access-control-allow-origin", "*");
    return response;
}

Response opened_json(const Json& body, const char* type = "application/json") {
    auto response = services::json(body.dump());
    response.set("content-type", type);
    return opened(std::move(response));
}

Result<const DataSet*> set_named(const OpenDataDesk& desk, std::string_view name) {
    const auto found = std::ranges::find_if(desk.sets, [&](const DataSet& one) { return one.name == name; });
    if (found == desk.sets.end()) return Error{ErrorCode::not_found, "there is no such data set"};
    return &*found;
}

std::string path_of(const DataSet& one, const std::string& rest) {
    return "/open-data/" + std::string{one.name} + "/" + rest;
}

/// "2026-11", the newest first.
std::vector<std::string> months_of(const DataSet& one) {
    constexpr std::size_t month_bytes = 7;
    const auto span = one.days();
    std::vector<std::string> months;
    if (!span) return months;
    const std::chrono::year_month_day last{span->last};
    auto month = last.year() / last.month();
    while (months.size() < months_shown && core::Date{month / std::chrono::last} >= span->first) {
        months.push_back(core::iso_date(core::Date{month / 1}).substr(0, month_bytes));
        month -= std::chrono::months{1};
    }
    return months;
}

/// GET /open-data
Result<Response> show(const OpenDataDesk& desk, const Request& request) {
    const auto language = page_language(request);
    auto sets = Json::array();
    for (const auto& one : desk.sets) {
        auto files = Json::array();
        for (const auto& month : months_of(one))
            files.push_back({
                {"month", month},
                {"csv_path", path_of(one, month + ".csv")},
                {"json_path", path_of(one, month + ".json")},
            });
        sets.push_back({
            {"name", one.name},
            {"title", translate(language, one.title)},
            {"description", translate(language, one.description)},
            {"schema_path", path_of(one, "schema.json")},
            {"items_path", path_of(one, "items")},
            {"feed_path", one.feed_path},
            {"files", std::move(files)},
        });
    }
    const Json data{{"licence", desk.licence}, {"sets", std::move(sets)}};
    const auto& workplace = desk.pages.workplace;
    return page(
        workplace,
        "post_list/open_data",
        data,
        public_frame(request, translate(language, "Åbne data"), {{"/", translate(language, "Forside")}}, workplace)
    );
}

Json distribution(const char* type, const std::string& address, const std::string& licence) {
    return {
        {"@type", "dcat:Distribution"},
        {"dcat:mediaType", type},
        {"dcat:accessURL", {{"@id", address}}},
        {"dct:license", {{"@id", licence}}},
    };
}

/// GET /open-data/catalog.jsonld: in the words of DCAT-AP.
Result<Response> catalogue(const OpenDataDesk& desk, const Request& request) {
    const auto base = base_of(desk.pages, request);
    const Json publisher{{"@type", "foaf:Agent"}, {"foaf:name", desk.pages.workplace.authority}};
    auto sets = Json::array();
    for (const auto& one : desk.sets) {
        auto files = Json::array({distribution("application/json", base + path_of(one, "items"), desk.licence)});
        if (!one.feed_path.empty())
            files.push_back(distribution("application/atom+xml", base + std::string{one.feed_path}, desk.licence));
        for (const auto& month : months_of(one)) {
            files.push_back(distribution("application/json", base + path_of(one, month + ".json"), desk.licence));
            files.push_back(distribution("text/csv", base + path_of(one, month + ".csv"), desk.licence));
        }
        sets.push_back({
            {"@type", "dcat:Dataset"},
            {"@id", base + "/open-data#" + std::string{one.name}},
            {"dct:identifier", one.name},
            {"dct:title", {{"@language", "da"}, {"@value", one.title}}},
            {"dct:description", {{"@language", "da"}, {"@value", one.description}}},
            {"dct:publisher", publisher},
            {"dct:accrualPeriodicity", {{"@id", "http://publications.europa.eu/resource/authority/frequency/CONT"}}},
            {"dct:conformsTo", {{"@id", base + path_of(one, "schema.json")}}},
            {"dcat:keyword", one.keywords},
            {"dcat:distribution", std::move(files)},
        });
    }
    return opened_json(
        {
            {"@context",
             {{"dcat", "http://www.w3.org/ns/dcat#"},
              {"dct", "http://purl.org/dc/terms/"},
              {"foaf", "http://xmlns.com/foaf/0.1/"}}},
            {"@type", "dcat:Catalog"},
            {"@id", base + "/open-data"},
            {"dct:title", {{"@language", "da"}, {"@value", "Åbne data fra " + desk.pages.workplace.authority}}},
            {"dct:publisher", publisher},
            {"dct:license", {{"@id", desk.licence}}},
            {"dcat:dataset", std::move(sets)},
        },
        "application/ld+json"
    );
}

/// GET /open-data/{set}/schema.json
Result<Response> schema(const OpenDataDesk& desk, const Request& request) {
    TRY(const auto* const one, set_named(desk, request.parameter("set")));
    auto response = services::json(std::string{one->schema});
    response.set("content-type", "application/schema+json");
    return opened(std::move(response));
}

/// GET /open-data/{set}/items?efter=&limit=: in the order of changes. Whoever has come to the end asks the same
/// address again later, and gets what came since.
Result<Response> items(const OpenDataDesk& desk, const Request& request) {
    TRY(const auto* const one, set_named(desk, request.parameter("set")));
    const auto limit = core::whole_number(request.query_value("limit").value_or("1000"));
    if (!limit || *limit < 1 || *limit > most_items)
        return Error{ErrorCode::invalid_input, "limit is from 1 to 5000", "limit"};
    const auto base = base_of(desk.pages, request);
    const auto after = request.query_value("efter").value_or("");
    TRY(auto piece, one->changed(after, *limit, base));
    const auto place = piece.next.empty() ? after : piece.next;
    const auto address = [&](const std::string& from) {
        const auto query = "?limit=" + std::to_string(*limit) + (from.empty() ? "" : "&efter=" + percent_encoded(from));
        return base + path_of(*one, "items") + query;
    };
    return opened_json({
        {"items", std::move(piece.items)},
        {"next", piece.next.empty() ? Json(nullptr) : Json(address(place))},
        {"later", address(place)},
        {"licence", desk.licence},
    });
}

std::string cell_of(const Json& item, const std::string& column) {
    const auto value = item.find(column);
    if (value == item.end() || value->is_null()) return {};
    return value->is_string() ? value->get<std::string>() : value->dump();
}

/// GET /open-data/{set}/2026-11.json and .csv
Result<Response> month(const OpenDataDesk& desk, const Request& request) {
    constexpr std::size_t month_bytes = 7;
    TRY(const auto* const one, set_named(desk, request.parameter("set")));
    const std::string file{request.parameter("file")};
    const auto ending = file.size() > month_bytes ? file.substr(month_bytes) : std::string{};
    const auto first = core::parse_iso_date(file.substr(0, month_bytes) + "-01");
    if (!first || (ending != ".json" && ending != ".csv"))
        return Error{ErrorCode::not_found, "there is no such file; months are such as 2026-11.csv"};
    const std::chrono::year_month_day day{*first};
    const core::Date last{day.year() / day.month() / std::chrono::last};
    TRY(const auto found, one->of_month(*first, last, base_of(desk.pages, request)));
    if (ending == ".json") return opened_json({{"items", found}, {"licence", desk.licence}});
    std::string lines = "\xEF\xBB\xBF" + csv_line(one->columns);
    for (const auto& item : found) {
        CsvCells cells;
        for (const auto& column : one->columns) cells.push_back(cell_of(item, column));
        lines += csv_line(cells);
    }
    auto response = text(std::move(lines));
    response.set("content-type", "text/csv; charset=utf-8");
    response.set("content-disposition", "attachment; filename=\"" + std::string{one->name} + "-" + file + "\"");
    return opened(std::move(response));
}

}  // namespace

void add_open_data(Router& router, const OpenDataDesk& desk) {
    using Show = Result<Response> (*)(const OpenDataDesk&, const Request&);
    const auto add = [&](std::string_view pattern, Show show) {
        router.add(Method::get, pattern, [desk, show](const Request& request) { return show(desk, request); });
    };
    add("/open-data", show);
    add("/open-data/catalog.jsonld", catalogue);
    add("/open-data/{set}/schema.json", schema);
    add("/open-data/{set}/items", items);
    add("/open-data/{set}/{file}", month);
}

}  // namespace services
