#include "services/access_requests/access_hearings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/access_requests/file_list_paper.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/content_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t hearing_answer_limit = 5'000;
constexpr std::int64_t working_days_to_answer = 5;

Result<AccessHearing> awaited_hearing(Transaction& tx, AccessRequestId id, std::int64_t hearing) {
    auto hearings = AccessAgreementStore{tx}.hearings(id);
    const auto found = std::ranges::find(hearings, hearing, &AccessHearing::id);
    if (found == hearings.end()) return Error{ErrorCode::not_found, "nobody was asked by that"};
    if (found->outcome != HearingOutcome::waiting)
        return Error{ErrorCode::conflict, "the answer has been noted already", "hearing"};
    return std::move(*found);
}

}  // namespace

NewHearing draft_of_hearing(
    Transaction& tx,
    const core::Principal& who,
    const AccessFile& file,
    const std::vector<core::DocumentId>& about,
    core::Date today
) {
    constexpr auto language = Language::danish;
    NewHearing made;
    made.documents = about;
    made.answer_by = CalendarStore{tx}.calendar().working_days_from(today, working_days_to_answer);
    auto& letter = made.letter;
    letter.title = "Høring om aktindsigt";
    // Who asks is not told: the one who is asked need not know it to answer.
    letter.text = "Vi har fået en anmodning om aktindsigt i dokumenter, der handler om dig eller jer (sag " +
                  file.on.number +
                  "). Inden vi afgør, hvad der kan udleveres, vil vi gerne høre, om der er oplysninger, " +
                  "der efter jeres mening ikke bør udleveres, og hvorfor.\n\n# Dokumenterne\n\n";
    // Only those that are chosen: the others are none of the receiver's business.
    for (const auto& row : access_documents(tx, who, file.request.id)) {
        if (!row.document || std::ranges::find(about, row.chosen.document) == about.end()) continue;
        letter.text += "- " + row.document->public_title + ", " +
                       spoken_date(language, row.document->letter_date.value_or(row.document->received)) + "\n";
    }
    if (about.empty()) letter.text += "[skriv, hvilke dokumenter det er]\n";
    letter.text +=
        "\n# Svar\n\nSkriv til os senest " + spoken_day(language, made.answer_by) +
        ". Hører vi ikke fra jer, afgør vi anmodningen på det grundlag, vi har. Det er os, der afgør, hvad der "
        "udleveres, men jeres svar indgår i afgørelsen.\n";
    return made;
}

Result<core::Document> start_hearing(
    const LetterDesk& letters, const Acting& acting, AccessRequestId id, const NewHearing& made
) {
    const auto today = core::danish_date(acting.now);
    if (made.answer_by <= today) return invalid_field("answer_by", "leave time to answer");
    const auto check = [&](Transaction& tx) -> Result<AccessFile> {
        TRY(auto file, open_access_file(tx, acting, id));
        if (made.documents.empty()) return invalid_field("documents", "one document at least");
        for (const auto document : made.documents)
            if (!AccessRequestStore{tx}.document(id, document))
                return invalid_field("documents", "it is not on the file list");
        return file;
    };
    TRY(const auto file, letters.db.read(check));
    NewLetter letter;
    letter.title = made.letter.title;
    letter.receiver = made.letter.receiver;
    letter.text = made.letter.text;
    letter.publication = core::Publication::withheld;
    return journal_letter(
        letters,
        acting,
        file.on.id,
        letter,
        [&](Transaction& tx, const core::Document& journaled) -> Result<void> {
            TRY(const auto current, check(tx));
            AccessHearing hearing;
            hearing.request = id;
            hearing.letter = journaled.id;
            hearing.asked = today;
            hearing.answer_by = made.answer_by;
            hearing.documents = made.documents;
            const auto kept = AccessAgreementStore{tx}.add_hearing(hearing);
            append_access_event(
                tx,
                EventKind::access_party_asked,
                current.request,
                acting.who.user,
                acting.now,
                {{"hearing", kept},
                 {"letter", journaled.id.value},
                 {"answer_by", core::iso_date(made.answer_by)},
                 {"documents", made.documents.size()}}
            );
            return core::done();
        }
    );
}

Result<void> note_hearing_answer(
    Database& db,
    FileStore& files,
    const Acting& acting,
    AccessRequestId id,
    std::int64_t hearing,
    const HearingAnswer& answer
) {
    TRY(check_text(answer.text, "text", hearing_answer_limit));
    const auto today = core::danish_date(acting.now);
    TRY(const auto asked, db.read([&](Transaction& tx) -> Result<AccessHearing> {
        TRY(open_access_file(tx, acting, id));
        return awaited_hearing(tx, id, hearing);
    }));
    const auto drawn = drawn_note(
        "Svar på høring om aktindsigt",
        asked.receiver +
            (answer.objects ? " har indvendinger mod, at der gives aktindsigt."
                            : " har ingen indvendinger mod, at der gives aktindsigt.") +
            "\n\n" + answer.text,
        today
    );
    const auto stored = files.put_bytes(drawn.pdf);
    return db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, open_access_file(tx, acting, id));
        TRY(auto answered, awaited_hearing(tx, id, hearing));
        ContentStore{tx}.add_drawn(stored.hash, stored.size_bytes, drawn.pages, acting.now);
        NewDocument document;
        document.title = "Svar på høring om aktindsigt";
        document.public_title = document.title;
        document.direction = core::Direction::incoming;
        document.correspondent = answered.receiver;
        document.letter_date = document.received = today;
        document.publication = core::Publication::withheld;
        document.content = stored.hash;
        document.file_name = "hoeringssvar.pdf";
        TRY(const auto journaled, journal_document(tx, acting, file.on, document));
        JobQueue{tx}.add("read_document", journaled.id.value, acting.now);
        answered.outcome = answer.objects ? HearingOutcome::objects : HearingOutcome::agrees;
        answered.answered = today;
        answered.answer = journaled.id;
        if (!AccessAgreementStore{tx}.answer_hearing(answered))
            return Error{ErrorCode::conflict, "the answer has been noted already", "hearing"};
        append_access_event(
            tx,
            EventKind::access_party_answered,
            file.request,
            acting.who.user,
            acting.now,
            {{"hearing", hearing}, {"outcome", name_of(answered.outcome)}, {"document", journaled.id.value}}
        );
        return core::done();
    });
}

std::vector<AccessHearing> hearings_on(Transaction& tx, AccessRequestId id, core::DocumentId document) {
    auto hearings = AccessAgreementStore{tx}.hearings(id);
    std::erase_if(hearings, [&](const AccessHearing& one) {
        return std::ranges::find(one.documents, document) == one.documents.end();
    });
    return hearings;
}

bool is_awaited(const AccessHearing& one, core::Date today) {
    return one.outcome == HearingOutcome::waiting && today <= one.answer_by;
}

}  // namespace services
