#pragma once

#include "services/citizens/citizen_desk.hpp"
#include "services/participation/ideas.hpp"

/// Where citizens who are signed in put ideas forward.
namespace services {

/// /mine-sager/hoeringer/{id}.
void add_idea_pages(Router& router, const CitizenDesk& citizens);
/// The ideas of a hearing that everyone sees, with their comments: [{id, name, made, text, voices, is_taken, comments
/// [{name, made, text}]}], those with most voices first.
nlohmann::json shown_ideas_json(Transaction& tx, Language language, core::HearingId hearing);

/// Ideas of somebody that were taken up, for their own list: [{text, hearing, on, case_number, words}].
nlohmann::json taken_ideas_json(Transaction& tx, Language language, const Citizen& who);

}  // namespace services
