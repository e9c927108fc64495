#include "services/store/event_log.hpp"

#include <array>
#include <limits>

#include "core/names.hpp"
#include "services/files/sha256.hpp"
#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr core::Names event_kinds{{
    std::pair<EventKind, std::string_view>{EventKind::item_received, "item_received"},
    {EventKind::item_read, "item_read"},
    {EventKind::item_handed_over, "item_handed_over"},
    {EventKind::item_journaled, "item_journaled"},
    {EventKind::case_opened, "case_opened"},
    {EventKind::case_changed, "case_changed"},
    {EventKind::case_access_changed, "case_access_changed"},
    {EventKind::case_fields_changed, "case_fields_changed"},
    {EventKind::case_phase_moved, "case_phase_moved"},
    {EventKind::checklist_changed, "checklist_changed"},
    {EventKind::sample_drawn, "sample_drawn"},
    {EventKind::sample_judged, "sample_judged"},
    {EventKind::party_added, "party_added"},
    {EventKind::party_removed, "party_removed"},
    {EventKind::party_corrected, "party_corrected"},
    {EventKind::party_erased, "party_erased"},
    {EventKind::party_looked_up, "party_looked_up"},
    {EventKind::identifier_shown, "identifier_shown"},
    {EventKind::document_journaled, "document_journaled"},
    {EventKind::document_withdrawn, "document_withdrawn"},
    {EventKind::document_erased, "document_erased"},
    {EventKind::erasure_asked, "erasure_asked"},
    {EventKind::erasure_refused, "erasure_refused"},
    {EventKind::sending_ordered, "sending_ordered"},
    {EventKind::document_sent, "document_sent"},
    {EventKind::document_delivered, "document_delivered"},
    {EventKind::document_not_sent, "document_not_sent"},
    {EventKind::draft_added, "draft_added"},
    {EventKind::draft_changed, "draft_changed"},
    {EventKind::draft_checked_out, "draft_checked_out"},
    {EventKind::draft_released, "draft_released"},
    {EventKind::draft_checked_in, "draft_checked_in"},
    {EventKind::draft_sent_for_approval, "draft_sent_for_approval"},
    {EventKind::draft_approved, "draft_approved"},
    {EventKind::draft_sent_back, "draft_sent_back"},
    {EventKind::draft_discarded, "draft_discarded"},
    {EventKind::attachment_added, "attachment_added"},
    {EventKind::attachment_removed, "attachment_removed"},
    {EventKind::text_known, "text_known"},
    {EventKind::document_moved, "document_moved"},
    {EventKind::document_placed, "document_placed"},
    {EventKind::sub_file_changed, "sub_file_changed"},
    {EventKind::case_merged, "case_merged"},
    {EventKind::relation_added, "relation_added"},
    {EventKind::relation_removed, "relation_removed"},
    {EventKind::task_added, "task_added"},
    {EventKind::task_changed, "task_changed"},
    {EventKind::task_done, "task_done"},
    {EventKind::task_reopened, "task_reopened"},
    {EventKind::case_read, "case_read"},
    {EventKind::document_read, "document_read"},
    {EventKind::reads_missing, "reads_missing"},
    {EventKind::person_told, "person_told"},
    {EventKind::post_listed, "post_listed"},
    {EventKind::post_held, "post_held"},
    {EventKind::post_withheld, "post_withheld"},
    {EventKind::access_requested, "access_requested"},
    {EventKind::access_request_changed, "access_request_changed"},
    {EventKind::access_time_noted, "access_time_noted"},
    {EventKind::access_due_moved, "access_due_moved"},
    {EventKind::access_documents_changed, "access_documents_changed"},
    {EventKind::access_decided, "access_decided"},
    {EventKind::access_blacked_out, "access_blacked_out"},
    {EventKind::access_answer_ordered, "access_answer_ordered"},
    {EventKind::access_answer_fetched, "access_answer_fetched"},
    {EventKind::access_answered, "access_answered"},
    {EventKind::access_withdrawn, "access_withdrawn"},
    {EventKind::post_counted, "post_counted"},
    {EventKind::post_rule_changed, "post_rule_changed"},
    {EventKind::post_subscribed, "post_subscribed"},
    {EventKind::access_party_asked, "access_party_asked"},
    {EventKind::access_party_answered, "access_party_answered"},
    {EventKind::access_second_asked, "access_second_asked"},
    {EventKind::access_approved, "access_approved"},
    {EventKind::access_sent_back, "access_sent_back"},
    {EventKind::access_complained, "access_complained"},
    {EventKind::access_complaint_settled, "access_complaint_settled"},
    {EventKind::access_published, "access_published"},
    {EventKind::document_released, "document_released"},
    {EventKind::party_heard, "party_heard"},
    {EventKind::party_answered, "party_answered"},
    {EventKind::citizen_wrote, "citizen_wrote"},
    {EventKind::citizen_read, "citizen_read"},
    {EventKind::attorney_changed, "attorney_changed"},
    {EventKind::hearing_changed, "hearing_changed"},
    {EventKind::hearing_answered, "hearing_answered"},
    {EventKind::hearing_answer_judged, "hearing_answer_judged"},
    {EventKind::case_published, "case_published"},
    {EventKind::calendar_changed, "calendar_changed"},
    {EventKind::unit_changed, "unit_changed"},
    {EventKind::user_changed, "user_changed"},
    {EventKind::substitute_named, "substitute_named"},
    {EventKind::substitute_ended, "substitute_ended"},
    {EventKind::signed_in, "signed_in"},
    {EventKind::job_retried, "job_retried"},
    {EventKind::scheme_imported, "scheme_imported"},
    {EventKind::import_begun, "import_begun"},
    {EventKind::many_changed, "many_changed"},
    {EventKind::setting_changed, "setting_changed"},
    {EventKind::list_exported, "list_exported"},
}};

