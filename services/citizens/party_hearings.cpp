#include "services/citizens/party_hearings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/tasks.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Result;

namespace {

constexpr auto longest_time = std::chrono::days{366};
constexpr const char* letter_title = "Partshøring";

struct HearingBase {
    core::Case on;
    core::Party party;
    std::vector<core::Document> documents;
};

/// All that can be wrong is found before the letter is journaled.
Result<HearingBase> checked(Transaction& tx, const Acting& acting, core::CaseId id, const NewPartyHearing& made) {
    HearingBase base;
    TRY(base.on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::journal, base.on));
    const auto party = CaseStore{tx}.find_party(made.party);
    if (!party || party->in_case != id || !core::can_see_own_case(*party))
        return invalid_field("party", "this is no party of the case with a CPR or CVR number");
    base.party = *party;
    const auto today = core::danish_date(acting.now);
    if (made.due <= today || made.due > today + longest_time)
        return invalid_field("due", "the day is not after today and within a year");
    for (const auto one : made.documents) {
        const auto document = read_document(tx, acting.who, one);
        if (document.has_error() || document.value().in_case != id || document.value().withdrawn ||
            document.value().direction == core::Direction::internal)
            return invalid_field("documents", "a document is not the case's, internal or withdrawn");
        base.documents.push_back(document.value());
    }
    return base;
}

NewLetter letter_of(const HearingBase& base, const NewPartyHearing& made) {
    NewLetter letter;
    letter.title = letter_title;
    letter.receiver = base.party.name + (base.party.address.empty() ? "" : "\n" + base.party.address);
    letter.text = made.text;
    letter.publication = core::Publication::withheld;
    return letter;
}

/// With all that belongs to it. Where the party sees it already, nothing is to be done.
Result<void> show_to(
    Transaction& tx, const Acting& acting, const core::Party& party, core::DocumentId id, const std::string& title
) {
    NewRelease wanted{party.id, title};
    for (const auto& one : AttachmentStore{tx}.of_document(id)) wanted.attachments.push_back(one.place);
    const auto released = release_document(tx, acting, id, wanted);
    if (released.has_error() && released.error().code != core::ErrorCode::conflict) return released.error();
    return core::done();
}

Result<core::TaskId> remind(Transaction& tx, const Acting& acting, const HearingBase& base, core::Date due) {
    NewTask task;
    task.in_case = base.on.id;
    task.title = "Partshøring: parten skal have svaret";
    task.unit = base.on.unit;
    task.person = base.on.caseworker ? base.on.caseworker : std::optional{acting.who.user};
    task.due = due;
    auto added = add_task(tx, acting, task);
    if (added.has_error() && added.error().field == "person") {
        task.person.reset();
        added = add_task(tx, acting, task);
    }
    if (added.has_error()) return added.error();
    return added.value().id;
}

/// What the letter has begun: what the party is to see, the reminder, the hearing, and its event.
Result<PartyHearing> keep_hearing(
    Transaction& tx, const Acting& acting, const HearingBase& base, const NewPartyHearing& made, core::DocumentId letter
) {
    TRY(show_to(tx, acting, base.party, letter, letter_title));
    for (const auto& one : base.documents) {
        TRY(show_to(tx, acting, base.party, one.id, one.title));
    }
    PartyHearing hearing{
        .in_case = base.on.id,
        .party = number_of(base.party),
        .due = made.due,
        .letter = letter,
        .asked_by = acting.who.user,
        .asked_at = acting.now,
    };
    TRY(hearing.task, remind(tx, acting, base, made.due));
    hearing.id = PartyHearingStore{tx}.add(hearing);
    const nlohmann::json payload{
        {"party", made.party.value},
        {"due", core::iso_date(made.due)},
        {"documents", made.documents.size()},
        {"letter", letter.value}};
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::party_heard,
        .subject_kind = SubjectKind::case_file,
        .subject = base.on.id.value,
        .in_case = base.on.id,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
    return hearing;
}

}  // namespace

std::string suggested_hearing_text(const core::Case& on, core::Date due) {
    return "Vi er ved at behandle sagen »" + on.public_title + "« (" + on.number +
           ").\n\nFør vi træffer afgørelse, vil vi gerne høre, hvad du mener om de oplysninger, vi bygger på. Du "
           "finder dem "
           "på Mine sager på vores hjemmeside. Du har ret til at udtale dig efter forvaltningslovens § 19.\n\nSkriv "
           "dine "
           "bemærkninger på Mine sager senest " +
           spoken_day(Language::danish, due) + ". Hører vi ikke fra dig, afgør vi sagen på det grundlag, vi har.";
}

Result<PartyHearing> begin_party_hearing(
    const LetterDesk& desk, const Acting& acting, core::CaseId id, const NewPartyHearing& made
) {
    TRY(const auto base, desk.db.read([&](Transaction& tx) { return checked(tx, acting, id, made); }));
    PartyHearing begun;
    // A letter that hears nobody, or a hearing without its letter, would be worse than none.
    const auto also = [&](Transaction& tx, const core::Document& letter) -> Result<void> {
        TRY(const auto now, checked(tx, acting, id, made));
        TRY(begun, keep_hearing(tx, acting, now, made, letter.id));
        return core::done();
    };
    TRY(journal_letter(desk, acting, id, letter_of(base, made), also));
    return begun;
}

}  // namespace services
