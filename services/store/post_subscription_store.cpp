#include "services/store/post_subscription_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define SUBSCRIPTION_COLUMNS \
    "SELECT id, address, part, token, is_confirmed, asked_at, told_change, failures FROM post_subscriptions "
constexpr std::string_view add_sql = R"sql(
    INSERT INTO post_subscriptions (address, part, token, asked_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (address, part) DO NOTHING RETURNING id)sql";
constexpr std::string_view find_sql = SUBSCRIPTION_COLUMNS "WHERE id = $1";
constexpr std::string_view of_token_sql = SUBSCRIPTION_COLUMNS "WHERE token = $1";
constexpr std::string_view of_address_sql = SUBSCRIPTION_COLUMNS "WHERE address = $1 AND part = $2";
constexpr std::string_view confirm_sql =
    "UPDATE post_subscriptions SET is_confirmed = 1, told_change = $2, told_on = $3 WHERE id = $1 AND is_confirmed = 0";
constexpr std::string_view again_sql = "UPDATE post_subscriptions SET asked_at = $2 WHERE id = $1";
constexpr std::string_view remove_told_sql = "DELETE FROM post_subscription_entries WHERE subscription_id = $1";
constexpr std::string_view remove_sql = "DELETE FROM post_subscriptions WHERE id = $1";
constexpr std::string_view unconfirmed_sql =
    "SELECT id FROM post_subscriptions WHERE is_confirmed = 0 AND asked_at < $1 ORDER BY id LIMIT $2";
constexpr std::string_view due_sql =
    "SELECT id FROM post_subscriptions WHERE is_confirmed = 1 AND told_on < $1 ORDER BY told_on, id LIMIT $2";
constexpr std::string_view set_day_sql = "UPDATE post_subscriptions SET told_on = $2 WHERE id = $1";
constexpr std::string_view set_told_sql = "UPDATE post_subscriptions SET told_change = $2, failures = 0 WHERE id = $1";
constexpr std::string_view add_told_sql = R"sql(
    INSERT INTO post_subscription_entries (subscription_id, entry_id) VALUES ($1, $2)
    ON CONFLICT (subscription_id, entry_id) DO NOTHING)sql";
constexpr std::string_view was_told_sql =
    "SELECT 1 FROM post_subscription_entries WHERE subscription_id = $1 AND entry_id = $2";
constexpr std::string_view forget_sql =
    "DELETE FROM post_subscription_entries WHERE subscription_id = $1 AND entry_id = $2";
constexpr std::string_view failure_sql =
    "UPDATE post_subscriptions SET failures = failures + 1 WHERE id = $1 RETURNING failures";

PostSubscription subscription_from(const Row& row) {
    return PostSubscription{
        .id = row.number(0),
        .address = row.text(1),
        .part = row.text(2),
        .token = row.text(3),
        .is_confirmed = row.number(4) != 0,
        .asked_at = timestamp(row.number(5)),
        .told_change = row.number(6),
        .failures = row.number(7),
    };
}

std::int64_t id_from(const Row& row) {
    return row.number(0);
}

}  // namespace

std::optional<std::int64_t> PostSubscriptionStore::add(const PostSubscription& made) {
    return first(tx_.run(add_sql, {made.address, made.part, made.token, seconds(made.asked_at)}), id_from);
}

std::optional<PostSubscription> PostSubscriptionStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), subscription_from);
}

std::optional<PostSubscription> PostSubscriptionStore::of_token(std::string_view token) const {
    return first(tx_.run(of_token_sql, {token}), subscription_from);
}

std::optional<PostSubscription> PostSubscriptionStore::of_address(std::string_view address, std::string_view part)
    const {
    return first(tx_.run(of_address_sql, {address, part}), subscription_from);
}

void PostSubscriptionStore::confirm(std::int64_t id, std::int64_t told_change, core::Date today) {
    tx_.run(confirm_sql, {id, told_change, core::iso_date(today)});
}

void PostSubscriptionStore::ask_again(std::int64_t id, core::Timestamp now) {
    tx_.run(again_sql, {id, seconds(now)});
}

void PostSubscriptionStore::remove(std::int64_t id) {
    tx_.run(remove_told_sql, {id});
    tx_.run(remove_sql, {id});
}

std::vector<std::int64_t> PostSubscriptionStore::unconfirmed(core::Timestamp before, std::int64_t limit) const {
    return all(tx_.run(unconfirmed_sql, {seconds(before), limit}), id_from);
}

std::vector<std::int64_t> PostSubscriptionStore::due(core::Date today, std::int64_t limit) const {
    return all(tx_.run(due_sql, {core::iso_date(today), limit}), id_from);
}

void PostSubscriptionStore::set_day(std::int64_t id, core::Date today) {
    tx_.run(set_day_sql, {id, core::iso_date(today)});
}

void PostSubscriptionStore::set_told(std::int64_t id, std::int64_t change) {
    tx_.run(set_told_sql, {id, change});
}

void PostSubscriptionStore::add_told(std::int64_t id, core::PostListId entry) {
    tx_.run(add_told_sql, {id, entry});
}

bool PostSubscriptionStore::was_told(std::int64_t id, core::PostListId entry) const {
    return !tx_.run(was_told_sql, {id, entry}).empty();
}

void PostSubscriptionStore::forget_told(std::int64_t id, core::PostListId entry) {
    tx_.run(forget_sql, {id, entry});
}

std::int64_t PostSubscriptionStore::count_failure(std::int64_t id) {
    const auto rows = tx_.run(failure_sql, {id});
    return rows.empty() ? 0 : rows.front().number(0);
}

}  // namespace services
