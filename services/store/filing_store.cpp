#include "services/store/filing_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define SUB_FILE_COLUMNS "id, case_id, place, title, made_at, made_by"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO sub_files (case_id, place, title, made_at, made_by)
    SELECT CAST($1 AS BIGINT), COALESCE(MAX(place), 0) + 1, CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
      FROM sub_files WHERE case_id = $1 RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " SUB_FILE_COLUMNS " FROM sub_files WHERE id = $1";
constexpr std::string_view of_case_sql =
    "SELECT " SUB_FILE_COLUMNS " FROM sub_files WHERE case_id = $1 ORDER BY place, id LIMIT 1000";
constexpr std::string_view had_sql = R"sql(
    SELECT EXISTS (SELECT 1 FROM sub_files WHERE case_id = $1),
           EXISTS (SELECT 1 FROM moved_documents WHERE case_id = $1),
           EXISTS (SELECT 1 FROM case_merges WHERE case_id = $1 AND undone_at IS NULL))sql";
constexpr std::string_view rename_sql = "UPDATE sub_files SET title = $2 WHERE id = $1";
constexpr std::string_view set_place_sql = "UPDATE sub_files SET place = $2 WHERE id = $1";
constexpr std::string_view empty_sql = "DELETE FROM sub_file_documents WHERE sub_file_id = $1";
constexpr std::string_view remove_sql = "DELETE FROM sub_files WHERE id = $1";

constexpr std::string_view sub_file_of_sql = "SELECT sub_file_id FROM sub_file_documents WHERE document_id = $1";
constexpr std::string_view take_out_sql = "DELETE FROM sub_file_documents WHERE document_id = $1";
constexpr std::string_view put_sql = R"sql(
    INSERT INTO sub_file_documents (document_id, sub_file_id) VALUES ($1, $2)
    ON CONFLICT (document_id) DO UPDATE SET sub_file_id = excluded.sub_file_id)sql";
constexpr std::string_view lying_sql = R"sql(
    SELECT d.document_id, d.sub_file_id FROM sub_file_documents AS d JOIN sub_files AS s ON s.id = d.sub_file_id
     WHERE s.case_id = $1)sql";
constexpr std::string_view documents_in_sql = R"sql(
    SELECT d.id FROM sub_file_documents AS s JOIN documents AS d ON d.id = s.document_id
     WHERE s.sub_file_id = $1 AND d.number < $2 ORDER BY d.number DESC LIMIT $3)sql";
constexpr std::string_view count_in_sql = "SELECT COUNT(*) FROM sub_file_documents WHERE sub_file_id = $1";

constexpr std::string_view move_sql =
    "UPDATE documents SET case_id = $2, number = $3, access_group_id = $4 WHERE id = $1";
// The draft that a document was is its history, and goes with it.
constexpr std::string_view move_draft_sql =
    "UPDATE drafts SET case_id = $2 WHERE document_id = $1 AND document_id IS NOT NULL";
constexpr std::string_view move_item_sql = "UPDATE incoming_items SET access_group_id = $2 WHERE document_id = $1";
#define FORMER_COLUMNS "case_id, number, document_id, moved_at, moved_by, reason, to_number"
constexpr std::string_view add_former_sql =
    "INSERT INTO moved_documents (" FORMER_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)";
// A document that has been on a case more than once has more than one number there; the first is its own again.
constexpr std::string_view take_former_sql = R"sql(
    DELETE FROM moved_documents
     WHERE case_id = $1 AND number = (SELECT MIN(m.number) FROM moved_documents AS m
                                       WHERE m.case_id = $1 AND m.document_id = $2)
    RETURNING number)sql";
constexpr std::string_view former_sql =
    "SELECT " FORMER_COLUMNS " FROM moved_documents WHERE case_id = $1 AND number = $2";
constexpr std::string_view left_from_sql =
    "SELECT " FORMER_COLUMNS " FROM moved_documents WHERE case_id = $1 ORDER BY number DESC LIMIT $2";
constexpr std::string_view former_of_sql =
    "SELECT " FORMER_COLUMNS " FROM moved_documents WHERE document_id = $1 ORDER BY moved_at DESC, case_id LIMIT 100";
