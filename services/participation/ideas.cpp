#include "services/participation/ideas.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/files/sha256.hpp"
#include "services/identity/token.hpp"
#include "services/store/event_log.hpp"
#include "services/store/public_change_store.hpp"

namespace services {

using core::AnswerShowing;
using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingId;
using core::Result;
using Json = nlohmann::json;

namespace {

Result<Hearing> open_for_ideas(Transaction& tx, HearingId id, core::Timestamp now) {
    const auto one = HearingStore{tx}.find(id);
    if (!one || one->state != core::HearingState::published || !one->takes_ideas)
        return Error{ErrorCode::not_found, "there is no such hearing that takes ideas"};
    if (core::phase_of(*one, core::danish_date(now)) != core::HearingPhase::open)
        return Error{ErrorCode::conflict, "the hearing is not open", "closes_on"};
    return *one;
}

/// One of the hearing that everyone sees, and that is no comment.
Result<HearingIdea> shown_idea(Transaction& tx, HearingId id, std::int64_t idea) {
    const auto found = IdeaStore{tx}.find(idea);
    if (!found || found->hearing != id || found->answers_to || found->state != AnswerShowing::shown)
        return Error{ErrorCode::not_found, "there is no such idea"};
    return *found;
}

/// One number is another hash under each hearing's key, so that nobody can follow a person from one to the next.
std::string hashed(const std::string& voice_key, const Voter& who) {
    Sha256 hash;
    for (const auto& part : {voice_key, who.kind, who.number}) hash.add(std::to_string(part.size()) + ":" + part);
    return hash.finish().text();
}

void append_idea_event(
    Transaction& tx,
    EventKind kind,
    const Hearing& hearing,
    core::Timestamp now,
    std::optional<core::UserId> actor,
    const Json& payload
) {
    EventLog{tx}.append({
        .at = now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = hearing.in_case.value,
        .in_case = hearing.in_case,
        .actor = actor,
        .payload = payload.dump(),
    });
}

}  // namespace

std::string person_in(Transaction& tx, HearingId hearing, const Voter& who) {
    return hashed(IdeaStore{tx}.voice_key(hearing, random_token()), who);
}

std::vector<PersonIdea> ideas_with(Transaction& tx, const Voter& who) {
    std::vector<PersonIdea> found;
    const IdeaStore store{tx};
    for (const auto& one : store.keyed_hearings()) {
        const auto person = hashed(one.voice_key, who);
        for (auto& idea : store.by(one.hearing, person)) found.push_back({std::move(idea), true});
        for (auto& idea : store.spoken_for(one.hearing, person)) found.push_back({std::move(idea), false});
    }
    return found;
}

Result<std::int64_t> put_idea_forward(
    Transaction& tx, HearingId id, const Voter& who, const NewIdea& made, core::Timestamp now
) {
    TRY(const auto hearing, open_for_ideas(tx, id, now));
    TRY(check_text(made.text, "text", idea_limit));
    if (made.answers_to) {
        TRY(shown_idea(tx, id, *made.answers_to));
    }
    HearingIdea idea;
    idea.hearing = id;
    idea.answers_to = made.answers_to;
    idea.person = person_in(tx, id, who);
    idea.name = who.name;
    idea.hides_name = made.hides_name;
    idea.text = made.text;
    idea.made_at = now;
    if (IdeaStore{tx}.by(id, idea.person).size() >= ideas_max)
        return Error{ErrorCode::too_many, "one person has put forward all that one may"};
    const auto number = IdeaStore{tx}.add(idea);
    append_idea_event(
        tx, EventKind::hearing_answered, hearing, now, std::nullopt, {{"hearing", id.value}, {"idea", number}}
    );
    return number;
}

Result<void> give_voice(
    Transaction& tx, HearingId id, const Voter& who, std::int64_t idea, bool speaks, core::Timestamp now
) {
    TRY(open_for_ideas(tx, id, now));
    TRY(shown_idea(tx, id, idea));
    const auto person = person_in(tx, id, who);
    if (speaks)
        IdeaStore{tx}.speak_for(idea, person);
    else
        IdeaStore{tx}.take_back(idea, person);
    PublicChangeStore{tx}.note_again(PublicKind::idea, idea, now);
    return core::done();
}

Result<void> judge_idea(
    Transaction& tx,
    const Acting& acting,
    HearingId id,
    std::int64_t idea,
    std::int64_t version,
    bool is_shown,
    const std::string& text,
    const std::string& reason
) {
    TRY(const auto file, read_hearing(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, file.on));
    auto judged = IdeaStore{tx}.find(idea);
    if (!judged || judged->hearing != id) return Error{ErrorCode::not_found, "there is no such idea"};
    if (version != 0 && judged->version != version)
        return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
    if (is_shown) {
        TRY(check_text(text, "text", idea_limit));
        TRY(pass_gate(look_at(tx, {{"text", text}, {"name", shown_name_of(*judged)}}, {}), reason));
        if (text != judged->text) {
            TRY(check_text(reason, "reason", reason_limit));
        }
    } else {
        TRY(check_text(reason, "reason", reason_limit));
    }
    judged->state = is_shown ? AnswerShowing::shown : AnswerShowing::hidden;
    judged->shown_text = is_shown ? text : std::string{};
    judged->reason = reason;
    judged->decided_by = acting.who.user;
    judged->decided_at = acting.now;
    if (!IdeaStore{tx}.judge(*judged, judged->version))
        return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
    append_idea_event(
        tx,
        EventKind::hearing_answer_judged,
        file.hearing,
        acting.now,
        acting.who.user,
        {{"hearing", id.value}, {"idea", idea}, {"state", name_of(judged->state)}, {"reason", reason}}
    );
    return core::done();
}

std::string shown_name_of(const HearingIdea& idea) {
    return idea.hides_name ? std::string{} : idea.name;
}

}  // namespace services
