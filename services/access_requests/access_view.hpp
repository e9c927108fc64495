#pragma once

#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/access_documents.hpp"

/// What the staff's pages of access requests share.
namespace services {

/// A row of the file list.
nlohmann::json document_json(const ListedAccessDocument& row, Language language, const std::string& request_path);
nlohmann::json documents_json(
    const std::vector<ListedAccessDocument>& rows, Language language, const std::string& request_path
);
std::int64_t undecided(const std::vector<ListedAccessDocument>& rows);
/// What the decisions come to, once all are made; nothing for an empty list, which is not one yet.
std::optional<core::AccessOutcome> outcome_of_listed(const std::vector<ListedAccessDocument>& rows);
/// "3 timer og 20 minutter"
std::string time_used_text(Language language, std::int64_t minutes);

/// Every value of a field that may come more than once.
std::vector<std::string> typed_all(const Request& request, std::string_view name);

/// A part of add_access_pages: the list, its file, and the form for one that was asked for in words or on paper.
void add_access_lists(Router& router, Identity& identity, const AccessDesk& desk);

}  // namespace services
