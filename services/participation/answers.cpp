#include "services/participation/answers.hpp"

#include <nlohmann/json.hpp>

#include "services/access_requests/house_acting.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/cases.hpp"
#include "services/identity/token.hpp"
#include "services/participation/answer_paper.hpp"
#include "services/post_list/publishing.hpp"
#include "services/store/attached_files.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/unused_files.hpp"

namespace services {

using core::AnswerShowing;
using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingAnswer;
using core::HearingId;
using core::HearingState;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* late_reason = "Svar på en høring";  // where the case is closed meanwhile

bool looks_like_address(const std::string& text) {
    const auto at = text.find('@');
    return at != std::string::npos && at > 0 && text.find('.', at) != std::string::npos && !text.ends_with('.') &&
           text.find_first_of(" \t<>,;") == std::string::npos && text.find('@', at + 1) == std::string::npos;
}

Result<Hearing> answerable(Transaction& tx, HearingId id, core::Date today) {
    const auto one = HearingStore{tx}.find(id);
    if (!one || one->state != HearingState::published) return Error{ErrorCode::not_found, "there is no such hearing"};
    if (!takes_answers(*one, today))
        return Error{ErrorCode::conflict, "the hearing does not take answers today", "closes_on"};
    return *one;
}

/// The case that the hearing is on now: it may have been merged into another.
core::Case case_of(Transaction& tx, const Hearing& one) {
    auto on = CaseStore{tx}.find(one.in_case).value();
    while (const auto merge = FilingStore{tx}.merge_of(on.id)) on = CaseStore{tx}.find(merge->into).value();
    return on;
}

struct Paper {
    DrawnPaper drawn;
    Stored stored;
};

Paper paper_of(
    FileStore& files,
    const std::string& authority,
    const Hearing& hearing,
    const HearingAnswer& answer,
    const std::vector<KeptFile>& attached
) {
    std::vector<std::string> names;
    names.reserve(attached.size());
    for (const auto& file : attached) names.push_back(file.file_name);
    auto drawn = drawn_answer({
        .authority = authority,
        .hearing = hearing.title,
        .number = answer.number,
        .name = answer.name,
        .organisation = answer.organisation,
        .mail = answer.mail,
        .hides_name = answer.hides_name,
        .text = answer.text,
        .files = std::move(names),
        .received = core::danish_date(answer.received_at),
        .is_late = answer.is_late,
    });
    auto stored = files.put_bytes(drawn.pdf);
    return {std::move(drawn), stored};
}

Result<core::Document> journal_answer(
    Transaction& tx, const Acting& house, const core::Case& on, const HearingAnswer& answer, const Paper& paper
) {
    ContentStore{tx}.add_drawn(paper.stored.hash, paper.stored.size_bytes, paper.drawn.pages, house.now);
    NewDocument document;
    document.title = "Høringssvar nr. " + std::to_string(answer.number);
    document.public_title = "Høringssvar";
    document.direction = core::Direction::incoming;
    document.correspondent = answer.organisation.empty() ? answer.name : answer.organisation;
    document.letter_date = document.received = core::danish_date(house.now);
    document.publication = core::Publication::withheld;
    document.content = paper.stored.hash;
    document.file_name = "hoeringssvar.pdf";
    document.late_reason = late_reason;
    return journal_document(tx, house, on, document);
}

void attach_files(
    Transaction& tx, const Acting& house, const core::Document& document, const std::vector<KeptFile>& files
) {
    std::int64_t place = 0;
    for (const auto& file : files) {
        ContentStore{tx}.add_unread(file.stored.hash, file.media_type, file.stored.size_bytes);
        core::Attachment attached{};
        attached.title = file.file_name;
        attached.content = file.stored.hash;
        attached.file_name = file.file_name;
        attach_file(tx, document, place, std::move(attached), {.by = house.who.user, .at = house.now});
    }
}

void append_answered(Transaction& tx, const HearingAnswer& answer, const core::Document& document) {
    EventLog{tx}.append({
        .at = answer.received_at,
        .kind = EventKind::hearing_answered,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .payload =
            Json{{"hearing", answer.hearing.value}, {"answer", answer.number}, {"is_late", answer.is_late}}.dump(),
    });
}

HearingAnswer answer_from(const Hearing& hearing, const NewHearingAnswer& made, core::Timestamp now) {
    HearingAnswer answer;
    answer.hearing = hearing.id;
    answer.number = hearing.answers + 1;
    answer.name = made.name;
    answer.organisation = made.organisation;
    answer.mail = made.mail;
    answer.hides_name = made.hides_name;
    answer.text = made.text;
    answer.received_at = now;
    answer.is_late = core::danish_date(now) > hearing.closes;
    return answer;
}

Result<core::HearingAnswer> answer_to_judge(
    Transaction& tx, const HearingFile& file, std::int64_t number, std::int64_t version
) {
    auto answer = HearingStore{tx}.answer(file.hearing.id, number);
    if (!answer) return Error{ErrorCode::not_found, "there is no such answer"};
    if (version != 0 && answer->version != version)
        return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
    return *answer;
}

Result<void> check_judgement(const HearingAnswer& answer, const AnswerJudgement& judgement) {
    if (judgement.state == AnswerShowing::hidden) return check_text(judgement.reason, "reason", reason_limit);
    if (judgement.state != AnswerShowing::shown) return invalid_field("state", "it is shown or hidden");
    TRY(check_line(judgement.name, "name", /*may_be_empty=*/true));
    const bool has_files_alone = judgement.text.empty() && judgement.shows_files;
    if (!has_files_alone) {
        TRY(check_text(judgement.text, "text", answer_text_limit));
    }
    if (answer.hides_name && judgement.name.find(answer.name) != std::string::npos)
        return invalid_field("name", "whoever answered does not want to be named");
    if (judgement.text != answer.text) return check_text(judgement.reason, "reason", reason_limit);
    return core::done();
}

/// `given_up` gets the papers that were drawn in vain.
Result<TakenAnswer> try_to_answer(
    Database& db,
    FileStore& files,
    const std::string& authority,
    HearingId id,
    const NewHearingAnswer& made,
    core::Timestamp now,
    std::vector<core::ContentHash>& given_up
) {
    const auto today = core::danish_date(now);
    // The number stands on the paper, which is drawn outside of the writing; where another answer has come meanwhile,
    // it is drawn again.
    for (int attempt = 0; attempt < 20; ++attempt) {
        TRY(const auto hearing, db.read([&](Transaction& tx) { return answerable(tx, id, today); }));
        auto answer = answer_from(hearing, made, now);
        const auto paper = paper_of(files, authority, hearing, answer, made.files);
        const auto secret = random_token();
        const auto is_taken = db.write([&](Transaction& tx) -> Result<bool> {
            TRY(const auto current, answerable(tx, id, today));
            if (current.answers + 1 != answer.number) return false;
            const auto on = case_of(tx, current);
            const auto who = house_on(tx, on, now);
            const Acting house{who, now};
            TRY(const auto document, journal_answer(tx, house, on, answer, paper));
            attach_files(tx, house, document, made.files);
            JobQueue{tx}.add("read_document", document.id.value, now);
            answer.document = document.id;
            HearingStore{tx}.next_answer(id);
            HearingStore{tx}.add_answer(answer, token_hash(secret));
            append_answered(tx, answer, document);
            return true;
        });
        if (is_taken.has_value() && is_taken.value()) return TakenAnswer{answer.number, secret};
        given_up.push_back(paper.stored.hash);
        if (is_taken.has_error()) return is_taken.error();
    }
    return Error{ErrorCode::unavailable, "too many answer at once"};
}

}  // namespace

