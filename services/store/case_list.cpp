#include <fmt/format.h>

#include <array>
#include <limits>
#include <tuple>

#include "core/rules/danish_order.hpp"
#include "core/whole_number.hpp"
#include "services/store/case_rows.hpp"
#include "services/store/case_store.hpp"
#include "services/store/title_key.hpp"

/// Lists of cases: a statement for each order and each index, so that a page costs the same wherever in the list it is.
namespace services {

namespace {

// The expressions of the indexes in 0013_lists.sql.
#define CASE_TITLE_KEY TITLE_KEY("c.title")
#define CASE_DUE_KEY "COALESCE(CASE WHEN c.state = 'closed' THEN NULL ELSE c.deadline END, '9999-12-31')"

// The unary plus, and '' behind a text, keep the planner from walking another index than the list's, and from sorting
// what it finds there.
#define CASE_READER " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
#define CASE_FILTERS                                                                                                 \
    " AND (CAST($2 AS TEXT) IS NULL OR c.state = $2) AND ($3 = 0 OR c.state <> 'closed')"                            \
    " AND (CAST($7 AS BIGINT) IS NULL OR +c.caseworker_id = $7) AND (CAST($8 AS BIGINT) IS NULL OR +c.unit_id = $8)" \
    " AND (CAST($9 AS TEXT) IS NULL OR (c.subject || '' >= $9 AND c.subject || '' < $10))"                           \
    " AND (CAST($11 AS TEXT) IS NULL OR c.confidentiality = $11)"                                                    \
    " AND ($16 = 0 OR (c.waiting_for <> '' AND c.state <> 'closed'))"                                                \
    " AND (CAST($17 AS TEXT) IS NULL OR " CASE_DUE_KEY " || '' < $17)"
// SQLite begins an index at a pair only where both are columns, so that the first of the pair is said once more.
#define CASE_LIST(of, key, periods, beyond, order)                                                              \
    "SELECT " CASE_COLUMNS " FROM cases AS c WHERE " of CASE_READER CASE_FILTERS periods " AND " key " " beyond \
    "= $4"                                                                                                      \
    " AND (" key ", c.id) " beyond " ($4, $5) ORDER BY " key " " order ", c.id " order " LIMIT $6"
#define CASE_LISTS(key, periods, beyond, order)                                                                    \
    Statements {                                                                                                   \
        CASE_LIST("1 = 1", key, periods, beyond, order), CASE_LIST("c.unit_id = $8", key, periods, beyond, order), \
            CASE_LIST("c.caseworker_id = $7", key, periods, beyond, order)                                         \
    }
#define CASE_ORDER(key, falling, rising)                                           \
    Ordered {                                                                      \
        CASE_LISTS(key, falling, "<", "DESC"), CASE_LISTS(key, rising, ">", "ASC") \
    }

// For who may read few: all of it by the groups' own index, and then put in order. What hides a key keeps the planner
// from walking that key's index instead.
#define CASE_GATHERED(hidden, beyond, order)                                                                           \
    "SELECT " CASE_COLUMNS                                                                                             \
    " FROM cases AS c WHERE c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)" CASE_FILTERS \
        OPENED CHANGED " AND (" hidden ", +c.id) " beyond " ($4, $5) ORDER BY " hidden " " order ", +c.id " order      \
    " LIMIT $6"
#define GATHERED(hidden)                                                      \
    Gathered {                                                                \
        CASE_GATHERED(hidden, "<", "DESC"), CASE_GATHERED(hidden, ">", "ASC") \
    }

// A list by time begins within its period (beginning_of) and ends with it; no other bound may be its beginning.
#define OPENED " AND +c.opened_at >= $12 AND +c.opened_at < $13"
#define CHANGED " AND +c.changed_at >= $14 AND +c.changed_at < $15"
#define OPENED_FALLING " AND c.opened_at >= $12 AND +c.opened_at < $13"
#define OPENED_RISING " AND +c.opened_at >= $12 AND c.opened_at < $13"
#define CHANGED_FALLING " AND c.changed_at >= $14 AND +c.changed_at < $15"
#define CHANGED_RISING " AND +c.changed_at >= $14 AND c.changed_at < $15"

struct Statements {
    std::string_view of_all, of_unit, of_caseworker;
};
struct Ordered {
    Statements falling, rising;
};

constexpr Ordered by_change = CASE_ORDER("c.changed_at", OPENED CHANGED_FALLING, OPENED CHANGED_RISING);
constexpr Ordered by_opening = CASE_ORDER("c.opened_at", OPENED_FALLING CHANGED, OPENED_RISING CHANGED);
constexpr Ordered by_number = CASE_ORDER("c.number", OPENED CHANGED, OPENED CHANGED);
constexpr Ordered by_title = CASE_ORDER(CASE_TITLE_KEY, OPENED CHANGED, OPENED CHANGED);
constexpr Ordered by_deadline = CASE_ORDER(CASE_DUE_KEY, OPENED CHANGED, OPENED CHANGED);

struct Gathered {
    std::string_view falling, rising;
};

constexpr Gathered gathered_by_opening = GATHERED("+c.opened_at");
constexpr Gathered gathered_by_number = GATHERED("c.number || ''");
constexpr Gathered gathered_by_title = GATHERED(CASE_TITLE_KEY " || ''");
constexpr Gathered gathered_by_deadline = GATHERED(CASE_DUE_KEY " || ''");

/// Who may read few cases has them gathered and sorted, where walking an order's index would pass by almost all cases
/// of the house.
constexpr std::string_view more_than_few_sql =
    "SELECT 1 FROM cases WHERE access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
    " LIMIT 1 OFFSET $2";

/// What few may read lies far apart among the newest of all. Who is in at most so many groups gets the newest of each,
/// all of them followed at once by an index of the group's own.
constexpr std::size_t groups_at_once = 16;

constexpr std::string_view groups_sql = "SELECT group_id FROM group_members WHERE user_id = $1 LIMIT $2";

std::string newest_by_group(std::size_t groups, bool is_rising) {
    const std::string_view order = is_rising ? "ASC" : "DESC";
    const std::string_view beyond = is_rising ? ">" : "<";
    const std::string_view periods = is_rising ? OPENED CHANGED_RISING : OPENED CHANGED_FALLING;
    std::string of_all;
    for (std::size_t group = 0; group < groups; ++group) {
        if (group > 0) of_all += " UNION ALL ";
        of_all += fmt::format(
            "SELECT " CASE_COLUMNS
            " FROM cases AS c WHERE c.access_group_id ="
            " (SELECT group_id FROM group_members WHERE user_id = $1 ORDER BY group_id LIMIT 1 OFFSET {})" CASE_FILTERS
            "{} AND c.changed_at {}= $4 AND (c.changed_at, c.id) {} ($4, $5)",
            group,
            periods,
            beyond,
            beyond
        );
    }
    return of_all + fmt::format(" ORDER BY changed_at {}, id {} LIMIT $6", order, order);
}

// Of all parameters only those of the subject are told.
constexpr std::string_view with_subject_sql = "SELECT " CASE_COLUMNS
                                              " FROM cases AS c WHERE c.subject >= $2 AND c.subject < $3"
                                              " AND +c.access_group_id IN"
                                              " (SELECT group_id FROM group_members WHERE user_id = $1) LIMIT $4";

constexpr std::int64_t end_of_time = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr std::string_view last_day = "9999-12-31";
constexpr std::string_view last_character = "\U0010FFFF";

const Ordered& ordered_by(CaseSort sort) {
    switch (sort) {
        case CaseSort::opened:
            return by_opening;
        case CaseSort::number:
            return by_number;
        case CaseSort::title:
            return by_title;
        case CaseSort::deadline:
            return by_deadline;
        case CaseSort::changed:
            break;
    }
    return by_change;
}

/// By change there is an index for each group instead.
const Gathered& gathered_by(CaseSort sort) {
    switch (sort) {
        case CaseSort::number:
            return gathered_by_number;
        case CaseSort::title:
            return gathered_by_title;
        case CaseSort::deadline:
            return gathered_by_deadline;
        case CaseSort::changed:
        case CaseSort::opened:
            break;
    }
    return gathered_by_opening;
}

bool is_by_time(CaseSort sort) {
    return sort == CaseSort::changed || sort == CaseSort::opened;
}

/// A statement for each number of groups, from one.
using ByGroups = std::array<std::string, groups_at_once>;

ByGroups made_by_groups(bool is_rising) {
    ByGroups statements;
    for (std::size_t groups = 1; groups <= groups_at_once; ++groups)
        statements.at(groups - 1) = newest_by_group(groups, is_rising);
    return statements;
}

const ByGroups& by_groups(bool is_rising) {
    static const auto falling = made_by_groups(false);
    static const auto rising = made_by_groups(true);
    return is_rising ? rising : falling;
}

std::string_view statement_of(Transaction& tx, const CaseFilter& filter) {
    const auto& ordered = ordered_by(filter.sort);
    const auto& statements = filter.is_rising ? ordered.rising : ordered.falling;
    if (filter.caseworker) return statements.of_caseworker;
    if (filter.unit) return statements.of_unit;
    if (filter.sort != CaseSort::changed) {
        if (!tx.run(more_than_few_sql, {filter.reader, filter.gathered_up_to}).empty()) return statements.of_all;
        const auto& gathered = gathered_by(filter.sort);
        return filter.is_rising ? gathered.rising : gathered.falling;
    }
    const auto groups = tx.run(groups_sql, {filter.reader, static_cast<std::int64_t>(groups_at_once + 1)}).size();
    if (groups == 0 || groups > groups_at_once) return statements.of_all;
    return by_groups(filter.is_rising).at(groups - 1);
}

/// Before the first row of a list: where its period begins, if it is a list by time.
CaseFilter::Place beginning_of(const CaseFilter& filter) {
    const bool is_by_change = filter.sort == CaseSort::changed;
    constexpr core::CaseId lowest{std::numeric_limits<std::int64_t>::min()};
    if (filter.is_rising) {
        const auto& from = is_by_change ? filter.changed_from : filter.opened_from;
        return {"", seconds(from).value_or(std::numeric_limits<std::int64_t>::min()), lowest};
    }
    const auto& until = is_by_change ? filter.changed_until : filter.opened_until;
    return {std::string{last_character}, seconds(until).value_or(end_of_time), lowest};
}

/// A text that begins as another is between it and the same followed by the last of all characters.
std::string end_of_prefix(const std::string& prefix) {
    return prefix + std::string{last_character};
}

std::string due_key(const core::Case& one) {
    const bool is_due = one.state != core::CaseState::closed && one.deadline;
    return is_due ? core::iso_date(*one.deadline) : std::string{last_day};
}

bool is_within(
    core::Timestamp time, const std::optional<core::Timestamp>& from, const std::optional<core::Timestamp>& until
) {
    return (!from || time >= *from) && (!until || time < *until);
}

}  // namespace

CaseFilter::Place place_of(CaseSort sort, const core::Case& one) {
    CaseFilter::Place place{.text = {}, .number = 0, .id = one.id};
    switch (sort) {
        case CaseSort::changed:
            place.number = seconds(one.changed_at);
            break;
        case CaseSort::opened:
            place.number = seconds(one.opened_at);
            break;
        case CaseSort::number:
            place.text = one.number;
            break;
        case CaseSort::title:
            place.text = core::danish_order_key(one.title);
            break;
        case CaseSort::deadline:
            place.text = due_key(one);
            break;
    }
    return place;
}

bool is_before(const CaseFilter::Place& one, const CaseFilter::Place& other) {
    return std::tie(one.text, one.number, one.id.value) < std::tie(other.text, other.number, other.id.value);
}

bool passes(const core::Case& one, const CaseFilter& filter) {
    const bool is_open = one.state != core::CaseState::closed;
    if (filter.caseworker && one.caseworker != filter.caseworker) return false;
    if (filter.unit && one.unit != *filter.unit) return false;
    if (filter.state && one.state != *filter.state) return false;
    if (filter.open_only && !is_open) return false;
    if (filter.waiting_only && (!is_open || one.waiting_for.empty())) return false;
    if (!one.subject.starts_with(filter.subject)) return false;
    if (filter.confidentiality && one.confidentiality != *filter.confidentiality) return false;
    if (filter.due_before && due_key(one) >= core::iso_date(*filter.due_before)) return false;
    return is_within(one.opened_at, filter.opened_from, filter.opened_until) &&
           is_within(one.changed_at, filter.changed_from, filter.changed_until);
}

std::string cursor_text(const CaseFilter::Place& place, CaseSort sort) {
    return std::to_string(place.id.value) + '.' + (is_by_time(sort) ? std::to_string(place.number) : place.text);
}

std::optional<CaseFilter::Place> place_in(std::string_view cursor, CaseSort sort) {
    const auto dot = cursor.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto id = core::whole_number(cursor.substr(0, dot));
    const auto key = cursor.substr(dot + 1);
    if (!id) return std::nullopt;
    if (!is_by_time(sort)) return CaseFilter::Place{std::string{key}, 0, core::CaseId{*id}};
    const auto time = core::whole_number(key);
    return time ? std::optional{CaseFilter::Place{"", *time, core::CaseId{*id}}} : std::nullopt;
}

std::vector<core::Case> CaseStore::list(const CaseFilter& filter) const {
    const auto place = filter.after.value_or(beginning_of(filter));
    const auto key = is_by_time(filter.sort) ? Parameter{place.number} : Parameter{place.text};
    const auto state = filter.state ? std::optional{core::name_of(*filter.state)} : std::nullopt;
    const auto subject = filter.subject.empty() ? std::nullopt : std::optional{std::string_view{filter.subject}};
    const auto subject_end = end_of_prefix(filter.subject);
    const auto level = filter.confidentiality ? std::optional{core::name_of(*filter.confidentiality)} : std::nullopt;
    const auto due_before = iso_date(filter.due_before);
    const auto from = [](const std::optional<core::Timestamp>& time) { return seconds(time).value_or(0); };
    const auto until = [](const std::optional<core::Timestamp>& time) { return seconds(time).value_or(end_of_time); };
    return all(
        tx_.run(
            statement_of(tx_, filter),
            {filter.reader,
             state,
             std::int64_t{filter.open_only ? 1 : 0},
             key,
             place.id,
             filter.limit,
             filter.caseworker,
             filter.unit,
             subject,
             subject_end,
             level,
             from(filter.opened_from),
             until(filter.opened_until),
             from(filter.changed_from),
             until(filter.changed_until),
             std::int64_t{filter.waiting_only ? 1 : 0},
             due_before}
        ),
        case_from
    );
}

std::optional<std::vector<core::Case>> CaseStore::of_few(const CaseFilter& filter, std::int64_t limit) const {
    const auto end = end_of_prefix(filter.subject);
    auto found = all(tx_.run(with_subject_sql, {filter.reader, filter.subject, end, limit + 1}), case_from);
    if (static_cast<std::int64_t>(found.size()) > limit) return std::nullopt;
    std::erase_if(found, [&](const core::Case& one) { return !passes(one, filter); });
    return found;
}

}  // namespace services
