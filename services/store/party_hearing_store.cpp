#include "services/store/party_hearing_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO party_hearings (case_id, identifier_kind, identifier, due_on, letter_id, task_id, asked_by, asked_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
#define HEARINGS                                                                                       \
    "SELECT id, case_id, identifier_kind, identifier, due_on, letter_id, task_id, asked_by, asked_at," \
    " answered_at, answer_id FROM party_hearings"
constexpr std::string_view find_sql = HEARINGS " WHERE id = $1";
constexpr std::string_view of_case_sql = HEARINGS " WHERE case_id = $1 ORDER BY id DESC LIMIT 1000";
constexpr std::string_view answer_sql =
    "UPDATE party_hearings SET answered_at = $3, answer_id = $2 WHERE id = $1 AND answered_at IS NULL RETURNING id";

PartyHearing hearing_from(const Row& row) {
    const auto due = core::parse_iso_date(row.text(4));
    if (!due) throw DatabaseError{DatabaseError::Kind::broken, "no date in the database: " + row.text(4)};
    return {
        .id = row.number(0),
        .in_case = row.id<core::CaseId>(1),
        .party = {named(core::identifier_kind_named, row.text(2)), row.text(3)},
        .due = *due,
        .letter = row.id<core::DocumentId>(5),
        .task = row.maybe_id<core::TaskId>(6),
        .asked_by = row.id<core::UserId>(7),
        .asked_at = timestamp(row.number(8)),
        .answered_at = maybe_timestamp(row, 9),
        .answer = row.maybe_id<core::DocumentId>(10),
    };
}

}  // namespace

std::int64_t PartyHearingStore::add(const PartyHearing& made) {
    return tx_
        .run(
            add_sql,
            {made.in_case,
             core::name_of(made.party.kind),
             made.party.digits,
             core::iso_date(made.due),
             made.letter,
             made.task,
             made.asked_by,
             seconds(made.asked_at)}
        )
        .front()
        .number(0);
}
std::optional<PartyHearing> PartyHearingStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), hearing_from);
}
std::vector<PartyHearing> PartyHearingStore::of_case(core::CaseId id) const {
    return all(tx_.run(of_case_sql, {id}), hearing_from);
}
bool PartyHearingStore::answer(std::int64_t id, core::DocumentId answer, core::Timestamp now) {
    return !tx_.run(answer_sql, {id, answer, seconds(now)}).empty();
}

}  // namespace services
