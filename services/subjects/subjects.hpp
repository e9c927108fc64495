#pragma once

#include <string>
#include <string_view>

#include "core/model/subject.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/web/translation.hpp"

/// What a case may be filed under, and how that is said.
namespace services {

/// The subject as the scheme has it, if a case may be given it today. Until the authority has a scheme, any well-formed
/// number is taken and stands for its own title. Errors: invalid_input on "subject"; of a retired number it names those
/// that took its place.
core::Result<core::SchemeEntry> usable_subject(Transaction& tx, std::string_view number, core::Date today);

/// The same of a facet. A facet that is not in the list is taken until an edition of KL's facets has been imported.
core::Result<void> check_facet(Transaction& tx, std::string_view code, core::Date today);

/// Why a number can't be chosen, to someone who typed it: that it is retired and what to use instead, or that there is
/// no such subject.
std::string refused_subject_text(Transaction& tx, Language language, std::string_view number, core::Date today);
std::string refused_facet_text(Transaction& tx, Language language, std::string_view code, core::Date today);

/// "Udgået 1. november 2014, afløst af 15.40.00"; empty while the number is in use.
std::string retired_text(Language language, const core::SchemeEntry& entry, core::Date today);

/// "Bevares", "Kan kasseres 5 år efter, at sagen er afsluttet".
std::string spoken(Language language, core::Retention retention);
/// "Slettes 1.825 dage (ca. 5 år) efter, at sagen er afsluttet"; empty where there is no rule.
std::string deletion_text(Language language, std::string_view duration);

}  // namespace services
