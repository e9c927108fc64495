#include "services/store/public_list_store.hpp"

#include <algorithm>
#include <limits>

#include "services/store/columns.hpp"
#include "services/store/post_list_rows.hpp"

namespace services {

namespace {

// The partial indexes are by what is published and by one thing more, so that each scope has a statement of its own.
#define PAGE_OF(condition)                                                                        \
    "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES "WHERE p.state = 'published' AND " condition           \
    " AND p.listed_on BETWEEN $2 AND $3 AND (p.listed_on < $3 OR p.id < $4) ORDER BY p.listed_on" \
    " DESC, p.id DESC LIMIT $5"
#define COUNT_OF(condition)                                                                                        \
    "SELECT COUNT(*) FROM (SELECT 1 AS one FROM post_list_entries AS p WHERE p.state = 'published' AND " condition \
    " AND p.listed_on BETWEEN $2 AND $3 LIMIT $4) AS counted"
#define ALL_OF "CAST($1 AS TEXT) = ''"
#define UNIT_OF "p.unit_id = CAST($1 AS BIGINT)"
#define SUBJECT_OF "p.subject = $1"
#define GROUP_OF "SUBSTR(p.subject, 1, 5) = $1"
#define MAIN_GROUP_OF "SUBSTR(p.subject, 1, 2) = $1"

struct ScopeSql {
    std::string_view page, count;
};
constexpr ScopeSql of_all{PAGE_OF(ALL_OF), COUNT_OF(ALL_OF)};
constexpr ScopeSql of_unit{PAGE_OF(UNIT_OF), COUNT_OF(UNIT_OF)};
constexpr ScopeSql of_subject{PAGE_OF(SUBJECT_OF), COUNT_OF(SUBJECT_OF)};
constexpr ScopeSql of_group{PAGE_OF(GROUP_OF), COUNT_OF(GROUP_OF)};
constexpr ScopeSql of_main_group{PAGE_OF(MAIN_GROUP_OF), COUNT_OF(MAIN_GROUP_OF)};

const ScopeSql& sql_of(const PostScope& scope) {
    constexpr std::size_t main_group_bytes = 2, group_bytes = 5;
    if (!scope.units.empty()) return of_unit;
    if (scope.subject.empty()) return of_all;
    if (scope.subject.size() == main_group_bytes) return of_main_group;
    return scope.subject.size() == group_bytes ? of_group : of_subject;
}

/// Of a scope that is one unit at most.
std::string key_of(const PostScope& scope) {
    return scope.units.empty() ? scope.subject : std::to_string(scope.units.front().value);
}
// Answered by the index alone, so that a unit among many costs what is taken of it.
constexpr std::string_view places_of_unit_sql =
    "SELECT p.listed_on, p.id FROM post_list_entries AS p WHERE p.state = 'published' AND " UNIT_OF
    " AND p.listed_on BETWEEN $2 AND $3 AND (p.listed_on < $3 OR p.id < $4) ORDER BY p.listed_on DESC, p.id DESC LIMIT "
    "$5";

/// Where a page ends at the top: the last day that it may show, and of that day only what is below the number.
struct Top {
    std::string day;
    std::int64_t below{std::numeric_limits<std::int64_t>::max()};
};
Top top_of(core::Date to, const std::optional<PostPlace>& after) {
    if (!after || after->listed_on > to) return {core::iso_date(to)};
    return {core::iso_date(after->listed_on), after->id};
}

constexpr std::string_view listed_sql = LISTED_COLUMNS
    "WHERE p.listed_on BETWEEN $1 AND $2 AND (p.listed_on < $2 OR p.serial < $3) "
    "ORDER BY p.listed_on DESC, p.serial DESC LIMIT $4";
constexpr std::string_view numbered_sql = "SELECT " PUBLIC_COLUMNS PUBLIC_TABLES
                                          "WHERE p.state = 'published' AND p.listed_on BETWEEN $1 AND $2 "
                                          "AND (p.listed_on > $1 OR p.serial >= $3) "
                                          "AND (p.listed_on < $2 OR p.serial <= $4)";
constexpr std::string_view totals_sql = R"sql(
    SELECT p.listed_on, p.state, COUNT(*) FROM post_list_entries AS p WHERE p.listed_on BETWEEN $1 AND $2
     GROUP BY p.listed_on, p.state ORDER BY p.listed_on DESC, p.state)sql";
constexpr std::string_view units_sql = R"sql(
    SELECT CAST(u.id AS TEXT), u.name,
           (SELECT COUNT(*) FROM post_list_entries AS p
             WHERE p.state = 'published' AND p.unit_id = u.id AND p.listed_on >= $1)
      FROM units AS u ORDER BY u.name, u.id)sql";
constexpr std::string_view subjects_sql = R"sql(
    SELECT s.number, s.title,
           (SELECT COUNT(*) FROM post_list_entries AS p
             WHERE p.state = 'published' AND p.subject = s.number AND p.listed_on >= $1)
      FROM scheme AS s WHERE s.kind = 'subject' AND SUBSTR(s.number, 1, LENGTH(CAST($2 AS TEXT))) = $2 ORDER BY s.number)sql";
constexpr std::string_view title_sql = "SELECT title FROM scheme WHERE number = $1";
constexpr std::string_view refresh_sql = R"sql(
    UPDATE post_list_entries SET subject = (SELECT c.subject FROM cases AS c WHERE c.id = $1)
     WHERE document_id IN (SELECT d.id FROM documents AS d WHERE d.case_id = $1)
       AND subject <> (SELECT c.subject FROM cases AS c WHERE c.id = $1))sql";

