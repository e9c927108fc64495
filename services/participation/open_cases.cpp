#include <algorithm>

#include "core/whole_number.hpp"
#include "services/participation/feed.hpp"
#include "services/participation/followed_cases.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/participation/shown_files.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Cases that everyone may follow: pages, the feed and open data.
namespace services {

using core::Error;
using core::ErrorCode;
using core::FollowedCase;
using core::FollowedCaseId;
using core::HearingState;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t cases_at_once = 50;
constexpr std::int64_t feed_length = 100;
constexpr std::int64_t data_length = 1'000;

std::string path_of(FollowedCaseId id) {
    return "/aktuelle-sager/" + std::to_string(id.value);
}

PageFrame frame_of(const ParticipationDesk& desk, const Request& request, std::string title, bool is_list = false) {
    const auto language = page_language(request);
    std::vector<Link> above{{"/", translate(language, "Forside")}};
    if (!is_list) above.push_back({"/aktuelle-sager", translate(language, "Aktuelle sager")});
    return public_frame(request, std::move(title), std::move(above), desk.workplace);
}

std::string spoken_progress(Language language, bool is_closed) {
    return is_closed ? translate(language, "Afsluttet") : translate(language, "Under behandling");
}

/// GET /aktuelle-sager
Result<Response> get_cases(const ParticipationDesk& desk, const Request& request) {
    const auto language = page_language(request);
    const auto from =
        std::max<std::int64_t>(0, core::whole_number(request.query_value("fra").value_or("")).value_or(0));
    Json data{{"cases", Json::array()}, {"more_path", ""}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        auto all = FollowedCaseStore{tx}.published(from, cases_at_once + 1);
        if (std::ssize(all) > cases_at_once) {
            all.pop_back();
            data["more_path"] = "/aktuelle-sager?fra=" + std::to_string(from + cases_at_once);
        }
        for (const auto& one : all)
            data["cases"].push_back({
                {"path", path_of(one.followed.id)},
                {"title", one.followed.title},
                {"state_text", spoken_progress(language, one.is_closed)},
                {"tone", one.is_closed ? "" : "busy"},
                {"changed", spoken_date(language, core::danish_date(one.followed.changed_at))},
                {"unit", one.unit},
            });
        return core::done();
    }));
    return page(
        desk.workplace,
        "participation/open_cases",
        data,
        frame_of(desk, request, translate(language, "Aktuelle sager"), /*is_list=*/true)
    );
}

std::string spoken_step(Language language, const PublicStep& step) {
    switch (step.kind) {
        case PublicStep::Kind::followed:
            return translate(language, "Sagen kan følges her");
        case PublicStep::Kind::hearing_opens:
            return translate(language, "Høring åbner");
        case PublicStep::Kind::hearing_closes:
            return translate(language, "Sidste dag for svar på høring");
        case PublicStep::Kind::hearing_summed_up:
            return translate(language, "Det kom der ud af høringen");
        case PublicStep::Kind::document:
            return translate(language, "Dokument");
        case PublicStep::Kind::meeting:
            return translate(language, "Møde");
        case PublicStep::Kind::decision:
            return translate(language, "Beslutning");
        case PublicStep::Kind::other:
            break;
    }
    return {};
}

Json steps_json(Language language, const std::vector<PublicStep>& steps, core::Date today) {
    auto list = Json::array();
    for (const auto& step : steps)
        list.push_back({
            {"day", spoken_date(language, step.on)},
            {"date", core::iso_date(step.on)},
            {"what", spoken_step(language, step)},
            {"text", step.text},
            {"path", step.path},
            {"is_ahead", step.on > today},
        });
    return list;
}

Result<Response> gone_case(const ParticipationDesk& desk, const Request& request, const FollowedCase& one) {
    const auto language = page_language(request);
    const Json data{{"gone_text", spoken_takedown(language, one.taken_down_at, one.exemption)}};
    return page(
        desk.workplace,
        "participation/gone",
        data,
        frame_of(desk, request, translate(language, "Siden om sagen er taget ned")),
        410
    );
}

