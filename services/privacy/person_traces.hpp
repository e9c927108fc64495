#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/rules/access.hpp"
#include "services/store/database.hpp"
#include "services/store/privacy_store.hpp"

/// What is held on a person beside the cases' own papers: what happened on the person's own pages and in public
/// hearings. For a bundle (bundles.hpp), in Danish. By number, where the house knows who it was; by mail address, where
/// that is all that anybody said of themselves.
namespace services {

/// For a bundle's page and for programs.
struct PersonTraces {
    std::string html;  ///< empty where nothing is held
    nlohmann::json told = nlohmann::json::object();
};

/// Of one case: the hearings of the person as a party, what the person wrote on its own pages, and what was released.
PersonTraces traces_on_case(Transaction& tx, const PersonBundle& bundle, core::CaseId id);

/// Powers of attorney given and held, ideas and voices on hearings, answers to hearings, and subscriptions. What
/// belongs to a case that the asker may not read is left out.
PersonTraces traces_of_person(Transaction& tx, const core::Principal& asker, const PersonBundle& bundle);

/// Text for HTML and quoted attributes.
std::string html_escaped(std::string_view text);

}  // namespace services
