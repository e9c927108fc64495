#include "services/citizens/writing.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/file_name.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/cases.hpp"
#include "services/cases/tasks.hpp"
#include "services/citizens/citizen_paper.hpp"
#include "services/store/content_store.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/party_hearing_store.hpp"
#include "services/store/unused_files.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr const char* late_reason = "Skrevet af parten på Mine sager, efter at sagen blev afsluttet.";
constexpr int days_to_read = 3;

/// A file or drawn paper that is in the file store and is to be journaled.
struct OwnPaper {
    Stored stored;
    std::string media_type;
    std::string title, file_name;
    std::vector<std::string> pages{};  ///< known where it was drawn here
};

std::vector<OwnPaper> papers_of(const WritingDesk& desk, const CitizenPaper& paper, const CitizenMessage& made) {
    std::vector<OwnPaper> papers;
    auto drawn = drawn_citizen_paper(paper);
    papers.push_back(
        {desk.files.put_bytes(drawn.pdf), "application/pdf", paper.title, "besked.pdf", std::move(drawn.pages)}
    );
    for (const auto& file : made.files) {
        const auto media_type = media_type_of(file.file);
        const auto name = core::harmless_file_name(file.name);
        papers.push_back({desk.files.adopt(file.file, file.content, file.size_bytes), media_type, name, name});
    }
    return papers;
}

/// Of a message that was refused after they had come into the store.
void give_up_papers(Database& db, const std::vector<OwnPaper>& papers, core::Timestamp now) {
    std::vector<core::ContentHash> files;
    files.reserve(papers.size());
    for (const auto& one : papers) files.push_back(one.stored.hash);
    give_up_files(db, files, now);
}

/// As sent by the party: not on the post list, unless somebody puts it there.
Result<core::Document> journal_own(
    Transaction& tx, const Acting& house, const OwnCase& seen, const OwnPaper& paper, const std::string& correspondent
) {
    ContentStore contents{tx};
    if (paper.pages.empty())
        contents.add_unread(paper.stored.hash, paper.media_type, paper.stored.size_bytes);
    else
        contents.add_drawn(paper.stored.hash, paper.stored.size_bytes, paper.pages, house.now);
    NewDocument document;
    document.title = paper.title;
    document.direction = core::Direction::incoming;
    document.correspondent = correspondent;
    document.letter_date = document.received = core::danish_date(house.now);
    document.publication = core::Publication::withheld;
    document.content = paper.stored.hash;
    document.file_name = paper.file_name;
    document.late_reason = late_reason;
    TRY(auto journaled, journal_document(tx, house, seen.on, document));
    JobQueue{tx}.add("read_document", journaled.id.value, house.now);
    CitizenStore{tx}.add_document({
        .in_case = seen.on.id,
        .document = journaled.id,
        .party = seen.as.party,
        .ground = core::PartyGround::written,
        .title = paper.title,
        .noted_at = house.now,
    });
    return journaled;
}

/// Somebody is to read it. Whoever has the case; where nobody has, the unit.
Result<void> ask_to_read(
    Transaction& tx, const Acting& house, const OwnCase& seen, const core::Document& document, bool is_answer
) {
    NewTask task;
    task.in_case = seen.on.id;
    task.title = (is_answer ? "Læs partens svar på høringen (dokument " : "Læs, hvad parten har skrevet (dokument ") +
                 std::to_string(document.number) + ")";
    task.unit = seen.on.unit;
    task.person = seen.on.caseworker;
    task.due = core::danish_date(house.now) + std::chrono::days{days_to_read};
    const auto added = add_task(tx, house, task);
    if (added.has_value() || added.error().field != "person") return core::done();
    task.person.reset();
    TRY(add_task(tx, house, task));
    return core::done();
}

/// The hearing is the party's, and waits for it.
Result<PartyHearing> waiting_hearing(Transaction& tx, const OwnCase& seen, std::int64_t id) {
    const auto hearing = PartyHearingStore{tx}.find(id);
    if (!hearing || hearing->in_case != seen.on.id || hearing->party != seen.as.party)
        return Error{ErrorCode::not_found, "there is no such hearing for this person"};
    if (hearing->answered_at) return Error{ErrorCode::conflict, "the hearing was answered already", "hearing"};
    return *hearing;
}

/// Nobody need be reminded any more.
void end_reminder(Transaction& tx, const Acting& house, const PartyHearing& hearing) {
    const auto task = hearing.task ? TaskStore{tx}.find(*hearing.task) : std::nullopt;
    if (!task || task->done) return;
    TaskChange change;
    change.done = true;
    const auto ended = change_task(tx, house, task->id, task->version, change);
    static_cast<void>(ended);  // somebody may have moved the task out of the case's unit: then it is theirs
}

}  // namespace

Result<WrittenMessage> write_on_own_case(
    const WritingDesk& desk,
    const Citizen& who,
    const CitizenRules& rules,
    core::Timestamp now,
    core::CaseId id,
    std::optional<std::int64_t> power,
    const CitizenMessage& made
) {
    TRY(check_text(made.text, "text", message_limit));
    if (made.files.size() > message_files_limit) return invalid_field("files", "too many files at once");
    TRY(const auto before, desk.db.read([&](Transaction& tx) { return own_case(tx, who, rules, id, power); }));
    CitizenPaper paper{
        .title = made.hearing ? "Svar på partshøring" : "Besked fra part",
        .authority = desk.authority,
        .case_number = before.on.number,
        .from = who.name,
        .for_party = before.as.power == 0 ? std::string{} : before.party,
        .written = rules.today,
        .text = made.text,
        .files = {},
    };
    for (const auto& file : made.files) paper.files.push_back(core::harmless_file_name(file.name));
    const auto papers = papers_of(desk, paper, made);

    auto outcome = desk.db.write([&](Transaction& tx) -> Result<WrittenMessage> {
        // What was seen a moment ago may have been taken away since.
        TRY(const auto seen, own_case(tx, who, rules, id, power));
        if (FilingStore{tx}.merge_of(seen.on.id))
            return Error{ErrorCode::conflict, "the case was merged into another", "merged"};
        const Acting house{house_on(tx, seen.on, now), now};
        std::optional<PartyHearing> hearing;
        if (made.hearing) {
            TRY(hearing, waiting_hearing(tx, seen, *made.hearing));
        }
        const auto correspondent =
            seen.as.power == 0 ? seen.party : who.name + " (med fuldmagt fra " + seen.party + ")";
        WrittenMessage written;
        for (const auto& one : papers) {
            TRY(auto journaled, journal_own(tx, house, seen, one, correspondent));
            if (written.document.id.value == 0) written.document = std::move(journaled);
        }
        written.files = papers.size() - 1;
        TRY(ask_to_read(tx, house, seen, written.document, hearing.has_value()));
        if (hearing) {
            PartyHearingStore{tx}.answer(hearing->id, written.document.id, now);
            end_reminder(tx, house, *hearing);
        }
        nlohmann::json payload{{"as", seen.as.power == 0 ? "party" : "attorney"}, {"documents", papers.size()}};
        EventLog{tx}.append({
            .at = now,
            .kind = hearing ? EventKind::party_answered : EventKind::citizen_wrote,
            .subject_kind = SubjectKind::document,
            .subject = written.document.id.value,
            .in_case = seen.on.id,
            .actor = std::nullopt,
            .payload = payload.dump(),
        });
        return written;
    });
    if (outcome.has_error()) give_up_papers(desk.db, papers, now);
    return outcome;
}

}  // namespace services
