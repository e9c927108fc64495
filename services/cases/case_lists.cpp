#include <algorithm>
#include <map>

#include "core/utf8.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_desk.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t cases_at_once = 50;
constexpr std::size_t options_max = 10;
constexpr std::string_view open_only = "aabne";

constexpr std::array states{
    core::CaseState::opened,
    core::CaseState::informed,
    core::CaseState::decided,
    core::CaseState::ordered,
    core::CaseState::executed,
    core::CaseState::closed,
};

/// What a list's address asks for.
struct Asked {
    std::string view;   ///< "mine", "enhed-3" or "alle"
    std::string state;  ///< "", "aabne", or a state's name
    std::string query;  ///< words of title or number
    CaseFilter filter;
};

/// The units in which the person handles cases, in the order of their names.
std::vector<Unit> own_units(const Caller& caller, const Names& names) {
    std::vector<Unit> units;
    for (const auto& unit : names.units) {
        const auto is_here = [&](const core::RoleInUnit& held) {
            return held.unit == unit.id &&
                   core::may(caller.principal, core::Action::edit_case, {unit.id, std::nullopt});
        };
        if (std::ranges::any_of(caller.principal.roles, is_here)) units.push_back(unit);
    }
    return units;
}

Result<Asked> asked_of(const Request& request, const Caller& caller, const Names& names) {
    Asked asked;
    asked.view = request.query_value("vis").value_or("mine");
    asked.state = request.query_value("tilstand").value_or("");
    asked.query = core::on_one_line(request.query_value("q").value_or(""));
    auto& filter = asked.filter;
    filter.reader = caller.id();
    filter.limit = cases_at_once + 1;
    if (asked.view == "enhed") {  // the first of one's own
        const auto own = own_units(caller, names);
        asked.view = own.empty() ? "alle" : "enhed-" + std::to_string(own.front().id.value);
    }
    constexpr std::string_view unit_view = "enhed-";
    if (asked.view.starts_with(unit_view))
        filter.unit = core::UnitId{std::strtoll(asked.view.c_str() + unit_view.size(), nullptr, 10)};
    else if (asked.view == "mine")
        filter.caseworker = caller.id();
    else if (asked.view != "alle")
        return Error{ErrorCode::invalid_input, "there is no such list", "vis"};
    if (asked.state == open_only) {
        filter.open_only = true;
    } else if (!asked.state.empty()) {
        filter.state = core::case_state_named(asked.state);
        if (!filter.state) return Error{ErrorCode::invalid_input, "there is no such state", "tilstand"};
    }
    return asked;
}

std::string path_of(const Asked& asked, const std::string& after = {}) {
    auto path = "/sager?vis=" + asked.view;
    if (!asked.state.empty()) path += "&tilstand=" + asked.state;
    if (!asked.query.empty()) path += "&q=" + percent_encoded(asked.query);
    if (!after.empty()) path += "&after=" + after;
    return path;
}

struct Listed {
    std::vector<core::Case> cases;
    std::string next;  ///< cursor of the page after; empty: there is none
};

Result<Listed> listed_from_database(Transaction& tx, const Request& request, CaseFilter filter) {
    TRY(const auto after, cursor_of(request, 2));
    if (!after.empty()) filter.after = {core::Timestamp{std::chrono::seconds{after[0]}}, core::CaseId{after[1]}};
    Listed listed{CaseStore{tx}.list(filter), {}};
    if (std::ssize(listed.cases) == filter.limit) {
        listed.cases.pop_back();
        const auto& last = listed.cases.back();
        listed.next = cursor_text({last.changed_at.time_since_epoch().count(), last.id.value});
    }
    return listed;
}

bool passes(const core::Case& one, const CaseFilter& filter) {
    if (filter.caseworker && one.caseworker != filter.caseworker) return false;
    if (filter.unit && one.unit != *filter.unit) return false;
    if (filter.state && one.state != *filter.state) return false;
    return !filter.open_only || one.state != core::CaseState::closed;
}

