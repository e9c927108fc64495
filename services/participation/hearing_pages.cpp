#include <algorithm>

#include "core/whole_number.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/answers.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/participation/shown_files.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/store/followed_case_store.hpp"
#include "services/store/idea_store.hpp"
#include "services/web/words.hpp"

/// Hearings for those who work on them.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingId;
using core::HearingState;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t hearings_at_once = 50;

HearingId id_of(const Request& request) {
    return HearingId{request.id_parameter("id")};
}
std::string path_of(HearingId id) {
    return "/deltagelse/hoeringer/" + std::to_string(id.value);
}
std::int64_t version_of(const Request& request) {
    return core::whole_number(request.form_value("version")).value_or(0);
}

Json listed_json(const Hearing& one, Language language, core::Date today) {
    const bool is_published = one.state == HearingState::published;
    const auto phase = core::phase_of(one, today);
    return {
        {"path", path_of(one.id)},
        {"title", one.title},
        {"state_text", is_published ? spoken(language, phase) : spoken(language, one.state)},
        {"tone", is_published ? tone_of(phase) : std::string{}},
        {"time", spoken_time(language, one, today)},
        {"answers", one.answers},
        {"has_summary", one.summary_shown_at.has_value()},
    };
}

Json followed_rows(Transaction& tx, Language language, const Caller& caller) {
    auto rows = Json::array();
    for (const auto& one : FollowedCaseStore{tx}.readable(caller.id(), hearings_at_once)) {
        const bool is_published = one.followed.state == HearingState::published;
        rows.push_back({
            {"path", case_path(one.followed.in_case) + "/aabenhed"},
            {"title", one.followed.title},
            {"state_text", spoken(language, one.followed.state)},
            {"tone", is_published ? "good" : ""},
            {"case_number", one.case_number},
            {"unit", one.unit},
            {"changed", spoken_date(language, core::danish_date(one.followed.changed_at))},
        });
    }
    return rows;
}

/// GET /deltagelse
Result<Response> get_list(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto from =
        std::max<std::int64_t>(0, core::whole_number(request.query_value("fra").value_or("")).value_or(0));
    Json data{{"hearings", Json::array()}, {"next_path", ""}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        auto all = HearingStore{tx}.readable(caller.id(), from, hearings_at_once + 1);
        if (std::ssize(all) > hearings_at_once) {
            all.pop_back();
            data["next_path"] = "/deltagelse?fra=" + std::to_string(from + hearings_at_once);
        }
        data["followed"] = followed_rows(tx, language, caller);
        for (const auto& listed : all) {
            auto row = listed_json(listed.hearing, language, today_of(desk));
            row["waiting"] = listed.waiting;
            row["case_number"] = listed.case_number;
            row["unit"] = listed.unit;
            row["answers_path"] = path_of(listed.hearing.id) + "/svar";
            data["hearings"].push_back(std::move(row));
        }
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Høringer"), desk.workplace);
    return page(desk.workplace, "participation/hearings", data, frame);
}

/// Whether everyone may follow the case, in a sentence.
void put_followed(const CaseViewing& viewing, Json& data) {
    data["followed_text"] = data["followed_path"] = "";
    const auto followed = FollowedCaseStore{viewing.tx}.of_case(viewing.one.id);
    if (!followed) return;
    if (followed->state == HearingState::published) {
        const auto day = core::danish_date(followed->published_at.value_or(viewing.now));
        data["followed_text"] = translate(
            viewing.language, "Alle kan følge sagen siden {day}", {{"day", spoken_date(viewing.language, day)}}
        );
        data["followed_path"] = "/aktuelle-sager/" + std::to_string(followed->id.value);
    } else {
        data["followed_text"] = followed->state == HearingState::draft
                                    ? translate(viewing.language, "Siden om sagen er en kladde")
                                    : spoken_takedown(viewing.language, followed->taken_down_at, followed->exemption);
    }
}

/// GET /sager/{id}/aabenhed
Result<Response> get_of_case(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        auto& list = data["hearings"] = Json::array();
        for (const auto& one : HearingStore{viewing.tx}.of_case(viewing.one.id))
            list.push_back(listed_json(one, viewing.language, core::danish_date(viewing.now)));
        const bool may_work = may_on_case(caller, core::Action::edit_case, viewing.one);
        data["new_path"] = may_work ? case_path(viewing.one.id) + "/hoering" : std::string{};
        data["follow_path"] = may_work ? case_path(viewing.one.id) + "/offentlig" : std::string{};
        put_followed(viewing, data);
    };
    return draw_case_page(desk.cases, request, caller, {"participation/of_case", CaseTab::openness, 200, fill});
}

