#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/demo/municipality.hpp"

/// What the demonstration's cases have by their type.
namespace services {

/// For a case of the general type, `type` is empty.
struct DemoSheet {
    std::string type;    ///< key of a case type that comes with the program
    std::string fields;  ///< values by field, as a JSON object
    std::string phase;   ///< the items of the phases before it are ticked
};

/// Depends on the seed, the case's index and the day alone.
DemoSheet demo_sheet(std::uint64_t seed, const DemoCase& of, core::Date today);

}  // namespace services
