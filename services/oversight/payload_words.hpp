#pragma once

#include <string>
#include <string_view>

#include "services/web/translation.hpp"

namespace services {

/// What an event holds, a line for a person: "Titel: Carport → Garage · Enhed: 3 → 4". A pair is what was before and
/// what came after. Empty for an empty object; text that is no JSON as it is.
std::string payload_text(Language language, std::string_view payload);

}  // namespace services
