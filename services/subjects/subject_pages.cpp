#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/utf8.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/subject_store.hpp"
#include "services/subjects/subject_routes.hpp"
#include "services/subjects/subjects.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::SchemeEntry;
using Json = nlohmann::json;

namespace {

constexpr std::size_t options_max = 20;
constexpr std::size_t found_max = 100;

std::string entry_path(std::string_view number) {
    return "/emner/" + std::string{number};
}

std::string numbered(const SchemeEntry& entry) {
    return entry.number + " " + entry.title;
}

std::string crumbs_text(const SubjectIndex& index, std::string_view number) {
    std::string text;
    for (const auto* above : index.path(number)) text += (text.empty() ? "" : " › ") + above->title;
    return text;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

/// The quieter line under an option: where it stands, why it was found, and how long it is kept.
std::string option_detail(Language language, const SubjectIndex& index, const SubjectIndex::Found& found) {
    auto text = crumbs_text(index, found.entry->number);
    const auto add = [&](const std::string& part) {
        if (!part.empty()) text += (text.empty() ? "" : " · ") + part;
    };
    if (!found.replaces.empty()) add(translate(language, "Afløser {number}", {{"number", found.replaces}}));
    if (!found.keywords.empty())
        add(translate(language, "stikord: {keywords}", {{"keywords", joined(found.keywords)}}));
    add(spoken(language, found.entry->retention));
    return text;
}

Result<Response> get_options(const SubjectDesk& desk, const Request& request, const Caller&) {
    const auto typed = core::first_words(request.query_value("q").value_or(""), 100);
    if (typed.empty()) return html("");
    const auto language = page_language(request);
    auto options = Json::array();
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto index = desk.index(tx);
        for (const auto& found : index->find(typed, options_max))
            options.push_back(
                {{"value", found.entry->number},
                 {"text", numbered(*found.entry)},
                 {"detail", option_detail(language, *index, found)}}
            );
        return core::done();
    }));
    PageFrame frame;
    frame.language = language;
    return html(desk.workplace.pages.render_fragment(
        "cases/options", {{"options", std::move(options)}, {"query", typed}}, frame
    ));
}

Json row_json(Language language, const SchemeEntry& entry, core::Date today) {
    const bool has_code = entry.kind == core::SchemeKind::subject || entry.kind == core::SchemeKind::facet;
    return {
        {"path", entry_path(entry.number)},
        {"number", entry.number},
        {"title", entry.title},
        {"note", core::is_retired(entry, today) ? std::string{} : entry.note},
        {"retention", has_code ? spoken(language, entry.retention) : std::string{}},
        {"retired", retired_text(language, entry, today)},
        {"crumbs", ""},
        {"keywords", ""},
    };
}

Json rows_under(Language language, const SubjectIndex& index, std::string_view number, bool with_retired) {
    auto rows = Json::array();
    for (const auto* entry : index.children(number))
        if (with_retired || !core::is_retired(*entry, index.today()))
            rows.push_back(row_json(language, *entry, index.today()));
    return rows;
}

