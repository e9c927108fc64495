#include <algorithm>
#include <array>

#include "core/whole_number.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/followed_cases.hpp"
#include "services/participation/hearing_words.hpp"
#include "services/participation/participation_desk.hpp"
#include "services/participation/shown_files.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/web/words.hpp"

/// Publishing a case for everyone to follow, for those who work on it.
namespace services {

using core::Error;
using core::ErrorCode;
using core::HearingState;
using core::Result;
using core::StepKind;
using Json = nlohmann::json;

namespace {

constexpr std::size_t blank_steps = 3;  ///< lines to write in, besides those that are there

struct FollowForm {
    FollowedWords words;
    std::vector<std::string> days;  ///< of the steps, as typed
    std::string reason{}, exemption{};
    std::int64_t version{};
    std::optional<Error> error{};
    bool is_takedown{};
};

core::CaseId case_of(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}
std::string form_path(core::CaseId on) {
    return case_path(on) + "/offentlig";
}

FollowForm typed_follow(const Request& request) {
    FollowForm form;
    form.words.title = request.form_value("title");
    form.words.summary = request.form_value("summary");
    form.words.contact = request.form_value("contact");
    form.words.documents = typed_picks(request);
    form.reason = request.form_value("reason");
    form.version = core::whole_number(request.form_value("version")).value_or(0);
    for (std::size_t i = 1; i <= steps_max; ++i) {
        const auto number = std::to_string(i);
        if (request.part("step-text-" + number) == nullptr) break;
        const auto day = request.form_value("step-day-" + number);
        const auto text = request.form_value("step-text-" + number);
        if (day.empty() && text.empty()) continue;
        const auto on = core::parse_iso_date(day);
        if (!on || text.empty()) form.error = Error{ErrorCode::invalid_input, "a step has a day and a text", "steps"};
        const auto kind = step_kind_named(request.form_value("step-kind-" + number)).value_or(StepKind::other);
        form.words.steps.push_back({on.value_or(core::Date{}), kind, text});
        form.days.push_back(day);
    }
    return form;
}

FollowForm form_of(const FollowedFile& file) {
    FollowForm form;
    if (!file.followed) {
        form.words.title = file.on.public_title;
        return form;
    }
    const auto& one = *file.followed;
    form.words = {one.title, one.summary, one.contact, one.steps, picks_of(file.documents)};
    for (const auto& step : one.steps) form.days.push_back(core::iso_date(step.on));
    form.version = one.version;
    return form;
}

std::string spoken_kind_of_step(Language language, StepKind kind) {
    switch (kind) {
        case StepKind::meeting:
            return translate(language, "Møde");
        case StepKind::decision:
            return translate(language, "Beslutning");
        case StepKind::other:
            break;
    }
    return translate(language, "Andet");
}

Json steps_json(Language language, const FollowForm& form) {
    auto list = Json::array();
    const auto lines = std::min(form.words.steps.size() + blank_steps, steps_max);
    for (std::size_t i = 0; i < lines; ++i) {
        const bool is_there = i < form.words.steps.size();
        const auto kind = is_there ? form.words.steps[i].kind : StepKind::meeting;
        auto kinds = Json::array();
        for (const auto one : {StepKind::meeting, StepKind::decision, StepKind::other})
            kinds.push_back(choice(std::string{name_of(one)}, spoken_kind_of_step(language, one), one == kind));
        list.push_back({
            {"number", i + 1},
            {"day", is_there ? form.days[i] : std::string{}},
            {"text", is_there ? form.words.steps[i].text : std::string{}},
            {"kinds", std::move(kinds)},
        });
    }
    return list;
}

Json follow_errors(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    static constexpr std::array own{"title", "summary", "contact", "steps", "material", "reason"};
    const bool has_place = std::ranges::find(own, error->field) != own.end();
    errors[has_place ? error->field : std::string{"form"}] = said_of_hearing(language, *error);
    return errors;
}

/// GET and POST /sager/{id}/offentlig
Result<Response> show_follow(
    const ParticipationDesk& desk, const Request& request, const Caller& caller, std::optional<FollowForm> form
) {
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_followed(tx, caller.principal, case_of(request)));
        if (!file.may_work) return Error{ErrorCode::forbidden, "the role does not carry the right to work on the case"};
        if (!form) form = form_of(file);
        GateReport report;
        if (form->error && form->error->field == "reason" && !form->is_takedown) {
            TRY(const auto documents, checked_picks(tx, file.on, form->words.documents));
            report = gate_of(tx, form->words, documents);
        }
        const auto state = file.followed ? file.followed->state : HearingState::draft;
        const bool is_published = state == HearingState::published;
        data = {
            {"path", form_path(file.on.id)},
            {"case_path", case_path(file.on.id)},
            {"case_number", file.on.number},
            {"case_title", file.on.title},
            {"version", form->version},
            {"is_published", is_published},
            {"gone_text",
             state == HearingState::taken_down
                 ? spoken_takedown(language, file.followed->taken_down_at, file.followed->exemption)
                 : std::string{}},
            {"public_path",
             is_published ? "/aktuelle-sager/" + std::to_string(file.followed->id.value) : std::string{}},
            {"form",
             {{"title", form->words.title},
              {"summary", form->words.summary},
              {"contact", form->words.contact},
              {"reason", form->reason}}},
            {"steps", steps_json(language, *form)},
            {"documents", pickable_json(tx, language, file.on.id, form->words.documents)},
            {"findings", gate_json(language, report)},
            {"errors", follow_errors(language, form->error)},
            {"exemptions",
             exemption_choices(language, form->exemption.empty() ? std::string{"ofl-30-1"} : form->exemption)},
            {"is_takedown_form", form->is_takedown},
        };
        return core::done();
    }));
    return page(
        desk.workplace,
        "participation/follow_form",
        data,
        staff_frame(request, caller, translate(language, "Lad alle følge sagen"), desk.workplace),
        form && form->error ? 422 : 200
    );
}

