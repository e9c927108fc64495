#pragma once

#include <string>
#include <string_view>
#include <vector>

/// House rules that no compiler and no linter knows: which folder may use what, and what never belongs in the tree.
namespace tidy {

struct Finding {
    int line{};           ///< from 1; 0: the file as a whole
    std::string message;  ///< what was found, and the reason for the rule
};

/// `path` is relative to the repository's root, with '/'.
std::vector<Finding> check(std::string_view path, std::string_view content);

}  // namespace tidy
