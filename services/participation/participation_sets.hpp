#pragma once

#include <vector>

#include "services/participation/participation_desk.hpp"
#include "services/post_list/open_data.hpp"

namespace services {

/// Hearings with the answers that are shown, ideas on them, and cases that everyone may follow, as open data.
std::vector<DataSet> participation_data_sets(const ParticipationDesk& desk);

}  // namespace services
