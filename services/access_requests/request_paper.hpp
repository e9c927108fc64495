#pragma once

#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/time.hpp"

namespace services {

struct DrawnPaper {
    std::string pdf;
    std::vector<std::string> pages;  ///< what stands on each
};

/// A request as it was asked, on paper, to be journaled. Throws std::runtime_error if it can't be drawn.
struct RequestPaper {
    std::string authority;
    core::AccessRequest::Asker asker;
    std::string asked_for;
    std::vector<core::AccessLaw> laws;
    std::string about;  ///< title of what it is about; empty: nothing that is known
    core::Date received{};
    core::AskChannel channel{};
};
DrawnPaper drawn_request(const RequestPaper& paper);

}  // namespace services
