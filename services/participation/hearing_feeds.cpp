#include <nlohmann/json.hpp>

#include "core/time.hpp"
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
constexpr const char* kept_half_a_minute = "public, max-age=30";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                // XML 1.0 has no other control characters.
                if (static_cast<unsigned char>(c) >= 0x20U || c == '\n' || c == '\t') out += c;
        }
    return out;
}

std::string path_of(const Hearing& one) {
    return "/hoeringer/" + std::to_string(one.id.value);
}

std::string entry_of(const ListedHearing& listed, const std::string& site) {
    const auto& one = listed.hearing;
    const auto link = escaped(site + path_of(one));
    std::string entry = "<entry><id>" + link + "</id><title>" + escaped(one.title) + "</title>";
    entry += "<updated>" + core::iso_time(one.changed_at) + "</updated>";
    if (one.published_at) entry += "<published>" + core::iso_time(*one.published_at) + "</published>";
    entry += "<link href=\"" + link + "\"/>";
    entry +=
        "<summary>" + escaped(core::iso_date(one.opens) + " – " + core::iso_date(one.closes) + " · " + listed.unit);
    return entry + "</summary></entry>\n";
}

/// GET /hoeringer.atom (RFC 4287; RFC 6721 for what was taken down)
Result<Response> get_atom(const ParticipationDesk& desk, const Request& request) {
    const auto site = site_of(desk, request);
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto hearings = HearingStore{tx}.published(0, feed_length);
        auto updated = core::Timestamp{};
        for (const auto& one : hearings) updated = std::max(updated, one.hearing.changed_at);
        if (hearings.empty()) updated = desk.workplace.clock.now();
        const auto authority = escaped(desk.workplace.authority);
        std::string feed =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
            "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n";
        feed += "<id>" + escaped(site) + "/hoeringer</id><title>Høringer, " + authority + "</title>";
        feed += "<author><name>" + authority + "</name></author><updated>" + core::iso_time(updated) + "</updated>";
        feed += "<link rel=\"self\" href=\"" + escaped(site) + "/hoeringer.atom\"/>";
        feed += "<link href=\"" + escaped(site) + "/hoeringer\"/>\n";
        for (const auto& one : hearings) feed += entry_of(one, site);
        for (const auto& one : HearingStore{tx}.taken_down(feed_length))
            feed += "<at:deleted-entry ref=\"" + escaped(site + path_of(one)) + "\" when=\"" +
                    core::iso_time(one.taken_down_at.value_or(core::Timestamp{})) + "\"/>\n";
        feed += "</feed>\n";
        auto response = text(std::move(feed));
        response.set("content-type", "application/atom+xml; charset=utf-8");
        response.set("cache-control", kept_half_a_minute);
        return response;
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
        auto response = json(Json{
            {"authority", desk.workplace.authority}, {"is_complete", is_complete}, {"hearings", std::move(items)}}
                                 .dump());
        response.set("cache-control", kept_half_a_minute);
        response.set("access-control-allow-origin", "*");
        return response;
    });
}

}  // namespace

void add_hearing_feeds(Router& router, const ParticipationDesk& desk) {
    router.add(Method::get, "/hoeringer.atom", [desk](const Request& request) { return get_atom(desk, request); });
    router.add(Method::get, "/hoeringer.json", [desk](const Request& request) { return get_data(desk, request); });
}

}  // namespace services
