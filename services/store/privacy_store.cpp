#include "services/store/privacy_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/content_store.hpp"
#include "services/store/mail_store.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

namespace {

constexpr core::Names erasure_states{{
    std::pair<ErasureState, std::string_view>{ErasureState::waiting, "waiting"},
    {ErasureState::done, "done"},
    {ErasureState::refused, "refused"},
}};
constexpr core::Names bundle_states{{
    std::pair<BundleState, std::string_view>{BundleState::waiting, "waiting"},
    {BundleState::ready, "ready"},
    {BundleState::gone, "gone"},
}};

#define ERASURE_COLUMNS                                                                                          \
    "e.id, e.what, e.subject_id, e.case_id, e.ground, e.reason, e.state, e.asked_by, e.asked_at, e.decided_by, " \
    "e.decided_at"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO erasures (what, subject_id, case_id, ground, reason, state, asked_by, asked_at)
    VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " ERASURE_COLUMNS " FROM erasures AS e WHERE e.id = $1";
constexpr std::string_view waiting_sql = "SELECT " ERASURE_COLUMNS R"sql(
      FROM erasures AS e JOIN cases AS c ON c.id = e.case_id
     WHERE e.state = 'waiting' AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
     ORDER BY e.id LIMIT $2)sql";
constexpr std::string_view done_sql =
    "SELECT " ERASURE_COLUMNS " FROM erasures AS e WHERE e.state = 'done' AND e.id > $1 ORDER BY e.id LIMIT $2";
constexpr std::string_view is_waiting_sql =
    "SELECT id FROM erasures WHERE state = 'waiting' AND what = $1 AND subject_id = $2 LIMIT 1";
constexpr std::string_view decide_sql = R"sql(
    UPDATE erasures SET state = $2, decided_by = $3, decided_at = $4, reason = CASE $2 WHEN 'done' THEN '' ELSE reason END
     WHERE id = $1 AND state = 'waiting' RETURNING id)sql";

constexpr std::string_view blank_party_sql =
    "UPDATE parties SET name = $2, identifier = '', identifier_kind = 'none', address = '' WHERE id = $1";
// What still waits to be sent needs its address; it is forgotten with the document.
constexpr std::string_view blank_party_sendings_sql = R"sql(
    UPDATE sendings SET receiver = '', receiver_kind = 'none', receiver_name = $2, label = $2
     WHERE state <> 'waiting' AND EXISTS (
           SELECT 1 FROM parties AS p
            WHERE p.id = $1 AND ((p.identifier <> '' AND p.identifier_kind = sendings.receiver_kind
                                  AND p.identifier = sendings.receiver) OR p.name = sendings.receiver_name))
       AND document_id IN (SELECT d.id FROM documents AS d JOIN parties AS p ON p.case_id = d.case_id
                            WHERE p.id = $1))sql";
// What the party saw among its own cases, and that it was kept from it.
#define BLANK_SEEN(table)                                                                                    \
    "DELETE FROM " table " WHERE EXISTS (SELECT 1 FROM parties AS p WHERE p.id = $1 AND p.case_id = " table  \
    ".case_id AND p.identifier <> '' AND p.identifier = " table ".identifier AND p.identifier_kind = " table \
    ".identifier_kind)"
// With what belongs to it.
constexpr std::string_view blank_party_attachments_sql = R"sql(
    DELETE FROM party_attachments WHERE release_id IN (
        SELECT r.id FROM party_documents AS r JOIN parties AS p ON p.case_id = r.case_id
         WHERE p.id = $1 AND p.identifier <> '' AND p.identifier = r.identifier
           AND p.identifier_kind = r.identifier_kind))sql";
constexpr std::string_view blank_shown_attachments_sql =
    "DELETE FROM party_attachments WHERE release_id IN (SELECT id FROM party_documents WHERE document_id = $1)";
