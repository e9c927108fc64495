#include "services/store/post_change_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view after_sql = R"sql(
    SELECT p.change, p.changed_at, p.id, p.serial_year, p.serial, p.state, p.exemption FROM post_list_entries AS p
     WHERE p.change > $1 AND p.changed_at < $2 ORDER BY p.change LIMIT $3)sql";
constexpr std::string_view newest_sql =
    "SELECT COALESCE(MAX(p.change), 0) FROM post_list_entries AS p WHERE p.change IS NOT NULL";
constexpr std::string_view first_day_sql =
    "SELECT p.listed_on FROM post_list_entries AS p ORDER BY p.listed_on, p.serial LIMIT 1";
constexpr std::string_view last_day_sql =
    "SELECT p.listed_on FROM post_list_entries AS p ORDER BY p.listed_on DESC, p.serial DESC LIMIT 1";

std::optional<core::Date> day_from(const Rows& rows) {
    return rows.empty() ? std::nullopt : maybe_date(rows.front(), 0);
}

}  // namespace

std::vector<PostChange> PostChangeStore::after(std::int64_t change, core::Timestamp until, std::int64_t limit) const {
    const auto rows = tx_.run(after_sql, {change, seconds(until), limit});
    std::vector<PostChange> changes;
    changes.reserve(rows.size());
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const auto row = rows[at];
        PostChange one{
            row.number(0),
            timestamp(row.number(1)),
            row.id<core::PostListId>(2),
            row.number(3),
            row.number(4),
            row.text(6),
            std::nullopt};
        if (row.text(5) == "published") one.post = PostListStore{tx_}.public_entry(one.id);
        changes.push_back(std::move(one));
    }
    return changes;
}

std::int64_t PostChangeStore::newest() const {
    return tx_.run(newest_sql).front().number(0);
}

std::optional<PostChangeStore::Span> PostChangeStore::span() const {
    const auto first_day = day_from(tx_.run(first_day_sql));
    const auto last_day = day_from(tx_.run(last_day_sql));
    if (!first_day || !last_day) return std::nullopt;
    return Span{*first_day, *last_day};
}

}  // namespace services
