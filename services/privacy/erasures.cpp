#include "services/privacy/erasures.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/cases.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/idempotency_store.hpp"
#include "services/store/import_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t reason_limit_characters = 1000;
constexpr std::int64_t waiting_limit = 200;

/// What stands where something was. The first is a name, the others a document's: Danish, as the journal is.
constexpr const char* erased_party = "Slettet part";
constexpr const char* erased_title = "Slettet dokument";
constexpr const char* erased_text =
    "Dokumentets indhold er slettet efter databeskyttelsesforordningens artikel 17.\n"
    "Sagens historik viser, hvornår det skete, og hvem der besluttede det.\n";

Error nothing_there() {
    return {ErrorCode::not_found, "there is no such party or document"};
}

/// What is to be erased, with its case.
struct Target {
    core::Case on;
    std::optional<core::Document> document{};
};

Result<Target> target_of(Transaction& tx, const core::Principal& who, core::ErasureOf what, std::int64_t subject) {
    Target target;
    core::CaseId in_case;
    if (what == core::ErasureOf::party) {
        const auto party = CaseStore{tx}.find_party(core::PartyId{subject});
        if (!party) return nothing_there();
        in_case = party->in_case;
    } else {
        target.document = DocumentStore{tx}.find(core::DocumentId{subject});
        if (!target.document) return nothing_there();
        in_case = target.document->in_case;
    }
    auto on = read_case(tx, who, in_case);
    if (on.has_error()) return nothing_there();
    target.on = std::move(on).value();
    return target;
}

core::Retention retention_of(Transaction& tx, const core::Case& on) {
    const auto subject = SubjectStore{tx}.find(on.subject);
    const auto facet = SubjectStore{tx}.find_facet(on.facet);
    return core::retention_of(
        subject ? subject->retention : core::Retention::unknown, facet ? facet->retention : core::Retention::unknown
    );
}

Result<void> check_law(
    Transaction& tx, const Target& target, core::ErasureOf what, core::ErasureGround ground, core::Timestamp now
) {
    const core::ErasureWanted wanted{
        .what = what,
        .ground = ground,
        .retention = retention_of(tx, target.on),
        .state = target.on.state,
        .closed_at = target.on.closed_at,
        .is_internal = target.document && target.document->direction == core::Direction::internal,
    };
    const auto obstacle = core::obstacle_to_erasure(wanted, now);
    if (!obstacle) return core::done();
    return Error{ErrorCode::conflict, std::string{core::name_of(*obstacle)}, "ground"};
}

void note(Transaction& tx, const Acting& acting, EventKind kind, const Erasure& erasure, nlohmann::json payload) {
    payload["erasure"] = erasure.id;
    payload["ground"] = core::name_of(erasure.ground);
    const bool is_party = erasure.what == core::ErasureOf::party;
    // A party's events are the case's, as when it was added.
    if (is_party) payload["party"] = erasure.subject;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = is_party ? SubjectKind::case_file : SubjectKind::document,
        .subject = is_party ? erasure.in_case.value : erasure.subject,
        .in_case = erasure.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

bool is_erased(Transaction& tx, const Target& target, const NewErasure& made) {
    if (target.document) return target.document->title == erased_title && target.document->file_name == "slettet.txt";
    const auto party = CaseStore{tx}.find_party(core::PartyId{made.subject});
    return party && party->name == erased_party && party->identifier.empty() && party->address.empty();
}

/// The document that says that there was one. It is a content like any other, so that all that shows documents can
/// show it.
void add_notice(Transaction& tx, const Stored& stored, core::Timestamp now) {
    const Content content{
        .hash = stored.hash,
        .media_type = "text/plain",
        .size_bytes = static_cast<std::int64_t>(stored.size_bytes),
        .outcome = ReadOutcome::complete,
        .reason = {},
        .page_count = 1,
        .pdf = {},
    };
    StoredPage page;
    page.number = 1;
    page.source = "text_layer";
    page.text = erased_text;
    page.confidence = 100;
    ContentStore{tx}.add_read(content, {page}, now);
}

void erase_document(Transaction& tx, const Acting& acting, const core::Document& document, const Stored& notice) {
    add_notice(tx, notice, acting.now);
    ErasureStore erasures{tx};
    auto contents = erasures.versions_of(document.id);
    contents.push_back(document.content);
    PublishedFileStore{tx}.forget_of(document.id, acting.now);
    const auto answers = erasures.answers_with(document.id);
    const ErasureStore::Blank blank{
        .title = erased_title,
        .file_name = "slettet.txt",
        .content = notice.hash,
        .withdrawn_reason = "Slettet efter databeskyttelsesforordningens artikel 17"};
    erasures.blank_answers(document.id, blank, acting.who.user, acting.now);
    erasures.blank_document(document.id, blank, acting.who.user, acting.now);
    for (const auto& answer : answers) {
        erasures.forget_content(answer, acting.now);
        erasures.add_unwanted(answer, acting.now);
    }
    for (const auto& content : contents)
        if (content != notice.hash) erasures.forget_content(content, acting.now);
}

void note_ended_power(Transaction& tx, const Acting& acting, core::CaseId on, const nlohmann::json& payload) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::attorney_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = on.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

/// Whoever acted by them sees nothing more at once; that there was a power, from when to when, stays. The cases of
/// those who let the erased one act for them tell that a power has ended, and not why. How many.
std::size_t erase_powers(Transaction& tx, const Acting& acting, const Erasure& erasure) {
    ErasureStore store{tx};
    const auto powers = store.powers_of(core::PartyId{erasure.subject});
    for (const auto id : powers) {
        const auto told = store.told_of_power(id);
        store.blank_power(id, acting.now);
        note_ended_power(tx, acting, erasure.in_case, {{"power", id}, {"given", false}, {"erasure", erasure.id}});
        for (const auto on : told)
            if (on != erasure.in_case) note_ended_power(tx, acting, on, {{"power", id}, {"given", false}});
    }
    return powers.size();
}

Result<void> erase(Transaction& tx, const Acting& acting, const Erasure& erasure, const Stored& notice) {
    TRY(const auto target, target_of(tx, acting.who, erasure.what, erasure.subject));
    TRY(check_law(tx, target, erasure.what, erasure.ground, acting.now));
    IdempotencyStore{tx}.forget_answers();
    // Lines that are about to be taken in are as new as any that come later; those that got stuck are not.
    ImportStore{tx}.forget_texts(acting.now - std::chrono::hours{24});
    if (erasure.what == core::ErasureOf::party) {
        const auto powers = erase_powers(tx, acting, erasure);
        ErasureStore{tx}.blank_party(core::PartyId{erasure.subject}, erased_party);
        nlohmann::json payload{{"asked_by", erasure.asked_by.value}};
        if (powers > 0) payload["powers"] = powers;
        note(tx, acting, EventKind::party_erased, erasure, std::move(payload));
    } else {
        erase_document(tx, acting, *target.document, notice);
        note(
            tx,
            acting,
            EventKind::document_erased,
            erasure,
            {{"number", target.document->number}, {"asked_by", erasure.asked_by.value}}
        );
    }
    return core::done();
}

}  // namespace

