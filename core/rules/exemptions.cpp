#include "core/rules/exemptions.hpp"

#include <algorithm>
#include <array>

namespace core {

namespace {

using Law = AccessLaw;

constexpr std::string_view ofl = "offentlighedsloven";
constexpr std::string_view fvl = "forvaltningsloven";
constexpr std::string_view dbl = "databeskyttelsesloven";
constexpr std::string_view mol = "miljøoplysningsdirektivet";

constexpr std::array all{
    Exemption{"ofl-19", Law::public_access, ofl, "§ 19", "sager inden for strafferetsplejen"},
    Exemption{"ofl-20", Law::public_access, ofl, "§ 20", "sager om lovgivning"},
    Exemption{"ofl-21", Law::public_access, ofl, "§ 21", "sager om ansættelse og personale"},
    Exemption{"ofl-21-3", Law::public_access, ofl, "§ 21, stk. 3", "en medarbejders navn, af hensyn til sikkerheden"},
    Exemption{"ofl-22", Law::public_access, ofl, "§ 22", "kalendere"},
    Exemption{"ofl-23", Law::public_access, ofl, "§ 23", "interne dokumenter"},
    Exemption{"ofl-24", Law::public_access, ofl, "§ 24", "ministerbetjening"},
    Exemption{"ofl-25", Law::public_access, ofl, "§ 25", "dokumenter udvekslet med KL og Danske Regioner"},
    Exemption{"ofl-27", Law::public_access, ofl, "§ 27", "særlige dokumenter, for eksempel til brug for retssager"},
    Exemption{"ofl-29", Law::public_access, ofl, "§ 29", "interne faglige vurderinger"},
    Exemption{"ofl-30-1", Law::public_access, ofl, "§ 30, nr. 1", "private forhold, herunder økonomiske"},
    Exemption{"ofl-30-2", Law::public_access, ofl, "§ 30, nr. 2", "drifts- og forretningsforhold"},
    Exemption{"ofl-31", Law::public_access, ofl, "§ 31", "statens sikkerhed og rigets forsvar"},
    Exemption{"ofl-32", Law::public_access, ofl, "§ 32", "udenrigspolitik og forholdet til andre lande"},
    Exemption{"ofl-33-1", Law::public_access, ofl, "§ 33, nr. 1", "forfølgning af lovovertrædelser og straf"},
    Exemption{"ofl-33-2", Law::public_access, ofl, "§ 33, nr. 2", "kontrol, regulering og planlægning, herunder skat"},
    Exemption{"ofl-33-3", Law::public_access, ofl, "§ 33, nr. 3", "det offentliges økonomiske interesser"},
    Exemption{"ofl-33-4", Law::public_access, ofl, "§ 33, nr. 4", "forskeres og kunstneres originale ideer"},
    Exemption{
        "ofl-33-5",
        Law::public_access,
        ofl,
        "§ 33, nr. 5",
        "andre private og offentlige interesser, der kræver hemmelighed"},
    Exemption{"ofl-35", Law::public_access, ofl, "§ 35", "særlig tavshedspligt i anden lov"},
    Exemption{"fvl-12", Law::party_access, fvl, "§ 12", "interne arbejdsdokumenter"},
    Exemption{"fvl-15", Law::party_access, fvl, "§ 15", "statens sikkerhed og forholdet til andre lande"},
    Exemption{"fvl-15a", Law::party_access, fvl, "§ 15 a", "forebyggelse og opklaring af lovovertrædelser"},
    Exemption{"fvl-15b", Law::party_access, fvl, "§ 15 b", "afgørende hensyn til andre eller til det offentlige"},
    Exemption{"dbl-22", Law::own_data, dbl, "§ 22", "afgørende hensyn til andre eller til det offentlige"},
    Exemption{"mol-4", Law::environment, mol, "artikel 4", "hensyn, som reglerne om miljøoplysninger beskytter"},
};

}  // namespace

std::span<const Exemption> exemptions() {
    return all;
}

std::span<const Exemption> exemptions_of(AccessLaw law) {
    const auto* const first = std::ranges::find(all, law, &Exemption::by);
    const auto* const end = std::find_if(first, all.end(), [&](const Exemption& one) { return one.by != law; });
    return {first, end};
}

const Exemption* exemption_named(std::string_view name) {
    const auto* const found = std::ranges::find(all, name, &Exemption::name);
    return found == all.end() ? nullptr : found;
}

std::string cited(const Exemption& exemption) {
    return std::string{exemption.law} + "s " + std::string{exemption.paragraph};
}

}  // namespace core
