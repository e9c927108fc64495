#pragma once

#include <span>
#include <string_view>

/// The grounds on which the law lets an authority keep something back, for whoever decides: the post list, and access
/// to documents. Offentlighedsloven: LBK nr. 145 af 24/02/2020.
namespace core {

struct Exemption {
    std::string_view name;       ///< as stored and in the API: "ofl-30-1"
    std::string_view law;        ///< "offentlighedsloven"
    std::string_view paragraph;  ///< "§ 30, nr. 1"
    std::string_view text;       ///< what it is about, in a few Danish words
};

/// In the order of the law.
std::span<const Exemption> exemptions();
/// Null where there is none of this name.
const Exemption* exemption_named(std::string_view name);

}  // namespace core