Result<void> check_answer(const NewHearingAnswer& made) {
    TRY(check_line(made.name, "name"));
    TRY(check_line(made.organisation, "organisation", /*may_be_empty=*/true));
    TRY(check_line(made.mail, "mail", /*may_be_empty=*/true));
    if (!made.mail.empty() && !looks_like_address(made.mail))
        return invalid_field("mail", "this is not a mail address");
    if (!made.text.empty() || made.files.empty()) {
        TRY(check_text(made.text, "text", answer_text_limit));
    }
    if (made.files.size() > answer_files_max) return invalid_field("file", "that is more files than are taken");
    for (const auto& file : made.files)
        if (file.stored.size_bytes > answer_file_limit_bytes) return invalid_field("file", "a file is too large");
    return core::done();
}

bool takes_answers(const Hearing& one, core::Date today) {
    const auto phase = core::phase_of(one, today);
    if (phase == core::HearingPhase::open) return true;
    return phase == core::HearingPhase::closed && one.takes_late && !one.summary_shown_at;
}

Result<TakenAnswer> answer_hearing(
    Database& db,
    FileStore& files,
    const std::string& authority,
    HearingId id,
    const NewHearingAnswer& made,
    core::Timestamp now
) {
    TRY(check_answer(made));
    std::vector<core::ContentHash> given_up;
    auto taken = try_to_answer(db, files, authority, id, made, now, given_up);
    // What was put into the store for an answer that was not taken is nobody's.
    if (taken.has_error())
        for (const auto& file : made.files) given_up.push_back(file.stored.hash);
    give_up_files(db, given_up, now);
    return taken;
}
std::string usual_name(const HearingAnswer& answer) {
    if (!answer.hides_name && !answer.organisation.empty()) return answer.organisation + ", " + answer.name;
    return answer.hides_name ? answer.organisation : answer.name;
}

