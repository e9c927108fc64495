#include "services/store/followed_case_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

using core::CaseStep;
using core::FollowedCase;
using core::FollowedCaseId;
using core::StepKind;

namespace {

constexpr core::Names kinds{{
    std::pair<StepKind, std::string_view>{StepKind::meeting, "meeting"},
    {StepKind::decision, "decision"},
    {StepKind::other, "other"},
}};

#define FOLLOWED_COLUMNS                                                                                       \
    "f.id, f.case_id, f.title, f.summary, f.contact, f.state, f.published_at, f.changed_at, f.taken_down_at, " \
    "f.exemption, f.made_by, f.version"
constexpr std::size_t followed_columns = 12;
constexpr std::string_view add_sql = R"sql(
    INSERT INTO followed_cases (case_id, title, summary, contact, state, published_at, changed_at, made_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " FOLLOWED_COLUMNS " FROM followed_cases AS f WHERE f.id = $1";
constexpr std::string_view of_case_sql = "SELECT " FOLLOWED_COLUMNS " FROM followed_cases AS f WHERE f.case_id = $1";
constexpr std::string_view update_sql = R"sql(
    UPDATE followed_cases SET title = $3, summary = $4, contact = $5, state = $6, published_at = $7, changed_at = $8,
           taken_down_at = $9, exemption = $10, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id)sql";
#define LISTED_FOLLOWED                                    \
    "SELECT " FOLLOWED_COLUMNS                             \
    ", c.number, u.name, c.state FROM followed_cases AS f" \
    " JOIN cases AS c ON c.id = f.case_id JOIN units AS u ON u.id = c.unit_id "
constexpr std::string_view published_sql =
    LISTED_FOLLOWED "WHERE f.state = 'published' ORDER BY f.changed_at DESC, f.id DESC LIMIT $2 OFFSET $1";
constexpr std::string_view listed_sql = LISTED_FOLLOWED "WHERE f.id = $1";
constexpr std::string_view readable_sql = LISTED_FOLLOWED R"sql(
     WHERE c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
     ORDER BY f.changed_at DESC, f.id DESC LIMIT $2)sql";
constexpr std::string_view taken_down_sql = "SELECT " FOLLOWED_COLUMNS R"sql( FROM followed_cases AS f
     WHERE f.state = 'taken_down' ORDER BY f.taken_down_at DESC, f.id DESC LIMIT $1)sql";
constexpr std::string_view steps_sql =
    "SELECT on_day, kind, text FROM followed_case_steps WHERE followed_id = $1 ORDER BY on_day, id LIMIT 1000";
constexpr std::string_view remove_steps_sql = "DELETE FROM followed_case_steps WHERE followed_id = $1";
constexpr std::string_view add_step_sql =
    "INSERT INTO followed_case_steps (followed_id, on_day, kind, text) VALUES ($1, $2, $3, $4)";
constexpr std::string_view entries_sql = R"sql(
    SELECT p.id, p.document_id, p.listed_on, p.title, p.document_public FROM post_list_entries AS p
      JOIN documents AS d ON d.id = p.document_id
     WHERE d.case_id = $1 AND p.state = 'published' AND d.withdrawn_at IS NULL
     ORDER BY p.listed_on DESC, p.id DESC LIMIT $2)sql";

FollowedCase followed_from(const Row& row) {
    return FollowedCase{
        .id = row.id<FollowedCaseId>(0),
        .in_case = row.id<core::CaseId>(1),
        .title = row.text(2),
        .summary = row.text(3),
        .contact = row.text(4),
        .state = named(hearing_state_named, row.text(5)),
        .published_at = maybe_timestamp(row, 6),
        .changed_at = timestamp(row.number(7)),
        .taken_down_at = maybe_timestamp(row, 8),
        .exemption = row.text(9),
        .made_by = row.id<core::UserId>(10),
        .version = row.number(11),
    };
}

ListedFollowedCase listed_followed_from(const Row& row) {
    return ListedFollowedCase{
        .followed = followed_from(row),
        .case_number = row.text(followed_columns),
        .unit = row.text(followed_columns + 1),
        .is_closed = row.text(followed_columns + 2) == "closed",
    };
}

}  // namespace

