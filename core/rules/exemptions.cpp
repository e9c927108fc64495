#include "core/rules/exemptions.hpp"

#include <algorithm>
#include <array>

namespace core {

namespace {

constexpr std::string_view ofl = "offentlighedsloven";

constexpr std::array all{
    Exemption{"ofl-19", ofl, "§ 19", "sager inden for strafferetsplejen"},
    Exemption{"ofl-20", ofl, "§ 20", "sager om lovgivning"},
    Exemption{"ofl-21", ofl, "§ 21", "sager om ansættelse og personale"},
    Exemption{"ofl-22", ofl, "§ 22", "kalendere"},
    Exemption{"ofl-23", ofl, "§ 23", "interne dokumenter"},
    Exemption{"ofl-24", ofl, "§ 24", "ministerbetjening"},
    Exemption{"ofl-25", ofl, "§ 25", "dokumenter udvekslet med KL og Danske Regioner"},
    Exemption{"ofl-27", ofl, "§ 27", "særlige dokumenter, for eksempel til brug for retssager"},
    Exemption{"ofl-29", ofl, "§ 29", "interne faglige vurderinger"},
    Exemption{"ofl-30-1", ofl, "§ 30, nr. 1", "private forhold, herunder økonomiske"},
    Exemption{"ofl-30-2", ofl, "§ 30, nr. 2", "drifts- og forretningsforhold"},
    Exemption{"ofl-31", ofl, "§ 31", "statens sikkerhed og rigets forsvar"},
    Exemption{"ofl-32", ofl, "§ 32", "udenrigspolitik og forholdet til andre lande"},
    Exemption{"ofl-33-1", ofl, "§ 33, nr. 1", "forfølgning af lovovertrædelser og straf"},
    Exemption{"ofl-33-2", ofl, "§ 33, nr. 2", "kontrol, regulering og planlægning, herunder skat"},
    Exemption{"ofl-33-3", ofl, "§ 33, nr. 3", "det offentliges økonomiske interesser"},
    Exemption{"ofl-33-4", ofl, "§ 33, nr. 4", "forskeres og kunstneres originale ideer"},
    Exemption{"ofl-33-5", ofl, "§ 33, nr. 5", "andre private og offentlige interesser, der kræver hemmelighed"},
    Exemption{"ofl-35", ofl, "§ 35", "særlig tavshedspligt i anden lov"},
};

}  // namespace

std::span<const Exemption> exemptions() {
    return all;
}

const Exemption* exemption_named(std::string_view name) {
    const auto* const found = std::ranges::find(all, name, &Exemption::name);
    return found == all.end() ? nullptr : found;
}

}  // namespace core