constexpr std::string_view count_documents_sql = R"sql(
    SELECT c.documents - (SELECT COUNT(*) FROM moved_documents AS m WHERE m.case_id = c.id)
      FROM cases AS c WHERE c.id = $1)sql";

// A case with many thousands of documents is emptied by a handful of statements.
constexpr std::string_view last_number_sql = "SELECT documents FROM cases WHERE id = $1";
constexpr std::string_view leave_all_sql = R"sql(
    INSERT INTO moved_documents (case_id, number, document_id, moved_at, moved_by, reason, to_number)
    SELECT case_id, number, id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT),
           CAST($5 AS BIGINT) + ROW_NUMBER() OVER (ORDER BY number)
      FROM documents WHERE case_id = $1)sql";
constexpr std::string_view number_all_sql = R"sql(
    UPDATE documents
       SET case_id = $2, access_group_id = $3,
           number = (SELECT m.to_number FROM moved_documents AS m WHERE m.case_id = $1 AND m.number = documents.number)
     WHERE case_id = $1)sql";
constexpr std::string_view set_last_number_sql = "UPDATE cases SET documents = $2 WHERE id = $1";
constexpr std::string_view move_items_sql = R"sql(
    UPDATE incoming_items SET access_group_id = $2
     WHERE document_id IN (SELECT document_id FROM moved_documents WHERE case_id = $1))sql";
constexpr std::string_view move_posts_sql = R"sql(
    UPDATE post_list_entries SET unit_id = $2
     WHERE document_id IN (SELECT document_id FROM moved_documents WHERE case_id = $1))sql";

// Back again: the numbers in the middle lead on from now on, and those that were left are places of documents again.
#define CAME_BY_MERGE                                                                           \
    " FROM documents AS d JOIN moved_documents AS m ON m.document_id = d.id AND m.case_id = $1" \
    " AND m.to_number = d.number WHERE d.case_id = $2 AND m.moved_at = $3"
constexpr std::string_view leave_back_sql =
    "INSERT INTO moved_documents (case_id, number, document_id, moved_at, moved_by, reason, to_number)"
    " SELECT d.case_id, d.number, d.id, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT), "
    "m.number" CAME_BY_MERGE;
constexpr std::string_view number_back_sql = R"sql(
    UPDATE documents
       SET case_id = $1, access_group_id = $4,
           number = (SELECT b.to_number FROM moved_documents AS b
                      WHERE b.case_id = $2 AND b.number = documents.number AND b.document_id = documents.id)
     WHERE case_id = $2
       AND EXISTS (SELECT 1 FROM moved_documents AS m
                    WHERE m.document_id = documents.id AND m.case_id = $1 AND m.to_number = documents.number
                      AND m.moved_at = $3))sql";
constexpr std::string_view forget_left_sql = R"sql(
    DELETE FROM moved_documents
     WHERE case_id = $1
       AND EXISTS (SELECT 1 FROM documents AS d WHERE d.case_id = $1 AND d.number = moved_documents.number))sql";
constexpr std::string_view items_of_case_sql = R"sql(
    UPDATE incoming_items SET access_group_id = $2
     WHERE document_id IN (SELECT id FROM documents WHERE case_id = $1))sql";
constexpr std::string_view posts_of_case_sql = R"sql(
    UPDATE post_list_entries SET unit_id = $2 WHERE document_id IN (SELECT id FROM documents WHERE case_id = $1))sql";

#define IS_DOUBLE                                                                  \
    " EXISTS (SELECT 1 FROM parties AS q WHERE q.case_id = $2 AND q.role = p.role" \
    " AND ((p.identifier <> '' AND q.identifier = p.identifier"                    \
    " AND q.identifier_kind = p.identifier_kind)"                                  \
    " OR (p.identifier = '' AND q.identifier = '' AND q.name = p.name AND q.address = p.address)))"
constexpr std::string_view count_doubles_sql = "SELECT COUNT(*) FROM parties AS p WHERE p.case_id = $1 AND" IS_DOUBLE;

