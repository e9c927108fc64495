#include "services/store/draft_store.hpp"

#include <algorithm>

#include "services/store/columns.hpp"

namespace services {

namespace {

#define DRAFT_COLUMNS                                                                                        \
    "d.id, d.case_id, d.state, d.title, d.public_title, d.direction, d.correspondent, "                      \
    "d.public_correspondent, d.letter_date, d.publication, d.author_id, d.made_at, d.changed_at, d.newest, " \
    "d.held_by, d.held_at, d.by_two, d.asked_of, d.asked_by, d.asked_at, d.approved_by, d.approved_at, "     \
    "d.returned_reason, d.replaces_id, d.document_id, d.version"

constexpr std::string_view add_sql = R"sql(
    INSERT INTO drafts (case_id, state, title, public_title, direction, correspondent, public_correspondent,
                        letter_date, publication, author_id, made_at, changed_at, newest, held_by, held_at, by_two,
                        returned_reason, replaces_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', $17) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " DRAFT_COLUMNS " FROM drafts AS d WHERE d.id = $1";
constexpr std::string_view update_sql = R"sql(
    UPDATE drafts SET state = $3, title = $4, public_title = $5, direction = $6, correspondent = $7,
                      public_correspondent = $8, letter_date = $9, publication = $10, changed_at = $11, newest = $12,
                      held_by = $13, held_at = $14, by_two = $15, asked_of = $16, asked_by = $17, asked_at = $18,
                      approved_by = $19, approved_at = $20, returned_reason = $21, document_id = $22,
                      version = version + 1
     WHERE id = $1 AND version = $2)sql";
#define DRAFT_IS_LIVE " AND d.state <> 'journaled' AND d.state <> 'discarded'"
constexpr std::string_view of_case_sql =
    "SELECT " DRAFT_COLUMNS " FROM drafts AS d WHERE d.case_id = $1" DRAFT_IS_LIVE " ORDER BY d.id DESC LIMIT $2";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM drafts AS d WHERE d.case_id = $1" DRAFT_IS_LIVE;
constexpr std::string_view all_of_case_sql = "SELECT id FROM drafts WHERE case_id = $1 ORDER BY id";
constexpr std::string_view waiting_sql =
    "SELECT " DRAFT_COLUMNS
    " FROM drafts AS d JOIN cases AS c ON c.id = d.case_id"
    " WHERE d.asked_of = $2 AND d.state = 'waiting'"
    " AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
    " ORDER BY d.id LIMIT $3";
constexpr std::string_view of_document_sql =
    "SELECT " DRAFT_COLUMNS " FROM drafts AS d WHERE d.document_id = $1 AND d.document_id IS NOT NULL";
constexpr std::string_view replacements_sql = R"sql(
    SELECT document_id FROM drafts
     WHERE replaces_id = $1 AND replaces_id IS NOT NULL AND document_id IS NOT NULL ORDER BY document_id)sql";

#define VERSION_COLUMNS                                                                                     \
    "v.id, v.draft_id, v.number, v.content_hash, v.file_name, v.note, v.made_by, v.made_at, k.media_type, " \
    "k.size_bytes, k.page_count"
#define VERSION_TABLES " FROM draft_versions AS v JOIN contents AS k ON k.hash = v.content_hash"
constexpr std::string_view add_version_sql = R"sql(
    INSERT INTO draft_versions (draft_id, number, content_hash, file_name, note, made_by, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
constexpr std::string_view versions_sql =
    "SELECT " VERSION_COLUMNS VERSION_TABLES " WHERE v.draft_id = $1 ORDER BY v.number DESC LIMIT 1000";
constexpr std::string_view version_sql =
    "SELECT " VERSION_COLUMNS VERSION_TABLES " WHERE v.draft_id = $1 AND v.number = $2";
constexpr std::string_view find_version_sql = "SELECT " VERSION_COLUMNS VERSION_TABLES " WHERE v.id = $1";

constexpr std::string_view case_needs_two_sql = "SELECT by_two FROM case_approvals WHERE case_id = $1";
constexpr std::string_view set_case_needs_two_sql = R"sql(
    INSERT INTO case_approvals (case_id, by_two, set_by, set_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (case_id) DO UPDATE SET by_two = $2, set_by = $3, set_at = $4)sql";
constexpr std::string_view after_sql =
    "SELECT " DRAFT_COLUMNS " FROM drafts AS d WHERE d.id > $1 ORDER BY d.id LIMIT $2";
constexpr std::string_view highest_sql = "SELECT COALESCE(MAX(id), 0) FROM drafts";

template <class Made>
std::optional<Made> made_at(const Row& row, std::size_t by, std::size_t at) {
    const auto time = maybe_timestamp(row, at);
    if (!time) return std::nullopt;
    return Made{row.id<core::UserId>(by), *time};
}

std::optional<core::Draft::Asked> asked_from(const Row& row) {
    const auto at = maybe_timestamp(row, 19);
    if (!at) return std::nullopt;
    return core::Draft::Asked{row.id<core::UserId>(17), row.id<core::UserId>(18), *at};
}

core::Draft draft_from(const Row& row) {
    return core::Draft{
        .id = row.id<core::DraftId>(0),
        .in_case = row.id<core::CaseId>(1),
        .state = named(core::draft_state_named, row.text(2)),
        .title = row.text(3),
        .public_title = row.text(4),
        .direction = named(core::direction_named, row.text(5)),
        .correspondent = row.text(6),
        .public_correspondent = row.text(7),
        .letter_date = maybe_date(row, 8),
        .publication = named(core::publication_named, row.text(9)),
        .author = row.id<core::UserId>(10),
        .made_at = timestamp(row.number(11)),
        .changed_at = timestamp(row.number(12)),
        .newest = row.number(13),
        .checked_out = made_at<core::Draft::CheckOut>(row, 14, 15),
        .by_two = row.number(16) != 0,
        .asked = asked_from(row),
        .approved = made_at<core::Draft::Approved>(row, 20, 21),
        .returned_reason = row.text(22),
        .replaces = row.maybe_id<core::DocumentId>(23),
        .document = row.maybe_id<core::DocumentId>(24),
        .version = row.number(25),
    };
}

core::DraftVersion version_from(const Row& row) {
    return core::DraftVersion{
        .id = row.number(0),
        .of = row.id<core::DraftId>(1),
        .number = row.number(2),
        .content = core::ContentHash::parse(row.text(3)).value_or(core::ContentHash{}),
        .file_name = row.text(4),
        .note = row.text(5),
        .made_by = row.id<core::UserId>(6),
        .made_at = timestamp(row.number(7)),
        .media_type = row.text(8),
        .size_bytes = row.number(9),
        .page_count = row.number(10),
    };
}

std::optional<std::string> date_text(const std::optional<core::Date>& date) {
    return date ? std::optional{core::iso_date(*date)} : std::nullopt;
}

/// The two columns that tell who did something and when; both null where nobody did.
template <class Made>
std::pair<std::optional<core::UserId>, std::optional<std::int64_t>> by_and_at(const std::optional<Made>& made) {
    if (!made) return {};
    return {made->by, seconds(made->at)};
}

}  // namespace

core::DraftId DraftStore::add(const core::Draft& made) {
    const auto letter_date = date_text(made.letter_date);
    const auto held = by_and_at(made.checked_out);
    return tx_
        .run(
            add_sql,
            {made.in_case,
             core::name_of(made.state),
             made.title,
             made.public_title,
             core::name_of(made.direction),
             made.correspondent,
             made.public_correspondent,
             letter_date,
             core::name_of(made.publication),
             made.author,
             seconds(made.made_at),
             seconds(made.changed_at),
             made.newest,
             held.first,
             held.second,
             std::int64_t{made.by_two ? 1 : 0},
             made.replaces}
        )
        .front()
        .id<core::DraftId>(0);
}

std::optional<core::Draft> DraftStore::find(core::DraftId id) const {
    return first(tx_.run(find_sql, {id}), draft_from);
}

core::Result<void> DraftStore::update(const core::Draft& changed) {
    const auto letter_date = date_text(changed.letter_date);
    const auto held = by_and_at(changed.checked_out);
    const auto asked = by_and_at(changed.asked);
    const auto asked_of = changed.asked ? std::optional{changed.asked->of} : std::nullopt;
    const auto approved = by_and_at(changed.approved);
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         changed.version,
         core::name_of(changed.state),
         changed.title,
         changed.public_title,
         core::name_of(changed.direction),
         changed.correspondent,
         changed.public_correspondent,
         letter_date,
         core::name_of(changed.publication),
         seconds(changed.changed_at),
         changed.newest,
         held.first,
         held.second,
         std::int64_t{changed.by_two ? 1 : 0},
         asked_of,
         asked.first,
         asked.second,
         approved.first,
         approved.second,
         changed.returned_reason,
         changed.document}
    );
    if (rows.changed() == 0) return core::Error{core::ErrorCode::conflict, "the draft has changed since it was read"};
    return core::done();
}

