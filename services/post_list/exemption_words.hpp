#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "services/store/post_list_store.hpp"
#include "services/web/translation.hpp"

/// Why something is left out, said as one would say it; and the number that everyone knows an entry by.
namespace services {

/// "2026-214"
std::string number_of(const ListedPost& one);
/// [{value, text, is_selected}], with a first one that is no choice.
nlohmann::json exemption_choices(Language language, std::string_view chosen);
/// Withheld, and no paragraph was named. To leave a document off the list is no decision on access to it
/// (offentlighedslovens § 7 gives that), which is to be said where it is told.
bool is_undecided(const ListedPost& one);
/// "Tilbageholdt efter offentlighedslovens § 30, nr. 1", "Tilbageholdt", "Venter på gennemsyn", or "Taget ned den
/// 3. november 2026 efter …".
std::string spoken_absence(Language language, const ListedPost& one);

}  // namespace services