Json rows_found(Language language, const SubjectIndex& index, const std::string& query, bool with_retired) {
    auto rows = Json::array();
    const auto scope = with_retired ? SubjectIndex::Scope::all : SubjectIndex::Scope::in_use;
    for (const auto& found : index.find(query, found_max, scope)) {
        auto row = row_json(language, *found.entry, index.today());
        row["crumbs"] = crumbs_text(index, found.entry->number);
        row["keywords"] = joined(found.keywords);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string edition_text(Transaction& tx, Language language) {
    const auto edition = SubjectStore{tx}.newest(SchemeName::subjects);
    if (!edition) return {};
    return translate(language, "KLE, udgaven fra {date}", {{"date", spoken_date(language, edition->published)}});
}

bool asks_for_retired(const Request& request) {
    return request.query_value("udgaaede") == "ja";
}

Result<Response> get_list(const SubjectDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto query = core::first_words(request.query_value("q").value_or(""), 100);
    const bool with_retired = asks_for_retired(request);
    TRY(const auto data, desk.workplace.db.read([&](Transaction& tx) -> Result<Json> {
        const auto index = desk.index(tx);
        auto rows = query.empty() ? rows_under(language, *index, "", with_retired)
                                  : rows_found(language, *index, query, with_retired);
        // A scheme of the authority's own may have subjects alone.
        if (query.empty() && rows.empty()) {
            for (const auto& entry : SubjectStore{tx}.all(SchemeName::subjects))
                rows.push_back(row_json(language, entry, desk.today()));
        }
        return Json{
            {"query", query},
            {"with_retired", with_retired},
            {"edition", edition_text(tx, language)},
            {"is_search", !query.empty()},
            {"is_without_scheme", SubjectStore{tx}.is_empty()},
            {"rows", std::move(rows)},
        };
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Emner"), desk.workplace);
    return page(desk.workplace, "subjects/list", data, frame);
}

Json guidance_json(const std::string& text) {
    auto lines = Json::array();
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        const auto line = text.substr(begin, end - begin);
        const bool is_item = line.starts_with("- ");
        lines.push_back({{"text", is_item ? line.substr(2) : line}, {"is_item", is_item}});
        begin = end + 1;
    }
    return lines;
}

Json changes_json(Transaction& tx, Language language, std::string_view number) {
    auto changes = Json::array();
    for (const auto& change : SubjectStore{tx}.changes_of(number)) {
        const auto was = Json::parse(change.was, nullptr, false);
        std::string text = change.what == "added"     ? translate(language, "Tilføjet")
                           : change.what == "retired" ? translate(language, "Udgået")
                                                      : translate(language, "Ændret");
        if (was.is_object() && was.contains("title") && was["title"].is_string())
            text += translate(language, ", hed før »{title}«", {{"title", was["title"].get<std::string>()}});
        changes.push_back({{"date", spoken_date(language, change.published)}, {"text", std::move(text)}});
    }
    return changes;
}

Json entry_json(Transaction& tx, Language language, const SubjectIndex& index, const SchemeEntry& entry) {
    auto data = row_json(language, entry, index.today());
    auto& crumbs = data["crumbs"] = Json::array();
    for (const auto* above : index.path(entry.number))
        crumbs.push_back({{"path", entry_path(above->number)}, {"text", numbered(*above)}});
    auto& successors = data["successors"] = Json::array();
    for (const auto* successor : index.successors(entry))
        successors.push_back({{"path", entry_path(successor->number)}, {"text", numbered(*successor)}});
    data["deletion"] = deletion_text(language, entry.deletion);
    data["keywords"] = joined(entry.keywords);
    data["guidance"] = guidance_json(entry.guidance);
    data["sources"] = guidance_json(entry.sources);
    data["changes"] = changes_json(tx, language, entry.number);
    return data;
}

Result<Response> get_entry(const SubjectDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const bool with_retired = asks_for_retired(request);
    std::string title;
    TRY(const auto data, desk.workplace.db.read([&](Transaction& tx) -> Result<Json> {
        const auto index = desk.index(tx);
        const auto* entry = index->entry(request.parameter("number"));
        if (entry == nullptr) return Error{ErrorCode::not_found, "there is no such number in the scheme"};
        title = numbered(*entry);
        return Json{
            {"entry", entry_json(tx, language, *index, *entry)},
            {"rows", rows_under(language, *index, entry->number, with_retired)},
            {"is_subject", entry->kind == core::SchemeKind::subject},
            {"with_retired", with_retired},
            {"edition", edition_text(tx, language)},
        };
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "subjects/show", data, frame);
}

Result<Response> get_editions(const SubjectDesk& desk, const Request& request, const Caller& caller) {
    if (!core::may_anywhere(caller.principal, core::Action::administer))
        return Error{ErrorCode::forbidden, "the role does not carry the right to administer"};
    const auto language = page_language(request);
    TRY(const auto data, desk.workplace.db.read([&](Transaction& tx) -> Result<Json> {
        const SubjectStore subjects{tx};
        auto editions = Json::array();
        for (const auto& edition : subjects.editions())
            editions.push_back({
                {"scheme",
                 edition.scheme == SchemeName::subjects ? translate(language, "Emneplan")
                                                        : translate(language, "Handlingsfacetter")},
                {"published", spoken_date(language, edition.published)},
                {"imported", spoken_time(language, edition.imported_at, desk.now())},
                {"imported_exact", exact_time(language, edition.imported_at)},
                {"file_name", edition.file_name},
                {"added", spoken_number(language, edition.added)},
                {"changed", spoken_number(language, edition.changed)},
                {"retired", spoken_number(language, edition.retired)},
            });
        std::int64_t in_use = 0, retired = 0;
        for (const auto& entry : subjects.all(SchemeName::subjects)) {
            if (entry.kind != core::SchemeKind::subject) continue;
            ++(core::is_retired(entry, desk.today()) ? retired : in_use);
        }
        const auto facets = std::ssize(subjects.facets(desk.today()));
        return Json{
            {"editions", std::move(editions)},
            {"in_use", spoken_number(language, in_use)},
            {"retired", spoken_number(language, retired)},
            {"facets", spoken_number(language, facets)},
        };
    }));
    const auto frame = staff_frame(request, caller, "KLE", desk.workplace);
    return page(desk.workplace, "subjects/editions", data, frame);
}

}  // namespace

void add_subject_pages(Router& router, Identity& identity, const SubjectDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/kle/forslag", get_options);
    add(Method::get, "/emner", get_list);
    add(Method::get, "/emner/{number}", get_entry);
    add(Method::get, "/administration/kle", get_editions);
}

void add_subject_routes(Router& router, Identity& identity, const Workplace& workplace) {
    const SubjectDesk desk{workplace};
    add_subject_api(router, identity, desk);
    add_subject_pages(router, identity, desk);
}

}  // namespace services
