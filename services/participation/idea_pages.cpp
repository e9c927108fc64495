#include <algorithm>

#include "core/whole_number.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/idea_desk.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AnswerShowing;
using core::Error;
using core::ErrorCode;
using core::HearingId;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t ideas_shown = 500;

HearingId id_of(const Request& request) {
    return HearingId{request.id_parameter("id")};
}
std::string path_of(HearingId id) {
    return "/mine-sager/hoeringer/" + std::to_string(id.value);
}

Voter voter_of(const Citizen& who) {
    return {std::string{core::name_of(who.number.kind)}, who.number.digits, who.name};
}

struct IdeaForm {
    NewIdea made;
    std::optional<Error> error{};
};

std::string said_of_idea(Language language, const Error& error) {
    if (error.field == "text") return translate(language, "Skriv din idé eller kommentar med højst 4.000 tegn.");
    if (error.field == "closes_on") return translate(language, "Høringen er ikke åben for idéer nu.");
    if (error.code == ErrorCode::too_many)
        return translate(language, "Du har allerede skrevet så mange idéer og kommentarer, som der er plads til.");
    return spoken(language, error.code).message;
}

/// Where the reader's idea went: the number, which tells nothing else of the case, and what was written to them.
Json taken_json(Transaction& tx, Language language, const HearingIdea& idea) {
    if (!idea.taken_up) return nullptr;
    const auto document = DocumentStore{tx}.find(idea.taken_up->as);
    const auto on = document ? CaseStore{tx}.find(document->in_case) : std::nullopt;
    return {
        {"on", spoken_date(language, core::danish_date(idea.taken_up->at))},
        {"case_number", on ? on->number : std::string{}},
        {"words", idea.taken_up->words},
    };
}

Json own_json(Transaction& tx, Language language, const std::vector<HearingIdea>& own) {
    auto list = Json::array();
    for (const auto& idea : own)
        list.push_back({
            {"text", idea.text},
            {"state_text", spoken(language, idea.state)},
            {"tone", tone_of(idea.state)},
            {"made", spoken_date(language, core::danish_date(idea.made_at))},
            {"is_comment", idea.answers_to.has_value()},
            {"taken", taken_json(tx, language, idea)},
        });
    return list;
}

/// GET and POST /mine-sager/hoeringer/{id}
Result<Response> show_ideas(
    const CitizenDesk& citizens, const Request& request, const Citizen& who, const IdeaForm& form
) {
    const auto language = page_language(request);
    const auto id = id_of(request);
    const auto& workplace = citizens.workplace;
    Json data;
    // A hearing's key is made when the first one comes.
    TRY(workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto hearing = HearingStore{tx}.find(id);
        if (!hearing || hearing->state != core::HearingState::published || !hearing->takes_ideas)
            return Error{ErrorCode::not_found, "there is no such hearing that takes ideas"};
        const auto person = person_in(tx, id, voter_of(who));
        auto ideas = shown_ideas_json(tx, language, id);
        for (auto& idea : ideas) {
            const auto number = idea["id"].get<std::int64_t>();
            idea["speaks"] = IdeaStore{tx}.speaks_for(number, person);
            idea["voice_path"] = path_of(id) + "/ideer/" + std::to_string(number) + "/stemme";
        }
        const auto today = core::danish_date(workplace.clock.now());
        data = {
            {"title", hearing->title},
            {"hearing_path", "/hoeringer/" + std::to_string(id.value)},
            {"path", path_of(id)},
            {"who", who.name},
            {"is_open", core::phase_of(*hearing, today) == core::HearingPhase::open},
            {"ideas", std::move(ideas)},
            {"own", own_json(tx, language, IdeaStore{tx}.by(id, person))},
            {"form",
             {{"text", form.made.text},
              {"hides_name", form.made.hides_name},
              {"answers_to", form.made.answers_to.value_or(0)}}},
            {"error", form.error ? said_of_idea(language, *form.error) : std::string{}},
        };
        return core::done();
    }));
    return page(
        workplace,
        "participation/own_ideas",
        data,
        citizen_frame(citizens, request, who, translate(language, "Idéer til høringen")),
        form.error ? 422 : 200
    );
}