#define NOTE_PARTS "INSERT INTO case_merge_parts (merge_id, kind, part_id) SELECT CAST($3 AS BIGINT), "
#define NOTED(kind) " (SELECT part_id FROM case_merge_parts WHERE merge_id = $3 AND kind = '" kind "')"
constexpr std::string_view note_parties_sql =
    NOTE_PARTS "'party', p.id FROM parties AS p WHERE p.case_id = $1 AND NOT" IS_DOUBLE;
constexpr std::string_view note_tasks_sql = R"sql(
    INSERT INTO case_merge_parts (merge_id, kind, part_id)
    SELECT CAST($2 AS BIGINT), 'task', id FROM tasks WHERE case_id = $1)sql";
constexpr std::string_view note_drafts_sql = R"sql(
    INSERT INTO case_merge_parts (merge_id, kind, part_id)
    SELECT CAST($2 AS BIGINT), 'draft', id FROM drafts WHERE case_id = $1)sql";
constexpr std::string_view note_sub_files_sql = R"sql(
    INSERT INTO case_merge_parts (merge_id, kind, part_id)
    SELECT CAST($2 AS BIGINT), 'sub_file', id FROM sub_files WHERE case_id = $1)sql";
#define KNOWN_TO_OTHER                                                                                  \
    " IN (SELECT CAST($2 AS BIGINT) UNION SELECT o.to_id FROM case_relations AS o WHERE o.from_id = $2" \
    " UNION SELECT o.from_id FROM case_relations AS o WHERE o.to_id = $2)"
constexpr std::string_view note_relations_from_sql =
    NOTE_PARTS "'relation_from', r.id FROM case_relations AS r WHERE r.from_id = $1 AND r.to_id NOT" KNOWN_TO_OTHER;
constexpr std::string_view note_relations_to_sql =
    NOTE_PARTS "'relation_to', r.id FROM case_relations AS r WHERE r.to_id = $1 AND r.from_id NOT" KNOWN_TO_OTHER;

// From case $1 to case $2, of the merge $3; back again with the two the other way round.
constexpr std::string_view take_parties_sql =
    "UPDATE parties SET case_id = $2 WHERE case_id = $1 AND id IN" NOTED("party");
constexpr std::string_view take_tasks_sql =
    "UPDATE tasks SET case_id = $2, access_group_id = $4 WHERE case_id = $1 AND id IN" NOTED("task");
constexpr std::string_view take_sub_files_sql =
    "UPDATE sub_files SET case_id = $2,"
    " place = place + COALESCE((SELECT MAX(t.place) FROM sub_files AS t WHERE t.case_id = $2), 0)"
    " WHERE case_id = $1 AND id IN" NOTED("sub_file");
constexpr std::string_view take_drafts_sql =
    "UPDATE drafts SET case_id = $2 WHERE case_id = $1 AND id IN" NOTED("draft");
constexpr std::string_view take_relations_from_sql =
    "UPDATE case_relations SET from_id = $2 WHERE from_id = $1 AND id IN" NOTED("relation_from");
constexpr std::string_view take_relations_to_sql =
    "UPDATE case_relations SET to_id = $2 WHERE to_id = $1 AND id IN" NOTED("relation_to");
// Documents that stayed behind lie in no part that went.
constexpr std::string_view empty_strangers_sql = R"sql(
    DELETE FROM sub_file_documents
     WHERE sub_file_id IN (SELECT id FROM sub_files WHERE case_id IN ($1, $2))
       AND NOT EXISTS (SELECT 1 FROM sub_files AS s JOIN documents AS d ON d.case_id = s.case_id
                        WHERE s.id = sub_file_documents.sub_file_id AND d.id = sub_file_documents.document_id))sql";

#define MERGE_COLUMNS "case_id, into_id, state, merged_at, merged_by, reason"
constexpr std::string_view add_merge_sql =
    "INSERT INTO case_merges (" MERGE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
constexpr std::string_view merge_of_sql =
    "SELECT id, " MERGE_COLUMNS " FROM case_merges WHERE case_id = $1 AND undone_at IS NULL";
constexpr std::string_view undo_merge_sql = "UPDATE case_merges SET undone_at = $2, undone_by = $3 WHERE id = $1";

core::SubFile sub_file_from(const Row& row) {
    return {
        .id = row.id<core::SubFileId>(0),
        .in_case = row.id<core::CaseId>(1),
        .place = row.number(2),
        .title = row.text(3),
        .made_at = timestamp(row.number(4)),
        .made_by = row.id<core::UserId>(5),
    };
}