// Another case of the same person keeps the powers that are about all of them.
constexpr std::string_view powers_of_sql = R"sql(
    SELECT w.id FROM powers_of_attorney AS w JOIN parties AS p
        ON p.identifier <> '' AND ((w.giver = p.identifier AND w.giver_kind = p.identifier_kind)
                                   OR (w.attorney = p.identifier AND w.attorney_kind = p.identifier_kind))
     WHERE p.id = $1
       AND (w.case_id = p.case_id
            OR (w.case_id IS NULL
                AND NOT EXISTS (SELECT 1 FROM parties AS o
                                 WHERE o.identifier = p.identifier AND o.identifier_kind = p.identifier_kind
                                   AND o.id <> p.id)))
     ORDER BY w.id LIMIT 1000)sql";
constexpr std::string_view told_of_power_sql = R"sql(
    SELECT DISTINCT p.case_id FROM powers_of_attorney AS w
      JOIN parties AS p ON p.identifier = w.giver AND p.identifier_kind = w.giver_kind
     WHERE w.id = $1 AND p.identifier <> '' AND w.case_id IS NULL AND w.withdrawn_at IS NULL
     ORDER BY p.case_id LIMIT 200)sql";
constexpr std::string_view blank_power_sql = R"sql(
    UPDATE powers_of_attorney SET giver = '', giver_kind = 'none', giver_name = '', attorney = '',
           attorney_kind = 'none', attorney_name = '', withdrawn_at = COALESCE(withdrawn_at, $2)
     WHERE id = $1)sql";
constexpr std::string_view blank_party_documents_sql = BLANK_SEEN("party_documents");
constexpr std::string_view blank_party_closings_sql = BLANK_SEEN("party_closings");
constexpr std::string_view blank_hearings_sql = R"sql(
    UPDATE party_hearings SET identifier = '', identifier_kind = 'none'
     WHERE EXISTS (SELECT 1 FROM parties AS p
                    WHERE p.id = $1 AND p.case_id = party_hearings.case_id AND p.identifier <> ''
                      AND p.identifier = party_hearings.identifier
                      AND p.identifier_kind = party_hearings.identifier_kind))sql";
constexpr std::string_view blank_shown_document_sql = "DELETE FROM party_documents WHERE document_id = $1";
// Who asked for access is a party of the request's case, and known to the request, too.
constexpr std::string_view blank_asker_sql = R"sql(
    UPDATE access_requests SET asker_name = '', asker_mail = '', asker_address = ''
     WHERE EXISTS (SELECT 1 FROM parties AS p
                    WHERE p.id = $1 AND p.case_id = access_requests.case_id AND p.name = access_requests.asker_name))sql";
constexpr std::string_view correct_party_sql =
    "UPDATE parties SET name = $2, identifier = $3, identifier_kind = $4, address = $5 WHERE id = $1";
constexpr std::string_view blank_document_sql = R"sql(
    UPDATE documents SET title = $2, public_title = $2, correspondent = '', public_correspondent = '',
           publication = 'withheld', file_name = $3, content_hash = $4, letter_date = NULL, late_reason = '',
           withdrawn_at = COALESCE(withdrawn_at, $6), withdrawn_by = COALESCE(withdrawn_by, $7), withdrawn_reason = $5
     WHERE id = $1)sql";
constexpr std::string_view blank_items_sql = R"sql(
    UPDATE incoming_items SET file_name = $2, content_hash = $3, first_words = '', reason = '' WHERE document_id = $1)sql";
constexpr std::string_view blank_post_sql = R"sql(
    UPDATE post_list_entries SET taken_down_at = CASE state WHEN 'published' THEN $4 ELSE taken_down_at END,
           state = 'withheld', reason = '[]', title = $2, correspondent = '', document_public = 0,
           decided_by = $3, decided_at = $4
     WHERE document_id = $1)sql";

// What was written here before it was journaled goes with it, and so does what belongs to it, and every message that it
// was sent in.
constexpr std::string_view versions_sql = R"sql(
    SELECT v.content_hash FROM draft_versions AS v JOIN drafts AS d ON d.id = v.draft_id WHERE d.document_id = $1
    UNION SELECT content_hash FROM attachments WHERE document_id = $1
    UNION SELECT proof_hash FROM sendings WHERE document_id = $1 AND proof_hash <> '' LIMIT 10000)sql";
