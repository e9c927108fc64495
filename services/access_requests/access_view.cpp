#include "services/access_requests/access_view.hpp"

#include <algorithm>

#include "core/rules/exemptions.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/cases/case_desk.hpp"
#include "services/web/words.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

std::string tone_of(core::AccessDecision decision) {
    switch (decision) {
        case core::AccessDecision::give:
            return "good";
        case core::AccessDecision::partly:
            return "warn";
        case core::AccessDecision::refuse:
            return "bad";
    }
    return {};
}

}  // namespace

Json document_json(const ListedAccessDocument& row, Language language, const std::string& request_path) {
    const auto& chosen = row.chosen;
    auto paragraphs = Json::array();
    for (const auto& key : chosen.exemptions)
        if (const auto* one = core::exemption_named(key)) paragraphs.push_back(core::cited(*one));
    const auto path = request_path + "/dokumenter/" + std::to_string(chosen.document.value);
    Json json{
        {"place", chosen.place},
        {"is_readable", row.document.has_value()},
        {"title", ""},
        {"number", ""},
        {"path", ""},
        {"decide_path", ""},
        {"remove_path", path + "/fjern"},
        {"date", ""},
        {"direction_text", ""},
        {"correspondent", ""},
        {"same_as", row.same_as},
        {"decision", chosen.decision ? spoken(language, *chosen.decision) : std::string{}},
        {"tone", chosen.decision ? tone_of(*chosen.decision) : std::string{}},
        {"paragraphs", std::move(paragraphs)},
    };
    if (!row.document) return json;
    const auto& document = *row.document;
    json["title"] = document.title;
    json["number"] = row.case_number + "-" + std::to_string(document.number);
    json["path"] = document_path(document.id);
    json["decide_path"] = path;
    json["date"] = spoken_date(language, document.letter_date.value_or(document.received));
    json["direction_text"] = spoken(language, document.direction);
    json["correspondent"] = document.correspondent;
    return json;
}

Json documents_json(const std::vector<ListedAccessDocument>& rows, Language language, const std::string& request_path) {
    auto list = Json::array();
    for (const auto& row : rows) list.push_back(document_json(row, language, request_path));
    return list;
}

std::int64_t undecided(const std::vector<ListedAccessDocument>& rows) {
    return std::ranges::count_if(rows, [](const ListedAccessDocument& row) { return !row.chosen.decision; });
}

std::optional<core::AccessOutcome> outcome_of_listed(const std::vector<ListedAccessDocument>& rows) {
    if (rows.empty()) return std::nullopt;
    std::vector<core::AccessDocument> documents;
    documents.reserve(rows.size());
    for (const auto& row : rows) documents.push_back(row.chosen);
    return core::outcome_of(documents);
}

std::string time_used_text(Language language, std::int64_t minutes) {
    constexpr std::int64_t an_hour = 60;
    if (minutes < an_hour) return translate_count(language, "{count} minut", "{count} minutter", minutes);
    auto text = translate_count(language, "{count} time", "{count} timer", minutes / an_hour);
    if (minutes % an_hour != 0)
        text += " " + translate_count(language, "og {count} minut", "og {count} minutter", minutes % an_hour);
    return text;
}

std::vector<std::string> typed_all(const Request& request, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& part : request.parts)
        if (part.name == name) values.push_back(part.value);
    return values;
}

}  // namespace services
