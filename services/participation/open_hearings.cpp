#include <algorithm>

#include "core/whole_number.hpp"
#include "services/identity/origin.hpp"
#include "services/identity/sign_in_pace.hpp"
#include "services/identity/token.hpp"
#include "services/participation/answers.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/idea_desk.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/participation/shown_files.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Hearings as everyone sees them.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingId;
using core::HearingPhase;
using core::HearingState;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t listed_at_once = 100;
constexpr std::int64_t answers_at_once = 50;
constexpr std::int64_t free_answers = 20;  ///< from one address; then pauses grow, as with wrong passwords

std::string path_of(HearingId id) {
    return "/hoeringer/" + std::to_string(id.value);
}

PageFrame frame_of(const ParticipationDesk& desk, const Request& request, std::string title, bool is_list = false) {
    const auto language = page_language(request);
    std::vector<Link> above{{"/", translate(language, "Forside")}};
    if (!is_list) above.push_back({"/hoeringer", translate(language, "Høringer")});
    return public_frame(request, std::move(title), std::move(above), desk.workplace);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        if (!line.empty()) lines.push_back(std::move(line));
        at = end + 1;
    }
    return lines;
}

Json listed_json(const ListedHearing& listed, Language language, core::Date today) {
    const auto& one = listed.hearing;
    const auto phase = core::phase_of(one, today);
    return {
        {"path", path_of(one.id)},
        {"title", one.title},
        {"phase_text", spoken(language, phase)},
        {"tone", tone_of(phase)},
        {"time", spoken_time(language, one, today)},
        {"unit", listed.unit},
        {"has_summary", one.summary_shown_at.has_value()},
    };
}

/// GET /hoeringer
Result<Response> get_hearings(const ParticipationDesk& desk, const Request& request) {
    const auto language = page_language(request);
    const auto today = today_of(desk);
    const auto from =
        std::max<std::int64_t>(0, core::whole_number(request.query_value("fra").value_or("")).value_or(0));
    std::vector<ListedHearing> all;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        all = HearingStore{tx}.published(from, listed_at_once + 1);
        return core::done();
    }));
    const bool has_more = std::ssize(all) > listed_at_once;
    if (has_more) all.pop_back();
    Json parts{{"open", Json::array()}, {"soon", Json::array()}, {"closed", Json::array()}};
    for (const auto& one : all)
        parts[std::string{name_of(core::phase_of(one.hearing, today))}].push_back(listed_json(one, language, today));
    // The one to answer first stands first.
    std::reverse(parts["open"].begin(), parts["open"].end());
    std::reverse(parts["soon"].begin(), parts["soon"].end());
    const Json data{
        {"open", std::move(parts["open"])},
        {"soon", std::move(parts["soon"])},
        {"closed", std::move(parts["closed"])},
        {"is_empty", all.empty()},
        {"more_path", has_more ? "/hoeringer?fra=" + std::to_string(from + listed_at_once) : std::string{}},
    };
    return page(
        desk.workplace,
        "participation/open_list",
        data,
        frame_of(desk, request, translate(language, "Høringer"), /*is_list=*/true)
    );
}

/// What the form was filled in with.
struct AnswerForm {
    NewHearingAnswer made;
    std::optional<Error> error{};
};

Json answers_json(
    Transaction& tx,
    Language language,
    const Hearing& one,
    std::int64_t after,
    std::vector<core::DocumentId>& to_draw,
    std::string& more_path
) {
    auto list = Json::array();
    auto answers = HearingStore{tx}.answers(one.id, core::AnswerShowing::shown, after, answers_at_once + 1);
    if (std::ssize(answers) > answers_at_once) {
        answers.pop_back();
        more_path = path_of(one.id) + "?efter=" + std::to_string(answers.back().number) + "#svarene";
    }
    for (const auto& answer : answers) {
        const auto under = path_of(one.id) + "/svar/" + std::to_string(answer.number);
        const bool has_files = shows_files_of(tx, answer);
        list.push_back({
            {"number", answer.number},
            {"name", answer.shown_name},
            {"received", spoken_date(language, core::danish_date(answer.received_at))},
            {"is_late", answer.is_late},
            {"text", answer.shown_text},
            {"files",
             has_files ? answer_files_json(tx, language, answer.document, under, to_draw) : Json(Json::array())},
        });
    }
    return list;
}

Json errors_json(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    auto field = error->field;
    if (field == "closes_on" || field.empty()) field = "form";
    // The same field is a name of one's own here.
    errors[field] = field == "name" ? translate(language, "Skriv dit navn på én linje.")
                    : field == "text"
                        ? translate(language, "Skriv dit svar med højst 20.000 tegn, eller vedhæft en fil.")
                        : said_of_hearing(language, *error);
    return errors;
}

Json form_json(const NewHearingAnswer& made) {
    return {
        {"name", made.name},
        {"organisation", made.organisation},
        {"mail", made.mail},
        {"hides_name", made.hides_name},
        {"text", made.text},
    };
}

