#pragma once

#include <string>
#include <vector>

#include "core/time.hpp"

namespace services {

/// What a party wrote on its case, on paper, to be journaled. Throws std::runtime_error if it can't be drawn.
struct CitizenPaper {
    std::string title;  ///< "Besked fra part"
    std::string authority;
    std::string case_number;
    std::string from;       ///< who wrote
    std::string for_party;  ///< whom they act for; empty: themselves
    core::Date written{};
    std::string text;
    std::vector<std::string> files;  ///< names of what came with it
};
struct DrawnCitizenPaper {
    std::string pdf;
    std::vector<std::string> pages;  ///< what stands on each
};
DrawnCitizenPaper drawn_citizen_paper(const CitizenPaper& paper);

}  // namespace services
