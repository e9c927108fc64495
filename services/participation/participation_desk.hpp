#pragma once

#include <string>

#include "services/cases/case_desk.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/participation/hearings.hpp"
#include "services/rights/acting.hpp"

/// What the pages and routes of hearings and followed cases stand on.
namespace services {

struct ParticipationDesk {
    const Workplace& workplace;
    FileStore& files;
    CaseDesk cases;
    std::string public_url{};  ///< without a slash at the end; empty: as the request says
};

/// All of it.
void add_participation(Router& router, Identity& identity, const ParticipationDesk& desk);

/// /hoeringer for everyone: the list, each hearing with the form to answer it, receipts, the feed and open data; and
/// /materiale, what is shown with them.
void add_open_hearings(Router& router, const ParticipationDesk& desk);
void add_hearing_feeds(Router& router, const ParticipationDesk& desk);
void add_shown_files(Router& router, const ParticipationDesk& desk);
/// /deltagelse for staff: hearings to write, release, judge the answers of, and sum up.
void add_hearing_pages(Router& router, Identity& identity, const ParticipationDesk& desk);
void add_answer_pages(Router& router, Identity& identity, const ParticipationDesk& desk);
/// /aktuelle-sager for everyone.
void add_open_cases(Router& router, const ParticipationDesk& desk);
void add_case_feeds(Router& router, const ParticipationDesk& desk);
/// /sager/{id}/offentlig: what everyone may follow of a case.
void add_followed_pages(Router& router, Identity& identity, const ParticipationDesk& desk);
/// /api/v1/cases/{id}/publication.
void add_followed_api(Router& router, Identity& identity, const ParticipationDesk& desk);
/// The ideas on a hearing, for those who work on it.
void add_idea_judging(Router& router, Identity& identity, const ParticipationDesk& desk);
/// /api/v1/hearings.
void add_hearing_api(Router& router, Identity& identity, const ParticipationDesk& desk);

/// Where everyone reaches the house, for feeds and open data.
std::string site_of(const ParticipationDesk& desk, const Request& request);
Acting acting_of(const ParticipationDesk& desk, const Caller& caller);
core::Date today_of(const ParticipationDesk& desk);

/// Errors that a form can show beside what was typed; others are pages of their own.
bool is_told(const core::Error& error);
/// The case's documents to choose from: [{id, number, title, public_title, date, path, is_selected}], newest first.
nlohmann::json pickable_json(Transaction& tx, Language language, core::CaseId on, const std::vector<ShownPick>& picked);
/// Those that were chosen in such a form: fields `document` (ids) and `title-<id>`.
std::vector<ShownPick> typed_picks(const Request& request);
/// The same from a list of objects with `document` and perhaps `title`. Errors: invalid_input.
core::Result<std::vector<ShownPick>> picks_in(const nlohmann::json& body, const char* name);
std::vector<ShownPick> picks_of(const std::vector<ShownDocument>& shown);

}  // namespace services