/// All that everyone sees of one, but the form.
Json hearing_json(
    Transaction& tx,
    const ParticipationDesk& desk,
    Language language,
    const Hearing& one,
    std::int64_t after,
    std::vector<core::DocumentId>& to_draw
) {
    const auto today = today_of(desk);
    const auto on = CaseStore{tx}.find(one.in_case);
    const auto unit = on ? UnitStore{tx}.find(on->unit) : std::nullopt;
    const auto phase = core::phase_of(one, today);
    const ShownDocumentStore shown{tx};
    std::string more_path;
    auto answers = one.shows_answers ? answers_json(tx, language, one, after, to_draw, more_path) : Json(Json::array());
    const bool has_summary = one.summary_shown_at.has_value();
    return {
        {"title", one.title},
        {"text", one.text},
        {"phase_text", spoken(language, phase)},
        {"tone", tone_of(phase)},
        {"time", spoken_time(language, one, today)},
        {"opens", spoken_date(language, one.opens)},
        {"closes", spoken_date(language, one.closes)},
        {"unit", unit ? unit->name : std::string{}},
        {"case_number", on ? on->number : std::string{}},
        {"asked", lines_of(one.asked)},
        {"material", shown_json(tx, desk, language, shown.of(ShownBy::hearing, one.id.value), to_draw)},
        {"summary", has_summary ? one.summary : std::string{}},
        {"summary_day", has_summary ? spoken_date(language, core::danish_date(*one.summary_shown_at)) : std::string{}},
        {"summary_documents", shown_json(tx, desk, language, shown.of(ShownBy::summary, one.id.value), to_draw)},
        {"shows_answers", one.shows_answers},
        {"answers", std::move(answers)},
        {"shown_count", HearingStore{tx}.count_answers(one.id, core::AnswerShowing::shown)},
        {"taken_count", one.answers},
        {"more_path", std::move(more_path)},
        {"takes_ideas", one.takes_ideas},
        {"ideas", one.takes_ideas ? shown_ideas_json(tx, language, one.id) : Json(Json::array())},
        {"ideas_path", "/mine-sager/hoeringer/" + std::to_string(one.id.value)},
        {"is_open", phase == HearingPhase::open},
        {"is_soon", phase == HearingPhase::soon},
        {"is_closed", phase == HearingPhase::closed},
        {"takes_answers", takes_answers(one, today)},
        {"answer_path", path_of(one.id) + "/svar"},
    };
}

Result<Response> gone(const ParticipationDesk& desk, const Request& request, const Hearing& one) {
    const auto language = page_language(request);
    const Json data{{"gone_text", spoken_takedown(language, one.taken_down_at, one.exemption)}};
    return page(
        desk.workplace,
        "participation/gone",
        data,
        frame_of(desk, request, translate(language, "Høringen er taget ned")),
        410
    );
}

Result<Response> show_hearing(const ParticipationDesk& desk, const Request& request, const AnswerForm& form) {
    const auto language = page_language(request);
    const HearingId id{request.id_parameter("id")};
    const auto after = core::whole_number(request.query_value("efter").value_or("")).value_or(0);
    std::optional<Hearing> one;
    std::vector<core::DocumentId> to_draw;
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        one = HearingStore{tx}.find(id);
        if (!one || one->state == HearingState::draft) return Error{ErrorCode::not_found, "there is no such hearing"};
        if (one->state == HearingState::published) data = hearing_json(tx, desk, language, *one, after, to_draw);
        return core::done();
    }));
    if (one->state == HearingState::taken_down) return gone(desk, request, *one);
    TRY(have_drawn(desk, to_draw));
    data["form"] = form_json(form.made);
    data["errors"] = errors_json(language, form.error);
    data["has_errors"] = form.error.has_value();
    return page(
        desk.workplace,
        "participation/open_hearing",
        data,
        frame_of(desk, request, one->title),
        form.error ? status_of(form.error->code) == 409 ? 409 : 422 : 200
    );
}

Result<Response> get_hearing(const ParticipationDesk& desk, const Request& request) {
    return show_hearing(desk, request, {});
}

/// One address can't flood a case with answers.
Result<void> count_answer(const ParticipationDesk& desk, const Request& request) {
    const auto key = "hearing:" + address_key(request.client);
    const auto now = desk.workplace.clock.now();
    return desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        SignInPace pace{tx, key, free_answers};
        if (pace.wait(now).count() > 0)
            return Error{ErrorCode::too_many, "too many answers from one address; try again later"};
        pace.count_attempt(now);
        return core::done();
    });
}

bool holds_file(const FormPart& part) {
    return part.name == "file" && !part.file.empty() && !(part.file_name.empty() && part.size_bytes == 0);
}

