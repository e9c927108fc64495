#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/whole_number.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/rule_words.hpp"
#include "services/store/people_store.hpp"
#include "services/web/page.hpp"
#include "services/web/words.hpp"

/// The rules for the post list: their order, a form for one of them, and a trial on what was journaled lately.
namespace services {

using core::Error;
using core::ErrorCode;
using core::PublicationRule;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* rules_path = "/postliste/regler";
constexpr std::size_t tried_shown = 100;

Json choice(std::string_view value, std::string text, bool is_selected) {
    return {{"value", value}, {"text", std::move(text)}, {"is_selected", is_selected}};
}

Json direction_choices(Language language, const PublicationRule& rule) {
    auto list = Json::array({choice("", translate(language, "Alle"), !rule.direction)});
    for (const auto one : {core::Direction::incoming, core::Direction::outgoing, core::Direction::internal})
        list.push_back(choice(core::name_of(one), spoken(language, one), rule.direction == one));
    return list;
}

Json kind_choices(Language language, const PublicationRule& rule) {
    auto list = Json::array({choice("", translate(language, "Alle"), !rule.kind)});
    for (const auto one : {core::PaperKind::letter, core::PaperKind::mail, core::PaperKind::note})
        list.push_back(choice(core::name_of(one), spoken(language, one), rule.kind == one));
    return list;
}

Json words_choices(Language language, const PublicationRule& rule) {
    const auto add = [&](core::ListedWords words, const char* text) {
        return choice(core::name_of(words), translate(language, text), rule.words == words);
    };
    return Json::array({
        add(core::ListedWords::own, "Dokumentets offentlige titel"),
        add(core::ListedWords::case_title, "Sagens offentlige titel"),
        add(core::ListedWords::fixed, "Faste ord, som skrives nedenfor"),
    });
}

Json unit_choices(Language language, const PublicationRule& rule, const RuleNames& names) {
    auto list = Json::array({choice("", translate(language, "Alle"), !rule.unit)});
    std::vector<std::pair<std::string, std::int64_t>> by_name;
    for (const auto& [id, name] : names.units) by_name.emplace_back(name, id);
    std::ranges::sort(by_name);
    for (const auto& [name, id] : by_name)
        list.push_back(choice(std::to_string(id), name, rule.unit && rule.unit->value == id));
    return list;
}

std::string said_of_rule(Language language, const Error& error) {
    if (error.field == "name") return translate(language, "Giv reglen et navn på én linje.");
    if (error.field == "subject") return translate(language, "Skriv et nummer som 27, 27.35 eller 27.35.00.");
    if (error.field == "exemption") return translate(language, "Vælg den bestemmelse, posterne holdes tilbage efter.");
    if (error.field == "text")
        return translate(language, "Skriv ordene på én linje. De kan rumme {emne}, {sag} og {retning}, og ikke andet.");
    if (error.field == "delay_days") return translate(language, "Skriv et helt antal arbejdsdage fra 0 til 60.");
    return spoken(language, error.code).message;
}

/// The form as it was typed. What is no choice of ours counts as not chosen.
PublicationRule typed(const Request& request, Result<void>& wrong) {
    PublicationRule rule;
    rule.name = request.form_value("name");
    rule.subject = request.form_value("subject");
    rule.direction = core::direction_named(request.form_value("direction"));
    if (const auto unit = core::whole_number(request.form_value("unit"))) rule.unit = core::UnitId{*unit};
    rule.kind = core::paper_kind_named(request.form_value("kind"));
    rule.is_listed = request.form_value("listed") != "no";
    rule.exemption = request.form_value("exemption");
    rule.words = core::listed_words_named(request.form_value("words")).value_or(core::ListedWords::own);
    rule.text = request.form_value("text");
    rule.hides_correspondent = !request.form_value("hides_correspondent").empty();
    rule.on_request = !request.form_value("on_request").empty();
    if (const auto days = request.form_value("delay_days"); !days.empty()) {
        rule.delay_days = core::whole_number(days);
        if (!rule.delay_days) wrong = Error{ErrorCode::invalid_input, "a whole number", "delay_days"};
    }
    return rule;
}

Json rows_of(Language language, const std::vector<PublicationRule>& rules, const RuleNames& names) {
    auto rows = Json::array();
    for (std::size_t at = 0; at < rules.size(); ++at) {
        const auto& rule = rules[at];
        const auto path = std::string{rules_path} + "/" + std::to_string(rule.id);
        rows.push_back({
            {"place", at + 1},
            {"name", rule.name},
            {"scope", spoken_scope(language, rule, names)},
            {"effect", spoken_effect(language, rule)},
            {"edit_path", std::string{rules_path} + "?ret=" + std::to_string(rule.id) + "#regel"},
            {"up_path", at == 0 ? "" : path + "/op"},
            {"down_path", at + 1 == rules.size() ? "" : path + "/ned"},
            {"remove_path", path + "/fjern"},
        });
    }
    return rows;
}

Json form_of(Language language, const PublicationRule& rule, const RuleNames& names) {
    return {
        {"id", rule.id},
        {"path", rule.id == 0 ? std::string{rules_path} : std::string{rules_path} + "/" + std::to_string(rule.id)},
        {"name", rule.name},
        {"subject", rule.subject},
        {"directions", direction_choices(language, rule)},
        {"kinds", kind_choices(language, rule)},
        {"units", unit_choices(language, rule, names)},
        {"is_listed", rule.is_listed},
        {"exemptions", exemption_choices(language, rule.exemption)},
        {"words", words_choices(language, rule)},
        {"text", rule.text},
        {"hides_correspondent", rule.hides_correspondent},
        {"on_request", rule.on_request},
        {"delay_days", rule.delay_days ? std::to_string(*rule.delay_days) : ""},
    };
}

Json trial_json(Language language, const RuleTrial& trial, const RuleNames& names) {
    auto rows = Json::array();
    std::int64_t others = 0;
    for (const auto& one : trial.entries) {
        if (!one.is_other()) continue;
        if (++others <= static_cast<std::int64_t>(tried_shown))
            rows.push_back({
                {"number", one.number},
                {"title", one.was.title.empty() ? translate(language, "Holdes tilbage") : one.was.title},
                {"document_path", "/dokumenter/" + std::to_string(one.was.document.value)},
                {"outcome", spoken_outcome(language, one)},
                {"reason", spoken_reason(language, one, names)},
            });
    }
    if (trial.looked_at == 0)
        return {
            {"summary",
             translate(
                 language,
                 "Der er ingen poster siden {day}, hvis dokumenter du må læse. Prøven viser kun dem.",
                 {{"day", spoken_date(language, trial.since)}}
             )},
            {"is_cut", false},
            {"rows", std::move(rows)},
        };
    const auto count = [&](std::int64_t number) { return spoken_number(language, number); };
    return {
        {"summary",
         translate(
             language,
             "Af {all} poster siden {day} ville {listed} blive vist og {withheld} holdt tilbage; {worded} ville få "
             "andre "
             "ord, og {delayed} blive vist senere. {others} står anderledes på listen i dag.",
             {{"all", count(trial.looked_at)},
              {"day", spoken_date(language, trial.since)},
              {"listed", count(trial.listed)},
              {"withheld", count(trial.withheld)},
              {"worded", count(trial.worded)},
              {"delayed", count(trial.delayed)},
              {"others", count(others)}}
         )},
        {"is_cut", !trial.is_whole || others > static_cast<std::int64_t>(tried_shown)},
        {"rows", std::move(rows)},
    };
}

struct Shown {
    PublicationRule rule;  ///< in the form; id 0: a new one
    std::optional<Error> error;
    std::optional<std::int64_t> days;  ///< of a trial
};

Result<Response> show_rules(const PostListPages& pages, const Request& request, const Caller& caller, Shown shown) {
    const auto language = page_language(request);
    const Acting acting{caller.principal, pages.workplace.clock.now()};
    Json data;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto rules, read_rules(tx, caller.principal));
        const auto names = rule_names(tx, rules);
        if (const auto asked = core::whole_number(request.query_value("ret").value_or("")); asked && !shown.error)
            for (const auto& rule : rules)
                if (rule.id == *asked) shown.rule = rule;
        auto errors = Json::object();
        if (shown.error)
            errors[shown.error->field.empty() ? "name" : shown.error->field] = said_of_rule(language, *shown.error);
        data = {
            {"may_keep", may_keep_rules(tx, caller.principal)},
            {"may_review", core::may_anywhere(caller.principal, core::Action::review_post_list)},
            {"rules", rows_of(language, rules, names)},
            {"form", form_of(language, shown.rule, names)},
            {"errors", std::move(errors)},
            {"usual_delay", translate_count(language, "{count} arbejdsdag", "{count} arbejdsdage", pages.delay_days)},
            {"days", shown.days ? std::to_string(*shown.days) : "30"},
            {"trial", nullptr},
        };
        if (shown.days) {
            TRY(const auto trial, try_rules(tx, acting, *shown.days, pages.delay_days));
            data["trial"] = trial_json(language, trial, names);
        }
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Regler for postlisten"), pages.workplace);
    return page(pages.workplace, "post_list/rules", data, frame, shown.error ? 422 : 200);
}

