#include "services/access_requests/complaints.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/file_list_paper.hpp"
#include "services/access_requests/house_acting.hpp"
#include "services/access_requests/passing_file.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/token.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t complaint_limit = 5'000;

bool waits(const AccessComplaint& one) {
    return one.state == ComplaintState::open;
}

Result<void> check_complaint(
    Transaction& tx,
    const core::AccessRequest& one,
    const core::AccessClock& clock,
    core::Date today,
    const NewComplaint& made
) {
    TRY(check_text(made.text, "text", complaint_limit));
    if (made.received && (*made.received > today || *made.received < one.received))
        return invalid_field("received_on", "the day lies in the future, or before the request");
    const auto allowed = may_complain_of(one, clock, today);
    if (std::ranges::find(allowed, made.about) == allowed.end())
        return Error{ErrorCode::conflict, "there is nothing of that kind to complain of yet", "about"};
    if (std::ranges::any_of(AccessComplaintStore{tx}.of_request(one.id), waits))
        return Error{ErrorCode::conflict, "a complaint waits already", "complaint"};
    return core::done();
}

struct ComplaintPaper {
    DrawnPaper drawn;
    Stored stored;
};

ComplaintPaper paper_of(FileStore& files, const core::AccessRequest& one, const NewComplaint& made, core::Date day) {
    auto text = "Modtaget den " + spoken_date(Language::danish, day) + " fra " +
                (one.asker.name.empty() ? std::string{"den, der bad om aktindsigt"} : one.asker.name) + ".\n\n" +
                made.text;
    auto drawn = drawn_note(
        made.about == ComplaintAbout::decision ? "Klage over afgørelse om aktindsigt"
                                               : "Klage over sagsbehandlingstid i aktindsigt",
        text,
        day
    );
    const auto stored = files.put_bytes(drawn.pdf);
    return {std::move(drawn), stored};
}

/// Journals the complaint, keeps it, and tells of it. `actor` is absent where the asker did it.
Result<void> keep_complaint(
    Transaction& tx,
    const Acting& acting,
    const core::Case& on,
    const core::AccessRequest& one,
    const NewComplaint& made,
    const ComplaintPaper& paper,
    std::optional<core::UserId> actor
) {
    const auto today = core::danish_date(acting.now);
    ContentStore{tx}.add_drawn(paper.stored.hash, paper.stored.size_bytes, paper.drawn.pages, acting.now);
    NewDocument document;
    document.title = made.about == ComplaintAbout::decision ? "Klage over aktindsigt" : "Klage over sagsbehandlingstid";
    document.public_title = document.title;
    document.direction = core::Direction::incoming;
    document.correspondent = one.asker.name.empty() ? std::string{"Navn ikke oplyst"} : one.asker.name;
    document.letter_date = document.received = made.received.value_or(today);
    document.publication = core::Publication::withheld;
    document.content = paper.stored.hash;
    document.file_name = "klage.pdf";
    TRY(const auto journaled, journal_document(tx, acting, on, document));
    JobQueue{tx}.add("read_document", journaled.id.value, acting.now);
    AccessComplaint complaint;
    complaint.request = one.id;
    complaint.about = made.about;
    complaint.received = made.received.value_or(today);
    complaint.document = journaled.id;
    const auto id = AccessComplaintStore{tx}.add(complaint);
    append_access_event(
        tx,
        EventKind::access_complained,
        one,
        actor,
        acting.now,
        {{"complaint", id},
         {"about", name_of(made.about)},
         {"due", core::iso_date(core::complaint_due(complaint.received, CalendarStore{tx}.calendar()))}}
    );
    return core::done();
}

Result<AccessComplaint> waiting_complaint(Transaction& tx, AccessRequestId of, std::int64_t id) {
    const auto found = AccessComplaintStore{tx}.find(id);
    if (!found || found->request != of) return Error{ErrorCode::not_found, "there is no such complaint"};
    if (!waits(*found)) return Error{ErrorCode::conflict, "the complaint has been settled", "complaint"};
    return *found;
}

void append_settled(Transaction& tx, const AccessFile& file, const Acting& acting, const AccessComplaint& one) {
    nlohmann::json payload{{"complaint", one.id}, {"outcome", name_of(one.state)}};
    if (one.letter) payload["letter"] = one.letter->value;
    append_access_event(
        tx, EventKind::access_complaint_settled, file.request, acting.who.user, acting.now, std::move(payload)
    );
}

