#include "services/store/citizen_store.hpp"

#include <algorithm>
#include <set>

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_session_sql = R"sql(
    INSERT INTO citizen_sessions (token_hash, identifier_kind, identifier, name, csrf, id_token, created_at, seen_at,
                                  ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql";
constexpr std::string_view find_session_sql = R"sql(
    SELECT identifier_kind, identifier, name, csrf, id_token, created_at, seen_at, ends_at FROM citizen_sessions
     WHERE token_hash = $1)sql";
constexpr std::string_view touch_session_sql = "UPDATE citizen_sessions SET seen_at = $2 WHERE token_hash = $1";
constexpr std::string_view end_session_sql = "DELETE FROM citizen_sessions WHERE token_hash = $1";
constexpr std::string_view remove_ended_sql = "DELETE FROM citizen_sessions WHERE ends_at <= $1 OR seen_at <= $2";

// is_shown_to() of core/rules/party_access.hpp, of a party p. $3 is how closely a case may be kept: 0, 1 or 2.
#define SHOWN                                                                                             \
    " p.role IN ('primary', 'other') AND p.identifier_kind IN ('cpr', 'cvr')"                             \
    " AND (c.confidentiality = 'open' OR (c.confidentiality = 'unit' AND CAST($3 AS BIGINT) >= 1)"        \
    " OR CAST($3 AS BIGINT) >= 2)"                                                                        \
    " AND NOT EXISTS (SELECT 1 FROM party_closings AS k WHERE k.case_id = c.id AND (k.identifier_kind = " \
    "'none' OR (k.identifier_kind = p.identifier_kind AND k.identifier = p.identifier)))"                 \
    " AND (CAST($4 AS BIGINT) = 0 OR c.id = $4)"
constexpr std::string_view own_sql =
    "SELECT c.id, p.identifier_kind, p.identifier, 0 FROM parties AS p JOIN cases AS c ON c.id = p.case_id"
    " WHERE p.identifier = $1 AND p.identifier <> '' AND p.identifier_kind = $2 AND" SHOWN " LIMIT 10000";
constexpr std::string_view entrusted_sql =
    "SELECT c.id, p.identifier_kind, p.identifier, w.id FROM powers_of_attorney AS w"
    " JOIN parties AS p ON p.identifier = w.giver AND p.identifier <> '' AND p.identifier_kind = w.giver_kind"
    " JOIN cases AS c ON c.id = p.case_id"
    " WHERE w.attorney = $1 AND w.attorney_kind = $2 AND w.withdrawn_at IS NULL AND w.last_day >= $5"
    " AND (w.case_id IS NULL OR w.case_id = c.id) AND" SHOWN " LIMIT 10000";

#define SHOWABLE "d.case_id = $1 AND d.direction <> 'internal' AND d.withdrawn_at IS NULL"
// What a party wrote stays its own when the document moves to another case of the party; what was released was released
// on the case where it lay.
constexpr std::string_view noted_documents_sql =
    "SELECT r.document_id, r.ground, r.title, r.noted_at FROM party_documents AS r"
    " JOIN documents AS d ON d.id = r.document_id"
    " WHERE r.identifier = $3 AND r.identifier_kind = $2 AND (r.case_id = $1 OR r.ground = 'written')"
    " AND r.taken_back_at IS NULL AND " SHOWABLE " ORDER BY r.id DESC LIMIT 1000";
constexpr std::string_view sent_documents_sql =
    "SELECT s.document_id, 'sent', s.label, COALESCE(s.ended_at, s.ordered_at) FROM sendings AS s"
    " JOIN documents AS d ON d.id = s.document_id"
    " WHERE s.receiver = $3 AND s.receiver <> '' AND s.receiver_kind = $2"
    " AND s.state IN ('sent', 'handed_over', 'delivered') AND " SHOWABLE " ORDER BY s.id DESC LIMIT 1000";

// ground_to_show() of core/rules/party_access.hpp, of what belongs to a document.
constexpr std::string_view released_attachments_sql =
    "SELECT a.document_id, a.id, r.ground, a.place FROM party_documents AS r"
    " JOIN party_attachments AS s ON s.release_id = r.id"
    " JOIN attachments AS a ON a.id = s.attachment_id AND a.document_id = r.document_id"
    " JOIN documents AS d ON d.id = r.document_id"
    " WHERE r.identifier = $3 AND r.identifier_kind = $2 AND r.case_id = $1 AND r.ground = 'released'"
    " AND r.taken_back_at IS NULL AND " SHOWABLE " ORDER BY r.id DESC, a.place LIMIT 10000";