constexpr std::string_view blank_attachments_sql =
    "UPDATE attachments SET title = $2, file_name = $3, content_hash = $4 WHERE document_id = $1";
constexpr std::string_view blank_sendings_sql = R"sql(
    UPDATE sendings SET receiver = '', receiver_name = '', label = $2, text = '', reason = '', reply = '',
           proof_hash = CASE proof_hash WHEN '' THEN '' ELSE $3 END
     WHERE document_id = $1)sql";
constexpr std::string_view blank_hearing_answers_sql = R"sql(
    UPDATE hearing_answers SET name = '', organisation = '', mail = '', text = '', shown_name = '', shown_text = '',
           shows_files = 0, seen = '', reason = '', state = 'hidden', version = version + 1
     WHERE document_id = $1)sql";
// An idea that was taken up is the document's; what others see of it goes, too.
constexpr std::string_view blank_ideas_sql = R"sql(
    UPDATE hearing_ideas SET name = '', text = '', shown_text = '', reason = '', taken_words = '', state = 'hidden',
           version = version + 1
     WHERE document_id = $1 RETURNING id)sql";
constexpr std::string_view blank_draft_sql = R"sql(
    UPDATE drafts SET title = $2, public_title = $2, correspondent = '', public_correspondent = '', letter_date = NULL,
           returned_reason = ''
     WHERE document_id = $1)sql";
constexpr std::string_view blank_versions_sql = R"sql(
    UPDATE draft_versions SET content_hash = $2, file_name = $3, note = ''
     WHERE draft_id IN (SELECT id FROM drafts WHERE document_id = $1))sql";

// What was made of it for those who got access to it, and the letters and messages that carried that.
constexpr std::string_view answered_files_sql = R"sql(
    SELECT a.file_hash FROM access_request_documents AS d JOIN access_answers AS a ON a.request_id = d.request_id
     WHERE d.document_id = $1 AND d.decision IN ('give', 'partly') AND a.file_hash <> ''
    UNION SELECT a.zip_hash FROM access_request_documents AS d JOIN access_answers AS a ON a.request_id = d.request_id
     WHERE d.document_id = $1 AND d.decision IN ('give', 'partly') AND a.zip_hash <> ''
    UNION SELECT s.proof_hash FROM access_request_documents AS d JOIN access_answers AS a ON a.request_id = d.request_id
      JOIN attachments AS t ON t.content_hash = a.file_hash JOIN sendings AS s ON s.document_id = t.document_id
     WHERE d.document_id = $1 AND d.decision IN ('give', 'partly') AND s.proof_hash <> '' LIMIT 10000)sql";
constexpr std::string_view blank_answer_proofs_sql = R"sql(
    UPDATE sendings SET proof_hash = $2 WHERE proof_hash <> '' AND document_id IN (
        SELECT t.document_id FROM access_request_documents AS d JOIN access_answers AS a ON a.request_id = d.request_id
          JOIN attachments AS t ON t.content_hash = a.file_hash
         WHERE d.document_id = $1 AND d.decision IN ('give', 'partly') AND a.file_hash <> ''))sql";
constexpr std::string_view blank_answer_attachments_sql = R"sql(
    UPDATE attachments SET file_name = $2, content_hash = $3 WHERE content_hash IN (
        SELECT a.file_hash FROM access_request_documents AS d JOIN access_answers AS a ON a.request_id = d.request_id
         WHERE d.document_id = $1 AND d.decision IN ('give', 'partly') AND a.file_hash <> ''))sql";
constexpr std::string_view unpublish_answers_sql = R"sql(
    UPDATE access_publications SET taken_down_at = $2, taken_down_by = $3, taken_down_reason = $4
     WHERE taken_down_at IS NULL AND request_id IN (
           SELECT request_id FROM access_request_documents WHERE document_id = $1 AND decision IN ('give', 'partly'))
    RETURNING request_id)sql";
