#include "services/store/visit_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define VISITED                                                                        \
    "SELECT v.case_id, v.seen_at, v.seen_event, v.starred, c.number, c.title, c.state" \
    " FROM visits AS v JOIN cases AS c ON c.id = v.case_id"                            \
    " AND +c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1) WHERE v.user_id = $1"

constexpr std::string_view saw_sql = R"sql(
    INSERT INTO visits (user_id, case_id, seen_at, seen_event) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id, case_id) DO UPDATE SET seen_at = excluded.seen_at, seen_event = excluded.seen_event)sql";
constexpr std::string_view star_sql = R"sql(
    INSERT INTO visits (user_id, case_id, seen_at, seen_event, starred) VALUES ($1, $2, 0, 0, $3)
    ON CONFLICT (user_id, case_id) DO UPDATE SET starred = excluded.starred)sql";
constexpr std::string_view find_sql =
    "SELECT case_id, seen_at, seen_event, starred FROM visits WHERE user_id = $1 AND case_id = $2";
constexpr std::string_view recent_sql = VISITED " AND v.seen_at > 0 ORDER BY v.seen_at DESC, v.case_id DESC LIMIT $2";
constexpr std::string_view starred_sql = VISITED " AND v.starred = 1 ORDER BY v.case_id LIMIT $2";

Visit visit_from(const Row& row) {
    Visit visit{.of = row.id<core::CaseId>(0), .seen_at = {}, .seen_event = row.id<core::EventId>(2)};
    if (row.number(1) > 0) visit.seen_at = timestamp(row.number(1));
    visit.is_starred = row.number(3) != 0;
    return visit;
}

VisitStore::Visited visited_from(const Row& row) {
    return {visit_from(row), row.text(4), row.text(5), named(core::case_state_named, row.text(6))};
}

}  // namespace

void VisitStore::saw(core::UserId who, core::CaseId one, core::Timestamp now, core::EventId last_event) {
    tx_.run(saw_sql, {who, one, seconds(now), last_event});
}

void VisitStore::set_starred(core::UserId who, core::CaseId one, bool is_starred) {
    tx_.run(star_sql, {who, one, std::int64_t{is_starred ? 1 : 0}});
}

std::optional<Visit> VisitStore::find(core::UserId who, core::CaseId one) const {
    return first(tx_.run(find_sql, {who, one}), visit_from);
}

bool VisitStore::is_starred(core::UserId who, core::CaseId one) const {
    const auto found = find(who, one);
    return found && found->is_starred;
}

std::vector<VisitStore::Visited> VisitStore::recent(core::UserId who, std::int64_t limit) const {
    return all(tx_.run(recent_sql, {who, limit}), visited_from);
}

std::vector<VisitStore::Visited> VisitStore::starred(core::UserId who, std::int64_t limit) const {
    return all(tx_.run(starred_sql, {who, limit}), visited_from);
}

}  // namespace services