/// The letter by which the last decision was sent.
std::optional<core::DocumentId> decision_letter(Transaction& tx, AccessRequestId id) {
    const auto sent = AccessAnswerStore{tx}.newest_sent(id);
    return sent ? sent->letter : std::nullopt;
}

FileListPaper file_list_of(Transaction& tx, const AccessFile& file, const std::string& authority, core::Date made) {
    FileListPaper list{
        .authority = authority,
        .number = file.on.number,
        .asked_for = file.request.asked_for,
        .made = made,
        .rows = {}};
    for (const auto& one : AccessRequestStore{tx}.documents(file.request.id)) {
        const auto document = DocumentStore{tx}.find(one.document);
        if (!document) continue;
        list.rows.push_back({
            .place = one.place,
            .title = document->title,
            .date = document->letter_date.value_or(document->received),
            .decision = one.decision,
            .exemptions = one.exemptions,
        });
    }
    return list;
}

}  // namespace

std::vector<ComplaintAbout> may_complain_of(
    const core::AccessRequest& one, const core::AccessClock& clock, core::Date today
) {
    if (one.state == core::AccessState::answered) return {ComplaintAbout::decision};
    if (one.state == core::AccessState::open && clock.slowness_from && today >= *clock.slowness_from)
        return {ComplaintAbout::slowness};
    return {};
}

Result<void> complain_followed(
    Database& db, FileStore& files, std::string_view secret, core::Timestamp now, const NewComplaint& made
) {
    const auto today = core::danish_date(now);
    const auto check = [&](Transaction& tx) -> Result<core::AccessRequest> {
        TRY(const auto followed, follow_access_request(tx, secret, today));
        TRY(check_complaint(tx, followed.request, followed.clock, today, made));
        return followed.request;
    };
    TRY(const auto one, db.read(check));
    const auto paper = paper_of(files, one, made, today);
    return db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto current, check(tx));
        const auto on = CaseStore{tx}.find(current.in_case);
        if (!on) return Error{ErrorCode::not_found, "there is no such request"};
        return keep_complaint(tx, {house_on(tx, *on, now), now}, *on, current, made, paper, std::nullopt);
    });
}

Result<void> note_complaint(
    Database& db, FileStore& files, const Acting& acting, AccessRequestId id, const NewComplaint& made
) {
    const auto today = core::danish_date(acting.now);
    const auto check = [&](Transaction& tx) -> Result<AccessFile> {
        TRY(auto file, access_file_to_work_on(tx, acting, id, 0));
        TRY(check_complaint(tx, file.request, file.clock, today, made));
        return file;
    };
    TRY(const auto file, db.read(check));
    const auto paper = paper_of(files, file.request, made, made.received.value_or(today));
    return db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto current, check(tx));
        return keep_complaint(tx, acting, current.on, current.request, made, paper, acting.who.user);
    });
}

Result<void> reopen_for_complaint(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, AccessRequestId id, std::int64_t complaint
) {
    TRY(auto file, access_file_to_work_on(tx, acting, id, 0));
    if (file.request.state != core::AccessState::answered || !file.request.ended)
        return Error{ErrorCode::conflict, "the request has not been answered", "state"};
    TRY(auto settled, waiting_complaint(tx, id, complaint));
    const auto calendar = CalendarStore{tx}.calendar();
    auto one = file.request;
    AccessRequestStore store{tx};
    // The days from the answer to the complaint were nobody's to count; after it, the complaint's own seven days hold.
    if (settled.received > *one.ended)
        store.add_time(
            id,
            {.kind = AccessTime::Kind::pause,
             .from = *one.ended,
             .to = settled.received,
             .reason = "Anmodningen var besvaret, indtil der blev klaget.",
             .noted_at = acting.now}
        );
    store.add_time(
        id,
        {.kind = AccessTime::Kind::extension,
         .from = settled.received,
         .to = core::complaint_due(settled.received, calendar),
         .reason = "Afgørelsen tages op igen efter en klage.",
         .noted_by = acting.who.user,
         .noted_at = acting.now}
    );
    one.state = core::AccessState::open;
    one.outcome.reset();
    one.ended.reset();
    one.forget_at.reset();
    TRY(store.update(one));
    one.version += 1;
    settled.state = ComplaintState::reopened;
    settled.settled = core::danish_date(acting.now);
    settled.settled_by = acting.who.user;
    if (!AccessComplaintStore{tx}.settle(settled))
        return Error{ErrorCode::conflict, "the complaint has been settled", "complaint"};
    append_settled(tx, file, acting, settled);
    keep_access_sheet(tx, settings, one, acting.now);
    keep_due(tx, settings, id, calendar, "complaint", acting.who.user, acting.now);
    renew_deadlines(tx, *settings.types, file.on.id, acting.who.user, acting.now);
    return core::done();
}

