#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/model/draft.hpp"
#include "services/cases/case_desk.hpp"

/// What the pages of drafts show.
namespace services {

/// "/sager/12/kladder/7"
std::string draft_path(const core::Draft& draft);
nlohmann::json direction_choices(Language language, core::Direction selected);
/// A row of drafts/list.
nlohmann::json draft_row(const CaseViewing& viewing, const core::Draft& draft);
/// A row of `versions` in drafts/show.
nlohmann::json version_row(const CaseViewing& viewing, const core::Draft& draft, const core::DraftVersion& one);
/// All of drafts/show but `fault`, `late_reason` and `errors`.
void put_draft(const CaseViewing& viewing, const core::Draft& draft, nlohmann::json& data);

}  // namespace services