/// GET /aktuelle-sager/{id}
Result<Response> get_case(const ParticipationDesk& desk, const Request& request) {
    const auto language = page_language(request);
    std::optional<FollowedCase> one;
    std::vector<core::DocumentId> to_draw;
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        one = FollowedCaseStore{tx}.find(FollowedCaseId{request.id_parameter("id")});
        if (!one || one->state == HearingState::draft) return Error{ErrorCode::not_found, "there is no such case"};
        if (one->state == HearingState::taken_down) return core::done();
        const auto on = CaseStore{tx}.find(one->in_case);
        const auto unit = on ? UnitStore{tx}.find(on->unit) : std::nullopt;
        const bool is_closed = on && on->state == core::CaseState::closed;
        data = {
            {"title", one->title},
            {"summary", one->summary},
            {"state_text", spoken_progress(language, is_closed)},
            {"tone", is_closed ? "" : "busy"},
            {"case_number", on ? on->number : std::string{}},
            {"unit", unit ? unit->name : std::string{}},
            {"contact", one->contact},
            {"changed", spoken_date(language, core::danish_date(one->changed_at))},
            {"documents",
             shown_json(tx, desk, language, ShownDocumentStore{tx}.of(ShownBy::followed_case, one->id.value), to_draw)},
            {"steps", steps_json(language, public_steps(tx, *one), today_of(desk))},
            {"ask_path", "/aktindsigt?sag=" + std::to_string(one->id.value)},
        };
        return core::done();
    }));
    if (one->state == HearingState::taken_down) return gone_case(desk, request, *one);
    TRY(have_drawn(desk, to_draw));
    return page(desk.workplace, "participation/open_case", data, frame_of(desk, request, one->title));
}

/// GET /aktuelle-sager.atom
Result<Response> get_case_feed(const ParticipationDesk& desk, const Request& request) {
    const auto site = site_of(desk, request);
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        Feed feed{site, "/aktuelle-sager", "Aktuelle sager", desk.workplace.authority};
        for (const auto& listed : FollowedCaseStore{tx}.published(0, feed_length)) {
            const auto& one = listed.followed;
            feed.add({path_of(one.id), one.title, one.summary, one.published_at, one.changed_at});
        }
        for (const auto& one : FollowedCaseStore{tx}.taken_down(feed_length))
            feed.add_gone(path_of(one.id), one.taken_down_at.value_or(core::Timestamp{}));
        return feed.response(desk.workplace.clock.now());
    });
}

Json data_of(Transaction& tx, const ListedFollowedCase& listed, const std::string& site) {
    const auto& one = listed.followed;
    auto steps = Json::array();
    const auto whole = FollowedCaseStore{tx}.find(one.id);
    for (const auto& step : public_steps(tx, whole.value_or(one)))
        steps.push_back({
            {"on", core::iso_date(step.on)},
            {"kind", name_of(step.kind)},
            {"text", step.text},
            {"url", step.path.empty() ? Json(nullptr) : Json(site + step.path)},
        });
    return {
        {"id", one.id.value},
        {"url", site + path_of(one.id)},
        {"title", one.title},
        {"summary", one.summary},
        {"case_number", listed.case_number},
        {"unit", listed.unit},
        {"contact", one.contact},
        {"is_closed", listed.is_closed},
        {"changed_on", core::iso_date(core::danish_date(one.changed_at))},
        {"steps", std::move(steps)},
    };
}

/// GET /aktuelle-sager.json
Result<Response> get_case_data(const ParticipationDesk& desk, const Request& request) {
    const auto site = site_of(desk, request);
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto items = Json::array();
        for (const auto& one : FollowedCaseStore{tx}.published(0, data_length)) items.push_back(data_of(tx, one, site));
        const bool is_complete = std::ssize(items) < data_length;
        return open_json(
            {{"authority", desk.workplace.authority}, {"is_complete", is_complete}, {"cases", std::move(items)}}
        );
    });
}

}  // namespace

void add_open_cases(Router& router, const ParticipationDesk& desk) {
    using Act = Result<Response> (*)(const ParticipationDesk&, const Request&);
    const auto add = [&](std::string_view pattern, Act act) {
        router.add(Method::get, pattern, [desk, act](const Request& request) { return act(desk, request); });
    };
    add("/aktuelle-sager", get_cases);
    add("/aktuelle-sager/{id:id}", get_case);
}

void add_case_feeds(Router& router, const ParticipationDesk& desk) {
    router.add(Method::get, "/aktuelle-sager.atom", [desk](const Request& request) {
        return get_case_feed(desk, request);
    });
    router.add(Method::get, "/aktuelle-sager.json", [desk](const Request& request) {
        return get_case_data(desk, request);
    });
}

}  // namespace services