/// What someone has typed so far: every word as it is, and the last also as the beginning of one.
std::string while_typing(const std::string& query) {
    const auto last = query.empty() ? ' ' : query.back();
    const bool is_in_word = last != '"' && last != '*' && last != ')' && last != ' ' && last != '.';
    return is_in_word ? query + "*" : query;
}

/// Words are looked up in the full-text index; what the index knows nothing of is asked of the database. The cursor is
/// how many hits have been gone through.
Result<Listed> listed_from_search(
    const CaseDesk& desk, Transaction& tx, const Request& request, const Caller& caller, const Asked& asked
) {
    constexpr std::uint32_t step = 100, hits_max = 10'000;
    TRY(const auto after, cursor_of(request, 1));
    search::Query query;
    query.text = while_typing(asked.query);
    query.groups = caller.principal.groups;
    query.kind = search::Kind::case_file;
    query.unit = asked.filter.unit;
    query.order = search::Order::newest;
    query.limit = step;
    query.offset = after.empty() ? 0 : static_cast<std::uint32_t>(std::clamp<std::int64_t>(after[0], 0, hits_max));
    Listed listed;
    while (query.offset < hits_max) {
        TRY(const auto answer, desk.search.find(query));
        for (const auto& hit : answer.hits) {
            if (std::ssize(listed.cases) == cases_at_once) {
                listed.next = cursor_text({query.offset});
                return listed;
            }
            ++query.offset;
            // The index may be a second behind: the policy is asked again.
            auto one = read_case(tx, caller.principal, core::CaseId{hit.id});
            if (one && passes(one.value(), asked.filter)) listed.cases.push_back(std::move(one.value()));
        }
        if (answer.hits.size() < step) break;
    }
    return listed;
}

Json row_json(const core::Case& one, Language language, core::Timestamp now, const Names& names, std::string subject) {
    return {
        {"path", case_path(one.id)},
        {"number", one.number},
        {"title", one.title},
        {"subject", std::move(subject)},
        {"state_text", spoken(language, one.state)},
        {"tone", tone_of(one.state)},
        {"caseworker", names.person(one.caseworker)},
        {"unit", names.unit(one.unit)},
        {"changed", spoken_time(language, one.changed_at, now)},
        {"changed_exact", exact_time(language, one.changed_at)},
        {"is_restricted", one.confidentiality == core::Confidentiality::restricted},
    };
}

std::string heading_of(Language language, const Asked& asked, const Names& names) {
    if (asked.view == "mine") return translate(language, "Mine sager");
    if (asked.filter.unit) return translate(language, "Sager i {unit}", {{"unit", names.unit(*asked.filter.unit)}});
    return translate(language, "Alle sager");
}

Json views_json(Language language, const Asked& asked, const Caller& caller, const Names& names) {
    auto views = Json::array();
    const auto add = [&](std::string view, std::string text) {
        auto other = asked;
        other.view = std::move(view);
        views.push_back({{"path", path_of(other)}, {"text", std::move(text)}, {"is_current", other.view == asked.view}}
        );
    };
    add("mine", translate(language, "Mine"));
    const auto own = own_units(caller, names);
    for (const auto& unit : own)
        add("enhed-" + std::to_string(unit.id.value), own.size() == 1 ? translate(language, "Min enhed") : unit.name);
    add("alle", translate(language, "Alle"));
    return views;
}

Json states_json(Language language, const Asked& asked) {
    auto choices = Json::array({
        choice("", translate(language, "Alle tilstande"), asked.state.empty()),
        choice(std::string{open_only}, translate(language, "Ikke afsluttede"), asked.state == open_only),
    });
    for (const auto state : states) {
        const std::string name{core::name_of(state)};
        choices.push_back(choice(name, spoken(language, state), asked.state == name));
    }
    return choices;
}

Json rows_json(
    Transaction& tx, const std::vector<core::Case>& cases, Language language, core::Timestamp now, const Names& names
) {
    std::map<std::string, std::string> subjects;
    auto rows = Json::array();
    for (const auto& one : cases) {
        auto& subject = subjects[one.subject];
        if (subject.empty()) subject = subject_text(tx, one.subject);
        rows.push_back(row_json(one, language, now, names, subject));
    }
    return rows;
}