constexpr std::string_view sent_attachments_sql =
    "SELECT a.document_id, a.id, 'sent', a.place FROM sendings AS s JOIN documents AS d ON d.id = s.document_id"
    " JOIN attachments AS a ON a.document_id = s.document_id AND a.added_at <= s.ordered_at"
    " WHERE s.receiver = $3 AND s.receiver <> '' AND s.receiver_kind = $2"
    " AND s.state IN ('sent', 'handed_over', 'delivered') AND " SHOWABLE " ORDER BY s.id DESC, a.place LIMIT 10000";

constexpr std::string_view add_attachment_sql =
    "INSERT INTO party_attachments (release_id, attachment_id) VALUES ($1, $2)";
constexpr std::string_view attachments_of_release_sql =
    "SELECT s.attachment_id FROM party_attachments AS s JOIN attachments AS a ON a.id = s.attachment_id"
    " WHERE s.release_id = $1 ORDER BY a.place LIMIT 1000";
constexpr std::string_view add_document_sql = R"sql(
    INSERT INTO party_documents (case_id, document_id, identifier_kind, identifier, ground, title, noted_by, noted_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id)sql";
constexpr std::string_view of_document_sql = R"sql(
    SELECT id, case_id, document_id, identifier_kind, identifier, ground, title, noted_by, noted_at FROM party_documents
     WHERE document_id = $1 AND taken_back_at IS NULL ORDER BY id LIMIT 1000)sql";
constexpr std::string_view notes_of_sql = R"sql(
    SELECT id, case_id, document_id, identifier_kind, identifier, ground, title, noted_by, noted_at FROM party_documents
     WHERE identifier = $1 AND identifier_kind = $2 AND identifier <> '' AND taken_back_at IS NULL
     ORDER BY id LIMIT 10000)sql";
constexpr std::string_view take_back_sql = R"sql(
    UPDATE party_documents SET taken_back_at = $2, taken_back_by = $3, taken_back_reason = $4
     WHERE id = $1 AND ground = 'released' AND taken_back_at IS NULL RETURNING id)sql";

constexpr std::string_view keep_back_sql = R"sql(
    INSERT INTO party_closings (case_id, identifier_kind, identifier, reason, closed_by, closed_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (case_id, identifier_kind, identifier) DO UPDATE SET reason = excluded.reason,
       closed_by = excluded.closed_by, closed_at = excluded.closed_at)sql";
constexpr std::string_view show_again_sql = R"sql(
    DELETE FROM party_closings WHERE case_id = $1 AND identifier_kind = $2 AND identifier = $3 RETURNING case_id)sql";
constexpr std::string_view closings_sql = R"sql(
    SELECT identifier_kind, identifier, reason, closed_by, closed_at FROM party_closings WHERE case_id = $1
     ORDER BY closed_at, identifier)sql";

constexpr std::string_view give_power_sql = R"sql(
    INSERT INTO powers_of_attorney (giver_kind, giver, giver_name, attorney_kind, attorney, attorney_name, case_id,
                                    last_day, given_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id)sql";
#define POWERS                                                                                             \
    "SELECT id, giver_kind, giver, giver_name, attorney_kind, attorney, attorney_name, case_id, last_day," \
    " given_at, withdrawn_at FROM powers_of_attorney"
constexpr std::string_view power_sql = POWERS " WHERE id = $1";
constexpr std::string_view powers_from_sql = POWERS
    " WHERE giver = $1 AND giver_kind = $2 AND withdrawn_at IS NULL AND last_day >= $3 ORDER BY id DESC LIMIT 1000";
constexpr std::string_view powers_to_sql = POWERS
    " WHERE attorney = $1 AND attorney_kind = $2 AND withdrawn_at IS NULL AND last_day >= $3"
    " ORDER BY id DESC LIMIT 1000";
constexpr std::string_view powers_with_sql = POWERS
    " WHERE ((giver = $1 AND giver_kind = $2) OR (attorney = $1 AND attorney_kind = $2)) AND CAST($1 AS TEXT) <> ''"
    " ORDER BY id DESC LIMIT 10000";
constexpr std::string_view withdraw_power_sql =
    "UPDATE powers_of_attorney SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL RETURNING id";

core::CitizenNumber number_from(const Row& row, std::size_t column) {
    return {named(core::identifier_kind_named, row.text(column)), row.text(column + 1)};
}

CitizenSession session_from(const Row& row) {
    return {
        .number = number_from(row, 0),
        .name = row.text(2),
        .csrf = row.text(3),
        .id_token = row.text(4),
        .created_at = timestamp(row.number(5)),
        .seen_at = timestamp(row.number(6)),
        .ends_at = timestamp(row.number(7)),
    };
}