std::vector<core::Draft> DraftStore::of_case(core::CaseId in_case, std::int64_t limit) const {
    return all(tx_.run(of_case_sql, {in_case, limit}), draft_from);
}

std::int64_t DraftStore::count_of_case(core::CaseId in_case) const {
    return tx_.run(count_sql, {in_case}).front().number(0);
}

std::vector<core::DraftId> DraftStore::all_of_case(core::CaseId in_case) const {
    return all(tx_.run(all_of_case_sql, {in_case}), [](const Row& row) { return row.id<core::DraftId>(0); });
}

std::vector<core::Draft> DraftStore::waiting_for(
    core::UserId reader, const std::vector<core::UserId>& asked, std::int64_t limit
) const {
    std::vector<core::Draft> waiting;
    for (const auto person : asked)
        std::ranges::copy(all(tx_.run(waiting_sql, {reader, person, limit}), draft_from), std::back_inserter(waiting));
    return waiting;
}

std::optional<core::Draft> DraftStore::of_document(core::DocumentId id) const {
    return first(tx_.run(of_document_sql, {id}), draft_from);
}

std::vector<core::DocumentId> DraftStore::replacements(core::DocumentId id) const {
    return all(tx_.run(replacements_sql, {id}), [](const Row& row) { return row.id<core::DocumentId>(0); });
}