constexpr core::Names subject_kinds{{
    std::pair<SubjectKind, std::string_view>{SubjectKind::incoming, "incoming"},
    {SubjectKind::case_file, "case"},
    {SubjectKind::document, "document"},
    {SubjectKind::draft, "draft"},
    {SubjectKind::task, "task"},
    {SubjectKind::user, "user"},
    {SubjectKind::unit, "unit"},
    {SubjectKind::job, "job"},
    {SubjectKind::authority, "authority"},
    {SubjectKind::party, "party"},
}};

constexpr std::string_view last_sql = "SELECT id, hash FROM events ORDER BY id DESC LIMIT 1";
constexpr std::string_view append_sql = R"sql(
    INSERT INTO events (id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql";
constexpr std::string_view after_sql = R"sql(
    SELECT id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash
      FROM events WHERE id > $1 ORDER BY id LIMIT $2)sql";
constexpr std::string_view of_case_sql = R"sql(
    SELECT id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash
      FROM events WHERE case_id = $1 AND id < $2 AND kind NOT IN ('case_read', 'document_read')
     ORDER BY id DESC LIMIT $3)sql";
constexpr std::string_view reads_of_case_sql = R"sql(
    SELECT id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash
      FROM events WHERE case_id = $1 AND id < $2 AND kind IN ('case_read', 'document_read')
     ORDER BY id DESC LIMIT $3)sql";
// One statement for each index; the log is searched newest first, so what is not in an index is found on the way.
#define EVENTS_MATCHING                                                                  \
    " AND (CAST($2 AS TEXT) IS NULL OR kind = $2) AND at >= $3 AND at < $4 AND id < $5 " \
    "ORDER BY id DESC LIMIT $6"
#define EVENT_COLUMNS "SELECT id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash FROM events "
constexpr std::string_view matching_sql =
    EVENT_COLUMNS "WHERE (CAST($1 AS BIGINT) IS NULL OR actor_id = $1)" EVENTS_MATCHING;
constexpr std::string_view matching_of_actor_sql = EVENT_COLUMNS "WHERE actor_id = $1" EVENTS_MATCHING;
constexpr std::string_view matching_of_case_sql =
    EVENT_COLUMNS "WHERE (CAST($1 AS BIGINT) IS NULL OR actor_id = $1) AND case_id = $7" EVENTS_MATCHING;
constexpr std::string_view last_of_sql = R"sql(
    SELECT id, at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash
      FROM events WHERE subject_kind = $1 AND subject_id = $2 AND kind = $3 ORDER BY id DESC LIMIT 1)sql";
constexpr std::string_view position_sql = "SELECT position FROM cursors WHERE name = $1";
constexpr std::string_view move_sql = R"sql(
    INSERT INTO cursors (name, position) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET position = excluded.position)sql";

Event event_from(const Row& row) {
    return Event{
        .id = row.id<core::EventId>(0),
        .at = timestamp(row.number(1)),
        .kind = named(event_kind_named, row.text(2)),
        .subject_kind = named([](std::string_view name) { return subject_kinds.find(name); }, row.text(3)),
        .subject = row.number(4),
        .in_case = row.maybe_id<core::CaseId>(5),
        .actor = row.maybe_id<core::UserId>(6),
        .payload = row.text(7),
        .hash = row.text(8),
    };
}

/// The hash over the event's fields and the hash before it; the format is in the header.
std::string chained(const std::string& before, const Event& event) {
    const auto line = [](const std::string& text) { return text + '\n'; };
    std::string bytes = line(before) + line(std::to_string(event.id.value)) + line(std::to_string(seconds(event.at)));
    bytes += line(std::string{name_of(event.kind)}) + line(std::string{name_of(event.subject_kind)});
    bytes += line(std::to_string(event.subject));
    bytes += line(event.in_case ? std::to_string(event.in_case->value) : "");
    bytes += line(event.actor ? std::to_string(event.actor->value) : "");
    bytes += line(event.payload);
    return sha256(bytes).text();
}

