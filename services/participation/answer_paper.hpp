#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "services/access_requests/request_paper.hpp"

namespace services {

/// An answer to a hearing as it was given, on paper, to be journaled. Throws std::runtime_error if it can't be drawn.
struct AnswerPaper {
    std::string authority, hearing;
    std::int64_t number{};
    std::string name, organisation, mail;
    bool hides_name{};
    std::string text;
    std::vector<std::string> files;  ///< names
    core::Date received{};
    bool is_late{};
};
DrawnPaper drawn_answer(const AnswerPaper& paper);

/// What came from somebody at a hearing, part by part; a part without text is left out.
struct PaperParts {
    std::string title, authority;
    core::Date day{};
    std::vector<std::pair<std::string, std::string>> parts;  ///< heading and text
};
DrawnPaper drawn_parts(const PaperParts& paper);

}  // namespace services