std::int64_t DraftStore::add_version(const core::DraftVersion& made) {
    return tx_
        .run(
            add_version_sql,
            {made.of, made.number, made.content.text(), made.file_name, made.note, made.made_by, seconds(made.made_at)}
        )
        .front()
        .number(0);
}

std::vector<core::DraftVersion> DraftStore::versions(core::DraftId id) const {
    return all(tx_.run(versions_sql, {id}), version_from);
}

std::optional<core::DraftVersion> DraftStore::version(core::DraftId id, std::int64_t number) const {
    return first(tx_.run(version_sql, {id, number}), version_from);
}

std::optional<core::DraftVersion> DraftStore::find_version(std::int64_t id) const {
    return first(tx_.run(find_version_sql, {id}), version_from);
}

bool DraftStore::case_needs_two(core::CaseId in_case) const {
    const auto rows = tx_.run(case_needs_two_sql, {in_case});
    return !rows.empty() && rows.front().number(0) != 0;
}

void DraftStore::set_case_needs_two(core::CaseId in_case, bool by_two, core::UserId by, core::Timestamp now) {
    tx_.run(set_case_needs_two_sql, {in_case, std::int64_t{by_two ? 1 : 0}, by, seconds(now)});
}

std::vector<core::Draft> DraftStore::after(core::DraftId last, std::int64_t limit) const {
    return all(tx_.run(after_sql, {last, limit}), draft_from);
}

core::DraftId DraftStore::highest_id() const {
    return tx_.run(highest_sql).front().id<core::DraftId>(0);
}

}  // namespace services