GateReport gate_of(
    Transaction& tx, const HearingAnswer& answer, const std::string& name, const std::string& text, bool with_files
) {
    std::vector<GateFile> files;
    if (with_files) files.push_back({.document = answer.document, .title = {}, .only_attachments = true});
    return look_at(tx, {{"name", name}, {"text", text}}, files);
}

Result<void> judge_answer(
    Transaction& tx,
    const Acting& acting,
    HearingId id,
    std::int64_t number,
    std::int64_t version,
    const AnswerJudgement& judgement
) {
    TRY(const auto file, read_hearing(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, file.on));
    if (file.hearing.state == HearingState::taken_down)
        return Error{ErrorCode::conflict, "the hearing was taken down", "state"};
    TRY(auto answer, answer_to_judge(tx, file, number, version));
    TRY(check_judgement(answer, judgement));
    const bool is_shown = judgement.state == AnswerShowing::shown;
    std::size_t findings = 0;
    if (is_shown) {
        const auto report = gate_of(tx, answer, judgement.name, judgement.text, judgement.shows_files);
        TRY(pass_gate(report, judgement.reason));
        findings = report.hits.size();
    }
    answer.state = judgement.state;
    answer.shown_name = is_shown ? judgement.name : std::string{};
    answer.shown_text = is_shown ? judgement.text : std::string{};
    answer.shows_files = is_shown && judgement.shows_files;
    answer.seen = answer.shows_files ? seen_of(tx, {.document = answer.document, .title = {}, .only_attachments = true})
                                     : std::string{};
    answer.reason = judgement.reason;
    answer.decided_by = acting.who.user;
    answer.decided_at = acting.now;
    if (!HearingStore{tx}.judge(answer, answer.version))
        return Error{ErrorCode::conflict, "somebody has judged it since it was read", "version"};
    const std::vector<ShownDocument> shown{{.document = answer.document, .title = {}}};
    if (answer.shows_files)
        queue_publishing(tx, answer.document, acting.now);
    else
        forget_documents(tx, shown, acting.now);
    Json payload{{"hearing", id.value}, {"answer", number}, {"state", name_of(answer.state)}};
    if (!answer.reason.empty()) payload["reason"] = answer.reason;
    if (findings > 0) payload["findings"] = findings;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::hearing_answer_judged,
        .subject_kind = SubjectKind::document,
        .subject = answer.document.value,
        .in_case = file.on.id,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
    return core::done();
}

}  // namespace services
