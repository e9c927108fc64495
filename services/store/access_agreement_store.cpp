#include "services/store/access_agreement_store.hpp"

#include <map>

#include "core/names.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names approval_states{{
    std::pair<AccessApprovalState, std::string_view>{AccessApprovalState::asked, "asked"},
    {AccessApprovalState::approved, "approved"},
    {AccessApprovalState::sent_back, "sent_back"},
}};
std::optional<AccessApprovalState> access_approval_state_named(std::string_view name) {
    return approval_states.find(name);
}
constexpr core::Names hearing_outcomes{{
    std::pair<HearingOutcome, std::string_view>{HearingOutcome::waiting, "waiting"},
    {HearingOutcome::agrees, "agrees"},
    {HearingOutcome::objects, "objects"},
}};
std::optional<HearingOutcome> hearing_outcome_named(std::string_view name) {
    return hearing_outcomes.find(name);
}

constexpr std::string_view ask_sql = R"sql(
    INSERT INTO access_approvals (request_id, state, decided, asked_of, asked_by, asked_at)
    VALUES ($1, 'asked', $2, $3, $4, $5) RETURNING id)sql";
constexpr std::string_view newest_sql = R"sql(
    SELECT id, request_id, state, decided, asked_of, asked_by, asked_at, settled_by, settled_at, reason
      FROM access_approvals WHERE request_id = $1 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view settle_sql = R"sql(
    UPDATE access_approvals SET state = $2, settled_by = $3, settled_at = $4, reason = $5
     WHERE id = $1 AND state = 'asked' RETURNING id)sql";

constexpr std::string_view add_hearing_sql = R"sql(
    INSERT INTO access_hearings (request_id, letter_id, asked_on, answer_by, outcome)
    VALUES ($1, $2, $3, $4, 'waiting') RETURNING id)sql";
constexpr std::string_view add_heard_document_sql =
    "INSERT INTO access_hearing_documents (hearing_id, document_id) VALUES ($1, $2)";
constexpr std::string_view hearings_sql = R"sql(
    SELECT h.id, h.request_id, h.letter_id, h.asked_on, h.answer_by, h.outcome, h.answered_on, h.answer_id,
           d.correspondent
      FROM access_hearings AS h JOIN documents AS d ON d.id = h.letter_id
     WHERE h.request_id = $1 ORDER BY h.id)sql";
constexpr std::string_view heard_documents_sql = R"sql(
    SELECT d.hearing_id, d.document_id FROM access_hearings AS h
      JOIN access_hearing_documents AS d ON d.hearing_id = h.id
     WHERE h.request_id = $1 ORDER BY d.hearing_id, d.document_id)sql";
constexpr std::string_view answer_hearing_sql = R"sql(
    UPDATE access_hearings SET outcome = $2, answered_on = $3, answer_id = $4
     WHERE id = $1 AND outcome = 'waiting' RETURNING id)sql";

AccessApproval approval_from(const Row& row) {
    return AccessApproval{
        .id = row.number(0),
        .request = row.id<core::AccessRequestId>(1),
        .state = named(access_approval_state_named, row.text(2)),
        .decided = row.text(3),
        .asked_of = row.maybe_id<core::UserId>(4),
        .asked_by = row.id<core::UserId>(5),
        .asked_at = timestamp(row.number(6)),
        .settled_by = row.maybe_id<core::UserId>(7),
        .settled_at = maybe_timestamp(row, 8),
        .reason = row.text(9),
    };
}

core::Date day_in(const Row& row, std::size_t column) {
    const auto day = maybe_date(row, column);
    if (!day) throw DatabaseError{DatabaseError::Kind::broken, "a hearing without a day"};
    return *day;
}

AccessHearing hearing_from(const Row& row) {
    return AccessHearing{
        .id = row.number(0),
        .request = row.id<core::AccessRequestId>(1),
        .letter = row.id<core::DocumentId>(2),
        .asked = day_in(row, 3),
        .answer_by = day_in(row, 4),
        .outcome = named(hearing_outcome_named, row.text(5)),
        .answered = maybe_date(row, 6),
        .answer = row.maybe_id<core::DocumentId>(7),
        .receiver = row.text(8),
    };
}

}  // namespace

std::int64_t AccessAgreementStore::ask(const AccessApproval& made) {
    return tx_.run(ask_sql, {made.request, made.decided, made.asked_of, made.asked_by, seconds(made.asked_at)})
        .front()
        .number(0);
}

std::optional<AccessApproval> AccessAgreementStore::newest(core::AccessRequestId of) const {
    return first(tx_.run(newest_sql, {of}), approval_from);
}

bool AccessAgreementStore::settle(const AccessApproval& settled) {
    return !tx_.run(
                   settle_sql,
                   {settled.id,
                    approval_states.of(settled.state),
                    settled.settled_by,
                    seconds(settled.settled_at),
                    settled.reason}
    )
                .empty();
}

std::int64_t AccessAgreementStore::add_hearing(const AccessHearing& made) {
    const auto id =
        tx_.run(
               add_hearing_sql, {made.request, made.letter, core::iso_date(made.asked), core::iso_date(made.answer_by)}
        )
            .front()
            .number(0);
    for (const auto document : made.documents) tx_.run(add_heard_document_sql, {id, document});
    return id;
}

std::vector<AccessHearing> AccessAgreementStore::hearings(core::AccessRequestId of) const {
    auto hearings = all(tx_.run(hearings_sql, {of}), hearing_from);
    std::map<std::int64_t, std::vector<core::DocumentId>> documents;
    const auto rows = tx_.run(heard_documents_sql, {of});
    for (std::size_t i = 0; i < rows.size(); ++i)
        documents[rows[i].number(0)].push_back(rows[i].id<core::DocumentId>(1));
    for (auto& one : hearings) one.documents = documents[one.id];
    return hearings;
}

bool AccessAgreementStore::answer_hearing(const AccessHearing& answered) {
    return !tx_.run(
                   answer_hearing_sql,
                   {answered.id, hearing_outcomes.of(answered.outcome), iso_date(answered.answered), answered.answer}
    )
                .empty();
}

std::string_view name_of(HearingOutcome outcome) {
    return hearing_outcomes.of(outcome);
}

}  // namespace services