/// What a form was filled in with.
struct HearingForm {
    HearingWords words;
    std::string opens, closes;  ///< as typed
    std::string reason;
    std::int64_t version{};
    std::optional<Error> error{};
    GateReport report{};
    bool is_published{};
};

HearingForm typed_form(const Request& request) {
    HearingForm form;
    form.words.title = request.form_value("title");
    form.words.text = request.form_value("text");
    form.words.asked = request.form_value("asked");
    form.words.shows_answers = !request.form_value("shows_answers").empty();
    form.words.takes_late = !request.form_value("takes_late").empty();
    form.words.takes_ideas = !request.form_value("takes_ideas").empty();
    form.words.material = typed_picks(request);
    form.opens = request.form_value("opens_on");
    form.closes = request.form_value("closes_on");
    form.reason = request.form_value("reason");
    form.version = version_of(request);
    const auto opens = core::parse_iso_date(form.opens);
    const auto closes = core::parse_iso_date(form.closes);
    if (opens) form.words.opens = *opens;
    if (closes) form.words.closes = *closes;
    if (!opens)
        form.error = Error{ErrorCode::invalid_input, "the first day is missing", "opens_on"};
    else if (!closes)
        form.error = Error{ErrorCode::invalid_input, "the last day is missing", "closes_on"};
    return form;
}

HearingForm form_of(const HearingFile& file) {
    const auto& one = file.hearing;
    HearingForm form;
    form.words = {
        .title = one.title,
        .text = one.text,
        .asked = one.asked,
        .opens = one.opens,
        .closes = one.closes,
        .shows_answers = one.shows_answers,
        .takes_late = one.takes_late,
        .takes_ideas = one.takes_ideas,
        .material = picks_of(file.material),
    };
    form.opens = core::iso_date(one.opens);
    form.closes = core::iso_date(one.closes);
    form.version = one.version;
    form.is_published = one.state == HearingState::published;
    return form;
}

Json errors_json(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    static constexpr std::array own{"title", "text", "asked", "opens_on", "closes_on", "material", "reason"};
    const bool has_place = std::ranges::find(own, error->field) != own.end();
    errors[has_place ? error->field : std::string{"form"}] = said_of_hearing(language, *error);
    return errors;
}

Result<Response> show_form(
    const ParticipationDesk& desk,
    const Request& request,
    const Caller& caller,
    const HearingForm& form,
    const core::Case& on,
    const std::string& action,
    const std::string& back
) {
    const auto language = page_language(request);
    const bool is_new = form.version == 0;
    Json data{
        {"is_new", is_new},
        {"is_published", form.is_published},
        {"action", action},
        {"back_path", back},
        {"version", form.version},
        {"case_path", case_path(on.id)},
        {"case_number", on.number},
        {"case_title", on.title},
        {"form",
         {{"title", form.words.title},
          {"text", form.words.text},
          {"asked", form.words.asked},
          {"opens_on", form.opens},
          {"closes_on", form.closes},
          {"shows_answers", form.words.shows_answers},
          {"takes_late", form.words.takes_late},
          {"takes_ideas", form.words.takes_ideas},
          {"reason", form.reason}}},
        {"findings", gate_json(language, form.report)},
        {"errors", errors_json(language, form.error)},
    };
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        data["documents"] = pickable_json(tx, language, on.id, form.words.material);
        return core::done();
    }));
    const auto title = is_new ? translate(language, "Ny høring") : translate(language, "Ret høringen");
    return page(
        desk.workplace,
        "participation/hearing_form",
        data,
        staff_frame(request, caller, title, desk.workplace),
        form.error ? 422 : 200
    );
}

