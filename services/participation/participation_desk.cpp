#include "services/participation/participation_desk.hpp"

#include <algorithm>

#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/store/document_store.hpp"

namespace services {

using core::ErrorCode;
using Json = nlohmann::json;

void add_participation(Router& router, Identity& identity, const ParticipationDesk& desk) {
    add_open_hearings(router, desk);
    add_hearing_feeds(router, desk);
    add_shown_files(router, desk);
    add_open_cases(router, desk);
    add_case_feeds(router, desk);
    add_followed_pages(router, identity, desk);
    add_followed_api(router, identity, desk);
    add_hearing_pages(router, identity, desk);
    add_answer_pages(router, identity, desk);
    add_idea_judging(router, identity, desk);
    add_hearing_api(router, identity, desk);
}

std::string site_of(const ParticipationDesk& desk, const Request& request) {
    if (!desk.public_url.empty()) return desk.public_url;
    return std::string{request.is_tls ? "https://" : "http://"} + std::string{request.header("host")};
}

Acting acting_of(const ParticipationDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}

core::Date today_of(const ParticipationDesk& desk) {
    return core::danish_date(desk.workplace.clock.now());
}

bool is_told(const core::Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict;
}

Json pickable_json(Transaction& tx, Language language, core::CaseId on, const std::vector<ShownPick>& picked) {
    auto list = Json::array();
    for (const auto& one : DocumentStore{tx}.of_case(on, newest_first, document_limit)) {
        if (one.withdrawn) continue;
        const auto chosen = std::ranges::find(picked, one.id, &ShownPick::document);
        const bool is_selected = chosen != picked.end();
        list.push_back({
            {"id", one.id.value},
            {"number", one.number},
            {"title", one.title},
            {"public_title", is_selected && !chosen->title.empty() ? chosen->title : one.public_title},
            {"date", spoken_date(language, core::danish_date(one.journaled_at))},
            {"path", document_path(one.id)},
            {"is_selected", is_selected},
        });
    }
    return list;
}

std::vector<ShownPick> typed_picks(const Request& request) {
    std::vector<ShownPick> picks;
    for (const auto& part : request.parts) {
        if (part.name != "document") continue;
        const auto id = core::whole_number(part.value);
        if (id) picks.push_back({core::DocumentId{*id}, request.form_value("title-" + part.value)});
    }
    return picks;
}

core::Result<std::vector<ShownPick>> picks_in(const Json& body, const char* name) {
    std::vector<ShownPick> picks;
    if (!body.contains(name)) return picks;
    const auto& list = body.at(name);
    const core::Error wrong{
        ErrorCode::invalid_input, "documents are objects with `document` and perhaps `title`", name};
    if (!list.is_array() || list.size() > shown_documents_max) return wrong;
    for (const auto& one : list) {
        if (!one.is_object()) return wrong;
        Members members{one};
        const auto document = members.number("document");
        auto title = members.text_or("title", "");
        if (members.check().has_error()) return wrong;
        picks.push_back({core::DocumentId{document}, std::move(title)});
    }
    return picks;
}

std::vector<ShownPick> picks_of(const std::vector<ShownDocument>& shown) {
    std::vector<ShownPick> picks;
    picks.reserve(shown.size());
    for (const auto& one : shown) picks.push_back({one.document, one.title});
    return picks;
}

}  // namespace services
