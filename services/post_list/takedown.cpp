#include "services/post_list/takedown.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/post_list/post_check.hpp"
#include "services/store/case_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// Of an entry whose document the person may read, and which it is theirs to decide on.
Result<core::Document> reviewed_document(Transaction& tx, const Acting& acting, const PostListEntry& entry) {
    TRY(auto document, read_document(tx, acting.who, entry.document));
    if (!core::may(acting.who, core::Action::review_post_list, {entry.unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    return document;
}

}  // namespace

Result<ListedPost> take_down(Transaction& tx, const Acting& acting, core::PostListId id, const Takedown& why) {
    PostListStore entries{tx};
    const auto entry = entries.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, reviewed_document(tx, acting, *entry));
    if (core::exemption_named(why.exemption) == nullptr)
        return Error{ErrorCode::invalid_input, "name the paragraph that it is taken down under", "exemption"};
    TRY(check_line(why.reason, "reason"));
    if (entry->state != PostState::published) return Error{ErrorCode::conflict, "the entry is not published", "state"};
    entries.withhold(id, acting.who.user, acting.now, why.exemption);
    PublishedFileStore{tx}.forget_of(document.id, acting.now);
    PostGateStore{tx}.forget_alert(id);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_withheld,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value}, {"reason", why.reason}, {"exemption", why.exemption}, {"taken_down", true}}
                .dump(),
    });
    return *entries.listed_entry(id);
}

Result<void> reopen_post(Transaction& tx, const Acting& acting, core::PostListId id, const std::string& reason) {
    PostListStore entries{tx};
    const auto entry = entries.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, reviewed_document(tx, acting, *entry));
    TRY(check_line(reason, "reason"));
    if (entry->state != PostState::withheld) return Error{ErrorCode::conflict, "the entry is not withheld", "state"};
    const bool is_erased =
        EventLog{tx}.last_of(SubjectKind::document, document.id.value, EventKind::document_erased).has_value();
    if (document.withdrawn || is_erased || document.publication == core::Publication::withheld)
        return Error{ErrorCode::conflict, "the document itself is not to be listed", "document"};
    auto anew = *entry;
    anew.document_public = document.publication == core::Publication::document;
    const auto on = CaseStore{tx}.find(document.in_case);
    const auto findings =
        findings_to_json(check_post(tx, document, public_words_of(anew, on ? on->public_title : ""), release_check(tx))
        );
    entries.reopen(id, anew.document_public, findings);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value},
                {"reason", reason},
                {"reopened", true},
                {"findings", nlohmann::json::parse(findings)}}
                .dump(),
    });
    return core::done();
}

}  // namespace services