SeenCase seen_case_from(const Row& row) {
    return {row.id<core::CaseId>(0), {number_from(row, 1), row.number(3)}};
}

SeenDocument seen_document_from(const Row& row) {
    return {
        .document = row.id<core::DocumentId>(0),
        .ground = named(core::party_ground_named, row.text(1)),
        .title = row.text(2),
        .at = timestamp(row.number(3)),
    };
}

PartyDocumentNote note_from(const Row& row) {
    return {
        .id = row.number(0),
        .in_case = row.id<core::CaseId>(1),
        .document = row.id<core::DocumentId>(2),
        .party = number_from(row, 3),
        .ground = named(core::party_ground_named, row.text(5)),
        .title = row.text(6),
        .noted_by = row.maybe_id<core::UserId>(7),
        .noted_at = timestamp(row.number(8)),
    };
}

PartyClosing closing_from(const Row& row) {
    return {number_from(row, 0), row.text(2), row.id<core::UserId>(3), timestamp(row.number(4))};
}

GivenPower power_from(const Row& row) {
    const auto last_day = core::parse_iso_date(row.text(8));
    if (!last_day) throw DatabaseError{DatabaseError::Kind::broken, "no date in the database: " + row.text(8)};
    return {
        .power =
            {.id = row.number(0),
             .giver = number_from(row, 1),
             .attorney = number_from(row, 4),
             .in_case = row.maybe_id<core::CaseId>(7),
             .last_day = *last_day,
             .is_withdrawn = !row.is_null(10)},
        .giver_name = row.text(3),
        .attorney_name = row.text(6),
        .given_at = timestamp(row.number(9)),
    };
}

}  // namespace

void CitizenSessionStore::add(std::string_view token_hash, const CitizenSession& made) {
    tx_.run(
        add_session_sql,
        {token_hash,
         core::name_of(made.number.kind),
         made.number.digits,
         made.name,
         made.csrf,
         made.id_token,
         seconds(made.created_at),
         seconds(made.seen_at),
         seconds(made.ends_at)}
    );
}

std::optional<CitizenSession> CitizenSessionStore::find(std::string_view token_hash) const {
    return first(tx_.run(find_session_sql, {token_hash}), session_from);
}
void CitizenSessionStore::touch(std::string_view token_hash, core::Timestamp seen_at) {
    tx_.run(touch_session_sql, {token_hash, seconds(seen_at)});
}
void CitizenSessionStore::end(std::string_view token_hash) {
    tx_.run(end_session_sql, {token_hash});
}
void CitizenSessionStore::remove_ended(core::Timestamp now, core::Timestamp seen_before) {
    tx_.run(remove_ended_sql, {seconds(now), seconds(seen_before)});
}

std::vector<SeenCase> CitizenStore::seen_by(
    const core::CitizenNumber& who, core::Date today, core::Confidentiality most, std::optional<core::CaseId> only
) const {
    const auto kind = core::name_of(who.kind);
    const auto level = static_cast<std::int64_t>(most);
    const auto wanted = only ? only->value : 0;
    auto seen = all(tx_.run(own_sql, {who.digits, kind, level, wanted}), seen_case_from);
    const auto day = core::iso_date(today);
    const auto entrusted = all(tx_.run(entrusted_sql, {who.digits, kind, level, wanted, day}), seen_case_from);
    seen.insert(seen.end(), entrusted.begin(), entrusted.end());
    std::ranges::sort(seen);
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    return seen;
}

std::vector<SeenDocument> CitizenStore::documents(core::CaseId in_case, const core::CitizenNumber& party) const {
    const auto kind = core::name_of(party.kind);
    auto found = all(tx_.run(noted_documents_sql, {in_case, kind, party.digits}), seen_document_from);
    const auto sent = all(tx_.run(sent_documents_sql, {in_case, kind, party.digits}), seen_document_from);
    found.insert(found.end(), sent.begin(), sent.end());
    // The first ground counts, and of one ground the first time.
    std::ranges::sort(found, {}, [](const SeenDocument& one) { return std::tuple{one.document, one.ground, one.at}; });
    std::set<core::DocumentId> met;
    std::erase_if(found, [&](const SeenDocument& one) { return !met.insert(one.document).second; });
    std::ranges::sort(found, {}, [](const SeenDocument& one) {
        return std::tuple{-seconds(one.at), -one.document.value};
    });
    return found;
}

