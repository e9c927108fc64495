#pragma once

#include <string>

#include "core/time.hpp"
#include "services/access_requests/request_paper.hpp"

namespace services {

/// An idea that was taken up, on paper, to be journaled. Throws std::runtime_error if it can't be drawn.
struct IdeaPaper {
    std::string authority, hearing;
    std::int64_t number{};
    std::string name;
    bool hides_name{};
    std::string text;
    std::int64_t voices{};
    core::Date made{};
};
DrawnPaper drawn_idea(const IdeaPaper& paper);

}  // namespace services
