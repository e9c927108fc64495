#include "services/participation/idea_taking.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/participation/hearings.hpp"
#include "services/participation/idea_paper.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/unused_files.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

struct Taken {
    HearingFile file;
    HearingIdea idea;
};

Result<Taken> idea_to_take(
    Transaction& tx, const Acting& acting, core::HearingId id, std::int64_t number, std::int64_t version
) {
    TRY(auto file, read_hearing(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, file.on));
    auto idea = IdeaStore{tx}.find(number);
    if (!idea || idea->hearing != id) return Error{ErrorCode::not_found, "there is no such idea"};
    if (idea->answers_to) return invalid_field("idea", "a comment is not taken up by itself");
    if (idea->taken_up) return Error{ErrorCode::conflict, "it was taken up already", "idea"};
    if (version != 0 && idea->version != version)
        return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
    return Taken{std::move(file), std::move(*idea)};
}

/// The case that it goes to, opened now where it is a new one.
Result<core::Case> case_for(
    Transaction& tx, const TakingDesk& desk, const Acting& acting, const core::Case& hearings, const TakingUp& made
) {
    if (made.case_number.empty()) {
        TRY(check_line(made.new_title, "new_title"));
        NewCase wanted;
        wanted.title = made.new_title;
        wanted.subject = hearings.subject;
        wanted.facet = hearings.facet;
        wanted.unit = hearings.unit;
        wanted.confidentiality = hearings.confidentiality;
        return open_case(tx, acting, desk.cases, wanted);
    }
    const auto found = CaseStore{tx}.find_by_number(made.case_number);
    const auto on = found ? read_case(tx, acting.who, found->id) : Result<core::Case>{Error{ErrorCode::not_found, ""}};
    if (on.has_error()) return invalid_field("case", "there is no such case that may be read");
    if (on.value().state == core::CaseState::closed || FilingStore{tx}.merge_of(on.value().id))
        return Error{ErrorCode::conflict, "the case is closed, or goes on as another", "case"};
    return on.value();
}

/// In the name of whoever gave it; not on the post list, unless somebody puts it there.
Result<core::Document> journal_idea(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const HearingIdea& idea,
    const Stored& stored,
    const DrawnPaper& drawn
) {
    ContentStore{tx}.add_drawn(stored.hash, stored.size_bytes, drawn.pages, acting.now);
    NewDocument document;
    document.title = "Idé nr. " + std::to_string(idea.id) + " fra en høring";
    document.public_title = "Idé fra en høring";
    document.direction = core::Direction::incoming;
    document.correspondent = idea.name;
    document.letter_date = core::danish_date(idea.made_at);
    document.received = core::danish_date(acting.now);
    document.publication = core::Publication::withheld;
    document.content = stored.hash;
    document.file_name = "ide.pdf";
    return journal_document(tx, acting, on, document);
}

}  // namespace

Result<core::Document> take_up_idea(
    const TakingDesk& desk, const Acting& acting, core::HearingId id, std::int64_t idea, const TakingUp& made
) {
    TRY(check_text(made.words, "words", reason_limit));
    TRY(const auto before,
        desk.db.read([&](Transaction& tx) { return idea_to_take(tx, acting, id, idea, made.version); }));
    const auto drawn = drawn_idea({
        .authority = desk.authority,
        .hearing = before.file.hearing.title,
        .number = before.idea.id,
        .name = before.idea.name,
        .hides_name = before.idea.hides_name,
        .text = before.idea.text,
        .voices = before.idea.voices,
        .made = core::danish_date(before.idea.made_at),
    });
    const auto stored = desk.files.put_bytes(drawn.pdf);
    auto taken = desk.db.write([&](Transaction& tx) -> Result<core::Document> {
        TRY(const auto now, idea_to_take(tx, acting, id, idea, made.version));
        TRY(const auto on, case_for(tx, desk, acting, now.file.on, made));
        TRY(auto document, journal_idea(tx, acting, on, now.idea, stored, drawn));
        if (!IdeaStore{tx}.take_up(idea, now.idea.version, {document.id, made.words, acting.now}))
            return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
        const nlohmann::json payload{
            {"hearing", id.value}, {"idea", idea}, {"taken_up", true}, {"document", document.id.value}};
        EventLog{tx}.append({
            .at = acting.now,
            .kind = EventKind::hearing_answer_judged,
            .subject_kind = SubjectKind::case_file,
            .subject = now.file.hearing.in_case.value,
            .in_case = now.file.hearing.in_case,
            .actor = acting.who.user,
            .payload = payload.dump(),
        });
        return document;
    });
    if (taken.has_error()) give_up_files(desk.db, {stored.hash}, acting.now);
    return taken;
}

}  // namespace services