Result<Response> get_rules(const PostListPages& pages, const Request& request, const Caller& caller) {
    constexpr std::int64_t longest_days = 366;
    auto days = core::whole_number(request.query_value("dage").value_or(""));
    if (days) days = std::clamp<std::int64_t>(*days, 0, longest_days);
    return show_rules(pages, request, caller, {{}, {}, days});
}

Result<Response> kept(const PostListPages& pages, const Request& request, const Caller& caller, std::int64_t id) {
    Result<void> wrong = core::done();
    auto rule = typed(request, wrong);
    rule.id = id;
    if (wrong.has_error()) return show_rules(pages, request, caller, {rule, wrong.error(), {}});
    const auto kept = pages.workplace.db.write([&](Transaction& tx) {
        const Acting acting{caller.principal, pages.workplace.clock.now()};
        return id == 0 ? add_rule(tx, acting, rule) : change_rule(tx, acting, rule);
    });
    if (!kept.has_error())
        return with_toast(redirect(rules_path), id == 0 ? "Reglen er tilføjet." : "Reglen er ændret.");
    if (kept.error().code != ErrorCode::invalid_input) return kept.error();
    return show_rules(pages, request, caller, {rule, kept.error(), {}});
}

Result<Response> post_rule(const PostListPages& pages, const Request& request, const Caller& caller) {
    return kept(pages, request, caller, 0);
}

