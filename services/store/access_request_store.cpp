#include "services/store/access_request_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/id_list.hpp"

namespace services {

namespace {

#define REQUEST_COLUMNS                                                                                       \
    "r.id, r.case_id, r.laws, r.asked_for, r.about_case_id, r.about_document_id, r.asker_kind, r.asker_name," \
    " r.asker_mail, r.asker_address, r.channel, r.follow_hash, r.received_on, r.state, r.due_on, r.size,"     \
    " r.hours_expected, r.minutes_used, r.outcome, r.ended_on, r.forget_at, r.version"
#define FROM_REQUESTS "SELECT " REQUEST_COLUMNS " FROM access_requests AS r "

constexpr std::string_view add_sql = R"sql(
    INSERT INTO access_requests (case_id, laws, asked_for, about_case_id, about_document_id, asker_kind, asker_name,
                                 asker_mail, asker_address, channel, follow_hash, received_on, state, due_on, size)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id)sql";
constexpr std::string_view find_sql = FROM_REQUESTS "WHERE r.id = $1";
constexpr std::string_view of_case_sql = FROM_REQUESTS "WHERE r.case_id = $1";
constexpr std::string_view followed_sql = FROM_REQUESTS "WHERE r.follow_hash = $1";
constexpr std::string_view open_after_sql = FROM_REQUESTS "WHERE r.id > $1 AND r.state = 'open' ORDER BY r.id LIMIT $2";
constexpr std::string_view ended_sql = FROM_REQUESTS "WHERE r.ended_on BETWEEN $1 AND $2 ORDER BY r.ended_on, r.id";
constexpr std::string_view update_sql = R"sql(
    UPDATE access_requests SET laws = $3, asked_for = $4, asker_kind = $5, asker_name = $6, asker_mail = $7,
           asker_address = $8, follow_hash = $9, received_on = $10, state = $11, due_on = $12, size = $13,
           hours_expected = $14, minutes_used = $15, outcome = $16, ended_on = $17, forget_at = $18,
           version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id)sql";
constexpr std::string_view to_forget_sql =
    "SELECT 1 FROM access_requests WHERE forget_at IS NOT NULL AND forget_at <= $1 LIMIT 1";
constexpr std::string_view forget_sql = R"sql(
    UPDATE access_requests SET asker_mail = '', asker_address = '', forget_at = NULL
     WHERE forget_at IS NOT NULL AND forget_at <= $1)sql";

#define READABLE                          \
    "JOIN cases AS c ON c.id = r.case_id" \
    " AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"
#define LISTED "SELECT " REQUEST_COLUMNS ", c.number, c.unit_id, c.caseworker_id FROM access_requests AS r " READABLE
#define HELD_BY \
    " AND (CAST($2 AS BIGINT) IS NULL OR c.unit_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR c.caseworker_id = $3)"
constexpr std::string_view list_open_sql =
    LISTED " WHERE r.state = 'open' AND (r.due_on > $4 OR (r.due_on = $4 AND r.id > $5)) AND r.due_on < $6" HELD_BY
           " ORDER BY r.due_on, r.id LIMIT $7";
constexpr std::string_view list_ended_sql =
    LISTED " WHERE r.ended_on IS NOT NULL AND (r.ended_on < $4 OR (r.ended_on = $4 AND r.id < $5))" HELD_BY
           " ORDER BY r.ended_on DESC, r.id DESC LIMIT $6";
constexpr std::string_view count_due_sql =
    "SELECT COUNT(*) FROM access_requests AS r " READABLE " WHERE r.state = 'open' AND r.due_on < $2";

constexpr std::string_view late_sql =
    "SELECT c.caseworker_id, c.unit_id, COUNT(*), MIN(r.due_on) FROM access_requests AS r " READABLE
    " WHERE r.state = 'open' AND r.due_on < $2 GROUP BY c.caseworker_id, c.unit_id"
    " ORDER BY 3 DESC, 4, c.unit_id LIMIT 100";

constexpr std::string_view add_time_sql = R"sql(
    INSERT INTO access_request_times (request_id, kind, from_on, to_on, reason, noted_by, noted_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view times_sql = R"sql(
    SELECT id, kind, from_on, to_on, reason, noted_by, noted_at FROM access_request_times
     WHERE request_id = $1 ORDER BY id)sql";
constexpr std::string_view times_of_sql =
    "SELECT id, kind, from_on, to_on, reason, noted_by, noted_at, request_id FROM access_request_times"
    " WHERE request_id IN " ID_LIST("$1", "$2") " ORDER BY request_id, id";
constexpr std::string_view end_pause_sql = R"sql(
    UPDATE access_request_times SET to_on = $2
     WHERE request_id = $1 AND kind = 'pause' AND to_on IS NULL RETURNING id)sql";

