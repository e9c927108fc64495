#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/rules/access_clock.hpp"

/// The grounds on which the law lets an authority keep something back, for whoever decides: the post list, and access
/// to documents. Offentlighedsloven (LBK nr. 145 af 24/02/2020, as changed by lov nr. 116 af 2024), forvaltningsloven
/// (LBK nr. 433 af 22/04/2014), databeskyttelsesloven, and for the environment directive 2003/4/EC, art. 4.
namespace core {

struct Exemption {
    std::string_view name;  ///< as stored and in the API: "ofl-30-1"
    AccessLaw by{};
    std::string_view law;        ///< "offentlighedsloven"
    std::string_view paragraph;  ///< "§ 30, nr. 1"
    std::string_view text;       ///< what it is about, in a few Danish words
};

/// In the order of the laws.
std::span<const Exemption> exemptions();
std::span<const Exemption> exemptions_of(AccessLaw law);
/// Null where there is none of this name.
const Exemption* exemption_named(std::string_view name);
/// "offentlighedslovens § 30, nr. 1"
std::string cited(const Exemption& exemption);

}  // namespace core
