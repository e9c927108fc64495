#include "core/whole_number.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/ideas.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/web/words.hpp"

/// Judging the ideas on a hearing and the comments on them.
namespace services {

using core::AnswerShowing;
using core::HearingId;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t ideas_at_once = 50;

HearingId id_of(const Request& request) {
    return HearingId{request.id_parameter("id")};
}
std::string path_of(HearingId id) {
    return "/deltagelse/hoeringer/" + std::to_string(id.value);
}

struct RefusedIdea {
    std::int64_t id{};
    std::string text{}, reason{}, message{};
};

Json idea_json(Transaction& tx, Language language, const HearingIdea& idea, const RefusedIdea& refused) {
    const bool is_refused = refused.id == idea.id;
    const auto as_shown = idea.state == AnswerShowing::shown ? idea.shown_text : idea.text;
    const auto text = is_refused ? refused.text : as_shown;
    return {
        {"id", idea.id},
        {"version", idea.version},
        {"who", idea.name},
        {"hides_name", idea.hides_name},
        {"is_comment", idea.answers_to.has_value()},
        {"answers_to", idea.answers_to.value_or(0)},
        {"made", spoken_date(language, core::danish_date(idea.made_at))},
        {"state_text", spoken(language, idea.state)},
        {"tone", tone_of(idea.state)},
        {"voices", idea.voices},
        {"written", idea.text},
        {"text", text},
        {"findings", gate_json(language, look_at(tx, {{"text", text}}, {}))},
        {"decided_reason", idea.reason},
        {"reason", is_refused ? refused.reason : std::string{}},
        {"error", is_refused ? refused.message : std::string{}},
    };
}

/// GET /deltagelse/hoeringer/{id}/ideer?efter=
Result<Response> show_ideas(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, const RefusedIdea& refused
) {
    const auto language = page_language(request);
    const auto id = id_of(request);
    auto after = core::whole_number(request.query_value("efter").value_or("")).value_or(0);
    if (refused.id > 0) after = refused.id - 1;
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_hearing(tx, caller.principal, id));
        auto ideas = IdeaStore{tx}.of(id, std::nullopt, after, ideas_at_once + 1);
        const bool has_more = std::ssize(ideas) > ideas_at_once;
        if (has_more) ideas.pop_back();
        auto list = Json::array();
        for (const auto& one : ideas) list.push_back(idea_json(tx, language, one, refused));
        data = {
            {"path", path_of(id)},
            {"title", file.hearing.title},
            {"can_work", file.may_work && file.hearing.state != core::HearingState::taken_down},
            {"waiting", IdeaStore{tx}.count(id, AnswerShowing::waiting)},
            {"ideas", std::move(list)},
            {"next_path", has_more ? path_of(id) + "/ideer?efter=" + std::to_string(ideas.back().id) : std::string{}},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Idéer"), desk.workplace);
    return page(desk.workplace, "participation/ideas", data, frame, refused.id > 0 ? 422 : 200);
}

Result<Response> get_ideas(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_ideas(desk, request, caller, {});
}

/// POST /deltagelse/hoeringer/{id}/ideer/{idea}
Result<Response> post_idea_judgement(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const RefusedIdea typed{request.id_parameter("idea"), request.form_value("text"), request.form_value("reason"), {}};
    const bool is_shown = request.form_value("do") == "show";
    const auto judged = desk.workplace.db.write([&](Transaction& tx) {
        const auto version = core::whole_number(request.form_value("version")).value_or(0);
        return judge_idea(
            tx, acting_of(desk, caller), id_of(request), typed.id, version, is_shown, typed.text, typed.reason
        );
    });
    if (judged.has_value())
        return with_toast(
            redirect(path_of(id_of(request)) + "/ideer"), is_shown ? "Idéen vises." : "Idéen vises ikke."
        );
    if (!is_told(judged.error())) return judged.error();
    auto refused = typed;
    refused.message = said_of_hearing(page_language(request), judged.error());
    return show_ideas(desk, request, caller, refused);
}

}  // namespace

void add_idea_judging(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/deltagelse/hoeringer/{id:id}/ideer", get_ideas);
    add(Method::post, "/deltagelse/hoeringer/{id:id}/ideer/{idea:id}", post_idea_judgement);
}

}  // namespace services