#define DOCUMENT_COLUMNS                                                                                         \
    "SELECT request_id, document_id, place, decision, exemptions, reason, is_extracted, is_widened, decided_by," \
    " decided_at FROM access_request_documents WHERE request_id = $1"
constexpr std::string_view documents_sql = DOCUMENT_COLUMNS " ORDER BY place";
constexpr std::string_view document_sql = DOCUMENT_COLUMNS " AND document_id = $2";
constexpr std::string_view add_document_sql = R"sql(
    INSERT INTO access_request_documents (request_id, document_id, place)
    SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), COALESCE(MAX(place), 0) + 1 FROM access_request_documents WHERE request_id = $1
    ON CONFLICT (request_id, document_id) DO NOTHING RETURNING place)sql";
constexpr std::string_view remove_document_sql =
    "DELETE FROM access_request_documents WHERE request_id = $1 AND document_id = $2 RETURNING place";
constexpr std::string_view close_gap_sql =
    "UPDATE access_request_documents SET place = place - 1 WHERE request_id = $1 AND place > $2";
constexpr std::string_view decide_sql = R"sql(
    UPDATE access_request_documents SET decision = $3, exemptions = $4, reason = $5, is_extracted = $6, is_widened = $7,
           decided_by = $8, decided_at = $9
     WHERE request_id = $1 AND document_id = $2)sql";

#define DAY_COLUMNS "SELECT id, day, name, is_off, noted_by, noted_at FROM calendar_changes"
constexpr std::string_view days_sql = DAY_COLUMNS " ORDER BY day";
constexpr std::string_view day_sql = DAY_COLUMNS " WHERE id = $1";
constexpr std::string_view put_day_sql = R"sql(
    INSERT INTO calendar_changes (day, name, is_off, noted_by, noted_at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (day) DO UPDATE SET name = excluded.name, is_off = excluded.is_off, noted_by = excluded.noted_by,
                                    noted_at = excluded.noted_at)sql";
constexpr std::string_view remove_day_sql = "DELETE FROM calendar_changes WHERE id = $1";

core::Date date(const std::string& text) {
    const auto date = core::parse_iso_date(text);
    if (!date) throw DatabaseError{DatabaseError::Kind::broken, "no date in the database: " + text};
    return *date;
}

std::string joined(const std::vector<std::string>& keys) {
    std::string text;
    for (const auto& key : keys) text += (text.empty() ? "" : ",") + key;
    return text;
}
std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> keys;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        keys.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return keys;
}

std::string text_of(const std::vector<core::AccessLaw>& laws) {
    std::vector<std::string> names;
    names.reserve(laws.size());
    for (const auto law : laws) names.emplace_back(core::name_of(law));
    return joined(names);
}
std::vector<core::AccessLaw> laws_in(const std::string& text) {
    std::vector<core::AccessLaw> laws;
    for (const auto& name : parted(text)) laws.push_back(named(core::access_law_named, name));
    return laws;
}

core::AccessRequest request_from(const Row& row) {
    return core::AccessRequest{
        .id = row.id<core::AccessRequestId>(0),
        .in_case = row.id<core::CaseId>(1),
        .laws = laws_in(row.text(2)),
        .asked_for = row.text(3),
        .about_case = row.maybe_id<core::CaseId>(4),
        .about_document = row.maybe_id<core::DocumentId>(5),
        .asker =
            {.kind = named(core::asker_kind_named, row.text(6)),
             .name = row.text(7),
             .mail = row.text(8),
             .address = row.text(9)},
        .channel = named(core::ask_channel_named, row.text(10)),
        .follow_hash = row.text(11),
        .received = date(row.text(12)),
        .state = named(core::access_state_named, row.text(13)),
        .due = date(row.text(14)),
        .size = named(core::access_size_named, row.text(15)),
        .hours_expected = row.maybe_number(16),
        .minutes_used = row.number(17),
        .outcome = core::access_outcome_named(row.text(18)),
        .ended = maybe_date(row, 19),
        .forget_at = maybe_timestamp(row, 20),
        .version = row.number(21),
    };
}

ListedAccessRequest listed_from(const Row& row) {
    constexpr std::size_t behind = 22;
    return {
        .request = request_from(row),
        .case_number = row.text(behind),
        .unit = row.id<core::UnitId>(behind + 1),
        .caseworker = row.maybe_id<core::UserId>(behind + 2),
    };
}

