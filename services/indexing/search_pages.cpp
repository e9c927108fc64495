#include "services/indexing/search_pages.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/model/attachment.hpp"
#include "services/identity/name_book.hpp"
#include "services/indexing/search_api.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t last_offset = 10'000;  // as search_query_of has it

struct SearchDesk : SearchPages {
    std::shared_ptr<NameBook> names{std::make_shared<NameBook>()};
};

/// A filter of the address that is set anew, or taken away where the value is empty.
using Filter = std::pair<std::string_view, std::string>;

/// The address of the same search with other filters: what is not named stays, but the place in the list, which is
/// begun anew.
std::string path_with(const Request& request, std::initializer_list<Filter> filters) {
    std::string path = "/soeg";
    const auto add = [&](std::string_view name, const std::string& value) {
        if (value.empty()) return;
        path += path.size() == std::string_view{"/soeg"}.size() ? '?' : '&';
        path += name;
        path += '=' + percent_encoded(value);
    };
    for (const auto* name : {"q", "kind", "case", "unit", "from", "to", "order", "limit", "offset"}) {
        const auto changed = std::ranges::find(filters, std::string_view{name}, &Filter::first);
        if (changed != filters.end())
            add(name, changed->second);
        else if (std::string_view{name} != "offset")
            add(name, request.query_value(name).value_or(""));
    }
    return path;
}

std::string spoken(Language language, search::Kind kind) {
    switch (kind) {
        case search::Kind::case_file:
            return translate(language, "Sag");
        case search::Kind::document:
            return translate(language, "Dokument");
        case search::Kind::incoming:
            return translate(language, "Post");
        case search::Kind::published:
            return translate(language, "Postliste");
        case search::Kind::draft:
            return translate(language, "Kladde");
    }
    return {};
}

std::string spoken_many(Language language, search::Kind kind) {
    switch (kind) {
        case search::Kind::case_file:
            return translate(language, "Sager");
        case search::Kind::document:
            return translate(language, "Dokumenter");
        case search::Kind::incoming:
            return translate(language, "Post");
        case search::Kind::published:
            return translate(language, "Postliste");
        case search::Kind::draft:
            return translate(language, "Kladder");
    }
    return {};
}

std::string icon_of(search::Kind kind) {
    switch (kind) {
        case search::Kind::case_file:
            return "folder";
        case search::Kind::incoming:
            return "email";
        case search::Kind::document:
        case search::Kind::published:
            return "document";
        case search::Kind::draft:
            return "edit";
    }
    return "document";
}

std::string path_of(const search::Hit& hit) {
    const auto id = std::to_string(hit.id);
    switch (hit.kind) {
        case search::Kind::case_file:
            return "/sager/" + id;
        case search::Kind::document:
            return "/dokumenter/" + id;
        case search::Kind::incoming:
            return "/postbakke/" + id;
        case search::Kind::published:
            return "/postliste";
        case search::Kind::draft:
            return "/sager/" + std::to_string(hit.in_case.value_or(core::CaseId{}).value) + "/kladder/" + id;
    }
    return {};
}

/// The page that has the words, with the words marked; a hit in what is known about a thing leads to the thing.
std::string page_path_of(const search::Hit& hit, const std::string& query) {
    if (hit.kind != search::Kind::document || hit.page == 0) return {};
    const auto at = core::attached_page(hit.page);
    if (at.attachment != 0)
        return path_of(hit) + "/bilag/" + std::to_string(at.attachment) + "/pdf#page=" + std::to_string(at.page);
    auto path = path_of(hit) + "?visning=sider&side=" + std::to_string(hit.page);
    if (!query.empty()) path += "&q=" + percent_encoded(query);
    return path;
}

Json to_json(const search::Hit& hit, Language language, const std::string& query) {
    std::string people;
    for (const auto& person : hit.people) people += (people.empty() ? "" : ", ") + person;
    auto snippet = Json::array();
    for (const auto& part : hit.snippet) snippet.push_back({{"text", part.text}, {"is_marked", part.marked}});
    const auto page_path = page_path_of(hit, query);
    const auto at = core::attached_page(hit.page);
    return {
        {"path", path_of(hit)},
        {"title", hit.title},
        {"kind_text", spoken(language, hit.kind)},
        {"kind_icon", icon_of(hit.kind)},
        {"case_path", hit.in_case ? "/sager/" + std::to_string(hit.in_case->value) : std::string{}},
        {"case_number", hit.in_case ? hit.case_number : std::string{}},
        {"date", hit.date ? spoken_date(language, *hit.date) : std::string{}},
        {"people", std::move(people)},
        {"page", page_path.empty() ? 0 : at.page},
        {"attachment", at.attachment},
        {"page_path", page_path},
        {"snippet", std::move(snippet)},
    };
}

Json filter_json(std::string path, std::string text, std::string count, bool is_current) {
    return {
        {"path", std::move(path)}, {"text", std::move(text)}, {"count", std::move(count)}, {"is_current", is_current}};
}

/// The chosen year, where the two dates are its first and its last.
std::int64_t year_of(const search::Query& query) {
    using namespace std::chrono;
    if (!query.from || !query.to) return 0;
    const year_month_day from{*query.from};
    const year_month_day to{*query.to};
    const bool is_whole = from == from.year() / January / 1 && to == from.year() / December / 31;
    return is_whole ? int{from.year()} : 0;
}

