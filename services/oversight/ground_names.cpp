#include "services/oversight/ground_names.hpp"

namespace services {

std::string_view name_of(core::ReadingGround ground) {
    switch (ground) {
        case core::ReadingGround::staff:
            return "staff";
        case core::ReadingGround::unit_role:
            return "unit_role";
        case core::ReadingGround::caseworker:
            return "caseworker";
        case core::ReadingGround::leader:
            return "leader";
        case core::ReadingGround::personal_grant:
            return "personal_grant";
        case core::ReadingGround::unit_grant:
            return "unit_grant";
    }
    return "";
}

}  // namespace services
