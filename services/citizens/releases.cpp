#include "services/citizens/releases.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<core::Party> party_on(Transaction& tx, core::CaseId id, core::PartyId wanted) {
    const auto party = CaseStore{tx}.find_party(wanted);
    if (!party || party->in_case != id || !core::can_see_own_case(*party))
        return invalid_field("party", "this is no party of the case with a CPR or CVR number");
    return *party;
}

struct Workable {
    core::Document document;
    core::Case on;
};
Result<Workable> workable(Transaction& tx, const Acting& acting, core::DocumentId id) {
    TRY(auto document, read_document(tx, acting.who, id));
    TRY(auto on, read_case(tx, acting.who, document.in_case));
    TRY(require_on_case(acting.who, core::Action::journal, on));
    return Workable{std::move(document), std::move(on)};
}

/// Those of the document at the places that were named, in order, each once.
Result<std::vector<core::AttachmentId>> attachments_at(
    Transaction& tx, core::DocumentId id, const std::vector<std::int64_t>& places
) {
    std::vector<core::AttachmentId> chosen;
    const auto all = AttachmentStore{tx}.of_document(id);
    for (const auto& one : all)
        if (std::ranges::find(places, one.place) != places.end()) chosen.push_back(one.id);
    for (const auto place : places)
        if (std::ranges::find(all, place, &core::Attachment::place) == all.end())
            return invalid_field("attachments", "the document has no such attachment");
    return chosen;
}

void tell_release(
    Transaction& tx, const Acting& acting, const core::Document& document, const nlohmann::json& payload
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::document_released,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

void tell_closing(
    Transaction& tx, const Acting& acting, core::CaseId id, std::optional<core::PartyId> party, bool is_shown
) {
    nlohmann::json payload{{"own_case", is_shown ? "shown" : "kept_back"}};
    if (party) payload["party"] = party->value;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::case_access_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = id.value,
        .in_case = id,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

/// The number that a closing names; none for all parties.
Result<core::CitizenNumber> closed_number(Transaction& tx, core::CaseId id, std::optional<core::PartyId> party) {
    if (!party) return core::CitizenNumber{};
    TRY(const auto found, party_on(tx, id, *party));
    return number_of(found);
}

}  // namespace

core::CitizenNumber number_of(const core::Party& party) {
    return {party.identifier_kind, party.identifier};
}

Result<PartyDocumentNote> release_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const NewRelease& made
) {
    TRY(const auto found, workable(tx, acting, id));
    const auto& document = found.document;
    if (document.withdrawn || document.direction == core::Direction::internal)
        return Error{ErrorCode::conflict, "what is internal or was withdrawn is not shown to parties", "document"};
    TRY(const auto party, party_on(tx, found.on.id, made.party));
    TRY(check_line(made.title, "title"));
    CitizenStore store{tx};
    const auto number = number_of(party);
    if (std::ranges::any_of(store.documents(found.on.id, number), [&](const SeenDocument& one) {
            return one.document == id;
        }))
        return Error{ErrorCode::conflict, "the party sees the document already", "party"};
    PartyDocumentNote note{
        .in_case = found.on.id,
        .document = id,
        .party = number,
        .ground = core::PartyGround::released,
        .title = made.title,
        .noted_by = acting.who.user,
        .noted_at = acting.now,
    };
    TRY(note.attachments, attachments_at(tx, id, made.attachments));
    note.id = store.add_document(note);
    nlohmann::json payload{{"party", made.party.value}, {"released", true}};
    if (!note.attachments.empty()) payload["attachments"] = note.attachments.size();
    tell_release(tx, acting, document, payload);
    return note;
}

Result<void> take_back_release(
    Transaction& tx, const Acting& acting, core::DocumentId id, std::int64_t release, const std::string& reason
) {
    TRY(const auto found, workable(tx, acting, id));
    TRY(check_text(reason, "reason", reason_limit));
    CitizenStore store{tx};
    const auto notes = store.of_document(id);
    const auto note = std::ranges::find(notes, release, &PartyDocumentNote::id);
    if (note == notes.end() || !store.take_back(release, acting.who.user, acting.now, reason))
        return Error{ErrorCode::not_found, "there is no such release"};
    tell_release(tx, acting, found.document, {{"release", release}, {"released", false}, {"reason", reason}});
    return core::done();
}

Result<std::vector<PartyDocumentNote>> read_releases(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    TRY(read_document(tx, who, id));
    return CitizenStore{tx}.of_document(id);
}

Result<void> keep_case_back(
    Transaction& tx,
    const Acting& acting,
    core::CaseId id,
    std::optional<core::PartyId> party,
    const std::string& reason
) {
    TRY(const auto on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    TRY(const auto number, closed_number(tx, id, party));
    TRY(check_text(reason, "reason", reason_limit));
    CitizenStore{tx}.keep_back(id, {number, reason, acting.who.user, acting.now});
    tell_closing(tx, acting, id, party, /*is_shown=*/false);
    return core::done();
}

Result<void> show_case_again(
    Transaction& tx, const Acting& acting, core::CaseId id, std::optional<core::PartyId> party
) {
    TRY(const auto on, read_case(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, on));
    TRY(const auto number, closed_number(tx, id, party));
    if (!CitizenStore{tx}.show_again(id, number)) return Error{ErrorCode::conflict, "the case is not kept back"};
    tell_closing(tx, acting, id, party, /*is_shown=*/true);
    return core::done();
}

}  // namespace services
