#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/mailroom/kept.hpp"
#include "services/store/database.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"

namespace services {

/// Someone who post may be handed to.
struct Receiver {
    core::UserId user;
    std::string name;
    std::string unit;                  ///< short name of where they work
    std::vector<core::UnitId> places;  ///< the units whose post they handle, and with each all that is below it
};

/// What the mailroom's forms let one choose from. The same for everyone; what a person may do with it is decided by the
/// use cases.
struct Choices {
    std::vector<Unit> units;
    std::vector<Receiver> receivers;  ///< by name
    std::vector<Facet> facets;

    static Choices read(Transaction& tx, core::Date today);
    const Unit* unit(core::UnitId id) const;
    std::vector<core::UnitId> with_those_above(core::UnitId id) const;
    std::string person(core::UserId id) const;  ///< empty where it is nobody who receives post
};

/// Read at most every ten seconds.
using KeptChoices = Kept<Choices>;

}  // namespace services