Result<std::int64_t> ask_erasure(Transaction& tx, const Acting& acting, const NewErasure& made) {
    TRY(const auto target, target_of(tx, acting.who, made.what, made.subject));
    const auto action = made.what == core::ErasureOf::party ? core::Action::edit_case : core::Action::journal;
    TRY(require_on_case(acting.who, action, target.on));
    TRY(check_text(made.reason, "reason", reason_limit_characters));
    if (is_erased(tx, target, made)) return Error{ErrorCode::conflict, "it has been erased already"};
    if (ErasureStore{tx}.is_waiting_for(made.what, made.subject))
        return Error{ErrorCode::conflict, "somebody has asked for it already"};
    TRY(check_law(tx, target, made.what, made.ground, acting.now));
    Erasure erasure{
        .what = made.what,
        .subject = made.subject,
        .in_case = target.on.id,
        .ground = made.ground,
        .reason = made.reason,
        .asked_by = acting.who.user,
        .asked_at = acting.now,
    };
    erasure.id = ErasureStore{tx}.add(erasure);
    note(tx, acting, EventKind::erasure_asked, erasure, nlohmann::json::object());
    return erasure.id;
}

bool may_decide(Transaction& tx, const core::Principal& who, const Erasure& erasure) {
    if (who.user == erasure.asked_by) return false;
    const auto on = CaseStore{tx}.find(erasure.in_case);
    // Not the caseworker's alone: whoever decides stands above the case.
    return on && core::may(who, core::Action::manage_access, {on->unit, on->access_group});
}

Result<void> decide_erasure(
    Database& db, FileStore& files, const Acting& acting, std::int64_t id, ErasureDecision decision
) {
    // Before the transaction, which must not wait for the disk; it is the same file every time.
    const auto notice = files.put_bytes(erased_text);
    return db.write([&](Transaction& tx) -> Result<void> {
        const auto erasure = ErasureStore{tx}.find(id);
        const auto missing = [] { return Error{ErrorCode::not_found, "there is no such erasure"}; };
        if (!erasure || read_case(tx, acting.who, erasure->in_case).has_error()) return missing();
        if (acting.who.user == erasure->asked_by)
            return Error{ErrorCode::forbidden, "somebody else than the one who asked decides"};
        if (!may_decide(tx, acting.who, *erasure))
            return Error{ErrorCode::forbidden, "a leader over the case's unit decides"};
        const bool is_erasing = decision == ErasureDecision::erase;
        const auto state = is_erasing ? ErasureState::done : ErasureState::refused;
        if (!ErasureStore{tx}.decide(id, state, acting.who.user, acting.now))
            return Error{ErrorCode::conflict, "it has been decided already"};
        if (is_erasing) return erase(tx, acting, *erasure, notice);
        note(tx, acting, EventKind::erasure_refused, *erasure, nlohmann::json::object());
        return core::done();
    });
}

std::vector<Erasure> waiting_erasures(Transaction& tx, const core::Principal& who) {
    return ErasureStore{tx}.waiting(who.user, waiting_limit);
}

}  // namespace services