Result<Response> get_follow(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return show_follow(desk, request, caller, std::nullopt);
}

Result<Response> post_follow(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    auto form = typed_follow(request);
    if (form.error) return show_follow(desk, request, caller, form);
    const bool is_published = request.form_value("do") == "show";
    const auto written = desk.workplace.db.write([&](Transaction& tx) {
        return write_followed(
            tx, acting_of(desk, caller), case_of(request), form.version, form.words, is_published, form.reason
        );
    });
    if (written.has_value())
        return with_toast(
            redirect(case_path(case_of(request)) + "/aabenhed"),
            is_published ? "Alle kan følge sagen." : "Siden om sagen er gemt."
        );
    if (!is_told(written.error())) return written.error();
    form.error = written.error();
    return show_follow(desk, request, caller, form);
}

Result<Response> post_follow_down(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    const auto reason = request.form_value("reason");
    const auto exemption = request.form_value("exemption");
    const auto taken = desk.workplace.db.write([&](Transaction& tx) {
        const auto version = core::whole_number(request.form_value("version")).value_or(0);
        return take_down_followed(tx, acting_of(desk, caller), case_of(request), version, exemption, reason);
    });
    if (taken.has_value())
        return with_toast(redirect(case_path(case_of(request)) + "/aabenhed"), "Siden om sagen er taget ned.");
    if (!is_told(taken.error())) return taken.error();
    TRY(auto form, desk.workplace.db.read([&](Transaction& tx) -> Result<FollowForm> {
        TRY(const auto file, read_followed(tx, caller.principal, case_of(request)));
        return form_of(file);
    }));
    form.error = taken.error();
    form.exemption = exemption;
    form.reason = reason;
    form.is_takedown = true;
    return show_follow(desk, request, caller, form);
}

}  // namespace

void add_followed_pages(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/sager/{id:id}/offentlig", get_follow);
    add(Method::post, "/sager/{id:id}/offentlig", post_follow);
    add(Method::post, "/sager/{id:id}/offentlig/tag-ned", post_follow_down);
}

}  // namespace services