core::FormerPlace former_from(const Row& row) {
    return {
        .in_case = row.id<core::CaseId>(0),
        .number = row.number(1),
        .document = row.id<core::DocumentId>(2),
        .moved_at = timestamp(row.number(3)),
        .moved_by = row.id<core::UserId>(4),
        .reason = row.text(5),
        .to_number = row.number(6),
    };
}

core::CaseMerge merge_from(const Row& row) {
    return {
        .id = row.number(0),
        .emptied = row.id<core::CaseId>(1),
        .into = row.id<core::CaseId>(2),
        .state = named(core::case_state_named, row.text(3)),
        .merged_at = timestamp(row.number(4)),
        .merged_by = row.id<core::UserId>(5),
        .reason = row.text(6),
    };
}

}  // namespace

core::SubFileId FilingStore::add(const core::SubFile& made) {
    return tx_.run(add_sql, {made.in_case, made.title, seconds(made.made_at), made.made_by})
        .front()
        .id<core::SubFileId>(0);
}

std::optional<core::SubFile> FilingStore::find(core::SubFileId id) const {
    return first(tx_.run(find_sql, {id}), sub_file_from);
}

std::vector<core::SubFile> FilingStore::of_case(core::CaseId id) const {
    return all(tx_.run(of_case_sql, {id}), sub_file_from);
}

FilingStore::Had FilingStore::had_by(core::CaseId id) const {
    const auto rows = tx_.run(had_sql, {id});
    const auto row = rows.front();
    return {row.number(0) != 0, row.number(1) != 0, row.number(2) != 0};
}

void FilingStore::rename(core::SubFileId id, std::string_view title) {
    tx_.run(rename_sql, {id, title});
}

void FilingStore::set_place(core::SubFileId id, std::int64_t place) {
    tx_.run(set_place_sql, {id, place});
}

void FilingStore::remove(core::SubFileId id) {
    tx_.run(empty_sql, {id});
    tx_.run(remove_sql, {id});
}

std::optional<core::SubFileId> FilingStore::sub_file_of(core::DocumentId document) const {
    return first(tx_.run(sub_file_of_sql, {document}), [](const Row& row) { return row.id<core::SubFileId>(0); });
}

void FilingStore::put(core::DocumentId document, std::optional<core::SubFileId> in) {
    if (in)
        tx_.run(put_sql, {document, *in});
    else
        tx_.run(take_out_sql, {document});
}

std::vector<FilingStore::Lying> FilingStore::lying_on(core::CaseId id) const {
    return all(tx_.run(lying_sql, {id}), [](const Row& row) {
        return Lying{row.id<core::DocumentId>(0), row.id<core::SubFileId>(1)};
    });
}

std::vector<core::DocumentId> FilingStore::documents_in(core::SubFileId id, std::int64_t before, std::int64_t limit)
    const {
    return all(tx_.run(documents_in_sql, {id, before, limit}), [](const Row& row) {
        return row.id<core::DocumentId>(0);
    });
}

std::int64_t FilingStore::count_in(core::SubFileId id) const {
    return tx_.run(count_in_sql, {id}).front().number(0);
}

void FilingStore::move(core::DocumentId document, core::CaseId to, std::int64_t number, core::GroupId group) {
    tx_.run(move_sql, {document, to, number, group});
    tx_.run(move_item_sql, {document, group});
    tx_.run(move_draft_sql, {document, to});
}

void FilingStore::add_former(const core::FormerPlace& left) {
    tx_.run(
        add_former_sql,
        {left.in_case, left.number, left.document, seconds(left.moved_at), left.moved_by, left.reason, left.to_number}
    );
}

std::optional<std::int64_t> FilingStore::take_former(core::CaseId in_case, core::DocumentId document) {
    return first(tx_.run(take_former_sql, {in_case, document}), [](const Row& row) { return row.number(0); });
}

std::optional<core::FormerPlace> FilingStore::former(core::CaseId in_case, std::int64_t number) const {
    return first(tx_.run(former_sql, {in_case, number}), former_from);
}

