#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/filing.hpp"
#include "services/cases/public_words.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

void append(
    Transaction& tx,
    const Acting& acting,
    EventKind kind,
    core::DocumentId document,
    core::CaseId on,
    const nlohmann::json& payload
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::document,
        .subject = document.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

Result<void> check_sub_file(Transaction& tx, core::CaseId on, std::optional<core::SubFileId> in) {
    if (!in) return core::done();
    const auto found = FilingStore{tx}.find(*in);
    if (!found || found->in_case != on) return invalid_field("sub_file", "the case has no such part");
    return core::done();
}

Result<void> put_in_part(Transaction& tx, const Acting& acting, const core::Document& one, const DocumentMove& move) {
    FilingStore store{tx};
    const auto before = store.sub_file_of(one.id);
    if (before == move.in) return core::done();
    store.put(one.id, move.in);
    nlohmann::json payload{{"number", one.number}};
    if (before) payload["from"] = before->value;
    if (move.in) payload["to"] = move.in->value;
    append(tx, acting, EventKind::document_placed, one.id, one.in_case, payload);
    return core::done();
}

/// The list shows the public title of the case that the document is on now.
void move_entry(Transaction& tx, const Acting& acting, core::DocumentId document, const core::Case& to) {
    PostListStore list{tx};
    const auto entry = list.of_document(document);
    if (!entry) return;
    list.set_unit(entry->id, to.unit);
    hold_post_of(tx, acting, document, to);
}

/// The other case is not named to those who read the history of the one: they may not know that it is there.
Result<core::Document> put_on_case(
    Transaction& tx, const Acting& acting, const core::Document& one, const core::Case& from, const DocumentMove& move
) {
    TRY(const auto to, read_case(tx, acting.who, *move.to));
    TRY(require_on_case(acting.who, core::Action::journal, to));
    if (from.state == core::CaseState::closed || to.state == core::CaseState::closed)
        return Error{ErrorCode::conflict, "one of the cases is closed; open it again first", "closed"};
    TRY(check_text(move.reason, "reason", reason_limit));
    TRY(check_sub_file(tx, to.id, move.in));
    FilingStore store{tx};
    const auto had = store.take_former(to.id, one.id);
    const auto number = had ? *had : CaseStore{tx}.next_document_number(to.id, acting.now);
    store.add_former({
        .in_case = from.id,
        .number = one.number,
        .document = one.id,
        .moved_at = acting.now,
        .moved_by = acting.who.user,
        .reason = move.reason,
        .to_number = number,
    });
    store.move(one.id, to.id, number, to.access_group);
    store.put(one.id, move.in);
    append(
        tx,
        acting,
        EventKind::document_moved,
        one.id,
        from.id,
        {{"what", "out"}, {"number", one.number}, {"reason", move.reason}}
    );
    append(
        tx,
        acting,
        EventKind::document_moved,
        one.id,
        to.id,
        {{"what", "in"}, {"number", number}, {"reason", move.reason}}
    );
    move_entry(tx, acting, one.id, to);
    return read_document(tx, acting.who, one.id);
}

}  // namespace

Result<core::Document> move_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const DocumentMove& move
) {
    TRY(const auto one, read_document(tx, acting.who, id));
    TRY(const auto from, read_case(tx, acting.who, one.in_case));
    TRY(require_on_case(acting.who, core::Action::edit_case, from));
    TRY(require_on_case(acting.who, core::Action::journal, from));
    if (move.to && *move.to != from.id) return put_on_case(tx, acting, one, from, move);
    TRY(check_sub_file(tx, from.id, move.in));
    TRY(put_in_part(tx, acting, one, move));
    return one;
}

Result<FoundDocument> find_by_number(
    Transaction& tx, const core::Principal& who, core::CaseId in_case, std::int64_t number
) {
    TRY(read_case(tx, who, in_case));
    const auto former = FilingStore{tx}.former(in_case, number);
    if (former) {
        TRY(read_document(tx, who, former->document));
        return FoundDocument{former->document, former};
    }
    const auto found = DocumentStore{tx}.of_case(in_case, number + 1, 1);
    if (found.empty() || found.front().number != number)
        return Error{ErrorCode::not_found, "the case has no document of this number"};
    return FoundDocument{found.front().id, std::nullopt};
}

}  // namespace services