void put_filters(
    Json& data, const search::Answer& answer, const search::Query& query, const Request& request, const Names& names
) {
    const auto language = page_language(request);
    const auto hits = [&](const search::Count& count) {
        return spoken_number(language, static_cast<std::int64_t>(count.hits));
    };
    auto& kinds = data["kinds"] = Json::array();
    for (const auto& count : answer.by_kind) {
        const auto kind = static_cast<search::Kind>(count.value);
        const bool is_current = query.kind == kind;
        kinds.push_back(filter_json(
            path_with(request, {{"kind", is_current ? "" : std::string{name_of(kind)}}}),
            spoken_many(language, kind),
            hits(count),
            is_current
        ));
    }
    auto& units = data["units"] = Json::array();
    for (const auto& count : answer.by_unit) {
        const core::UnitId unit{count.value};
        const bool is_current = query.unit == unit;
        const auto value = is_current ? std::string{} : std::to_string(unit.value);
        if (!names.unit(unit).empty())
            units.push_back(
                filter_json(path_with(request, {{"unit", value}}), names.unit(unit), hits(count), is_current)
            );
    }
    auto& years = data["years"] = Json::array();
    for (const auto& count : answer.by_year) {
        if (count.value <= 0) continue;
        const bool is_current = year_of(query) == count.value;
        const auto year = std::to_string(count.value);
        years.push_back(filter_json(
            path_with(
                request, {{"from", is_current ? "" : year + "-01-01"}, {"to", is_current ? "" : year + "-12-31"}}
            ),
            year,
            hits(count),
            is_current
        ));
    }
}

Json sorts_json(Language language, const search::Query& query, const Request& request) {
    const bool by_newest = query.order == search::Order::newest;
    return Json::array({
        {{"path", path_with(request, {{"order", ""}})},
         {"text", translate(language, "Bedste først")},
         {"is_current", !by_newest}},
        {{"path", path_with(request, {{"order", "newest"}})},
         {"text", translate(language, "Nyeste først")},
         {"is_current", by_newest}},
    });
}

std::string total_text(Language language, const search::Answer& answer) {
    const auto total = static_cast<std::int64_t>(answer.total);
    if (answer.total_is_exact) return translate_count(language, "{count} resultat", "{count} resultater", total);
    return translate(language, "Omkring {count} resultater", {{"count", spoken_number(language, total)}});
}

void put_paging(Json& data, const search::Answer& answer, const search::Query& query, const Request& request) {
    const std::int64_t offset = query.offset;
    const std::int64_t limit = query.limit;
    const auto shown = offset + std::ssize(answer.hits);
    if (offset > 0) {
        const auto before = std::max<std::int64_t>(0, offset - limit);
        data["previous_path"] = path_with(request, {{"offset", before == 0 ? "" : std::to_string(before)}});
    }
    const bool has_more = !answer.hits.empty() && static_cast<std::uint64_t>(shown) < answer.total;
    if (has_more && shown <= last_offset) data["next_path"] = path_with(request, {{"offset", std::to_string(shown)}});
}

void put_answer(
    Json& data, const search::Answer& answer, const search::Query& query, const Request& request, const Names& names
) {
    const auto language = page_language(request);
    data["has_answer"] = true;
    data["total"] = answer.total;
    data["total_text"] = total_text(language, answer);
    if (!answer.suggestion.empty())
        data["suggestion"] = {{"path", path_with(request, {{"q", answer.suggestion}})}, {"text", answer.suggestion}};
    for (const auto& hit : answer.hits) data["hits"].push_back(to_json(hit, language, query.text));
    put_filters(data, answer, query, request, names);
    data["sorts"] = sorts_json(language, query, request);
    put_paging(data, answer, query, request);
}

bool asks_for_something(const search::Query& query) {
    const bool has_words = query.text.find_first_not_of(' ') != std::string::npos;
    return has_words || query.kind || query.in_case || query.unit || query.from || query.to;
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "q")
        return translate(
            language,
            "Søgningen kunne ikke forstås. Den må være på højst 500 tegn og 50 ord, og højst fem af dem må ende på en "
            "stjerne."
        );
    return translate(language, "Et af filtrene i adressen findes ikke. Søg igen fra feltet øverst.");
}

Json nothing_yet(const std::string& text) {
    Json data{{"query", text}, {"has_answer", false}, {"error", ""}, {"total", 0}, {"total_text", ""}};
    data["suggestion"] = nullptr;
    for (const auto* name : {"kinds", "units", "years", "sorts", "hits"}) data[name] = Json::array();
    data["previous_path"] = data["next_path"] = "";
    return data;
}

Result<Response> get_search(const SearchDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto typed = request.query_value("q").value_or("");
    auto data = nothing_yet(typed);
    int status = 200;
    const auto find = [&]() -> Result<void> {
        TRY(auto query, search_query_of(request));
        if (!asks_for_something(query)) return core::done();
        query.groups = caller.principal.groups;
        TRY(const auto answer, desk.search.find(query));
        return desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
            put_answer(data, answer, query, request, *desk.names->of(tx, caller));
            return core::done();
        });
    };
    if (const auto found = find(); found.has_error()) {
        if (found.error().code != ErrorCode::invalid_input) return found.error();
        data["error"] = said_of(language, found.error());
        status = 422;
    }
    auto frame = staff_frame(request, caller, translate(language, "Søg"), desk.workplace);
    frame.search = typed;
    return page(desk.workplace, "cases/search", data, frame, status);
}

}  // namespace

void add_search_pages(Router& router, Identity& identity, const SearchPages& pages) {
    const auto search = [desk = SearchDesk{pages}](const Request& request, const Caller& caller) {
        return get_search(desk, request, caller);
    };
    router.add(Method::get, "/soeg", signed_in(identity, search));
}

}  // namespace services