Result<LetterDraft> draft_of_forwarding(
    Transaction& tx, const core::Principal& who, const AccessFile& file, std::int64_t complaint
) {
    TRY(const auto waiting, waiting_complaint(tx, file.request.id, complaint));
    const auto& one = file.request;
    constexpr auto language = Language::danish;
    const auto asker = one.asker.name.empty() ? std::string{"en person"} : one.asker.name;
    const bool is_slowness = waiting.about == ComplaintAbout::slowness;
    LetterDraft letter;
    letter.title = "Klage over aktindsigt sendes videre";
    letter.text = "Vi sender hermed en klage fra " + asker + " over ";
    if (is_slowness)
        letter.text += "den tid, det tager at svare på en anmodning om aktindsigt";
    else
        letter.text += "vores afgørelse" + (one.ended ? " af " + spoken_date(language, *one.ended) : std::string{}) +
                       " om aktindsigt";
    letter.text += " (sag " + file.on.number + "). Klagen kom til os den " + spoken_date(language, waiting.received) +
                   ".\n\n# Anmodningen\n\n" + asker + " bad den " + spoken_date(language, one.received) +
                   " om aktindsigt:\n\n" + one.asked_for + "\n\n";
    if (!is_slowness) {
        letter.text += "# Afgørelsen\n\n";
        for (const auto& row : access_documents(tx, who, one.id)) {
            const auto& chosen = row.chosen;
            if (!chosen.decision || *chosen.decision == core::AccessDecision::give) continue;
            letter.text += "- Dokument " + std::to_string(chosen.place) + ": " + spoken(language, *chosen.decision);
            for (const auto& key : chosen.exemptions)
                if (const auto* exemption = core::exemption_named(key)) letter.text += ", " + core::cited(*exemption);
            letter.text += ". " + chosen.reason + "\n";
        }
        letter.text += "\n";
    }
    letter.text += "# Vores bemærkninger\n\n[skriv bemærkninger til klagen]\n\n";
    letter.text += is_slowness ? "Klagen og aktlisten er vedlagt." : "Klagen, afgørelsen og aktlisten er vedlagt.";
    return letter;
}

Result<core::Document> send_complaint_on(
    const LetterDesk& letters,
    const AccessSettings& settings,
    const Acting& acting,
    AccessRequestId id,
    std::int64_t complaint,
    const LetterDraft& letter
) {
    const auto today = core::danish_date(acting.now);
    NewLetter made;
    made.title = letter.title;
    made.receiver = letter.receiver;
    made.text = letter.text;
    made.publication = core::Publication::withheld;
    FileListPaper list;
    core::CaseId on;
    TRY(letters.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, access_file_to_work_on(tx, acting, id, 0));
        TRY(const auto waiting, waiting_complaint(tx, id, complaint));
        on = file.on.id;
        list = file_list_of(tx, file, settings.authority, today);
        made.attachments.push_back({.document = waiting.document});
        if (const auto decision = decision_letter(tx, id)) made.attachments.push_back({.document = *decision});
        return core::done();
    }));
    const PassingFile passing{letters.files};
    write_file(passing.path(), drawn_file_list(list).pdf);
    LetterAttachment attached;
    attached.file = passing.path();
    attached.content = hash_of(attached.file).hash;
    attached.file_name = "aktliste.pdf";
    made.attachments.push_back(std::move(attached));
    return journal_letter(
        letters,
        acting,
        on,
        made,
        [&](Transaction& tx, const core::Document& journaled) -> Result<void> {
            TRY(const auto file, access_file_to_work_on(tx, acting, id, 0));
            TRY(auto settled, waiting_complaint(tx, id, complaint));
            settled.state = ComplaintState::sent_on;
            settled.settled = today;
            settled.settled_by = acting.who.user;
            settled.sent_to = letter.receiver.substr(0, letter.receiver.find('\n'));
            settled.letter = journaled.id;
            if (!AccessComplaintStore{tx}.settle(settled))
                return Error{ErrorCode::conflict, "the complaint has been settled", "complaint"};
            append_settled(tx, file, acting, settled);
            return core::done();
        }
    );
}

}  // namespace services
