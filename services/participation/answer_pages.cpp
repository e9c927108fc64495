#include <algorithm>
#include <array>

#include "core/whole_number.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/answers.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/store/attachment_store.hpp"
#include "services/web/words.hpp"

/// Judging the answers to a hearing, and summing it up.
namespace services {

using core::AnswerShowing;
using core::Error;
using core::ErrorCode;
using core::HearingAnswer;
using core::HearingId;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t answers_at_once = 20;

HearingId id_of(const Request& request) {
    return HearingId{request.id_parameter("id")};
}
std::string path_of(HearingId id) {
    return "/deltagelse/hoeringer/" + std::to_string(id.value);
}

struct View {
    std::string_view name;
    std::optional<AnswerShowing> state;
    std::string_view text;
};
constexpr std::array views{
    View{"venter", AnswerShowing::waiting, "Venter"},
    View{"vises", AnswerShowing::shown, "Vises"},
    View{"skjulte", AnswerShowing::hidden, "Vises ikke"},
    View{"alle", std::nullopt, "Alle"},
};
const View& view_named(std::string_view name) {
    const auto found = std::ranges::find(views, name, &View::name);
    return found == views.end() ? views.front() : *found;
}

/// What somebody typed that could not be used, to be shown again.
struct RefusedJudgement {
    std::int64_t number{};
    AnswerJudgement typed{};
    std::string message{};
};

Json files_of_answer(Transaction& tx, core::DocumentId document) {
    auto files = Json::array();
    for (const auto& attached : AttachmentStore{tx}.of_document(document))
        files.push_back({
            {"title", attached.title},
            {"path", document_path(document) + "/bilag/" + std::to_string(attached.place) + "/pdf"},
        });
    return files;
}

Json answer_json(
    Transaction& tx, Language language, const HearingAnswer& one, core::Timestamp now, const RefusedJudgement& refused
) {
    const bool is_refused = refused.number == one.number;
    const bool is_shown = one.state == AnswerShowing::shown;
    const auto& typed = refused.typed;
    const auto name = is_refused ? typed.name : is_shown ? one.shown_name : usual_name(one);
    const auto text = is_refused ? typed.text : is_shown ? one.shown_text : one.text;
    auto files = files_of_answer(tx, one.document);
    const bool has_files = !files.empty();
    const auto report = gate_of(tx, one, name, text, has_files);
    return {
        {"number", one.number},
        {"version", one.version},
        {"who", one.organisation.empty() ? one.name : one.organisation + ", " + one.name},
        {"mail", one.mail},
        {"hides_name", one.hides_name},
        {"received", services::spoken_time(language, one.received_at, now)},
        {"received_exact", exact_time(language, one.received_at)},
        {"is_late", one.is_late},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
        {"is_shown", is_shown},
        {"is_hidden", one.state == AnswerShowing::hidden},
        {"written", one.text},
        {"text", text},
        {"name", name},
        {"document_path", document_path(one.document)},
        {"files", std::move(files)},
        {"shows_files",
         is_refused ? typed.shows_files
         : is_shown ? one.shows_files
                    : has_files},
        {"findings", gate_json(language, report)},
        {"is_waiting", report.is_waiting},
        {"decided_reason", one.reason},
        {"reason", is_refused ? typed.reason : std::string{}},
        {"error", is_refused ? refused.message : std::string{}},
    };
}

/// GET /deltagelse/hoeringer/{id}/svar?vis=&efter=
Result<Response> show_answers(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, const RefusedJudgement& refused
) {
    const auto language = page_language(request);
    const auto id = id_of(request);
    const auto named = refused.number > 0 ? request.form_value("view") : request.query_value("vis").value_or("");
    const auto& view = view_named(named);
    auto after = core::whole_number(request.query_value("efter").value_or("")).value_or(0);
    if (refused.number > 0) after = refused.number - 1;
    const auto path = path_of(id) + "/svar";
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_hearing(tx, caller.principal, id));
        const HearingStore store{tx};
        auto answers = store.answers(id, view.state, after, answers_at_once + 1);
        const bool has_more = std::ssize(answers) > answers_at_once;
        if (has_more) answers.pop_back();
        auto tabs = Json::array();
        for (const auto& one : views)
            tabs.push_back({
                {"path", path + "?vis=" + std::string{one.name}},
                {"text", translate(language, one.text)},
                {"count", one.state ? store.count_answers(id, *one.state) : file.hearing.answers},
                {"is_current", one.name == view.name},
            });
        auto list = Json::array();
        for (const auto& one : answers)
            list.push_back(answer_json(tx, language, one, desk.workplace.clock.now(), refused));
        data = {
            {"path", path_of(id)},
            {"title", file.hearing.title},
            {"view", view.name},
            {"views", std::move(tabs)},
            {"shows_answers", file.hearing.shows_answers},
            {"can_work", file.may_work && file.hearing.state != core::HearingState::taken_down},
            {"next_path",
             has_more ? path + "?vis=" + std::string{view.name} + "&efter=" + std::to_string(answers.back().number)
                      : std::string{}},
        };
        data["answers"] = std::move(list);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Høringssvar"), desk.workplace);
    return page(desk.workplace, "participation/answers", data, frame, refused.number > 0 ? 422 : 200);
}

