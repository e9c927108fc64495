#include "services/store/hearing_store.hpp"

#include "core/names.hpp"
#include "services/store/columns.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

using core::AnswerShowing;
using core::Hearing;
using core::HearingAnswer;
using core::HearingId;
using core::HearingPhase;
using core::HearingState;

namespace {

constexpr core::Names hearing_states{{
    std::pair<HearingState, std::string_view>{HearingState::draft, "draft"},
    {HearingState::published, "published"},
    {HearingState::taken_down, "taken_down"},
}};
constexpr core::Names showings{{
    std::pair<AnswerShowing, std::string_view>{AnswerShowing::waiting, "waiting"},
    {AnswerShowing::shown, "shown"},
    {AnswerShowing::hidden, "hidden"},
}};
constexpr core::Names phases{{
    std::pair<HearingPhase, std::string_view>{HearingPhase::soon, "soon"},
    {HearingPhase::open, "open"},
    {HearingPhase::closed, "closed"},
}};

#define HEARING_COLUMNS                                                                                      \
    "h.id, h.case_id, h.title, h.text, h.asked, h.opens_on, h.closes_on, h.shows_answers, h.takes_late, "    \
    "h.takes_ideas, h.summary, h.summary_shown_at, h.state, h.published_at, h.changed_at, h.taken_down_at, " \
    "h.exemption, h.answers, h.made_by, h.version"
constexpr std::size_t hearing_columns = 20;
constexpr std::string_view add_sql = R"sql(
    INSERT INTO hearings (case_id, title, text, asked, opens_on, closes_on, shows_answers, takes_late, takes_ideas,
                          state, changed_at, made_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " HEARING_COLUMNS " FROM hearings AS h WHERE h.id = $1";
constexpr std::string_view update_sql = R"sql(
    UPDATE hearings SET title = $3, text = $4, asked = $5, opens_on = $6, closes_on = $7, shows_answers = $8,
           takes_late = $9, takes_ideas = $10, summary = $11, summary_shown_at = $12, state = $13, published_at = $14,
           changed_at = $15, taken_down_at = $16, exemption = $17, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id)sql";
constexpr std::string_view next_answer_sql =
    "UPDATE hearings SET answers = answers + 1 WHERE id = $1 RETURNING answers";
#define LISTED                                                                       \
    "SELECT " HEARING_COLUMNS                                                        \
    ", c.number, c.public_title, u.name, (SELECT COUNT(*) FROM hearing_answers AS a" \
    " WHERE a.hearing_id = h.id AND a.state = 'waiting')"                            \
    " FROM hearings AS h JOIN cases AS c ON c.id = h.case_id JOIN units AS u ON u.id = c.unit_id "
constexpr std::string_view readable_sql = LISTED R"sql(
     WHERE c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)
     ORDER BY h.closes_on DESC, h.id DESC LIMIT $3 OFFSET $2)sql";
constexpr std::string_view published_sql =
    LISTED "WHERE h.state = 'published' ORDER BY h.closes_on DESC, h.id DESC LIMIT $2 OFFSET $1";
constexpr std::string_view listed_sql = LISTED "WHERE h.id = $1";
constexpr std::string_view of_case_sql = "SELECT " HEARING_COLUMNS R"sql( FROM hearings AS h
     WHERE h.case_id = $1 OR h.case_id IN (SELECT m.case_id FROM case_merges AS m
                                            WHERE m.into_id = $1 AND m.undone_at IS NULL)
     ORDER BY h.id DESC LIMIT 100)sql";
constexpr std::string_view taken_down_sql = "SELECT " HEARING_COLUMNS R"sql( FROM hearings AS h
     WHERE h.state = 'taken_down' ORDER BY h.taken_down_at DESC, h.id DESC LIMIT $1)sql";

#define ANSWER_COLUMNS                                                                                               \
    "a.id, a.hearing_id, a.number, a.document_id, a.name, a.organisation, a.mail, a.hides_name, a.text, "            \
    "a.received_at, a.is_late, a.state, a.shown_name, a.shown_text, a.shows_files, a.seen, a.reason, a.decided_by, " \
    "a.decided_at, a.version"
constexpr std::string_view add_answer_sql = R"sql(
    INSERT INTO hearing_answers (hearing_id, number, document_id, name, organisation, mail, hides_name, text,
                                 received_at, is_late, receipt_hash, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'waiting') RETURNING id)sql";