std::vector<SeenAttachment> CitizenStore::attachments(core::CaseId in_case, const core::CitizenNumber& party) const {
    struct Found {
        SeenAttachment seen;
        std::int64_t place{};
    };
    const auto from = [](const Row& row) {
        return Found{
            {row.id<core::DocumentId>(0), row.id<core::AttachmentId>(1), named(core::party_ground_named, row.text(2))},
            row.number(3)};
    };
    const auto kind = core::name_of(party.kind);
    auto found = all(tx_.run(released_attachments_sql, {in_case, kind, party.digits}), from);
    const auto sent = all(tx_.run(sent_attachments_sql, {in_case, kind, party.digits}), from);
    found.insert(found.end(), sent.begin(), sent.end());
    std::ranges::sort(found, {}, [](const Found& one) {
        return std::tuple{one.seen.document, one.place, one.seen.attachment, one.seen.ground};
    });
    std::vector<SeenAttachment> seen;
    for (const auto& one : found)
        if (seen.empty() || seen.back().attachment != one.seen.attachment) seen.push_back(one.seen);
    return seen;
}

std::int64_t CitizenStore::add_document(const PartyDocumentNote& made) {
    const auto id = tx_.run(
                           add_document_sql,
                           {made.in_case,
                            made.document,
                            core::name_of(made.party.kind),
                            made.party.digits,
                            core::name_of(made.ground),
                            made.title,
                            made.noted_by,
                            seconds(made.noted_at)}
    )
                        .front()
                        .number(0);
    for (const auto attachment : made.attachments) tx_.run(add_attachment_sql, {id, attachment});
    return id;
}
std::vector<PartyDocumentNote> CitizenStore::of_document(core::DocumentId id) const {
    auto notes = all(tx_.run(of_document_sql, {id}), note_from);
    for (auto& note : notes)
        note.attachments = all(tx_.run(attachments_of_release_sql, {note.id}), [](const Row& row) {
            return row.id<core::AttachmentId>(0);
        });
    return notes;
}
std::vector<PartyDocumentNote> CitizenStore::notes_of(const core::CitizenNumber& party) const {
    return all(tx_.run(notes_of_sql, {party.digits, core::name_of(party.kind)}), note_from);
}
bool CitizenStore::take_back(std::int64_t id, core::UserId by, core::Timestamp now, std::string_view reason) {
    return !tx_.run(take_back_sql, {id, seconds(now), by, reason}).empty();
}

void CitizenStore::keep_back(core::CaseId in_case, const PartyClosing& made) {
    tx_.run(
        keep_back_sql,
        {in_case,
         core::name_of(made.party.kind),
         made.party.digits,
         made.reason,
         made.closed_by,
         seconds(made.closed_at)}
    );
}
bool CitizenStore::show_again(core::CaseId in_case, const core::CitizenNumber& party) {
    return !tx_.run(show_again_sql, {in_case, core::name_of(party.kind), party.digits}).empty();
}
std::vector<PartyClosing> CitizenStore::closings(core::CaseId in_case) const {
    return all(tx_.run(closings_sql, {in_case}), closing_from);
}

std::int64_t CitizenStore::give_power(const GivenPower& made) {
    const auto& power = made.power;
    return tx_
        .run(
            give_power_sql,
            {core::name_of(power.giver.kind),
             power.giver.digits,
             made.giver_name,
             core::name_of(power.attorney.kind),
             power.attorney.digits,
             made.attorney_name,
             power.in_case,
             core::iso_date(power.last_day),
             seconds(made.given_at)}
        )
        .front()
        .number(0);
}
std::optional<GivenPower> CitizenStore::power(std::int64_t id) const {
    return first(tx_.run(power_sql, {id}), power_from);
}
std::vector<GivenPower> CitizenStore::powers_from(const core::CitizenNumber& giver, core::Date today) const {
    return all(tx_.run(powers_from_sql, {giver.digits, core::name_of(giver.kind), core::iso_date(today)}), power_from);
}
std::vector<GivenPower> CitizenStore::powers_to(const core::CitizenNumber& attorney, core::Date today) const {
    return all(
        tx_.run(powers_to_sql, {attorney.digits, core::name_of(attorney.kind), core::iso_date(today)}), power_from
    );
}
std::vector<GivenPower> CitizenStore::powers_with(const core::CitizenNumber& who) const {
    return all(tx_.run(powers_with_sql, {who.digits, core::name_of(who.kind)}), power_from);
}
bool CitizenStore::withdraw_power(std::int64_t id, core::Timestamp now) {
    return !tx_.run(withdraw_power_sql, {id, seconds(now)}).empty();
}

}  // namespace services