constexpr std::string_view forget_covered_words_sql = "DELETE FROM access_text_blackouts WHERE document_id = $1";
constexpr std::string_view blank_answers_sql = R"sql(
    UPDATE access_answers SET file_hash = '', zip_hash = '', page_count = 0
     WHERE request_id IN (SELECT request_id FROM access_request_documents
                           WHERE document_id = $1 AND decision IN ('give', 'partly')))sql";

constexpr std::string_view is_needed_sql = R"sql(
    SELECT 1 FROM documents WHERE content_hash = $1
    UNION ALL SELECT 1 FROM draft_versions WHERE content_hash = $1
    UNION ALL SELECT 1 FROM attachments WHERE content_hash = $1
    UNION ALL SELECT 1 FROM mail_parts WHERE part_hash = $1
    UNION ALL SELECT 1 FROM sendings WHERE proof_hash = $1
    UNION ALL SELECT 1 FROM incoming_items WHERE content_hash = $1 LIMIT 1)sql";
constexpr std::string_view forget_pages_sql = "DELETE FROM pages WHERE content_hash = $1";
constexpr std::string_view forget_content_sql = "DELETE FROM contents WHERE hash = $1";

constexpr std::string_view add_unwanted_sql =
    "INSERT INTO unwanted_files (hash, since) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING";
// One walk over what there is, and not one for each file.
constexpr std::string_view keep_needed_sql = R"sql(
    DELETE FROM unwanted_files WHERE hash IN (
        SELECT hash FROM contents WHERE hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT pdf_hash FROM contents WHERE pdf_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT picture_hash FROM pages WHERE picture_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT thumbnail_hash FROM pages WHERE thumbnail_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT words_hash FROM pages WHERE words_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT file_hash FROM access_answers WHERE file_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT zip_hash FROM access_answers WHERE zip_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT file_hash FROM published_files WHERE file_hash IN (SELECT hash FROM unwanted_files)
        UNION SELECT file_hash FROM person_bundles WHERE file_hash IN (SELECT hash FROM unwanted_files)))sql";
constexpr std::string_view unneeded_sql = "SELECT hash FROM unwanted_files WHERE since < $1 ORDER BY hash LIMIT 1000";
constexpr std::string_view remove_unwanted_sql = "DELETE FROM unwanted_files WHERE hash = $1";

#define BUNDLE_COLUMNS                                                                                        \
    "id, identifier_kind, identifier, name, address, reason, asked_by, asked_at, state, done, total, cases, " \
    "unreadable, file_hash, ends_at, mail"
constexpr std::string_view add_bundle_sql = R"sql(
    INSERT INTO person_bundles (identifier_kind, identifier, name, address, reason, asked_by, asked_at, mail, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting') RETURNING id)sql";
constexpr std::string_view find_bundle_sql = "SELECT " BUNDLE_COLUMNS " FROM person_bundles WHERE id = $1";
constexpr std::string_view of_asker_sql =
    "SELECT " BUNDLE_COLUMNS " FROM person_bundles WHERE asked_by = $1 ORDER BY id DESC LIMIT $2";
constexpr std::string_view progress_sql = "UPDATE person_bundles SET done = $2, total = $3 WHERE id = $1";
constexpr std::string_view ready_sql = R"sql(
    UPDATE person_bundles SET state = 'ready', done = $2, total = $3, cases = $4, unreadable = $5, file_hash = $6,
           ends_at = $7
     WHERE id = $1)sql";
constexpr std::string_view ended_sql =
    "SELECT " BUNDLE_COLUMNS " FROM person_bundles WHERE state = 'ready' AND ends_at <= $1 ORDER BY id LIMIT 100";
constexpr std::string_view gone_sql = R"sql(
    UPDATE person_bundles SET state = 'gone', file_hash = '', identifier = '', name = '', address = '', mail = ''
     WHERE id = $1)sql";