constexpr std::string_view answer_sql =
    "SELECT " ANSWER_COLUMNS " FROM hearing_answers AS a WHERE a.hearing_id = $1 AND a.number = $2";
constexpr std::string_view receipt_sql =
    "SELECT " ANSWER_COLUMNS " FROM hearing_answers AS a WHERE a.hearing_id = $1 AND a.receipt_hash = $2";
constexpr std::string_view answers_sql = "SELECT " ANSWER_COLUMNS R"sql( FROM hearing_answers AS a
     WHERE a.hearing_id = $1 AND a.number > $2 AND ($3 = '' OR a.state = $3) ORDER BY a.number LIMIT $4)sql";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM hearing_answers WHERE hearing_id = $1 AND state = $2";
constexpr std::string_view judge_sql = R"sql(
    UPDATE hearing_answers SET state = $3, shown_name = $4, shown_text = $5, shows_files = $6, seen = $7, reason = $8,
           decided_by = $9, decided_at = $10, version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id)sql";
constexpr std::string_view forget_sql = R"sql(
    UPDATE hearing_answers SET mail = ''
     WHERE mail <> '' AND hearing_id IN (SELECT id FROM hearings WHERE closes_on < $1))sql";

Hearing hearing_from(const Row& row) {
    return Hearing{
        .id = row.id<HearingId>(0),
        .in_case = row.id<core::CaseId>(1),
        .title = row.text(2),
        .text = row.text(3),
        .asked = row.text(4),
        .opens = maybe_date(row, 5).value_or(core::Date{}),
        .closes = maybe_date(row, 6).value_or(core::Date{}),
        .shows_answers = row.number(7) != 0,
        .takes_late = row.number(8) != 0,
        .takes_ideas = row.number(9) != 0,
        .summary = row.text(10),
        .summary_shown_at = maybe_timestamp(row, 11),
        .state = named([](std::string_view name) { return hearing_states.find(name); }, row.text(12)),
        .published_at = maybe_timestamp(row, 13),
        .changed_at = timestamp(row.number(14)),
        .taken_down_at = maybe_timestamp(row, 15),
        .exemption = row.text(16),
        .answers = row.number(17),
        .made_by = row.id<core::UserId>(18),
        .version = row.number(19),
    };
}

ListedHearing listed_from(const Row& row) {
    return ListedHearing{
        .hearing = hearing_from(row),
        .case_number = row.text(hearing_columns),
        .case_title = row.text(hearing_columns + 1),
        .unit = row.text(hearing_columns + 2),
        .waiting = row.number(hearing_columns + 3),
    };
}

HearingAnswer answer_from(const Row& row) {
    return HearingAnswer{
        .id = row.number(0),
        .hearing = row.id<HearingId>(1),
        .number = row.number(2),
        .document = row.id<core::DocumentId>(3),
        .name = row.text(4),
        .organisation = row.text(5),
        .mail = row.text(6),
        .hides_name = row.number(7) != 0,
        .text = row.text(8),
        .received_at = timestamp(row.number(9)),
        .is_late = row.number(10) != 0,
        .state = named(answer_showing_named, row.text(11)),
        .shown_name = row.text(12),
        .shown_text = row.text(13),
        .shows_files = row.number(14) != 0,
        .seen = row.text(15),
        .reason = row.text(16),
        .decided_by = row.maybe_id<core::UserId>(17),
        .decided_at = maybe_timestamp(row, 18),
        .version = row.number(19),
    };
}

std::int64_t number_of(bool truth) {
    return truth ? 1 : 0;
}

/// Ideas come and go with their hearing.
void note_shown(Transaction& tx, const Hearing& was, const Hearing& changed) {
    PublicChangeStore changes{tx};
    const auto at = changed.taken_down_at.value_or(changed.changed_at);
    changes.note(PublicKind::hearing, changed.id.value, at);
    if (was.state != changed.state || was.takes_ideas != changed.takes_ideas) changes.note_ideas_of(changed.id, at);
}

}  // namespace

HearingId HearingStore::add(const Hearing& made) {
    return tx_
        .run(
            add_sql,
            {made.in_case,
             made.title,
             made.text,
             made.asked,
             core::iso_date(made.opens),
             core::iso_date(made.closes),
             number_of(made.shows_answers),
             number_of(made.takes_late),
             number_of(made.takes_ideas),
             name_of(made.state),
             seconds(made.changed_at),
             made.made_by}
        )
        .front()
        .id<HearingId>(0);
}

