#include <algorithm>
#include <array>

#include "services/cases/case_desk.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/sampling.hpp"

/// The random sample of a management supervision: drawing it, and saying of each case how it was handled.
namespace services {

using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array verdicts{SampleVerdict::none, SampleVerdict::fine, SampleVerdict::remarks, SampleVerdict::wrong};

std::string spoken(Language language, SampleVerdict verdict) {
    switch (verdict) {
        case SampleVerdict::none:
            return translate(language, "Ikke vurderet");
        case SampleVerdict::fine:
            return translate(language, "I orden");
        case SampleVerdict::remarks:
            return translate(language, "Bemærkninger");
        case SampleVerdict::wrong:
            return translate(language, "Fejl, der skal rettes");
    }
    return {};
}

std::string_view tone_of(SampleVerdict verdict) {
    switch (verdict) {
        case SampleVerdict::none:
            return "";
        case SampleVerdict::fine:
            return "good";
        case SampleVerdict::remarks:
            return "warn";
        case SampleVerdict::wrong:
            return "bad";
    }
    return "";
}

std::string sample_path(core::CaseId id) {
    return case_path(id) + "/stikproeve";
}

struct SampleForm {
    std::string error;
    std::int64_t place{};  ///< of the case whose remarks are missing; 0: none
};

Json item_json(const CaseViewing& viewing, const SampledCase& one, const SampleForm& form) {
    const auto found = read_case(viewing.tx, viewing.caller.principal, one.id);
    const bool may_read = found.has_value();
    auto choices = Json::array();
    for (const auto verdict : verdicts)
        choices.push_back(
            choice(std::string{name_of(verdict)}, spoken(viewing.language, verdict), verdict == one.verdict)
        );
    return {
        {"place", one.place},
        {"path", may_read ? case_path(one.id) : std::string{}},
        {"number", may_read ? found.value().number : std::string{}},
        {"title", may_read ? found.value().title : std::string{}},
        {"verdict", spoken(viewing.language, one.verdict)},
        {"tone", tone_of(one.verdict)},
        {"choices", std::move(choices)},
        {"remarks", may_read ? one.remarks : std::string{}},
        {"who", one.judged_by ? viewing.names.person(one.judged_by) : std::string{}},
        {"when", one.judged_at ? spoken_time(viewing.language, *one.judged_at, viewing.now) : std::string{}},
        {"needs_remarks", form.place == one.place},
    };
}

Result<Response> show_sample(
    const CaseDesk& desk, const Request& request, const Caller& caller, const SampleForm& form
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        const SampleStore store{viewing.tx};
        const auto view = sheet_of(viewing.tx, viewing.types, viewing.one.id);
        const auto sample = store.find(viewing.one.id);
        const auto items = store.items(viewing.one.id);
        data["items"] = Json::array();
        for (const auto& one : items) data["items"].push_back(item_json(viewing, one, form));
        const auto judged =
            std::ranges::count_if(items, [](const SampledCase& one) { return one.verdict != SampleVerdict::none; });
        data["judged"] = judged;
        data["drawn"] = items.size();
        data["has_sample"] = sample.has_value();
        data["seed"] = sample ? sample->seed : std::string{};
        data["eligible"] = sample ? sample->eligible : 0;
        data["drawn_by"] = sample ? viewing.names.person(sample->drawn_by) : std::string{};
        data["drawn_when"] = sample ? spoken_time(viewing.language, sample->drawn_at, viewing.now) : std::string{};
        data["can_edit"] = may_on_case(caller, core::Action::edit_case, viewing.one);
        data["can_draw"] =
            data["can_edit"] == true && judged == 0 && view.type != nullptr && view.type->sampling.has_value();
        data["sample_path"] = sample_path(viewing.one.id);
        data["error"] = form.error;
    };
    const int status = form.error.empty() && form.place == 0 ? 200 : 422;
    return draw_case_page(desk, request, caller, {"cases/sample", CaseTab::course, status, fill});
}

Result<Response> get_sample(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_sample(desk, request, caller, {});
}

Result<Response> post_sample(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto drawn = desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return draw_sample(tx, acting, *desk.settings.types, id, {});
    });
    if (drawn.has_value()) return with_toast(redirect(sample_path(id)), "Stikprøven er trukket.");
    const auto& error = drawn.error();
    if (error.code != ErrorCode::invalid_input && error.code != ErrorCode::conflict) return error;
    SampleForm form;
    form.error = error.code == ErrorCode::conflict
                     ? translate(page_language(request), "Sager i stikprøven er vurderet: den kan ikke trækkes igen.")
                     : translate(page_language(request), "Skriv under »Forløb«, hvor mange sager der skal trækkes.");
    return show_sample(desk, request, caller, form);
}

Result<Response> post_verdict(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    SampleForm form;
    form.place = request.id_parameter("place");
    const auto verdict = sample_verdict_named(request.form_value("verdict")).value_or(SampleVerdict::none);
    const auto judged = desk.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, desk.workplace.clock.now()};
        return judge_sampled(tx, acting, id, form.place, verdict, request.form_value("remarks"));
    });
    if (judged.has_value()) return with_toast(redirect(sample_path(id)), "Vurderingen er gemt.");
    if (judged.error().code != ErrorCode::invalid_input) return judged.error();
    return show_sample(desk, request, caller, form);
}

}  // namespace

void add_sample_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/stikproeve", get_sample);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/stikproeve", post_sample);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/stikproeve/{place:id}", post_verdict);
}

}  // namespace services