#define PARTY_COLUMNS "id, case_id, role, name, identifier, address, identifier_kind"
constexpr std::string_view parties_by_number_sql = "SELECT " PARTY_COLUMNS R"sql( FROM parties
     WHERE identifier = $1 AND identifier_kind = $2 AND identifier <> '' ORDER BY case_id, id LIMIT 10000)sql";
constexpr std::string_view parties_by_name_sql = "SELECT " PARTY_COLUMNS R"sql( FROM parties
     WHERE name = $1 AND address = $2 ORDER BY case_id, id LIMIT 10000)sql";
constexpr std::string_view answers_of_mail_sql =
    "SELECT hearing_id, number FROM hearing_answers WHERE LOWER(mail) = LOWER($1) AND mail <> ''"
    " ORDER BY id LIMIT 10000";
constexpr std::string_view subscriptions_of_mail_sql =
    "SELECT part, is_confirmed, asked_at FROM post_subscriptions WHERE LOWER(address) = LOWER($1) AND address <> ''"
    " ORDER BY id LIMIT 10000";

core::ContentHash hash_from(const Row& row, std::size_t column) {
    return core::ContentHash::parse(row.text(column)).value_or(core::ContentHash{});
}

Erasure erasure_from(const Row& row) {
    return Erasure{
        .id = row.number(0),
        .what = named(core::erasure_of_named, row.text(1)),
        .subject = row.number(2),
        .in_case = row.id<core::CaseId>(3),
        .ground = named(core::erasure_ground_named, row.text(4)),
        .reason = row.text(5),
        .state = named([](std::string_view name) { return erasure_states.find(name); }, row.text(6)),
        .asked_by = row.id<core::UserId>(7),
        .asked_at = timestamp(row.number(8)),
        .decided_by = row.maybe_id<core::UserId>(9),
        .decided_at = maybe_timestamp(row, 10),
    };
}

PersonBundle bundle_from(const Row& row) {
    return PersonBundle{
        .id = row.number(0),
        .kind = named(core::identifier_kind_named, row.text(1)),
        .identifier = row.text(2),
        .name = row.text(3),
        .address = row.text(4),
        .mail = row.text(15),
        .reason = row.text(5),
        .asked_by = row.id<core::UserId>(6),
        .asked_at = timestamp(row.number(7)),
        .state = named([](std::string_view name) { return bundle_states.find(name); }, row.text(8)),
        .done = row.number(9),
        .total = row.number(10),
        .cases = row.number(11),
        .unreadable = row.number(12),
        .file = hash_from(row, 13),
        .ends_at = maybe_timestamp(row, 14),
    };
}

core::Party party_from(const Row& row) {
    return core::Party{
        .id = row.id<core::PartyId>(0),
        .in_case = row.id<core::CaseId>(1),
        .role = named(core::party_role_named, row.text(2)),
        .name = row.text(3),
        .identifier = row.text(4),
        .address = row.text(5),
        .identifier_kind = named(core::identifier_kind_named, row.text(6)),
    };
}

}  // namespace

std::int64_t ErasureStore::add(const Erasure& made) {
    return tx_
        .run(
            add_sql,
            {core::name_of(made.what),
             made.subject,
             made.in_case,
             core::name_of(made.ground),
             made.reason,
             made.asked_by,
             seconds(made.asked_at)}
        )
        .front()
        .number(0);
}

std::optional<Erasure> ErasureStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), erasure_from);
}

std::vector<Erasure> ErasureStore::waiting(core::UserId reader, std::int64_t limit) const {
    return all(tx_.run(waiting_sql, {reader, limit}), erasure_from);
}

std::vector<Erasure> ErasureStore::done_after(std::int64_t last, std::int64_t limit) const {
    return all(tx_.run(done_sql, {last, limit}), erasure_from);
}

bool ErasureStore::is_waiting_for(core::ErasureOf what, std::int64_t subject) const {
    return !tx_.run(is_waiting_sql, {core::name_of(what), subject}).empty();
}