/// GET and POST /sager/{id}/hoering
Result<Response> show_new(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, const HearingForm& form
) {
    TRY(const auto on, desk.workplace.db.read([&](Transaction& tx) {
        return read_case(tx, caller.principal, core::CaseId{request.id_parameter("id")});
    }));
    if (!may_on_case(caller, core::Action::edit_case, on))
        return Error{ErrorCode::forbidden, "the role does not carry the right to work on the case"};
    return show_form(desk, request, caller, form, on, case_path(on.id) + "/hoering", case_path(on.id) + "/aabenhed");
}

Result<Response> get_new(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    constexpr std::chrono::days usual{28};
    HearingForm form;
    form.opens = core::iso_date(today_of(desk));
    form.closes = core::iso_date(today_of(desk) + usual);
    return show_new(desk, request, caller, form);
}

Result<Response> post_new(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    auto form = typed_form(request);
    if (form.error) return show_new(desk, request, caller, form);
    const auto opened = desk.workplace.db.write([&](Transaction& tx) {
        return open_hearing(tx, acting_of(desk, caller), core::CaseId{request.id_parameter("id")}, form.words);
    });
    if (opened.has_value())
        return with_toast(redirect(path_of(opened.value())), "Kladden er gemt. Ingen andre kan se den endnu.");
    if (!is_told(opened.error())) return opened.error();
    form.error = opened.error();
    return show_new(desk, request, caller, form);
}

/// GET and POST /deltagelse/hoeringer/{id}/rediger
Result<Response> show_edit(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, std::optional<HearingForm> form
) {
    TRY(auto file, desk.workplace.db.read([&](Transaction& tx) -> Result<HearingFile> {
        TRY(auto read, read_hearing(tx, caller.principal, id_of(request)));
        if (!read.may_work) return Error{ErrorCode::forbidden, "the role does not carry the right to work on the case"};
        if (form && form->error && form->error->field == "reason") {
            auto wanted = read;
            wanted.hearing.title = form->words.title;
            wanted.hearing.text = form->words.text;
            wanted.hearing.asked = form->words.asked;
            TRY(wanted.material, checked_picks(tx, read.on, form->words.material));
            form->report = gate_of(tx, wanted);
        }
        return read;
    }));
    if (file.hearing.state == HearingState::taken_down) return Error{ErrorCode::conflict, "it was taken down", "state"};
    if (!form) form = form_of(file);
    form->is_published = file.hearing.state == HearingState::published;
    const auto path = path_of(file.hearing.id);
    return show_form(desk, request, caller, *form, file.on, path + "/rediger", path);
}

Result<Response> get_edit(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_edit(desk, request, caller, std::nullopt);
}

Result<Response> post_edit(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    auto form = typed_form(request);
    if (form.error) return show_edit(desk, request, caller, form);
    const auto changed = desk.workplace.db.write([&](Transaction& tx) {
        return change_hearing(tx, acting_of(desk, caller), id_of(request), form.version, form.words, form.reason);
    });
    if (changed.has_value()) return with_toast(redirect(path_of(id_of(request))), "Høringen er gemt.");
    if (!is_told(changed.error())) return changed.error();
    form.error = changed.error();
    return show_edit(desk, request, caller, form);
}

Json staff_documents(Transaction& tx, const std::vector<ShownDocument>& shown, bool is_released) {
    auto list = Json::array();
    for (const auto& one : shown)
        list.push_back({
            {"title", one.title},
            {"path", document_path(one.document)},
            {"is_stale", is_released && !is_fetchable(tx, one)},
        });
    return list;
}

/// What a form on the page of one was filled in with, where it was refused.
struct Refused {
    std::optional<Error> error{};
    std::string reason{}, exemption{};
    bool is_takedown{};
};

