#pragma once

#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/access_desk.hpp"
#include "services/api/json.hpp"

/// What the REST routes of access requests share.
namespace services {

/// The request as it is now, with its version as ETag. Errors: not_found.
core::Result<Response> answer_with_access(const AccessDesk& desk, const Caller& caller, core::AccessRequestId id);
/// A list of ids, each once. Errors: invalid_input with the member's name, also for more than `most`.
core::Result<std::vector<core::DocumentId>> documents_member(
    const nlohmann::json& body, const char* name, std::size_t most
);
Response no_content();
/// "2026-03-01T…" or null, and likewise.
nlohmann::json or_null(const std::optional<core::Date>& date);
nlohmann::json or_null(const std::optional<core::Timestamp>& at);
template <class IdType>
nlohmann::json id_or_null(const std::optional<IdType>& id) {
    return id ? nlohmann::json(id->value) : nlohmann::json(nullptr);
}

/// A letter as it begins, or as it is to go: {title, receiver, text}.
nlohmann::json letter_json(const LetterDraft& letter);
LetterDraft letter_members(Members& members);
/// 201, with the journaled letter and where it is.
Response answer_with_letter(const core::Document& letter);

/// Parts of add_access_api: blacking out; answering, the second person and those who are heard; complaints; publishing.
void add_blackout_api(Router& router, Identity& identity, const AccessDesk& desk);
void add_answer_api(Router& router, Identity& identity, const AccessDesk& desk);
void add_agreement_api(Router& router, Identity& identity, const AccessDesk& desk);
void add_complaint_api(Router& router, Identity& identity, const AccessDesk& desk);
void add_publication_api(Router& router, Identity& identity, const AccessDesk& desk);

}  // namespace services