/// The event as it was written, if the row can be one: someone who tampers may leave types and names that no event has.
std::optional<Event> intact(const Row& row) {
    constexpr std::array<std::size_t, 9> types{1, 1, 2, 2, 1, 1, 1, 2, 2};  // 1 number, 2 text, as in Value
    for (std::size_t column = 0; column < types.size(); ++column) {
        const bool may_be_null = column == 5 || column == 6;
        if (row.is_null(column) ? !may_be_null : row.type(column) != types[column]) return std::nullopt;
    }
    if (!event_kinds.find(row.text(2)) || !subject_kinds.find(row.text(3))) return std::nullopt;
    return event_from(row);
}

}  // namespace

core::EventId EventLog::append(const NewEvent& made) {
    const auto last = tx_.run(last_sql);
    const std::string before = last.empty() ? std::string{} : last.front().text(1);
    Event event{
        .id = core::EventId{last.empty() ? 1 : last.front().number(0) + 1},
        .at = made.at,
        .kind = made.kind,
        .subject_kind = made.subject_kind,
        .subject = made.subject,
        .in_case = made.in_case,
        .actor = made.actor,
        .payload = made.payload,
        .hash = {},
    };
    event.hash = chained(before, event);
    tx_.run_later(
        append_sql,
        {event.id,
         seconds(event.at),
         name_of(event.kind),
         name_of(event.subject_kind),
         event.subject,
         event.in_case,
         event.actor,
         event.payload,
         event.hash}
    );
    return event.id;
}

std::vector<Event> EventLog::after(core::EventId position, std::int64_t limit) const {
    return all(tx_.run(after_sql, {position, limit}), event_from);
}

std::vector<Event> EventLog::of_case(core::CaseId in_case, core::EventId before, std::int64_t limit) const {
    return all(tx_.run(of_case_sql, {in_case, before, limit}), event_from);
}

std::vector<Event> EventLog::reads_of_case(core::CaseId in_case, core::EventId before, std::int64_t limit) const {
    return all(tx_.run(reads_of_case_sql, {in_case, before, limit}), event_from);
}

std::vector<Event> EventLog::matching(const Filter& filter) const {
    constexpr std::int64_t end_of_time = 253'402'300'799;
    const auto kind = filter.kind ? std::optional{name_of(*filter.kind)} : std::nullopt;
    const auto from = filter.from ? seconds(*filter.from) : 0;
    const auto until = filter.until ? seconds(*filter.until) : end_of_time;
    if (filter.in_case)
        return all(
            tx_.run(
                matching_of_case_sql, {filter.actor, kind, from, until, filter.before, filter.limit, *filter.in_case}
            ),
            event_from
        );
    const auto sql = filter.actor ? matching_of_actor_sql : matching_sql;
    return all(tx_.run(sql, {filter.actor, kind, from, until, filter.before, filter.limit}), event_from);
}

std::optional<Event> EventLog::last_of(SubjectKind subject_kind, std::int64_t subject, EventKind kind) const {
    return first(tx_.run(last_of_sql, {name_of(subject_kind), subject, name_of(kind)}), event_from);
}

core::EventId EventLog::last() const {
    const auto rows = tx_.run(last_sql);
    return rows.empty() ? core::EventId{} : rows.front().id<core::EventId>(0);
}

std::optional<EventLog::Fault> EventLog::check(const std::function<void(std::int64_t)>& progress) const {
    constexpr std::int64_t step = 10'000;
    std::string before;
    core::EventId position{std::numeric_limits<std::int64_t>::min()};  // nothing may be slipped in before the first
    std::int64_t expected = 1;
    std::int64_t checked = 0;
    for (;;) {
        const auto rows = tx_.run(after_sql, {position, step});
        if (rows.empty()) return std::nullopt;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto id = rows[i].id<core::EventId>(0);
            if (id.value < expected) return Fault{id, "the event was slipped in"};
            if (id.value > expected) return Fault{id, "event " + std::to_string(expected) + " is missing"};
            const auto event = intact(rows[i]);
            if (!event || event->hash != chained(before, *event)) return Fault{id, "the event does not match its hash"};
            before = event->hash;
            position = id;
            ++expected;
        }
        checked += static_cast<std::int64_t>(rows.size());
        if (progress) progress(checked);
    }
}

core::EventId CursorStore::position(std::string_view name) const {
    const auto rows = tx_.run(position_sql, {name});
    return rows.empty() ? core::EventId{} : rows.front().id<core::EventId>(0);
}

void CursorStore::move(std::string_view name, core::EventId position) {
    tx_.run(move_sql, {name, position});
}

bool CursorStore::move_from(std::string_view name, core::EventId from, core::EventId position) {
    if (this->position(name) != from) return false;
    move(name, position);
    return true;
}

std::string_view name_of(EventKind kind) {
    return event_kinds.of(kind);
}
std::optional<EventKind> event_kind_named(std::string_view name) {
    return event_kinds.find(name);
}
std::vector<EventKind> all_event_kinds() {
    std::vector<EventKind> kinds;
    for (const auto& [kind, name] : event_kinds.rows) kinds.push_back(kind);
    return kinds;
}
std::string_view name_of(SubjectKind kind) {
    return subject_kinds.of(kind);
}

}  // namespace services