FollowedCaseId FollowedCaseStore::add(const FollowedCase& made) {
    const auto id = tx_.run(
                           add_sql,
                           {made.in_case,
                            made.title,
                            made.summary,
                            made.contact,
                            name_of(made.state),
                            seconds(made.published_at),
                            seconds(made.changed_at),
                            made.made_by}
    )
                        .front()
                        .id<FollowedCaseId>(0);
    put_steps(id, made.steps);
    if (made.published_at) PublicChangeStore{tx_}.note(PublicKind::followed_case, id.value, made.changed_at);
    return id;
}

std::optional<FollowedCase> FollowedCaseStore::find(FollowedCaseId id) const {
    auto found = first(tx_.run(find_sql, {id}), followed_from);
    if (found) found->steps = steps_of(found->id);
    return found;
}

std::optional<FollowedCase> FollowedCaseStore::of_case(core::CaseId in_case) const {
    auto found = first(tx_.run(of_case_sql, {in_case}), followed_from);
    if (found) found->steps = steps_of(found->id);
    return found;
}

bool FollowedCaseStore::update(const FollowedCase& changed, std::int64_t version) {
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         version,
         changed.title,
         changed.summary,
         changed.contact,
         name_of(changed.state),
         seconds(changed.published_at),
         seconds(changed.changed_at),
         seconds(changed.taken_down_at),
         changed.exemption}
    );
    if (rows.empty()) return false;
    put_steps(changed.id, changed.steps);
    if (changed.published_at)
        PublicChangeStore{tx_}.note(
            PublicKind::followed_case, changed.id.value, changed.taken_down_at.value_or(changed.changed_at)
        );
    return true;
}

std::optional<ListedFollowedCase> FollowedCaseStore::listed(FollowedCaseId id) const {
    auto found = first(tx_.run(listed_sql, {id}), listed_followed_from);
    if (found) found->followed.steps = steps_of(id);
    return found;
}

std::vector<ListedFollowedCase> FollowedCaseStore::published(std::int64_t offset, std::int64_t limit) const {
    return all(tx_.run(published_sql, {offset, limit}), listed_followed_from);
}

std::vector<ListedFollowedCase> FollowedCaseStore::readable(core::UserId reader, std::int64_t limit) const {
    return all(tx_.run(readable_sql, {reader, limit}), listed_followed_from);
}

std::vector<FollowedCase> FollowedCaseStore::taken_down(std::int64_t limit) const {
    return all(tx_.run(taken_down_sql, {limit}), followed_from);
}

std::vector<FollowedCaseStore::PublicEntry> FollowedCaseStore::public_entries(core::CaseId in_case, std::int64_t limit)
    const {
    return all(tx_.run(entries_sql, {in_case, limit}), [](const Row& row) {
        return PublicEntry{
            .id = row.id<core::PostListId>(0),
            .document = row.id<core::DocumentId>(1),
            .listed_on = maybe_date(row, 2).value_or(core::Date{}),
            .title = row.text(3),
            .document_public = row.number(4) != 0,
        };
    });
}

void FollowedCaseStore::put_steps(FollowedCaseId id, const std::vector<CaseStep>& steps) {
    tx_.run(remove_steps_sql, {id});
    for (const auto& step : steps) tx_.run(add_step_sql, {id, core::iso_date(step.on), kinds.of(step.kind), step.text});
}

std::vector<CaseStep> FollowedCaseStore::steps_of(FollowedCaseId id) const {
    return all(tx_.run(steps_sql, {id}), [](const Row& row) {
        return CaseStep{
            .on = maybe_date(row, 0).value_or(core::Date{}),
            .kind = named(step_kind_named, row.text(1)),
            .text = row.text(2),
        };
    });
}

std::string_view name_of(StepKind kind) {
    return kinds.of(kind);
}
std::optional<StepKind> step_kind_named(std::string_view name) {
    return kinds.find(name);
}

}  // namespace services