Result<Response> post_change(const PostListPages& pages, const Request& request, const Caller& caller) {
    return kept(pages, request, caller, request.id_parameter("id"));
}

Result<Response> moved(const PostListPages& pages, const Request& request, const Caller& caller, bool is_up) {
    TRY(pages.workplace.db.write([&](Transaction& tx) {
        return move_rule(tx, {caller.principal, pages.workplace.clock.now()}, request.id_parameter("id"), is_up);
    }));
    return redirect(rules_path);
}

Result<Response> post_up(const PostListPages& pages, const Request& request, const Caller& caller) {
    return moved(pages, request, caller, true);
}

Result<Response> post_down(const PostListPages& pages, const Request& request, const Caller& caller) {
    return moved(pages, request, caller, false);
}

Result<Response> post_removal(const PostListPages& pages, const Request& request, const Caller& caller) {
    TRY(pages.workplace.db.write([&](Transaction& tx) {
        return remove_rule(tx, {caller.principal, pages.workplace.clock.now()}, request.id_parameter("id"));
    }));
    return with_toast(redirect(rules_path), "Reglen er fjernet.");
}

}  // namespace

void add_rule_pages(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, rules_path, get_rules);
    add(Method::post, rules_path, post_rule);
    add(Method::post, "/postliste/regler/{id:id}", post_change);
    add(Method::post, "/postliste/regler/{id:id}/op", post_up);
    add(Method::post, "/postliste/regler/{id:id}/ned", post_down);
    add(Method::post, "/postliste/regler/{id:id}/fjern", post_removal);
}

}  // namespace services