PublicListStore::Part part_from(const Row& row) {
    return {row.text(0), row.text(1), row.number(2)};
}

}  // namespace

/// The places of one unit's entries, the newest first, read a piece at a time.
class PublicListStore::UnitStream {
  public:
    UnitStream(Transaction& tx, core::UnitId unit, core::Date from, Top top)
        : tx_(&tx), unit_(unit), from_(core::iso_date(from)), top_(std::move(top)) {
        read_on();
    }
    bool is_over() const { return at_ == places_.size(); }
    const PostPlace& newest() const { return places_[at_]; }
    void take() {
        const auto taken = places_[at_++];
        if (!is_over() || !has_more_) return;
        top_ = {core::iso_date(taken.listed_on), taken.id};
        read_on();
    }

  private:
    void read_on() {
        constexpr std::int64_t places_at_once = 100;
        places_ = all(
            tx_->run(places_of_unit_sql, {std::to_string(unit_.value), from_, top_.day, top_.below, places_at_once}),
            [](const Row& row) {
                return PostPlace{maybe_date(row, 0).value_or(core::Date{}), row.number(1)};
            }
        );
        at_ = 0;
        has_more_ = std::ssize(places_) == places_at_once;
    }

    Transaction* tx_;
    core::UnitId unit_;
    std::string from_;
    Top top_;
    std::vector<PostPlace> places_;
    std::size_t at_{};
    bool has_more_{};
};

/// The units' own orders, merged: no order of many units stands in an index.
std::vector<PublicPost> PublicListStore::page_of_units(
    const PostScope& scope, const std::optional<PostPlace>& after, std::int64_t limit
) const {
    const auto top = top_of(scope.to, after);
    std::vector<UnitStream> streams;
    streams.reserve(scope.units.size());
    for (const auto unit : scope.units) streams.emplace_back(tx_, unit, scope.from, top);
    std::erase_if(streams, [](const UnitStream& one) { return one.is_over(); });
    const auto is_older = [](const UnitStream& one, const UnitStream& other) {
        const auto& [day, id] = one.newest();
        return std::pair{day, id} < std::pair{other.newest().listed_on, other.newest().id};
    };
    std::ranges::make_heap(streams, is_older);
    std::vector<PublicPost> posts;
    const PostListStore entries{tx_};
    while (!streams.empty() && std::ssize(posts) < limit) {
        std::ranges::pop_heap(streams, is_older);
        auto& newest = streams.back();
        if (auto post = entries.public_entry(core::PostListId{newest.newest().id})) posts.push_back(std::move(*post));
        newest.take();
        if (newest.is_over())
            streams.pop_back();
        else
            std::ranges::push_heap(streams, is_older);
    }
    return posts;
}

std::vector<PublicPost> PublicListStore::page(
    const PostScope& scope, const std::optional<PostPlace>& after, std::int64_t limit
) const {
    if (scope.units.size() > 1) return page_of_units(scope, after, limit);
    const auto top = top_of(scope.to, after);
    return all(
        tx_.run(sql_of(scope).page, {key_of(scope), core::iso_date(scope.from), top.day, top.below, limit}), public_from
    );
}

std::int64_t PublicListStore::count(const PostScope& scope, std::int64_t limit) const {
    const auto from = core::iso_date(scope.from);
    const auto to = core::iso_date(scope.to);
    if (scope.units.empty()) return tx_.run(sql_of(scope).count, {key_of(scope), from, to, limit}).front().number(0);
    std::int64_t count = 0;
    for (const auto unit : scope.units) {
        if (count >= limit) break;
        count += tx_.run(of_unit.count, {std::to_string(unit.value), from, to, limit - count}).front().number(0);
    }
    return count;
}

std::vector<ListedPost> PublicListStore::listed(
    core::Date from, core::Date to, const std::optional<PostPlace>& after, std::int64_t limit
) const {
    const auto top = top_of(to, after);
    return all(tx_.run(listed_sql, {core::iso_date(from), top.day, top.below, limit}), listed_from);
}

std::vector<PublicPost> PublicListStore::numbered(const ListedPost& first, const ListedPost& last) const {
    const auto from = core::iso_date(first.listed_on);
    const auto to = core::iso_date(last.listed_on);
    return all(tx_.run(numbered_sql, {from, to, first.serial, last.serial}), public_from);
}

std::vector<PublicListStore::DayTotal> PublicListStore::totals(core::Date from, core::Date to) const {
    return all(tx_.run(totals_sql, {core::iso_date(from), core::iso_date(to)}), [](const Row& row) {
        return DayTotal{maybe_date(row, 0).value_or(core::Date{}), post_state_from(row, 1), row.number(2)};
    });
}

std::vector<PublicListStore::Part> PublicListStore::units(core::Date since) const {
    return all(tx_.run(units_sql, {core::iso_date(since)}), part_from);
}

std::vector<PublicListStore::Part> PublicListStore::subjects(std::string_view beginning, core::Date since) const {
    return all(tx_.run(subjects_sql, {core::iso_date(since), beginning}), part_from);
}

std::string PublicListStore::subject_title(std::string_view number) const {
    const auto rows = tx_.run(title_sql, {number});
    return rows.empty() ? std::string{} : rows.front().text(0);
}

void PublicListStore::refresh_subjects(core::CaseId in_case) {
    tx_.run(refresh_sql, {in_case});
}

}  // namespace services
