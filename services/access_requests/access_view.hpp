#pragma once

#include "services/access_requests/access_answers.hpp"
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

/// `hits` of the request's page: what the search finds for the words typed, those that are chosen marked, and mails of
/// one thread together. Errors: those of the search.
core::Result<nlohmann::json> found_documents(
    Transaction& tx,
    const AccessDesk& desk,
    const Caller& caller,
    const std::string& words,
    const AccessFile& file,
    const std::vector<ListedAccessDocument>& chosen,
    Language language
);
/// The mails of the thread whose button was pressed.
std::vector<core::DocumentId> thread_typed(const Request& request);

/// Every value of a field that may come more than once.
std::vector<std::string> typed_all(const Request& request, std::string_view name);

/// What the page that decides shows of a document: its pages with their boxes and what is suggested
/// (access_requests/blackouts).
core::Result<void> put_judged_pages(
    Transaction& tx,
    const FileStore& files,
    const core::Principal& who,
    const AccessFile& file,
    core::DocumentId document,
    Language language,
    nlohmann::json& data
);
/// The picture of a page by its number among all of a document, `page` of the address.
core::Result<Response> get_judged_picture(const AccessDesk& desk, const Request& request, const Caller& caller);
/// `answer` of the request's page.
nlohmann::json answer_json(Transaction& tx, const AccessFile& file, Language language, core::Timestamp now);
std::string spoken_answer_failure(Language language, const AccessAnswer& answer);
/// What is wrong with a box, an order or a letter.
std::string said_of_answer(Language language, const core::Error& error);

/// Parts of add_access_pages and add_ask_pages: blacking out, answering, and what the asker fetches.
void add_blackout_pages(Router& router, Identity& identity, const AccessDesk& desk);
void add_answer_pages(Router& router, Identity& identity, const AccessDesk& desk);
void add_followed_answers(Router& router, const AccessDesk& desk);

/// A second person's word, and those who are heard: a part of add_access_pages; `second`, `can_send` and `hearings` of
/// the request's page; and what the page that decides on a document warns of.
void add_agreement_pages(Router& router, Identity& identity, const AccessDesk& desk);
void put_agreement(
    Transaction& tx,
    const AccessDesk& desk,
    const Caller& caller,
    const AccessFile& file,
    const std::vector<ListedAccessDocument>& rows,
    const Names& names,
    Language language,
    nlohmann::json& data
);
nlohmann::json hearing_warnings(
    Transaction& tx, core::AccessRequestId id, core::DocumentId document, Language language, core::Date today
);

/// A year in figures: a part of add_access_pages, and of add_access_api.
void add_statistics_pages(Router& router, Identity& identity, const AccessDesk& desk);
void add_statistics_api(Router& router, Identity& identity, const AccessDesk& desk);

/// Publishing an answer: a part of add_access_pages, and of add_ask_pages.
void add_publication_pages(Router& router, Identity& identity, const AccessDesk& desk);
void add_published_pages(Router& router, const AccessDesk& desk);

/// Complaints: a part of add_access_pages, and of add_ask_pages.
void add_complaint_pages(Router& router, Identity& identity, const AccessDesk& desk);
void add_followed_complaints(Router& router, const AccessDesk& desk);
std::string said_of_complaint(Language language, const core::Error& error);
/// `complaints` and `complaint_choices` of access_requests/complaints.
nlohmann::json complaints_json(Transaction& tx, const core::AccessRequest& one, Language language, core::Date today);
nlohmann::json complaint_choices(
    Transaction& tx, Language language, const core::AccessRequest& one, const core::AccessClock& clock, core::Date today
);
/// Those that wait, for the list of all requests.
nlohmann::json waiting_complaints_json(Transaction& tx, core::UserId reader, Language language, core::Date today);

/// A part of add_access_pages: the list, its file, and the form for one that was asked for in words or on paper.
void add_access_lists(Router& router, Identity& identity, const AccessDesk& desk);

}  // namespace services