Json shown_to_staff(
    Transaction& tx, const ParticipationDesk& desk, Language language, const HearingFile& file, const Refused& refused
) {
    const auto& one = file.hearing;
    const auto today = today_of(desk);
    const bool is_published = one.state == HearingState::published;
    const bool is_draft = one.state == HearingState::draft;
    const auto report = is_draft ? gate_of(tx, file) : GateReport{};
    const HearingStore store{tx};
    auto data = listed_json(one, language, today);
    data["version"] = one.version;
    data["text"] = one.text;
    data["asked"] = one.asked;
    data["case_path"] = case_path(file.on.id);
    data["case_number"] = file.on.number;
    data["case_title"] = file.on.title;
    data["public_path"] = is_published ? "/hoeringer/" + std::to_string(one.id.value) : std::string{};
    data["gone_text"] = one.state == HearingState::taken_down
                            ? spoken_takedown(language, one.taken_down_at, one.exemption)
                            : std::string{};
    data["is_draft"] = is_draft;
    data["is_published"] = is_published;
    data["can_work"] = file.may_work && one.state != HearingState::taken_down;
    data["shows_answers"] = one.shows_answers;
    data["takes_late"] = one.takes_late;
    data["material"] = staff_documents(tx, file.material, is_published);
    data["findings"] = gate_json(language, report);
    data["is_waiting"] = report.is_waiting;
    data["waiting"] = store.count_answers(one.id, core::AnswerShowing::waiting);
    data["shown"] = store.count_answers(one.id, core::AnswerShowing::shown);
    data["hidden"] = store.count_answers(one.id, core::AnswerShowing::hidden);
    data["answers_path"] = path_of(one.id) + "/svar";
    data["takes_ideas"] = one.takes_ideas;
    data["ideas_waiting"] = IdeaStore{tx}.count(one.id, core::AnswerShowing::waiting);
    data["ideas_path"] = path_of(one.id) + "/ideer";
    data["summary"] = one.summary;
    data["summary_day"] =
        one.summary_shown_at ? spoken_date(language, core::danish_date(*one.summary_shown_at)) : std::string{};
    data["summary_documents"] = staff_documents(tx, file.summary_documents, one.summary_shown_at.has_value());
    data["is_closed"] = core::phase_of(one, today) == core::HearingPhase::closed;
    data["exemptions"] =
        exemption_choices(language, refused.exemption.empty() ? std::string{"ofl-30-1"} : refused.exemption);
    data["reason"] = refused.reason;
    data["error"] = refused.error ? said_of_hearing(language, *refused.error) : std::string{};
    data["is_takedown_form"] = refused.is_takedown;
    return data;
}

Result<Response> show_one(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, const Refused& refused
) {
    const auto language = page_language(request);
    Json data;
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_hearing(tx, caller.principal, id_of(request)));
        data = shown_to_staff(tx, desk, language, file, refused);
        title = file.hearing.title;
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    return page(desk.workplace, "participation/hearing", data, frame, refused.error ? 422 : 200);
}

Result<Response> get_one(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_one(desk, request, caller, {});
}

Result<Response> post_publish(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const auto reason = request.form_value("reason");
    const auto published = desk.workplace.db.write([&](Transaction& tx) {
        return publish_hearing(tx, acting_of(desk, caller), id_of(request), version_of(request), reason);
    });
    if (published.has_value()) return with_toast(redirect(path_of(id_of(request))), "Høringen er offentlig.");
    if (!is_told(published.error())) return published.error();
    return show_one(desk, request, caller, {.error = published.error(), .reason = reason});
}

Result<Response> post_take_down(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const auto reason = request.form_value("reason");
    const auto exemption = request.form_value("exemption");
    const auto taken = desk.workplace.db.write([&](Transaction& tx) {
        return take_down_hearing(tx, acting_of(desk, caller), id_of(request), version_of(request), exemption, reason);
    });
    if (taken.has_value()) return with_toast(redirect(path_of(id_of(request))), "Høringen er taget ned.");
    if (!is_told(taken.error())) return taken.error();
    return show_one(
        desk, request, caller, {.error = taken.error(), .reason = reason, .exemption = exemption, .is_takedown = true}
    );
}

}  // namespace

void add_hearing_pages(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/deltagelse/hoeringer/{id:id}";
    add(Method::get, "/deltagelse", get_list);
    add(Method::get, "/sager/{id:id}/aabenhed", get_of_case);
    add(Method::get, "/sager/{id:id}/hoering", get_new);
    add(Method::post, "/sager/{id:id}/hoering", post_new);
    add(Method::get, one, get_one);
    add(Method::get, one + "/rediger", get_edit);
    add(Method::post, one + "/rediger", post_edit);
    add(Method::post, one + "/udgiv", post_publish);
    add(Method::post, one + "/tag-ned", post_take_down);
}

}  // namespace services