Result<Response> post_idea(const CitizenDesk& citizens, const Request& request, const Citizen& who) {
    IdeaForm form;
    form.made.text = request.form_value("text");
    form.made.hides_name = !request.form_value("hides_name").empty();
    if (const auto idea = core::whole_number(request.form_value("answers_to")); idea && *idea > 0)
        form.made.answers_to = *idea;
    TRY(count_message(citizens, who));
    const auto& workplace = citizens.workplace;
    const auto put = workplace.db.write([&](Transaction& tx) {
        return put_idea_forward(tx, id_of(request), voter_of(who), form.made, workplace.clock.now());
    });
    if (put.has_value())
        return with_toast(redirect(path_of(id_of(request))), "Tak. Det vises, når kommunen har læst det.");
    if (put.error().code == ErrorCode::not_found) return put.error();
    form.error = put.error();
    return show_ideas(citizens, request, who, form);
}

Result<Response> post_voice(const CitizenDesk& citizens, const Request& request, const Citizen& who) {
    const auto idea = request.id_parameter("idea");
    const auto& workplace = citizens.workplace;
    TRY(workplace.db.write([&](Transaction& tx) {
        const bool speaks = request.form_value("speaks") == "1";
        return give_voice(tx, id_of(request), voter_of(who), idea, speaks, workplace.clock.now());
    }));
    return redirect(path_of(id_of(request)) + "#ide-" + std::to_string(idea));
}

}  // namespace

Json shown_ideas_json(Transaction& tx, Language language, HearingId hearing) {
    auto list = Json::array();
    const auto all = IdeaStore{tx}.of(hearing, AnswerShowing::shown, 0, ideas_shown);
    const auto one_json = [&](const HearingIdea& idea) {
        return Json{
            {"name", shown_name_of(idea)},
            {"made", spoken_date(language, core::danish_date(idea.made_at))},
            {"text", idea.shown_text}};
    };
    for (const auto& idea : all) {
        if (idea.answers_to) continue;
        auto shown = one_json(idea);
        shown["id"] = idea.id;
        shown["voices"] = idea.voices;
        shown["is_taken"] = idea.taken_up.has_value();
        auto& comments = shown["comments"] = Json::array();
        for (const auto& other : all)
            if (other.answers_to == idea.id) comments.push_back(one_json(other));
        list.push_back(std::move(shown));
    }
    std::stable_sort(list.begin(), list.end(), [](const Json& one, const Json& other) {
        return one["voices"].get<std::int64_t>() > other["voices"].get<std::int64_t>();
    });
    return list;
}

Json taken_ideas_json(Transaction& tx, Language language, const Citizen& who) {
    auto list = Json::array();
    for (const auto& one : ideas_with(tx, voter_of(who))) {
        if (!one.is_own || !one.idea.taken_up) continue;
        const auto hearing = HearingStore{tx}.find(one.idea.hearing);
        if (!hearing) continue;
        auto told = taken_json(tx, language, one.idea);
        told["text"] = one.idea.text;
        told["hearing"] = hearing->title;
        list.push_back(std::move(told));
    }
    return list;
}

void add_idea_pages(Router& router, const CitizenDesk& citizens) {
    const auto add = [&](Method method, std::string_view pattern, auto act) {
        router.add(method, pattern, as_citizen(citizens, [citizens, act](const Request& request, const Citizen& who) {
                       return act(citizens, request, who);
                   }));
    };
    add(Method::get,
        "/mine-sager/hoeringer/{id:id}",
        [](const CitizenDesk& desk, const Request& request, const Citizen& who) {
            return show_ideas(desk, request, who, {});
        });
    add(Method::post, "/mine-sager/hoeringer/{id:id}", post_idea);
    add(Method::post, "/mine-sager/hoeringer/{id:id}/ideer/{idea:id}/stemme", post_voice);
}

}  // namespace services