NewHearingAnswer typed_answer(const Request& request) {
    NewHearingAnswer made;
    made.name = request.form_value("name");
    made.organisation = request.form_value("organisation");
    made.mail = request.form_value("mail");
    made.hides_name = !request.form_value("hides_name").empty();
    made.text = request.form_value("text");
    // Not kept yet: what is refused leaves nothing behind.
    for (const auto& part : request.parts)
        if (holds_file(part)) {
            KeptFile file{};
            file.stored.size_bytes = part.size_bytes;
            made.files.push_back(std::move(file));
        }
    return made;
}

void keep_files(const ParticipationDesk& desk, const Request& request, NewHearingAnswer& made) {
    made.files.clear();
    for (const auto& part : request.parts)
        if (holds_file(part))
            made.files.push_back(
                keep_upload(desk.files, part.file, *core::ContentHash::parse(part.sha256), part.file_name)
            );
}

/// POST /hoeringer/{id}/svar
Result<Response> post_answer(const ParticipationDesk& desk, const Request& request) {
    AnswerForm form{typed_answer(request)};
    const HearingId id{request.id_parameter("id")};
    // A field that people don't see, and that programs fill in.
    if (!request.form_value("website").empty()) {
        form.error = Error{ErrorCode::invalid_input, "filled in by a program", "website"};
        return show_hearing(desk, request, form);
    }
    if (const auto checked = check_answer(form.made); checked.has_error()) {
        form.error = checked.error();
        return show_hearing(desk, request, form);
    }
    TRY(count_answer(desk, request));
    keep_files(desk, request, form.made);
    const auto taken = answer_hearing(
        desk.workplace.db, desk.files, desk.workplace.authority, id, form.made, desk.workplace.clock.now()
    );
    if (taken.has_value()) return redirect(path_of(id) + "/kvittering/" + taken.value().secret);
    if (taken.error().code != ErrorCode::invalid_input && taken.error().code != ErrorCode::conflict)
        return taken.error();
    form.error = taken.error();
    return show_hearing(desk, request, form);
}

/// GET /hoeringer/{id}/kvittering/{secret}
Result<Response> get_receipt(const ParticipationDesk& desk, const Request& request) {
    const auto language = page_language(request);
    const HearingId id{request.id_parameter("id")};
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto one = HearingStore{tx}.find(id);
        const auto answer = HearingStore{tx}.answer_with_receipt(id, token_hash(request.parameter("secret")));
        if (!one || !answer) return Error{ErrorCode::not_found, "there is no such receipt"};
        const auto on = CaseStore{tx}.find(one->in_case);
        auto files = Json::array();
        for (const auto& attached : AttachmentStore{tx}.of_document(answer->document)) files.push_back(attached.title);
        data = {
            {"title", one->state == HearingState::published ? one->title : std::string{}},
            {"hearing_path", path_of(id)},
            {"number", answer->number},
            {"case_number", on ? on->number : std::string{}},
            {"received", spoken_day(language, core::danish_date(answer->received_at))},
            {"is_late", answer->is_late},
            {"state_text", spoken(language, answer->state)},
            {"tone", tone_of(answer->state)},
            {"name", answer->name},
            {"text", answer->text},
            {"files", std::move(files)},
            {"shows_answers", one->shows_answers},
            {"link", site_of(desk, request) + request.path},
        };
        return core::done();
    }));
    return kept_private(page(
        desk.workplace,
        "participation/receipt",
        data,
        frame_of(desk, request, translate(language, "Tak for dit høringssvar"))
    ));
}

/// GET /hoeringer/{id}/svar/{answer}/bilag/{number}
Result<Response> get_answer_file(const ParticipationDesk& desk, const Request& request) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto answer =
            HearingStore{tx}.answer(HearingId{request.id_parameter("id")}, request.id_parameter("answer"));
        if (answer && shows_files_of(tx, *answer))
            for (const auto& attached : AttachmentStore{tx}.of_document(answer->document))
                if (attached.place == request.id_parameter("number"))
                    return shown_pdf(tx, desk, attached.content, attached.title);
        return Error{ErrorCode::not_found, "there is no such file"};
    });
}

}  // namespace

void add_open_hearings(Router& router, const ParticipationDesk& desk) {
    using Act = Result<Response> (*)(const ParticipationDesk&, const Request&);
    const auto add = [&](Method method, std::string_view pattern, Act act, BodyLimit limit = BodyLimit::small) {
        router.add(
            method, pattern, [desk, act](const Request& request) { return act(desk, request); }, limit
        );
    };
    add(Method::get, "/hoeringer", get_hearings);
    add(Method::get, "/hoeringer/{id:id}", get_hearing);
    add(Method::post, "/hoeringer/{id:id}/svar", post_answer, BodyLimit::upload);
    add(Method::get, "/hoeringer/{id:id}/kvittering/{secret}", get_receipt);
    add(Method::get, "/hoeringer/{id:id}/svar/{answer:id}/bilag/{number:id}", get_answer_file);
}

}  // namespace services
