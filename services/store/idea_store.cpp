#include "services/store/idea_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

using core::AnswerShowing;
using core::HearingId;

namespace {

#define IDEA_COLUMNS                                                                                               \
    "i.id, i.hearing_id, i.answers_to, i.person, i.name, i.hides_name, i.text, i.made_at, i.state, i.shown_text, " \
    "i.reason, i.decided_by, i.decided_at, i.version, "                                                            \
    "(SELECT COUNT(*) FROM hearing_voices AS v WHERE v.idea_id = i.id), i.document_id, i.taken_words, i.taken_at " \
    "FROM hearing_ideas AS i "
constexpr std::string_view add_sql = R"sql(
    INSERT INTO hearing_ideas (hearing_id, answers_to, person, name, hides_name, text, made_at, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting') RETURNING id)sql";
constexpr std::string_view find_sql = "SELECT " IDEA_COLUMNS "WHERE i.id = $1";
constexpr std::string_view of_sql =
    "SELECT " IDEA_COLUMNS "WHERE i.hearing_id = $1 AND i.id > $2 AND ($3 = '' OR i.state = $3) ORDER BY i.id LIMIT $4";
constexpr std::string_view by_sql =
    "SELECT " IDEA_COLUMNS "WHERE i.hearing_id = $1 AND i.person = $2 ORDER BY i.id LIMIT 200";
constexpr std::string_view spoken_for_sql = "SELECT " IDEA_COLUMNS
                                            "JOIN hearing_voices AS s ON s.idea_id = i.id"
                                            " WHERE i.hearing_id = $1 AND s.person = $2 ORDER BY i.id LIMIT 1000";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM hearing_ideas WHERE hearing_id = $1 AND state = $2";
constexpr std::string_view judge_sql = R"sql(
    UPDATE hearing_ideas SET state = $3, shown_text = $4, reason = $5, decided_by = $6, decided_at = $7,
           version = version + 1
     WHERE id = $1 AND version = $2 RETURNING id)sql";
constexpr std::string_view take_up_sql = R"sql(
    UPDATE hearing_ideas SET document_id = $3, taken_words = $4, taken_at = $5, version = version + 1
     WHERE id = $1 AND version = $2 AND document_id IS NULL RETURNING id)sql";
constexpr std::string_view keyed_sql =
    "SELECT id, voice_key FROM hearings WHERE voice_key <> '' ORDER BY id LIMIT 10000";
constexpr std::string_view speak_sql =
    "INSERT INTO hearing_voices (idea_id, person) VALUES ($1, $2) ON CONFLICT (idea_id, person) DO NOTHING";
constexpr std::string_view take_back_sql = "DELETE FROM hearing_voices WHERE idea_id = $1 AND person = $2";
constexpr std::string_view speaks_sql = "SELECT idea_id FROM hearing_voices WHERE idea_id = $1 AND person = $2";
constexpr std::string_view set_key_sql = "UPDATE hearings SET voice_key = $2 WHERE id = $1 AND voice_key = ''";
constexpr std::string_view key_sql = "SELECT voice_key FROM hearings WHERE id = $1";

std::optional<HearingIdea::TakenUp> taken_up_from(const Row& row) {
    if (row.is_null(15) || row.is_null(17)) return std::nullopt;
    return HearingIdea::TakenUp{row.id<core::DocumentId>(15), row.text(16), timestamp(row.number(17))};
}

HearingIdea idea_from(const Row& row) {
    return HearingIdea{
        .id = row.number(0),
        .hearing = row.id<HearingId>(1),
        .answers_to = row.maybe_number(2),
        .person = row.text(3),
        .name = row.text(4),
        .hides_name = row.number(5) != 0,
        .text = row.text(6),
        .made_at = timestamp(row.number(7)),
        .state = named(answer_showing_named, row.text(8)),
        .shown_text = row.text(9),
        .reason = row.text(10),
        .decided_by = row.maybe_id<core::UserId>(11),
        .decided_at = maybe_timestamp(row, 12),
        .version = row.number(13),
        .voices = row.number(14),
        .taken_up = taken_up_from(row),
    };
}

}  // namespace

std::int64_t IdeaStore::add(const HearingIdea& made) {
    return tx_
        .run(
            add_sql,
            {made.hearing,
             made.answers_to,
             made.person,
             made.name,
             std::int64_t{made.hides_name ? 1 : 0},
             made.text,
             seconds(made.made_at)}
        )
        .front()
        .number(0);
}

std::optional<HearingIdea> IdeaStore::find(std::int64_t id) const {
    return first(tx_.run(find_sql, {id}), idea_from);
}

std::vector<HearingIdea> IdeaStore::of(
    HearingId hearing, std::optional<AnswerShowing> state, std::int64_t after, std::int64_t limit
) const {
    return all(tx_.run(of_sql, {hearing, after, state ? name_of(*state) : std::string_view{}, limit}), idea_from);
}

std::vector<HearingIdea> IdeaStore::by(HearingId hearing, std::string_view person) const {
    return all(tx_.run(by_sql, {hearing, person}), idea_from);
}

std::vector<HearingIdea> IdeaStore::spoken_for(HearingId hearing, std::string_view person) const {
    return all(tx_.run(spoken_for_sql, {hearing, person}), idea_from);
}

std::int64_t IdeaStore::count(HearingId hearing, AnswerShowing state) const {
    return tx_.run(count_sql, {hearing, name_of(state)}).front().number(0);
}

bool IdeaStore::judge(const HearingIdea& judged, std::int64_t version) {
    const auto rows = tx_.run(
        judge_sql,
        {judged.id,
         version,
         name_of(judged.state),
         judged.shown_text,
         judged.reason,
         judged.decided_by,
         seconds(judged.decided_at)}
    );
    if (rows.empty()) return false;
    PublicChangeStore changes{tx_};
    const auto at = judged.decided_at.value_or(judged.made_at);
    if (judged.state == AnswerShowing::shown)
        changes.note(PublicKind::idea, judged.id, at);
    else
        changes.note_again(PublicKind::idea, judged.id, at);
    changes.note_comments_on(judged.id, at);
    return true;
}

bool IdeaStore::take_up(std::int64_t idea, std::int64_t version, const HearingIdea::TakenUp& taken) {
    if (tx_.run(take_up_sql, {idea, version, taken.as, taken.words, seconds(taken.at)}).empty()) return false;
    PublicChangeStore{tx_}.note_again(PublicKind::idea, idea, taken.at);
    return true;
}

std::vector<IdeaStore::Keyed> IdeaStore::keyed_hearings() const {
    return all(tx_.run(keyed_sql), [](const Row& row) { return Keyed{row.id<HearingId>(0), row.text(1)}; });
}

void IdeaStore::speak_for(std::int64_t idea, std::string_view person) {
    tx_.run(speak_sql, {idea, person});
}

void IdeaStore::take_back(std::int64_t idea, std::string_view person) {
    tx_.run(take_back_sql, {idea, person});
}

bool IdeaStore::speaks_for(std::int64_t idea, std::string_view person) const {
    return !tx_.run(speaks_sql, {idea, person}).empty();
}

std::string IdeaStore::voice_key(HearingId hearing, std::string_view otherwise) {
    tx_.run(set_key_sql, {hearing, otherwise});
    return tx_.run(key_sql, {hearing}).front().text(0);
}

}  // namespace services