bool ErasureStore::decide(std::int64_t id, ErasureState state, core::UserId by, core::Timestamp now) {
    return !tx_.run(decide_sql, {id, name_of(state), by, seconds(now)}).empty();
}

std::vector<std::int64_t> ErasureStore::powers_of(core::PartyId id) const {
    return all(tx_.run(powers_of_sql, {id}), [](const Row& row) { return row.number(0); });
}

std::vector<core::CaseId> ErasureStore::told_of_power(std::int64_t id) const {
    return all(tx_.run(told_of_power_sql, {id}), [](const Row& row) { return row.id<core::CaseId>(0); });
}

void ErasureStore::blank_power(std::int64_t id, core::Timestamp now) {
    tx_.run(blank_power_sql, {id, seconds(now)});
}

void ErasureStore::blank_party(core::PartyId id, std::string_view name) {
    tx_.run(blank_party_sendings_sql, {id, name});  // by what the party is still known by
    tx_.run(blank_asker_sql, {id});
    tx_.run(blank_party_attachments_sql, {id});
    tx_.run(blank_party_documents_sql, {id});
    tx_.run(blank_party_closings_sql, {id});
    tx_.run(blank_hearings_sql, {id});
    tx_.run(blank_party_sql, {id, name});
}

void ErasureStore::correct_party(const core::Party& party) {
    tx_.run(
        correct_party_sql, {party.id, party.name, party.identifier, core::name_of(party.identifier_kind), party.address}
    );
}

std::vector<core::ContentHash> ErasureStore::versions_of(core::DocumentId id) const {
    return all(tx_.run(versions_sql, {id}), [](const Row& row) { return hash_from(row, 0); });
}

std::vector<core::ContentHash> ErasureStore::answers_with(core::DocumentId id) const {
    return all(tx_.run(answered_files_sql, {id}), [](const Row& row) { return hash_from(row, 0); });
}

void ErasureStore::blank_answers(core::DocumentId id, const Blank& blank, core::UserId by, core::Timestamp now) {
    tx_.run(blank_answer_proofs_sql, {id, blank.content.text()});
    tx_.run(blank_answer_attachments_sql, {id, blank.file_name, blank.content.text()});
    const auto unpublished = tx_.run(unpublish_answers_sql, {id, seconds(now), by, blank.withdrawn_reason});
    for (const auto request : all(unpublished, [](const Row& row) { return row.number(0); }))
        PublicChangeStore{tx_}.note(PublicKind::access_answer, request, now);
    tx_.run(blank_answers_sql, {id});
    tx_.run(forget_covered_words_sql, {id});
}

void ErasureStore::blank_document(core::DocumentId id, const Blank& blank, core::UserId by, core::Timestamp now) {
    tx_.run(blank_shown_attachments_sql, {id});
    tx_.run(blank_shown_document_sql, {id});
    const auto& content = blank.content.text();
    tx_.run(blank_document_sql, {id, blank.title, blank.file_name, content, blank.withdrawn_reason, seconds(now), by});
    tx_.run(blank_items_sql, {id, blank.file_name, content});
    tx_.run(blank_draft_sql, {id, blank.title});
    tx_.run(blank_versions_sql, {id, content, blank.file_name});
    tx_.run(blank_attachments_sql, {id, blank.title, blank.file_name, content});
    tx_.run(blank_sendings_sql, {id, blank.title, content});
    tx_.run(blank_post_sql, {id, blank.title, by, seconds(now)});
    tx_.run(blank_hearing_answers_sql, {id});
    PublicChangeStore changes{tx_};
    changes.note_document(id, now);
    changes.note_answered_by(id, now);
    for (const auto idea : all(tx_.run(blank_ideas_sql, {id}), [](const Row& row) { return row.number(0); })) {
        changes.note_again(PublicKind::idea, idea, now);
        changes.note_comments_on(idea, now);
    }
}

