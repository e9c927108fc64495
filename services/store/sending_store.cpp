#include "services/store/sending_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO sendings (document_id, case_id, channel, state, receiver, receiver_kind, receiver_name, label, text,
                          message_id, ordered_by, ordered_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)sql";
#define SENDING_COLUMNS                                                                                     \
    "SELECT id, document_id, case_id, channel, state, receiver, receiver_kind, receiver_name, label, text," \
    " message_id, reason, reply, proof_hash, attempts, ordered_by, ordered_at, ended_at FROM sendings"
constexpr std::string_view find_sql = SENDING_COLUMNS " WHERE id = $1";
constexpr std::string_view find_by_message_sql = SENDING_COLUMNS " WHERE message_id = $1";
constexpr std::string_view of_document_sql = SENDING_COLUMNS " WHERE document_id = $1 ORDER BY id DESC LIMIT 100";
constexpr std::string_view update_sql = R"sql(
    UPDATE sendings SET state = $3, reason = $4, reply = $5, proof_hash = $6, attempts = $7, ended_at = $8
     WHERE id = $1 AND state = $2 RETURNING id)sql";

core::Sending sending_from(const Row& row) {
    return core::Sending{
        .id = row.id<core::SendingId>(0),
        .document = row.id<core::DocumentId>(1),
        .in_case = row.id<core::CaseId>(2),
        .channel = named(core::sending_channel_named, row.text(3)),
        .state = named(core::sending_state_named, row.text(4)),
        .receiver = row.text(5),
        .receiver_kind = named(core::identifier_kind_named, row.text(6)),
        .receiver_name = row.text(7),
        .label = row.text(8),
        .text = row.text(9),
        .message_id = row.text(10),
        .reason = row.text(11),
        .reply = row.text(12),
        .proof = core::ContentHash::parse(row.text(13)).value_or(core::ContentHash{}),
        .attempts = row.number(14),
        .ordered_by = row.id<core::UserId>(15),
        .ordered_at = timestamp(row.number(16)),
        .ended_at = maybe_timestamp(row, 17),
    };
}

}  // namespace

core::SendingId SendingStore::add(const core::Sending& made) {
    return tx_
        .run(
            add_sql,
            {made.document,
             made.in_case,
             core::name_of(made.channel),
             core::name_of(made.state),
             made.receiver,
             core::name_of(made.receiver_kind),
             made.receiver_name,
             made.label,
             made.text,
             made.message_id,
             made.ordered_by,
             seconds(made.ordered_at)}
        )
        .front()
        .id<core::SendingId>(0);
}

std::optional<core::Sending> SendingStore::find(core::SendingId id) const {
    return first(tx_.run(find_sql, {id}), sending_from);
}

std::optional<core::Sending> SendingStore::find_by_message(std::string_view message_id) const {
    return first(tx_.run(find_by_message_sql, {message_id}), sending_from);
}

std::vector<core::Sending> SendingStore::of_document(core::DocumentId id) const {
    return all(tx_.run(of_document_sql, {id}), sending_from);
}

bool SendingStore::update(const core::Sending& changed, core::SendingState from) {
    return !tx_.run(
                   update_sql,
                   {changed.id,
                    core::name_of(from),
                    core::name_of(changed.state),
                    changed.reason,
                    changed.reply,
                    changed.proof.text(),
                    changed.attempts,
                    seconds(changed.ended_at)}
    )
                .empty();
}

}  // namespace services
