#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/idea_taking.hpp"
#include "services/participation/ideas.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/store/case_store.hpp"
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
    struct Taking {
        TakingUp typed;
        bool is_new{};
        std::string message;
    };
    std::optional<Taking> taking{};  ///< it was refused to be taken up
};

/// Where an idea that was taken up went, as far as the reader may know.
Json taken_json(Transaction& tx, const Caller& caller, Language language, const HearingIdea& idea) {
    if (!idea.taken_up) return nullptr;
    const auto document = read_document(tx, caller.principal, idea.taken_up->as);
    const auto on = document.has_value() ? CaseStore{tx}.find(document.value().in_case) : std::nullopt;
    return {
        {"path", on ? "/dokumenter/" + std::to_string(idea.taken_up->as.value) : std::string{}},
        {"case_number", on ? on->number : std::string{}},
        {"on", spoken_date(language, core::danish_date(idea.taken_up->at))},
        {"words", idea.taken_up->words},
    };
}

Json taking_json(const HearingIdea& idea, const RefusedIdea& refused) {
    const bool is_refused = refused.id == idea.id && refused.taking;
    const auto typed = is_refused ? *refused.taking : RefusedIdea::Taking{};
    return {
        {"is_new", typed.is_new},
        {"case_number", typed.typed.case_number},
        {"new_title", typed.typed.new_title},
        {"words", typed.typed.words},
        {"error", typed.message},
    };
}

Json idea_json(
    Transaction& tx, const Caller& caller, Language language, const HearingIdea& idea, const RefusedIdea& refused
) {
    const bool is_refused = refused.id == idea.id && !refused.taking;
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
        {"taken", taken_json(tx, caller, language, idea)},
        {"can_take", !idea.answers_to && !idea.taken_up},
        {"taking", taking_json(idea, refused)},
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
        for (const auto& one : ideas) list.push_back(idea_json(tx, caller, language, one, refused));
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
    const RefusedIdea typed{
        .id = request.id_parameter("idea"),
        .text = request.form_value("text"),
        .reason = request.form_value("reason"),
    };
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

std::string said_of_taking(Language language, const core::Error& error) {
    if (error.field == "case" && error.code == core::ErrorCode::conflict)
        return translate(language, "Sagen er lukket eller lagt sammen med en anden. Vælg en åben sag.");
    if (error.field == "case") return translate(language, "Der er ingen sag med det nummer, som du har adgang til.");
    if (error.field == "new_title") return translate(language, "Skriv den nye sags titel på én linje, højst 255 tegn.");
    if (error.field == "words") return translate(language, "Skriv til den, der gav idéen, med højst 1.000 tegn.");
    if (error.field == "idea") return translate(language, "Idéen er allerede taget op.");
    if (error.field == "version") return said_of_hearing(language, error);
    return translate(language, "Sagen kan ikke oprettes sådan. Opret den selv, og skriv dens nummer her.");
}

/// POST /deltagelse/hoeringer/{id}/ideer/{idea}/tag-op
Result<Response> post_taking_up(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    RefusedIdea typed{.id = request.id_parameter("idea")};
    RefusedIdea::Taking taking;
    taking.is_new = request.form_value("where") == "new";
    const auto number = core::on_one_line(request.form_value("case_number"));
    const auto title = core::on_one_line(request.form_value("new_title"));
    (taking.is_new ? taking.typed.new_title : taking.typed.case_number) = taking.is_new ? title : number;
    taking.typed.words = request.form_value("words");
    taking.typed.version = core::whole_number(request.form_value("version")).value_or(0);
    const auto& workplace = desk.workplace;
    const auto taken = !taking.is_new && number.empty()
                           ? Result<core::Document>{core::Error{core::ErrorCode::invalid_input, "no number", "case"}}
                           : take_up_idea(
                                 {workplace.db, desk.files, workplace.authority, desk.cases.settings},
                                 acting_of(desk, caller),
                                 id_of(request),
                                 typed.id,
                                 taking.typed
                             );
    if (taken.has_value())
        return with_toast(
            redirect("/dokumenter/" + std::to_string(taken.value().id.value)),
            "Idéen er taget op, og den, der gav den, kan se det."
        );
    if (!is_told(taken.error())) return taken.error();
    taking.message = said_of_taking(page_language(request), taken.error());
    typed.taking = taking;
    return show_ideas(desk, request, caller, typed);
}

}  // namespace

void add_idea_judging(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/deltagelse/hoeringer/{id:id}/ideer", get_ideas);
    add(Method::post, "/deltagelse/hoeringer/{id:id}/ideer/{idea:id}", post_idea_judgement);
    add(Method::post, "/deltagelse/hoeringer/{id:id}/ideer/{idea:id}/tag-op", post_taking_up);
}

}  // namespace services
