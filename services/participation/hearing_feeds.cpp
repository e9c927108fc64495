#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "services/participation/feed.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/store/hearing_store.hpp"

/// Hearings as an Atom feed and as open data.
namespace services {

using core::Hearing;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t feed_length = 100;
constexpr std::int64_t data_length = 1'000;
constexpr std::int64_t answers_length = 10'000;
std::string path_of(const Hearing& one) {
    return "/hoeringer/" + std::to_string(one.id.value);
}

/// GET /hoeringer.atom
Result<Response> get_atom(const ParticipationDesk& desk, const Request& request) {
    const auto site = site_of(desk, request);
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        Feed feed{site, "/hoeringer", "Høringer", desk.workplace.authority};
        for (const auto& listed : HearingStore{tx}.published(0, feed_length)) {
            const auto& one = listed.hearing;
            const auto time = core::iso_date(one.opens) + " – " + core::iso_date(one.closes);
            feed.add({path_of(one), one.title, time + " · " + listed.unit, one.published_at, one.changed_at});
        }
        for (const auto& one : HearingStore{tx}.taken_down(feed_length))
            feed.add_gone(path_of(one), one.taken_down_at.value_or(core::Timestamp{}));
        return feed.response(desk.workplace.clock.now());
    });
}

Json answers_json(Transaction& tx, const Hearing& one) {
    auto answers = Json::array();
    if (!one.shows_answers) return answers;
    for (const auto& answer : HearingStore{tx}.answers(one.id, core::AnswerShowing::shown, 0, answers_length))
        answers.push_back({
            {"number", answer.number},
            {"name", answer.shown_name},
            {"received_on", core::iso_date(core::danish_date(answer.received_at))},
            {"is_late", answer.is_late},
            {"text", answer.shown_text},
        });
    return answers;
}

Json to_json(Transaction& tx, const ListedHearing& listed, const std::string& site, core::Date today) {
    const auto& one = listed.hearing;
    return {
        {"id", one.id.value},
        {"url", site + path_of(one)},
        {"title", one.title},
        {"text", one.text},
        {"unit", listed.unit},
        {"case_number", listed.case_number},
        {"opens_on", core::iso_date(one.opens)},
        {"closes_on", core::iso_date(one.closes)},
        {"phase", name_of(core::phase_of(one, today))},
        {"answers_taken", one.answers},
        {"answers", answers_json(tx, one)},
        {"summary", one.summary_shown_at ? Json(one.summary) : Json(nullptr)},
    };
}

/// GET /hoeringer.json
Result<Response> get_data(const ParticipationDesk& desk, const Request& request) {
    const auto site = site_of(desk, request);
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& one : HearingStore{tx}.published(0, data_length))
            items.push_back(to_json(tx, one, site, today_of(desk)));
        const bool is_complete = std::ssize(items) < data_length;
        return open_json(
            {{"authority", desk.workplace.authority}, {"is_complete", is_complete}, {"hearings", std::move(items)}}
        );
    });
}

}  // namespace

void add_hearing_feeds(Router& router, const ParticipationDesk& desk) {
    router.add(Method::get, "/hoeringer.atom", [desk](const Request& request) { return get_atom(desk, request); });
    router.add(Method::get, "/hoeringer.json", [desk](const Request& request) { return get_data(desk, request); });
}

}  // namespace services
