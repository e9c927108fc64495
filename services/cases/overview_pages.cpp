#include "core/utf8.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/visits.hpp"
#include "services/store/access_reminder_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/task_store.hpp"

/// What someone begins the day with: their tasks, the cases they have starred, and those they had before them lately.
namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t starred_max = 50;
constexpr std::int64_t recent_max = 12;
constexpr std::int64_t news_max = 20;  ///< "20 or more" says enough

Json visited_json(
    Transaction& tx, const VisitStore::Visited& one, const Caller& caller, Language language, core::Timestamp now
) {
    const auto news = news_since(tx, caller.id(), one.visit, news_max);
    return {
        {"path", case_path(one.visit.of)},
        {"number", one.number},
        {"title", one.title},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
        {"seen", one.visit.seen_at ? spoken_time(language, *one.visit.seen_at, now) : std::string{}},
        {"news", news.size()},
        {"is_starred", one.visit.is_starred},
    };
}

Json visited_list(
    Transaction& tx,
    const std::vector<VisitStore::Visited>& cases,
    const Caller& caller,
    Language language,
    core::Timestamp now
) {
    auto list = Json::array();
    for (const auto& one : cases) list.push_back(visited_json(tx, one, caller, language, now));
    return list;
}

/// Drafts that wait for the reader's approval, or that of somebody whom they stand in for.
Json approvals_json(Transaction& tx, const Caller& caller, const Names& names, Language language, core::Timestamp now) {
    constexpr std::int64_t shown = 50;
    auto asked = caller.principal.stands_in_for;
    asked.push_back(caller.id());
    auto list = Json::array();
    for (const auto& draft : DraftStore{tx}.waiting_for(caller.id(), asked, shown)) {
        const auto on = CaseStore{tx}.find(draft.in_case);
        list.push_back({
            {"path", case_path(draft.in_case) + "/kladder/" + std::to_string(draft.id.value)},
            {"title", draft.title},
            {"number", on->number},
            {"asked_by", names.person(draft.asked->by)},
            {"asked", spoken_time(language, draft.asked->at, now)},
        });
    }
    return list;
}

/// Requests for access that one was reminded of, as a caseworker or, where they are late, as a leader.
Json pressing_json(Transaction& tx, const Caller& caller, Language language) {
    constexpr std::size_t shown = 90;
    auto list = Json::array();
    for (const auto& one : AccessReminderStore{tx}.pressing(caller.id())) {
        const bool is_late = one.stage == core::AccessReminder::late;
        list.push_back({
            {"path", "/aktindsigter/" + std::to_string(one.request.value)},
            {"number", one.case_number},
            {"about", core::first_words(one.asked_for, shown)},
            {"due", spoken_day(language, one.due)},
            {"stage_text",
             is_late                                    ? translate(language, "Over fristen")
             : one.stage == core::AccessReminder::today ? translate(language, "Sidste dag")
                                                        : translate(language, "Snart")},
            {"tone", is_late ? "bad" : "warn"},
        });
    }
    return list;
}

Result<Response> get_overview(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto counts = TaskStore{tx}.counts(caller.id(), core::danish_date(now));
        const VisitStore visits{tx};
        data = {
            {"tasks",
             Json{{"overdue", counts.overdue}, {"soon", counts.reminded - counts.overdue}, {"open", counts.open}}},
            {"approvals", approvals_json(tx, caller, *desk.names->of(tx, caller), language, now)},
            {"pressing", pressing_json(tx, caller, language)},
            {"starred", visited_list(tx, visits.starred(caller.id(), starred_max), caller, language, now)},
            {"recent", visited_list(tx, visits.recent(caller.id(), recent_max), caller, language, now)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Overblik"), desk.workplace);
    return page(desk.workplace, "cases/overview", data, frame);
}

Result<Response> post_star(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const bool is_starred = request.form_value("starred") == "1";
    TRY(desk.workplace.db.write([&](Transaction& tx) { return set_star(tx, caller.principal, id, is_starred); }));
    return with_toast(
        redirect(case_path(id)), is_starred ? "Sagen har fået en stjerne." : "Sagen har ikke en stjerne mere."
    );
}

/// The page tells it itself, once it has been looked at for a moment: opening a case shall not wait for a disk.
Result<Response> post_visit(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return note_visit(tx, {caller.principal, desk.workplace.clock.now()}, id);
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

}  // namespace

void put_news(const CaseViewing& viewing, Json& data) {
    data["news"] = Json::array();
    data["news_since"] = "";
    const auto visit = VisitStore{viewing.tx}.find(viewing.caller.id(), viewing.one.id);
    if (!visit || !visit->seen_at) return;
    constexpr std::int64_t shown = 5;
    for (const auto& event : news_since(viewing.tx, viewing.caller.id(), *visit, shown))
        data["news"].push_back({
            {"text", spoken_event(viewing.language, event, viewing.names)},
            {"actor", event.actor ? viewing.names.person(event.actor) : std::string{"Saglig"}},
            {"time", spoken_time(viewing.language, event.at, viewing.now)},
        });
    data["news_since"] = spoken_time(viewing.language, *visit->seen_at, viewing.now);
}

void add_overview_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/overblik", get_overview);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/stjerne", post_star);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/set", post_visit);
}

}  // namespace services
