#include "services/store/publication_rule_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define RULE_COLUMNS                                                                          \
    "SELECT id, name, subject, direction, unit_id, kind, is_listed, exemption, words, text, " \
    "hides_correspondent, delay_days, on_request FROM publication_rules "
constexpr std::string_view all_sql = RULE_COLUMNS "ORDER BY place, id LIMIT 1000";
constexpr std::string_view find_sql = RULE_COLUMNS "WHERE id = $1";
constexpr std::string_view add_sql = R"sql(
    INSERT INTO publication_rules (place, name, subject, direction, unit_id, kind, is_listed, exemption, words, text,
                                   hides_correspondent, delay_days, on_request, changed_by, changed_at)
    VALUES ((SELECT COALESCE(MAX(r.place), 0) + 1 FROM publication_rules AS r),
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id)sql";
constexpr std::string_view update_sql = R"sql(
    UPDATE publication_rules SET name = $1, subject = $2, direction = $3, unit_id = $4, kind = $5, is_listed = $6,
           exemption = $7, words = $8, text = $9, hides_correspondent = $10, delay_days = $11, on_request = $12,
           changed_by = $13, changed_at = $14 WHERE id = $15)sql";
constexpr std::string_view remove_sql = "DELETE FROM publication_rules WHERE id = $1";
constexpr std::string_view place_sql = "SELECT place FROM publication_rules WHERE id = $1";
constexpr std::string_view set_place_sql = "UPDATE publication_rules SET place = $2 WHERE id = $1";
constexpr std::string_view listed_since_sql = R"sql(
    SELECT p.id FROM post_list_entries AS p JOIN documents AS d ON d.id = p.document_id
     WHERE p.listed_on >= $2 AND d.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
     ORDER BY p.listed_on DESC, p.serial DESC LIMIT $3)sql";
constexpr std::string_view due_sql = R"sql(
    SELECT id FROM post_list_entries
     WHERE public_from IS NOT NULL AND public_from <= $1 AND state = 'held' AND reason = '[]'
     ORDER BY public_from, id LIMIT $2)sql";
constexpr std::string_view past_sql = "UPDATE post_list_entries SET public_from = NULL WHERE id = $1";
constexpr std::string_view clear_sql = "UPDATE post_list_entries SET is_cleared = 1, reason = '[]' WHERE id = $1";

core::PublicationRule rule_from(const Row& row) {
    core::PublicationRule rule;
    rule.id = row.number(0);
    rule.name = row.text(1);
    rule.subject = row.text(2);
    if (!row.text(3).empty()) rule.direction = named(core::direction_named, row.text(3));
    rule.unit = row.maybe_id<core::UnitId>(4);
    if (!row.text(5).empty()) rule.kind = named(core::paper_kind_named, row.text(5));
    rule.is_listed = row.number(6) != 0;
    rule.exemption = row.text(7);
    rule.words = named(core::listed_words_named, row.text(8));
    rule.text = row.text(9);
    rule.hides_correspondent = row.number(10) != 0;
    rule.delay_days = row.maybe_number(11);
    rule.on_request = row.number(12) != 0;
    return rule;
}

std::string_view direction_of(const core::PublicationRule& rule) {
    return rule.direction ? core::name_of(*rule.direction) : std::string_view{};
}
std::string_view kind_of(const core::PublicationRule& rule) {
    return rule.kind ? core::name_of(*rule.kind) : std::string_view{};
}
std::int64_t flag(bool value) {
    return value ? 1 : 0;
}
core::PostListId entry_id_from(const Row& row) {
    return row.id<core::PostListId>(0);
}

}  // namespace

std::vector<core::PublicationRule> PublicationRuleStore::all() const {
    return services::all(tx_.run(all_sql), rule_from);
}

std::optional<core::PublicationRule> PublicationRuleStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), rule_from);
}

std::int64_t PublicationRuleStore::add(const core::PublicationRule& made, core::UserId by, core::Timestamp now) {
    return tx_
        .run(
            add_sql,
            {made.name,
             made.subject,
             direction_of(made),
             made.unit,
             kind_of(made),
             flag(made.is_listed),
             made.exemption,
             core::name_of(made.words),
             made.text,
             flag(made.hides_correspondent),
             made.delay_days,
             flag(made.on_request),
             by,
             seconds(now)}
        )
        .front()
        .number(0);
}

void PublicationRuleStore::update(const core::PublicationRule& changed, core::UserId by, core::Timestamp now) {
    tx_.run(
        update_sql,
        {changed.name,
         changed.subject,
         direction_of(changed),
         changed.unit,
         kind_of(changed),
         flag(changed.is_listed),
         changed.exemption,
         core::name_of(changed.words),
         changed.text,
         flag(changed.hides_correspondent),
         changed.delay_days,
         flag(changed.on_request),
         by,
         seconds(now),
         changed.id}
    );
}

void PublicationRuleStore::remove(std::int64_t id) {
    tx_.run(remove_sql, {id});
}

void PublicationRuleStore::swap(std::int64_t one, std::int64_t other) {
    const auto place = tx_.run(place_sql, {one}).front().number(0);
    const auto other_place = tx_.run(place_sql, {other}).front().number(0);
    tx_.run(set_place_sql, {one, other_place});
    tx_.run(set_place_sql, {other, place});
}

std::vector<core::PostListId> PublicationRuleStore::listed_since(
    core::UserId reader, core::Date since, std::int64_t limit
) const {
    return services::all(tx_.run(listed_since_sql, {reader, core::iso_date(since), limit}), entry_id_from);
}

std::vector<core::PostListId> PublicationRuleStore::due(core::Date today, std::int64_t limit) const {
    return services::all(tx_.run(due_sql, {core::iso_date(today), limit}), entry_id_from);
}

void PublicationRuleStore::set_due_past(core::PostListId id) {
    tx_.run(past_sql, {id});
}

void PublicationRuleStore::clear_until_due(core::PostListId id) {
    tx_.run(clear_sql, {id});
}

}  // namespace services