std::vector<core::FormerPlace> FilingStore::left_from(core::CaseId in_case, std::int64_t limit) const {
    return all(tx_.run(left_from_sql, {in_case, limit}), former_from);
}

std::vector<core::FormerPlace> FilingStore::former_of(core::DocumentId document) const {
    return all(tx_.run(former_of_sql, {document}), former_from);
}

std::int64_t FilingStore::count_documents(core::CaseId id) const {
    return tx_.run(count_documents_sql, {id}).front().number(0);
}

std::int64_t FilingStore::move_all(const core::CaseMerge& merge, core::GroupId group, core::UnitId unit) {
    const auto last = tx_.run(last_number_sql, {merge.into}).front().number(0);
    tx_.run(leave_all_sql, {merge.emptied, seconds(merge.merged_at), merge.merged_by, merge.reason, last});
    const auto moved = tx_.run(number_all_sql, {merge.emptied, merge.into, group}).changed();
    tx_.run(set_last_number_sql, {merge.into, last + moved});
    tx_.run(move_items_sql, {merge.emptied, group});
    tx_.run(move_posts_sql, {merge.emptied, unit});
    return moved;
}

std::int64_t FilingStore::move_back(
    const core::CaseMerge& merge, core::GroupId group, core::UnitId unit, core::UserId by, core::Timestamp now
) {
    const auto merged_at = seconds(merge.merged_at);
    const auto left =
        tx_.run(leave_back_sql, {merge.emptied, merge.into, merged_at, seconds(now), by, merge.reason}).changed();
    tx_.run(number_back_sql, {merge.emptied, merge.into, merged_at, group});
    tx_.run(forget_left_sql, {merge.emptied});
    tx_.run(items_of_case_sql, {merge.emptied, group});
    tx_.run(posts_of_case_sql, {merge.emptied, unit});
    return left;
}

FilingStore::Joined FilingStore::join(const core::CaseMerge& merge, core::GroupId group) {
    const auto with_parts = [&](std::string_view sql) {
        return tx_.run(sql, {merge.emptied, merge.into, merge.id}).changed();
    };
    Joined joined;
    joined.parties = with_parts(note_parties_sql);
    with_parts(take_parties_sql);
    joined.tasks = tx_.run(note_tasks_sql, {merge.emptied, merge.id}).changed();
    tx_.run(take_tasks_sql, {merge.emptied, merge.into, merge.id, group});
    joined.sub_files = tx_.run(note_sub_files_sql, {merge.emptied, merge.id}).changed();
    with_parts(take_sub_files_sql);
    tx_.run(note_drafts_sql, {merge.emptied, merge.id});
    with_parts(take_drafts_sql);
    with_parts(note_relations_from_sql);
    with_parts(note_relations_to_sql);
    with_parts(take_relations_from_sql);
    with_parts(take_relations_to_sql);
    return joined;
}

void FilingStore::part(const core::CaseMerge& merge, core::GroupId group) {
    const auto back = [&](std::string_view sql) { tx_.run(sql, {merge.into, merge.emptied, merge.id}); };
    back(take_parties_sql);
    tx_.run(take_tasks_sql, {merge.into, merge.emptied, merge.id, group});
    back(take_sub_files_sql);
    back(take_drafts_sql);
    back(take_relations_from_sql);
    back(take_relations_to_sql);
    tx_.run(empty_strangers_sql, {merge.into, merge.emptied});
}

std::int64_t FilingStore::count_double_parties(core::CaseId one, core::CaseId other) const {
    return tx_.run(count_doubles_sql, {one, other}).front().number(0);
}

std::int64_t FilingStore::add_merge(const core::CaseMerge& made) {
    return tx_
        .run(
            add_merge_sql,
            {made.emptied, made.into, core::name_of(made.state), seconds(made.merged_at), made.merged_by, made.reason}
        )
        .front()
        .number(0);
}

std::optional<core::CaseMerge> FilingStore::merge_of(core::CaseId emptied) const {
    return first(tx_.run(merge_of_sql, {emptied}), merge_from);
}

void FilingStore::undo_merge(std::int64_t merge, core::UserId by, core::Timestamp now) {
    tx_.run(undo_merge_sql, {merge, seconds(now), by});
}

}  // namespace services
