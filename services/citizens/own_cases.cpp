#include "services/citizens/own_cases.hpp"

#include <algorithm>
#include <map>

#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

std::string name_on(Transaction& tx, core::CaseId id, const core::CitizenNumber& party) {
    for (const auto& one : CaseStore{tx}.parties(id))
        if (one.identifier_kind == party.kind && one.identifier == party.digits) return one.name;
    return {};
}

std::optional<OwnCase> opened(Transaction& tx, const SeenCase& seen) {
    auto on = CaseStore{tx}.find(seen.in_case);
    if (!on) return std::nullopt;
    return OwnCase{std::move(*on), seen.as, name_on(tx, seen.in_case, seen.as.party)};
}

}  // namespace

OwnCases own_cases(Transaction& tx, const Citizen& who, const CitizenRules& rules, std::size_t page) {
    auto seen = CitizenStore{tx}.seen_by(who.number, rules.today, rules.most);
    std::ranges::reverse(seen);
    OwnCases found;
    found.total = seen.size();
    const auto first = std::min(page * own_cases_at_once, seen.size());
    const auto last = std::min(first + own_cases_at_once, seen.size());
    for (auto at = first; at < last; ++at)
        if (auto one = opened(tx, seen[at])) found.cases.push_back(std::move(*one));
    return found;
}

Result<OwnCase> own_case(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::CaseId id, std::optional<std::int64_t> power
) {
    const Error unknown{ErrorCode::not_found, "there is no such case for this person"};
    auto seen = CitizenStore{tx}.seen_by(who.number, rules.today, rules.most, id);
    if (power) std::erase_if(seen, [&](const SeenCase& one) { return one.as.power != *power; });
    if (seen.empty()) return unknown;
    const auto chosen = std::ranges::min_element(seen, {}, [](const SeenCase& one) { return one.as.power; });
    auto found = opened(tx, *chosen);
    if (!found) return unknown;
    return std::move(*found);
}

std::vector<OwnDocument> own_documents(Transaction& tx, const OwnCase& seen) {
    const CitizenStore store{tx};
    std::map<core::DocumentId, std::vector<OwnAttachment>> attachments;
    for (const auto& one : store.attachments(seen.on.id, seen.as.party))
        if (auto found = AttachmentStore{tx}.find(one.attachment))
            attachments[one.document].push_back({std::move(*found), one.ground});
    std::vector<OwnDocument> documents;
    for (auto& one : store.documents(seen.on.id, seen.as.party)) {
        auto document = DocumentStore{tx}.find(one.document);
        if (!document) continue;
        documents.push_back(
            {std::move(*document), one.ground, std::move(one.title), one.at, std::move(attachments[one.document])}
        );
    }
    return documents;
}

Result<OwnDocument> own_document(Transaction& tx, const OwnCase& seen, core::DocumentId id) {
    for (auto& one : own_documents(tx, seen))
        if (one.document.id == id) return std::move(one);
    return Error{ErrorCode::not_found, "there is no such document for this person"};
}

Result<OwnAttachment> own_attachment(const OwnDocument& one, std::int64_t place) {
    for (const auto& attached : one.attachments)
        if (attached.attachment.place == place) return attached;
    return Error{ErrorCode::not_found, "there is no such attachment for this person"};
}

}  // namespace services
