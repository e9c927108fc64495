#include "services/cases/case_address.hpp"

#include <algorithm>

#include "services/http/message.hpp"

namespace services {

using core::Result;

namespace {

constexpr std::string_view unit_view = "enhed-";
constexpr std::string_view open_only = "aabne";
constexpr std::array query_names{
    std::string_view{"vis"},
    std::string_view{"hvad"},
    std::string_view{"tilstand"},
    std::string_view{"q"},
    std::string_view{"enhed"},
    std::string_view{"sagsbehandler"},
    std::string_view{"emne"},
    std::string_view{"adgang"},
    std::string_view{"oprettet_fra"},
    std::string_view{"oprettet_til"},
    std::string_view{"aendret_fra"},
    std::string_view{"aendret_til"},
    std::string_view{"sorter"}};

/// Names that mean the same here and in case_question.
struct SameName {
    std::string_view danish, english;
};
constexpr std::array same_names{
    SameName{"q", "q"},
    SameName{"sagsbehandler", "caseworker"},
    SameName{"adgang", "confidentiality"},
    SameName{"oprettet_fra", "opened_from"},
    SameName{"oprettet_til", "opened_to"},
    SameName{"aendret_fra", "changed_from"},
    SameName{"aendret_til", "changed_to"},
};

constexpr std::array hidden_at_first{
    "enhed", "sagsbehandler", "emne", "adgang", "oprettet_fra", "oprettet_til", "aendret_fra", "aendret_til"};

/// "27.35.00" of "27.35.00 Plejehjem".
std::string first_word(const std::string& text) {
    return text.substr(0, text.find(' '));
}

std::string truth(bool is_so) {
    return is_so ? "true" : "";
}

}  // namespace

CaseAddress CaseAddress::of(const NamedTexts& texts, const std::vector<Unit>& own_units) {
    CaseAddress address;
    for (const auto name : query_names) {
        auto value = texts(name).value_or("");
        if (name == "vis" && value == "enhed")
            value = own_units.empty() ? "alle" : std::string{unit_view} + std::to_string(own_units.front().id.value);
        if (!value.empty()) address.fields_.emplace_back(name, std::move(value));
    }
    return address;
}

std::string CaseAddress::get(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
    return found == fields_.end() ? std::string{} : found->second;
}

std::string CaseAddress::view() const {
    auto view = get("vis");
    return view.empty() ? "mine" : view;
}

std::string CaseAddress::order() const {
    auto order = get("sorter");
    if (order.empty()) order = get("hvad") == "overskredne" ? "frist" : "senest";
    return order;
}

bool CaseAddress::has_more_filters() const {
    return std::ranges::any_of(hidden_at_first, [&](const char* name) { return !get(name).empty(); });
}

bool CaseAddress::has_filter() const {
    return has_more_filters() || !get("q").empty() || !get("tilstand").empty() || !get("hvad").empty();
}

CaseAddress CaseAddress::with(std::string_view name, std::string_view value) const {
    auto other = *this;
    std::erase_if(other.fields_, [&](const auto& field) { return field.first == name; });
    if (!value.empty()) other.fields_.emplace_back(name, value);
    return other;
}

std::string CaseAddress::path(std::string_view page, std::string_view after) const {
    std::string path{page};
    path += "?vis=" + view();
    for (const auto& [name, value] : fields_)
        if (name != "vis") path += '&' + name + '=' + percent_encoded(value);
    if (!after.empty()) path += "&after=" + percent_encoded(after);
    return path;
}

Result<CaseQuestion> CaseAddress::question(core::UserId asker, core::Date today) const {
    const auto shown = view();
    const bool is_of_unit = shown.starts_with(unit_view);
    if (shown != "mine" && shown != "alle" && !is_of_unit)
        return core::Error{core::ErrorCode::invalid_input, "there is no such list", "vis"};
    const auto texts = [&](std::string_view name) -> std::optional<std::string> {
        if (name == "mine") return truth(shown == "mine");
        if (name == "caseworker" && shown == "mine") return std::nullopt;
        if (name == "unit") return is_of_unit ? shown.substr(unit_view.size()) : get("enhed");
        if (name == "state") return get("tilstand") == open_only ? "" : get("tilstand");
        if (name == "open") return truth(get("tilstand") == open_only);
        if (name == "waiting") return truth(get("hvad") == "afventer");
        if (name == "overdue") return truth(get("hvad") == "overskredne");
        if (name == "subject") return first_word(get("emne"));
        if (name == "sort") {
            const auto chosen = std::ranges::find(case_orders, order(), &CaseOrder::value);
            return std::string{chosen == case_orders.end() ? "-" : chosen->sort};
        }
        const auto same = std::ranges::find(same_names, name, &SameName::english);
        return same == same_names.end() ? std::nullopt : std::optional{get(same->danish)};
    };
    TRY(auto question, case_question(texts, asker, today));
    question.words = while_typing(question.words);
    return question;
}

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

}  // namespace services
