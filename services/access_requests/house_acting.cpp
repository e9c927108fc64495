#include "services/access_requests/house_acting.hpp"

#include "services/store/people_store.hpp"

namespace services {

core::Principal house_in(Transaction& tx, core::UnitId unit, core::Timestamp now) {
    UserStore users{tx};
    auto user = users.find_by_name(house_user_name);
    if (!user) {
        User made;
        made.name = house_user_name;
        made.full_name = "Selvbetjening";
        made.initials = "SB";
        made.active = false;
        made.id = users.add(made, "", now);
        users.set_active(made.id, false);
        user = made;
    }
    return {
        .user = user->id,
        .roles = {{core::Role::caseworker, unit}},
        .groups = {},
        .units = UnitStore{tx}.tree(),
    };
}

core::Principal house_on(Transaction& tx, const core::Case& on, core::Timestamp now) {
    auto house = house_in(tx, on.unit, now);
    house.groups = {on.access_group};
    return house;
}

}  // namespace services