bool ErasureStore::forget_content(const core::ContentHash& hash, core::Timestamp now) {
    if (!tx_.run(is_needed_sql, {hash.text()}).empty()) return false;
    const auto content = ContentStore{tx_}.find(hash);
    if (!content) return true;
    for (const auto& page : ContentStore{tx_}.page_heads(hash))
        for (const auto& made : {page.words, page.picture, page.thumbnail}) add_unwanted(made, now);
    add_unwanted(content->pdf, now);
    add_unwanted(hash, now);
    tx_.run(forget_pages_sql, {hash.text()});
    PublishedFileStore{tx_}.forget(hash, now);
    MailStore mails{tx_};
    const auto parts = mails.parts(hash);
    mails.forget(hash);
    tx_.run(forget_content_sql, {hash.text()});
    // What came with a mail goes with it, unless something else is made of the same bytes.
    for (const auto& part : parts) forget_content(part.content, now);
    return true;
}

void ErasureStore::add_unwanted(const core::ContentHash& hash, core::Timestamp now) {
    if (!hash.empty()) tx_.run(add_unwanted_sql, {hash.text(), seconds(now)});
}

void ErasureStore::keep_needed() {
    tx_.run(keep_needed_sql);
}

std::vector<core::ContentHash> ErasureStore::unneeded(core::Timestamp before) const {
    return all(tx_.run(unneeded_sql, {seconds(before)}), [](const Row& row) { return hash_from(row, 0); });
}

void ErasureStore::remove_unwanted(const core::ContentHash& hash) {
    tx_.run(remove_unwanted_sql, {hash.text()});
}

std::int64_t BundleStore::add(const PersonBundle& made) {
    return tx_
        .run(
            add_bundle_sql,
            {core::name_of(made.kind),
             made.identifier,
             made.name,
             made.address,
             made.reason,
             made.asked_by,
             seconds(made.asked_at),
             made.mail}
        )
        .front()
        .number(0);
}

std::optional<PersonBundle> BundleStore::find(std::int64_t id) const {
    return first(tx_.run(find_bundle_sql, {id}), bundle_from);
}

std::vector<PersonBundle> BundleStore::of_asker(core::UserId asker, std::int64_t limit) const {
    return all(tx_.run(of_asker_sql, {asker, limit}), bundle_from);
}

void BundleStore::set_progress(std::int64_t id, std::int64_t done, std::int64_t total) {
    tx_.run(progress_sql, {id, done, total});
}

void BundleStore::set_ready(const PersonBundle& made) {
    tx_.run(
        ready_sql,
        {made.id, made.done, made.total, made.cases, made.unreadable, made.file.text(), seconds(made.ends_at)}
    );
}

std::vector<PersonBundle> BundleStore::ended(core::Timestamp now) const {
    return all(tx_.run(ended_sql, {seconds(now)}), bundle_from);
}

void BundleStore::set_gone(std::int64_t id) {
    tx_.run(gone_sql, {id});
}

std::vector<core::Party> BundleStore::parties_of(const PersonBundle& wanted) const {
    if (wanted.kind == core::IdentifierKind::none)
        return all(tx_.run(parties_by_name_sql, {wanted.name, wanted.address}), party_from);
    return all(tx_.run(parties_by_number_sql, {wanted.identifier, core::name_of(wanted.kind)}), party_from);
}

std::vector<BundleStore::AnswerOfMail> BundleStore::answers_of(std::string_view mail) const {
    return all(tx_.run(answers_of_mail_sql, {mail}), [](const Row& row) {
        return AnswerOfMail{row.id<core::HearingId>(0), row.number(1)};
    });
}

std::vector<BundleStore::SubscriptionOfMail> BundleStore::subscriptions_of(std::string_view mail) const {
    return all(tx_.run(subscriptions_of_mail_sql, {mail}), [](const Row& row) {
        return SubscriptionOfMail{row.text(0), row.number(1) != 0, timestamp(row.number(2))};
    });
}

std::string_view name_of(ErasureState state) {
    return erasure_states.of(state);
}
std::string_view name_of(BundleState state) {
    return bundle_states.of(state);
}

}  // namespace services
