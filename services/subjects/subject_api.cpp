#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/subject_store.hpp"
#include "services/subjects/subject_routes.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::SchemeEntry;
using Json = nlohmann::json;

namespace {

constexpr std::size_t query_bytes_max = 400;

Json date_json(const std::optional<core::Date>& date) {
    return date ? Json(core::iso_date(*date)) : Json(nullptr);
}

Json text_or_null(std::string_view text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json retention_json(core::Retention retention) {
    return {{"code", text_or_null(core::code_of(retention))}, {"preserved", core::is_preserved(retention)}};
}

Json head_json(const SchemeEntry& entry, core::Date today) {
    return {
        {"number", entry.number},
        {"title", entry.title},
        {"kind", core::name_of(entry.kind)},
        {"in_use", !core::is_retired(entry, today)},
        {"retired_on", date_json(entry.retired)},
        {"successors", entry.successors},
        {"note", entry.note},
        {"retention", retention_json(entry.retention)},
        {"deletion", text_or_null(entry.deletion)},
    };
}

Json path_json(const SubjectIndex& index, std::string_view number) {
    auto path = Json::array();
    for (const auto* above : index.path(number)) path.push_back({{"number", above->number}, {"title", above->title}});
    return path;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

Result<bool> retired_too(const Request& request) {
    const auto text = request.query_value("retired").value_or("false");
    if (text != "true" && text != "false")
        return Error{ErrorCode::invalid_input, "retired is true or false", "retired"};
    return text == "true";
}

/// Found by what someone typed, or else what stands one level under a number.
Result<Response> list_subjects(const SubjectDesk& desk, const Request& request, const Caller&) {
    TRY(const auto limit, limit_of(request, 20));
    TRY(const auto with_retired, retired_too(request));
    const auto query = request.query_value("q");
    const auto under = request.query_value("under").value_or("");
    if (query && query->size() > query_bytes_max) return Error{ErrorCode::invalid_input, "the query is too long", "q"};
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto index = desk.index(tx);
        auto items = Json::array();
        const auto add = [&](const SubjectIndex::Found& found) {
            auto item = head_json(*found.entry, desk.today());
            item["path"] = path_json(*index, found.entry->number);
            item["matched_keywords"] = found.keywords;
            item["replaces"] = text_or_null(found.replaces);
            items.push_back(std::move(item));
        };
        if (query) {
            const auto scope = with_retired ? SubjectIndex::Scope::all : SubjectIndex::Scope::in_use;
            for (const auto& found : index->find(*query, static_cast<std::size_t>(limit), scope)) add(found);
        } else {
            if (!under.empty() && index->entry(under) == nullptr)
                return Error{ErrorCode::invalid_input, "there is no such number in the scheme", "under"};
            for (const auto* entry : index->children(under))
                if (with_retired || !core::is_retired(*entry, desk.today())) add({entry, {}});
        }
        return json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> read_subject(const SubjectDesk& desk, const Request& request, const Caller&) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto index = desk.index(tx);
        const auto* entry = index->entry(request.parameter("number"));
        if (entry == nullptr) return Error{ErrorCode::not_found, "there is no such number in the scheme"};
        auto body = head_json(*entry, desk.today());
        body["path"] = path_json(*index, entry->number);
        body["keywords"] = entry->keywords;
        body["guidance"] = lines_of(entry->guidance);
        body["sources"] = lines_of(entry->sources);
        body["created_on"] = date_json(entry->created);
        body["changed_on"] = date_json(entry->changed);
        body["uuid"] = text_or_null(entry->uuid);
        auto& usable = body["usable_successors"] = Json::array();
        for (const auto* successor : index->successors(*entry))
            usable.push_back({{"number", successor->number}, {"title", successor->title}});
        auto& changes = body["changes"] = Json::array();
        for (const auto& change : SubjectStore{tx}.changes_of(entry->number))
            changes.push_back(
                {{"edition", core::iso_date(change.published)},
                 {"what", change.what},
                 {"was", Json::parse(change.was, nullptr, false)}}
            );
        return json(body.dump());
    });
}

Result<Response> list_facets(const SubjectDesk& desk, const Request& request, const Caller&) {
    const auto number = request.query_value("subject");
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const SubjectStore subjects{tx};
        const auto subject = number ? subjects.find(*number) : std::nullopt;
        if (number && !subject) return Error{ErrorCode::invalid_input, "there is no such subject", "subject"};
        auto items = Json::array();
        for (const auto& facet : subjects.facets(desk.today())) {
            Json item{{"code", facet.code}, {"title", facet.title}, {"retention", retention_json(facet.retention)}};
            if (subject) item["case_retention"] = retention_json(retention_of(subject->retention, facet.retention));
            items.push_back(std::move(item));
        }
        return json(Json{{"items", std::move(items)}}.dump());
    });
}

}  // namespace

void add_subject_api(Router& router, Identity& identity, const SubjectDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/subjects", list_subjects);
    add(Method::get, "/api/v1/subjects/{number}", read_subject);
    add(Method::get, "/api/v1/facets", list_facets);
}

}  // namespace services