Result<Response> get_answers(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_answers(desk, request, caller, {});
}

/// POST /deltagelse/hoeringer/{id}/svar/{number}
Result<Response> post_judgement(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const bool is_shown = request.form_value("do") == "show";
    const AnswerJudgement judgement{
        .state = is_shown ? AnswerShowing::shown : AnswerShowing::hidden,
        .name = request.form_value("name"),
        .text = request.form_value("text"),
        .shows_files = !request.form_value("shows_files").empty(),
        .reason = request.form_value("reason"),
    };
    const auto number = request.id_parameter("number");
    const auto judged = desk.workplace.db.write([&](Transaction& tx) {
        const auto version = core::whole_number(request.form_value("version")).value_or(0);
        return judge_answer(tx, acting_of(desk, caller), id_of(request), number, version, judgement);
    });
    if (judged.has_value()) {
        const auto back =
            path_of(id_of(request)) + "/svar?vis=" + std::string{view_named(request.form_value("view")).name};
        return with_toast(redirect(back), is_shown ? "Svaret vises." : "Svaret vises ikke.");
    }
    if (!is_told(judged.error())) return judged.error();
    return show_answers(
        desk, request, caller, {number, judgement, said_of_hearing(page_language(request), judged.error())}
    );
}

struct SummaryForm {
    HearingSummary summary;
    std::string reason{};
    std::optional<Error> error{};
};

std::string begun_summary(Language language, const core::Hearing& one) {
    return translate_count(
               language, "Der kom {count} svar på høringen.", "Der kom {count} svar på høringen.", one.answers
           ) +
           "\n\n" + translate(language, "Svarene handlede især om:") + "\n\n" +
           translate(language, "Det har kommunen gjort ved dem:") + "\n";
}

/// GET and POST /deltagelse/hoeringer/{id}/notat
Result<Response> show_summary(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, std::optional<SummaryForm> form
) {
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_hearing(tx, caller.principal, id_of(request)));
        if (!file.may_work) return Error{ErrorCode::forbidden, "the role does not carry the right to work on the case"};
        const auto& one = file.hearing;
        GateReport report;
        if (!form)
            form = SummaryForm{{one.summary, picks_of(file.summary_documents), one.summary_shown_at.has_value()}};
        else if (form->error && form->error->field == "reason") {
            TRY(const auto documents, checked_picks(tx, file.on, form->summary.documents));
            report = look_at(tx, {{"summary", form->summary.text}}, files_of(documents));
        }
        const bool has_ended = core::phase_of(one, today_of(desk)) == core::HearingPhase::closed;
        auto errors = Json::object();
        if (form->error) {
            const auto& field = form->error->field;
            const bool has_place = field == "summary" || field == "reason" || field == "material";
            errors[has_place ? field : std::string{"form"}] = said_of_hearing(language, *form->error);
        }
        data = {
            {"path", path_of(one.id)},
            {"title", one.title},
            {"version", one.version},
            {"text", form->summary.text.empty() && !form->error ? begun_summary(language, one) : form->summary.text},
            {"documents", pickable_json(tx, language, file.on.id, form->summary.documents)},
            {"reason", form->reason},
            {"findings", gate_json(language, report)},
            {"errors", std::move(errors)},
            {"can_show", has_ended && one.state == core::HearingState::published},
            {"is_shown", one.summary_shown_at.has_value()},
            {"waiting",
             one.shows_answers ? HearingStore{tx}.count_answers(one.id, AnswerShowing::waiting) : std::int64_t{}},
            {"answers_path", path_of(one.id) + "/svar"},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Høringsnotat"), desk.workplace);
    return page(desk.workplace, "participation/summary", data, frame, form && form->error ? 422 : 200);
}

Result<Response> get_summary(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_summary(desk, request, caller, std::nullopt);
}

Result<Response> post_summary(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    SummaryForm form{{request.form_value("summary"), typed_picks(request), request.form_value("do") == "show"}};
    form.reason = request.form_value("reason");
    const auto summed = desk.workplace.db.write([&](Transaction& tx) {
        const auto version = core::whole_number(request.form_value("version")).value_or(0);
        return sum_up_hearing(tx, acting_of(desk, caller), id_of(request), version, form.summary, form.reason);
    });
    if (summed.has_value())
        return with_toast(
            redirect(path_of(id_of(request))),
            form.summary.is_shown ? "Høringsnotatet vises for alle." : "Høringsnotatet er gemt som kladde."
        );
    if (!is_told(summed.error())) return summed.error();
    form.error = summed.error();
    return show_summary(desk, request, caller, form);
}

}  // namespace

void add_answer_pages(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/deltagelse/hoeringer/{id:id}";
    add(Method::get, one + "/svar", get_answers);
    add(Method::post, one + "/svar/{number:id}", post_judgement);
    add(Method::get, one + "/notat", get_summary);
    add(Method::post, one + "/notat", post_summary);
}

}  // namespace services