std::optional<Hearing> HearingStore::find(HearingId id) const {
    return first(tx_.run(find_sql, {id}), hearing_from);
}

bool HearingStore::update(const Hearing& changed, std::int64_t version) {
    const auto was = find(changed.id);
    const auto rows = tx_.run(
        update_sql,
        {changed.id,
         version,
         changed.title,
         changed.text,
         changed.asked,
         core::iso_date(changed.opens),
         core::iso_date(changed.closes),
         number_of(changed.shows_answers),
         number_of(changed.takes_late),
         number_of(changed.takes_ideas),
         changed.summary,
         seconds(changed.summary_shown_at),
         name_of(changed.state),
         seconds(changed.published_at),
         seconds(changed.changed_at),
         seconds(changed.taken_down_at),
         changed.exemption}
    );
    if (rows.empty()) return false;
    if (was && changed.published_at) note_shown(tx_, *was, changed);
    return true;
}

std::int64_t HearingStore::next_answer(HearingId id) {
    return tx_.run(next_answer_sql, {id}).front().number(0);
}

std::optional<ListedHearing> HearingStore::listed(HearingId id) const {
    return first(tx_.run(listed_sql, {id}), listed_from);
}

std::vector<ListedHearing> HearingStore::readable(core::UserId reader, std::int64_t offset, std::int64_t limit) const {
    return all(tx_.run(readable_sql, {reader, offset, limit}), listed_from);
}

std::vector<Hearing> HearingStore::of_case(core::CaseId in_case) const {
    return all(tx_.run(of_case_sql, {in_case}), hearing_from);
}

std::vector<ListedHearing> HearingStore::published(std::int64_t offset, std::int64_t limit) const {
    return all(tx_.run(published_sql, {offset, limit}), listed_from);
}

std::vector<Hearing> HearingStore::taken_down(std::int64_t limit) const {
    return all(tx_.run(taken_down_sql, {limit}), hearing_from);
}

std::int64_t HearingStore::add_answer(const HearingAnswer& made, std::string_view receipt_hash) {
    return tx_
        .run(
            add_answer_sql,
            {made.hearing,
             made.number,
             made.document,
             made.name,
             made.organisation,
             made.mail,
             number_of(made.hides_name),
             made.text,
             seconds(made.received_at),
             number_of(made.is_late),
             receipt_hash}
        )
        .front()
        .number(0);
}

std::optional<HearingAnswer> HearingStore::answer(HearingId hearing, std::int64_t number) const {
    return first(tx_.run(answer_sql, {hearing, number}), answer_from);
}

std::optional<HearingAnswer> HearingStore::answer_with_receipt(HearingId hearing, std::string_view hash) const {
    return first(tx_.run(receipt_sql, {hearing, hash}), answer_from);
}

std::vector<HearingAnswer> HearingStore::answers(
    HearingId hearing, std::optional<AnswerShowing> state, std::int64_t after, std::int64_t limit
) const {
    return all(
        tx_.run(answers_sql, {hearing, after, state ? name_of(*state) : std::string_view{}, limit}), answer_from
    );
}

std::int64_t HearingStore::count_answers(HearingId hearing, AnswerShowing state) const {
    return tx_.run(count_sql, {hearing, name_of(state)}).front().number(0);
}

bool HearingStore::judge(const HearingAnswer& judged, std::int64_t version) {
    const auto rows = tx_.run(
        judge_sql,
        {judged.id,
         version,
         name_of(judged.state),
         judged.shown_name,
         judged.shown_text,
         number_of(judged.shows_files),
         judged.seen,
         judged.reason,
         judged.decided_by,
         seconds(judged.decided_at)}
    );
    if (rows.empty()) return false;
    PublicChangeStore{tx_}.note_again(
        PublicKind::hearing, judged.hearing.value, judged.decided_at.value_or(judged.received_at)
    );
    return true;
}

void HearingStore::forget_mails(core::Date before) {
    tx_.run(forget_sql, {core::iso_date(before)});
}

std::string_view name_of(HearingState state) {
    return hearing_states.of(state);
}
std::string_view name_of(AnswerShowing state) {
    return showings.of(state);
}
std::string_view name_of(HearingPhase phase) {
    return phases.of(phase);
}
std::optional<HearingState> hearing_state_named(std::string_view name) {
    return hearing_states.find(name);
}
std::optional<AnswerShowing> answer_showing_named(std::string_view name) {
    return showings.find(name);
}

}  // namespace services