Result<Response> get_list(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        TRY(const auto asked, asked_of(request, caller, *names));
        TRY(const auto listed,
            asked.query.empty() ? listed_from_database(tx, request, asked.filter)
                                : listed_from_search(desk, tx, request, caller, asked));
        data = {
            {"heading", heading_of(language, asked, *names)},
            {"views", views_json(language, asked, caller, *names)},
            {"view", asked.view},
            {"query", asked.query},
            {"states", states_json(language, asked)},
            {"cases", rows_json(tx, listed.cases, language, desk.workplace.clock.now(), *names)},
            {"has_filter", !asked.query.empty() || !asked.state.empty()},
            {"is_mine", asked.view == "mine"},
            {"can_open_case", core::may_anywhere(caller.principal, core::Action::open_case)},
            {"first_path", request.query_value("after") ? path_of(asked) : ""},
            {"next_path", listed.next.empty() ? "" : path_of(asked, listed.next)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, data["heading"].get<std::string>(), desk.workplace);
    return page(desk.workplace, "cases/list", data, frame);
}

// ------------------------------------------------------------------------------------------------------ suggestions

/// Cases as they are found, each once and ten at most.
class Suggestions {
  public:
    bool are_full() const { return cases_.size() == options_max; }
    void add(core::Case one) {
        const auto is_same = [&](const core::Case& other) { return other.id == one.id; };
        if (!are_full() && std::ranges::none_of(cases_, is_same)) cases_.push_back(std::move(one));
    }
    const std::vector<core::Case>& cases() const { return cases_; }

  private:
    std::vector<core::Case> cases_;
};

void suggest_recent(Transaction& tx, const Caller& caller, Suggestions& found) {
    CaseFilter filter;
    filter.reader = caller.id();
    filter.caseworker = caller.id();
    filter.open_only = true;
    filter.limit = options_max;
    for (auto& one : CaseStore{tx}.list(filter)) found.add(std::move(one));
}

/// A query that the index does not understand suggests nothing: it is only half typed.
void suggest_from_search(
    const CaseDesk& desk, Transaction& tx, const Caller& caller, const std::string& text, Suggestions& found
) {
    if (found.are_full()) return;
    search::Query query;
    query.text = text;
    query.groups = caller.principal.groups;
    query.kind = search::Kind::case_file;
    query.limit = options_max;
    const auto answer = desk.search.find(query);
    if (!answer) return;
    for (const auto& hit : answer.value().hits)
        if (auto one = read_case(tx, caller.principal, core::CaseId{hit.id})) found.add(std::move(one.value()));
}

Suggestions suggested(const CaseDesk& desk, Transaction& tx, const Caller& caller, const std::string& typed) {
    Suggestions found;
    if (typed.empty()) {
        suggest_recent(tx, caller, found);
        return found;
    }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (auto& one : CaseStore{tx}.with_number_prefix(caller.id(), typed, options_max)) found.add(std::move(one));
    if (std::ranges::all_of(typed, is_digit)) suggest_from_search(desk, tx, caller, "sag:" + typed, found);
    suggest_from_search(desk, tx, caller, while_typing(typed), found);
    return found;
}

Result<Response> get_suggestions(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto typed = core::on_one_line(request.query_value("q").value_or(""));
    Json data{{"query", typed}, {"options", Json::array()}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto names = desk.names->of(tx, caller);
        const auto found = suggested(desk, tx, caller, typed);
        for (const auto& one : found.cases()) {
            std::string detail;
            if (one.state == core::CaseState::closed) detail = spoken(language, one.state) + " · ";
            detail += names->unit(one.unit);
            if (one.caseworker) detail += " · " + names->person(one.caseworker);
            data["options"].push_back(
                {{"value", std::to_string(one.id.value)}, {"text", one.number + " " + one.title}, {"detail", detail}}
            );
        }
        return core::done();
    }));
    PageFrame frame;
    frame.language = language;
    return html(desk.workplace.pages.render_fragment("cases/options", data, frame));
}

}  // namespace

void add_case_lists(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager", get_list);
    add_case_page(router, identity, desk, Method::get, "/sager/forslag", get_suggestions);
}

}  // namespace services
