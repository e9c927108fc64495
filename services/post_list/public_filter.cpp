#include "services/post_list/public_filter.hpp"

#include <algorithm>
#include <array>

#include "core/rules/access.hpp"
#include "core/rules/kle.hpp"
#include "core/whole_number.hpp"
#include "services/store/people_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t longest_words = 200;  // bytes

PublicFilter whole_day(core::Date day) {
    PublicFilter filter;
    filter.day = filter.from = filter.to = day;
    return filter;
}

PublicFilter whole_week(core::IsoWeek week) {
    PublicFilter filter;
    filter.week = week;
    filter.from = core::monday_of(week);
    filter.to = *filter.from + std::chrono::days{6};
    return filter;
}

Result<std::optional<core::Date>> date_in(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) return std::optional<core::Date>{};
    const auto date = core::parse_iso_date(*text);
    if (!date) return Error{ErrorCode::invalid_input, std::string{name} + " is a date such as 2026-11-03", name};
    return date;
}

/// What stands after the question mark, in one order always.
std::string query_of(const PublicFilter& filter) {
    std::string query;
    const auto add = [&](std::string_view name, const std::string& value) {
        query += (query.empty() ? "?" : "&") + std::string{name} + "=" + percent_encoded(value);
    };
    if (filter.day) add("dag", core::iso_date(*filter.day));
    if (filter.week) add("uge", week_in_address(*filter.week));
    if (filter.from && !filter.day && !filter.week) add("from", core::iso_date(*filter.from));
    if (filter.to && !filter.day && !filter.week) add("to", core::iso_date(*filter.to));
    if (filter.unit) add("enhed", std::to_string(filter.unit->value));
    if (filter.unit_alone) add("kun", "1");
    if (!filter.subject.empty()) add("emne", filter.subject);
    if (!filter.words.empty()) add("q", filter.words);
    return query;
}

}  // namespace

std::vector<core::UnitId> units_in(Transaction& tx, const PublicFilter& filter) {
    if (!filter.unit) return {};
    if (filter.unit_alone) return {*filter.unit};
    const auto tree = UnitStore{tx}.tree();
    std::vector units{*filter.unit};
    for (const auto& node : tree)
        if (node.id != *filter.unit && core::is_at_or_above(*filter.unit, node.id, tree)) units.push_back(node.id);
    return units;
}

PostScope scope_of(Transaction& tx, const PublicFilter& filter) {
    PostScope scope;
    if (filter.from) scope.from = *filter.from;
    if (filter.to) scope.to = *filter.to;
    scope.units = units_in(tx, filter);
    scope.subject = filter.subject;
    return scope;
}

bool is_subject_or_group(std::string_view text) {
    constexpr std::string_view whole = "00.00.00";
    if (text.size() != 2 && text.size() != 5 && text.size() != whole.size()) return false;
    return core::is_subject_number(std::string{text} + std::string{whole.substr(text.size())});
}

Result<PublicFilter> filter_of_day(std::string_view text) {
    const auto day = core::parse_iso_date(text);
    if (!day) return Error{ErrorCode::invalid_input, "a day is a date such as 2026-11-03", "dag"};
    return whole_day(*day);
}

Result<PublicFilter> filter_of_week(std::string_view text) {
    std::string week{text};
    if (week.find('W') == std::string::npos)
        if (const auto dash = week.find('-'); dash != std::string::npos) week.insert(dash + 1, "W");
    const auto parsed = core::parse_iso_week(week);
    if (!parsed) return Error{ErrorCode::invalid_input, "a week is such as 2026-45", "uge"};
    return whole_week(*parsed);
}

std::string week_in_address(core::IsoWeek week) {
    auto text = core::iso_week_text(week);
    std::erase(text, 'W');
    return text;
}

Result<PublicFilter> filter_of(const Request& request) {
    PublicFilter filter;
    const auto asked = [&](const char* name) { return request.query_value(name).value_or(""); };
    if (const auto day = asked("dag"); !day.empty()) {
        TRY(const auto whole, filter_of_day(day));
        filter = whole;
    } else if (const auto week = asked("uge"); !week.empty()) {
        TRY(const auto whole, filter_of_week(week));
        filter = whole;
    } else {
        TRY(const auto from, date_in(request, "from"));
        TRY(const auto to, date_in(request, "to"));
        filter.from = from;
        filter.to = to;
    }
    if (const auto unit = asked("enhed"); !unit.empty()) {
        const auto id = core::whole_number(unit);
        if (!id || *id <= 0) return Error{ErrorCode::invalid_input, "enhed is a unit's number", "enhed"};
        filter.unit = core::UnitId{*id};
    }
    filter.unit_alone = asked("kun") == "1";
    filter.subject = asked("emne");
    if (!filter.subject.empty() && !is_subject_or_group(filter.subject))
        return Error{ErrorCode::invalid_input, "emne is a number such as 27, 27.35 or 27.35.00", "emne"};
    filter.words = asked("q");
    if (filter.words.size() > longest_words)
        return Error{ErrorCode::invalid_input, "search for something shorter", "q"};
    return filter;
}

std::string page_path(const PublicFilter& filter) {
    if (filter.needs_search()) return "/postliste" + query_of(filter);
    auto rest = filter;
    std::string path = "/postliste";
    if (filter.unit) {
        path += "/enhed/" + std::to_string(filter.unit->value);
        rest.unit.reset();
    } else if (!filter.subject.empty()) {
        path += "/emne/" + filter.subject;
        rest.subject.clear();
    } else if (filter.day) {
        return path + "/dag/" + core::iso_date(*filter.day);
    } else if (filter.week) {
        return path + "/uge/" + week_in_address(*filter.week);
    }
    return path + query_of(rest);
}

std::string feed_path(std::string_view ending, const PublicFilter& filter) {
    return "/postliste" + std::string{ending} + query_of(filter);
}

}  // namespace services