core::AccessDocument document_from(const Row& row) {
    return core::AccessDocument{
        .request = row.id<core::AccessRequestId>(0),
        .document = row.id<core::DocumentId>(1),
        .place = row.number(2),
        .decision = core::access_decision_named(row.text(3)),
        .exemptions = parted(row.text(4)),
        .reason = row.text(5),
        .is_extracted = row.number(6) != 0,
        .is_widened = row.number(7) != 0,
        .decided_by = row.maybe_id<core::UserId>(8),
        .decided_at = maybe_timestamp(row, 9),
    };
}

AccessTime time_from(const Row& row) {
    return AccessTime{
        .id = row.number(0),
        .kind = row.text(1) == "pause" ? AccessTime::Kind::pause : AccessTime::Kind::extension,
        .from = date(row.text(2)),
        .to = maybe_date(row, 3),
        .reason = row.text(4),
        .noted_by = row.maybe_id<core::UserId>(5),
        .noted_at = timestamp(row.number(6)),
    };
}

CalendarStore::Day day_from(const Row& row) {
    return {
        .id = row.number(0),
        .change = {.date = date(row.text(1)), .name = row.text(2), .is_off = row.number(3) != 0},
        .noted_by = row.id<core::UserId>(4),
        .noted_at = timestamp(row.number(5)),
    };
}

/// Before and after every date that can be written.
constexpr std::string_view first_day = "0000-00-00";
constexpr std::string_view last_day = "9999-99-99";

}  // namespace

core::AccessRequestId AccessRequestStore::add(const core::AccessRequest& made) {
    return tx_
        .run(
            add_sql,
            {made.in_case,
             text_of(made.laws),
             made.asked_for,
             made.about_case,
             made.about_document,
             core::name_of(made.asker.kind),
             made.asker.name,
             made.asker.mail,
             made.asker.address,
             core::name_of(made.channel),
             made.follow_hash,
             core::iso_date(made.received),
             core::name_of(made.state),
             core::iso_date(made.due),
             core::name_of(made.size)}
        )
        .front()
        .id<core::AccessRequestId>(0);
}

std::optional<core::AccessRequest> AccessRequestStore::find(core::AccessRequestId id) const {
    return first(tx_.run(find_sql, {id}), request_from);
}

std::optional<core::AccessRequest> AccessRequestStore::of_case(core::CaseId id) const {
    return first(tx_.run(of_case_sql, {id}), request_from);
}

std::optional<core::AccessRequest> AccessRequestStore::followed_by(std::string_view follow_hash) const {
    return first(tx_.run(followed_sql, {follow_hash}), request_from);
}

std::vector<ListedAccessRequest> AccessRequestStore::list(const AccessRequestFilter& filter) const {
    if (filter.is_open) {
        const auto after = filter.after ? core::iso_date(filter.after->when) : std::string{first_day};
        const auto before = filter.due_before ? core::iso_date(*filter.due_before) : std::string{last_day};
        const std::int64_t id = filter.after ? filter.after->id.value : 0;
        return all(
            tx_.run(list_open_sql, {filter.reader, filter.unit, filter.caseworker, after, id, before, filter.limit}),
            listed_from
        );
    }
    const auto before = filter.after ? core::iso_date(filter.after->when) : std::string{last_day};
    const std::int64_t id = filter.after ? filter.after->id.value : 0;
    return all(
        tx_.run(list_ended_sql, {filter.reader, filter.unit, filter.caseworker, before, id, filter.limit}), listed_from
    );
}

std::int64_t AccessRequestStore::count_due(core::UserId reader, core::Date before) const {
    return tx_.run(count_due_sql, {reader, core::iso_date(before)}).front().number(0);
}

std::vector<LateAccess> AccessRequestStore::late(core::UserId reader, core::Date before) const {
    return all(tx_.run(late_sql, {reader, core::iso_date(before)}), [](const Row& row) {
        return LateAccess{
            .caseworker = row.maybe_id<core::UserId>(0),
            .unit = row.id<core::UnitId>(1),
            .count = row.number(2),
            .oldest_due = date(row.text(3)),
        };
    });
}

core::Result<void> AccessRequestStore::update(const core::AccessRequest& changed) {
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         changed.version,
         text_of(changed.laws),
         changed.asked_for,
         core::name_of(changed.asker.kind),
         changed.asker.name,
         changed.asker.mail,
         changed.asker.address,
         changed.follow_hash,
         core::iso_date(changed.received),
         core::name_of(changed.state),
         core::iso_date(changed.due),
         core::name_of(changed.size),
         changed.hours_expected,
         changed.minutes_used,
         changed.outcome ? core::name_of(*changed.outcome) : std::string_view{},
         iso_date(changed.ended),
         seconds(changed.forget_at)}
    );
    if (rows.empty())
        return core::Error{core::ErrorCode::conflict, "the request has changed since it was read", "version"};
    return core::done();
}

