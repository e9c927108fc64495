#include "services/access_requests/access_documents.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"

namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

void append(Transaction& tx, const Acting& acting, EventKind kind, const AccessFile& file, Json payload) {
    payload["request"] = file.request.id.value;
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind,
        .subject_kind = SubjectKind::case_file,
        .subject = file.on.id.value,
        .in_case = file.on.id,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

Result<std::int64_t> put(
    Transaction& tx, const Acting& acting, const AccessFile& file, const std::vector<core::DocumentId>& documents
) {
    AccessRequestStore store{tx};
    if (store.documents(file.request.id).size() + documents.size() > access_documents_max)
        return Error{ErrorCode::too_large, "a request holds at most 2,000 documents"};
    Json added = Json::array();
    for (const auto id : documents)
        if (store.add_document(file.request.id, id)) added.push_back(id.value);
    const auto count = static_cast<std::int64_t>(added.size());
    if (count > 0) append(tx, acting, EventKind::access_documents_changed, file, {{"added", std::move(added)}});
    return count;
}

Result<void> check_decision(const NewAccessDecision& decision) {
    for (const auto& key : decision.exemptions)
        if (core::exemption_named(key) == nullptr) return invalid_field("exemptions", "there is no such exemption");
    if (!decision.reason.empty()) {
        TRY(check_text(decision.reason, "reason", reason_limit));
    }
    if (decision.decision == core::AccessDecision::give) return core::done();
    if (decision.exemptions.empty()) return invalid_field("exemptions", "say by which paragraph it is held back");
    if (!decision.is_widened)
        return invalid_field("is_widened", "consider whether more than one must can be given (§ 14)");
    if (decision.decision == core::AccessDecision::refuse && !decision.is_extracted)
        return invalid_field("is_extracted", "look for facts that must be given anyway (§ 28)");
    return core::done();
}

}  // namespace

std::vector<ListedAccessDocument> access_documents(Transaction& tx, const core::Principal& who, AccessRequestId id) {
    std::vector<ListedAccessDocument> list;
    std::map<std::string, std::int64_t> seen;
    for (auto& chosen : AccessRequestStore{tx}.documents(id)) {
        ListedAccessDocument row{.chosen = std::move(chosen), .document = {}, .case_number = {}};
        auto document = read_document(tx, who, row.chosen.document);
        if (document) {
            row.document = std::move(document.value());
            if (const auto on = CaseStore{tx}.find(row.document->in_case)) row.case_number = on->number;
            const auto [first, is_new] = seen.try_emplace(row.document->content.text(), row.chosen.place);
            if (!is_new) row.same_as = first->second;
        }
        list.push_back(std::move(row));
    }
    return list;
}

Result<std::int64_t> choose_documents(
    Transaction& tx, const Acting& acting, AccessRequestId id, const std::vector<core::DocumentId>& documents
) {
    TRY(const auto file, open_access_file(tx, acting, id));
    for (const auto one : documents) {
        TRY(const auto document, read_document(tx, acting.who, one));
        if (document.in_case == file.on.id) return invalid_field("documents", "a request is not about its own case");
        if (document.withdrawn) return invalid_field("documents", "the document has been withdrawn");
    }
    return put(tx, acting, file, documents);
}

Result<std::int64_t> choose_case(Transaction& tx, const Acting& acting, AccessRequestId id, core::CaseId of) {
    TRY(const auto file, open_access_file(tx, acting, id));
    TRY(const auto chosen, read_case(tx, acting.who, of));
    if (chosen.id == file.on.id) return invalid_field("case", "a request is not about its own case");
    std::vector<core::DocumentId> documents;
    constexpr std::int64_t all = static_cast<std::int64_t>(access_documents_max) + 1;
    auto found = DocumentStore{tx}.of_case(of, std::numeric_limits<std::int64_t>::max(), all);
    std::ranges::reverse(found);  // in the order in which they were journaled
    for (const auto& one : found)
        if (!one.withdrawn && core::may(acting.who, core::Action::read, {chosen.unit, one.access_group}))
            documents.push_back(one.id);
    return put(tx, acting, file, documents);
}

Result<void> leave_document(Transaction& tx, const Acting& acting, AccessRequestId id, core::DocumentId document) {
    TRY(const auto file, open_access_file(tx, acting, id));
    AccessRequestStore store{tx};
    if (!store.document(id, document)) return Error{ErrorCode::not_found, "it is not on the file list"};
    store.remove_document(id, document);
    AccessReviewStore{tx}.forget(id, document);
    append(tx, acting, EventKind::access_documents_changed, file, {{"removed", document.value}});
    return core::done();
}

Result<void> decide_access(
    Transaction& tx,
    const Acting& acting,
    AccessRequestId id,
    core::DocumentId document,
    const NewAccessDecision& decision
) {
    TRY(const auto file, open_access_file(tx, acting, id));
    TRY(const auto read, read_document(tx, acting.who, document));
    AccessRequestStore store{tx};
    auto decided = store.document(id, document);
    if (!decided) return Error{ErrorCode::not_found, "it is not on the file list"};
    TRY(check_decision(decision));
    decided->decision = decision.decision;
    decided->exemptions =
        decision.decision == core::AccessDecision::give ? std::vector<std::string>{} : decision.exemptions;
    decided->reason = decision.reason;
    decided->is_extracted = decision.is_extracted;
    decided->is_widened = decision.is_widened;
    decided->decided_by = acting.who.user;
    decided->decided_at = acting.now;
    store.decide_document(*decided);
    append(
        tx,
        acting,
        EventKind::access_decided,
        file,
        {{"document", document.value},
         {"number", read.number},
         {"decision", core::name_of(decision.decision)},
         {"exemptions", decided->exemptions}}
    );
    return core::done();
}

}  // namespace services