std::vector<core::AccessRequest> AccessRequestStore::open_after(core::AccessRequestId last, std::int64_t limit) const {
    return all(tx_.run(open_after_sql, {last, limit}), request_from);
}

std::vector<core::AccessRequest> AccessRequestStore::ended_between(core::Date from, core::Date to) const {
    return all(tx_.run(ended_sql, {core::iso_date(from), core::iso_date(to)}), request_from);
}

bool AccessRequestStore::has_askers_to_forget(core::Timestamp now) const {
    return !tx_.run(to_forget_sql, {seconds(now)}).empty();
}

std::int64_t AccessRequestStore::forget_askers(core::Timestamp now) {
    return tx_.run(forget_sql, {seconds(now)}).changed();
}

void AccessRequestStore::add_time(core::AccessRequestId id, const AccessTime& made) {
    tx_.run(
        add_time_sql,
        {id,
         made.kind == AccessTime::Kind::pause ? "pause" : "extension",
         core::iso_date(made.from),
         iso_date(made.to),
         made.reason,
         made.noted_by,
         seconds(made.noted_at)}
    );
}

std::vector<AccessTime> AccessRequestStore::times(core::AccessRequestId id) const {
    return all(tx_.run(times_sql, {id}), time_from);
}

std::map<core::AccessRequestId, std::vector<AccessTime>> AccessRequestStore::times_of(
    const std::vector<core::AccessRequestId>& ids
) const {
    constexpr std::size_t request = 7;
    std::map<core::AccessRequestId, std::vector<AccessTime>> times;
    in_lists(ids, [&](const std::string& text, std::int64_t count) {
        const auto rows = tx_.run(times_of_sql, {text, count});
        for (std::size_t i = 0; i < rows.size(); ++i)
            times[rows[i].id<core::AccessRequestId>(request)].push_back(time_from(rows[i]));
    });
    return times;
}

bool AccessRequestStore::end_pause(core::AccessRequestId id, core::Date on) {
    return !tx_.run(end_pause_sql, {id, core::iso_date(on)}).empty();
}

std::vector<core::AccessDocument> AccessRequestStore::documents(core::AccessRequestId id) const {
    return all(tx_.run(documents_sql, {id}), document_from);
}

std::optional<core::AccessDocument> AccessRequestStore::document(core::AccessRequestId id, core::DocumentId document)
    const {
    return first(tx_.run(document_sql, {id, document}), document_from);
}

bool AccessRequestStore::add_document(core::AccessRequestId id, core::DocumentId document) {
    return !tx_.run(add_document_sql, {id, document}).empty();
}

void AccessRequestStore::remove_document(core::AccessRequestId id, core::DocumentId document) {
    const auto removed = tx_.run(remove_document_sql, {id, document});
    if (!removed.empty()) tx_.run(close_gap_sql, {id, removed.front().number(0)});
}

void AccessRequestStore::decide_document(const core::AccessDocument& decided) {
    tx_.run(
        decide_sql,
        {decided.request,
         decided.document,
         decided.decision ? core::name_of(*decided.decision) : std::string_view{},
         joined(decided.exemptions),
         decided.reason,
         std::int64_t{decided.is_extracted},
         std::int64_t{decided.is_widened},
         decided.decided_by,
         seconds(decided.decided_at)}
    );
}

core::AccessCourse course_of(const core::AccessRequest& one, const std::vector<AccessTime>& times) {
    core::AccessCourse course{.laws = one.laws, .received = one.received, .ended = one.ended};
    for (const auto& time : times) {
        if (time.kind == AccessTime::Kind::pause)
            course.pauses.push_back({.from = time.from, .to = time.to, .reason = time.reason});
        else
            course.extensions.push_back(
                {.told_on = time.from, .until = time.to.value_or(time.from), .reason = time.reason}
            );
    }
    return course;
}

std::vector<CalendarStore::Day> CalendarStore::all() const {
    return services::all(tx_.run(days_sql), day_from);
}

core::WorkCalendar CalendarStore::calendar() const {
    std::vector<core::CalendarChange> changes;
    for (auto& day : all()) changes.push_back(std::move(day.change));
    return core::WorkCalendar{std::move(changes)};
}

void CalendarStore::put(const core::CalendarChange& change, core::UserId by, core::Timestamp now) {
    tx_.run(put_day_sql, {core::iso_date(change.date), change.name, std::int64_t{change.is_off}, by, seconds(now)});
}

std::optional<CalendarStore::Day> CalendarStore::find(std::int64_t id) const {
    return first(tx_.run(day_sql, {id}), day_from);
}

void CalendarStore::remove(std::int64_t id) {
    tx_.run(remove_day_sql, {id});
}

}  // namespace services
