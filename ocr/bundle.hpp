#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/reading.hpp"

/// Several PDFs as one, as an answer to a request for access to documents goes out: a front page, and one part after
/// the other with a bookmark each. Only for PDFs of our own making (redactions, and what services/paper draws): nothing
/// is cleaned here.
namespace ocr {

struct BundlePart {
    std::filesystem::path file;
    std::string title{};  ///< of its bookmark
    /// Written into the upper right margin of each page, followed by the page's number within the part: "Bilag 3"
    /// becomes "Bilag 3, side 2 af 5". Empty: nothing is written.
    std::string stamp{};
};

struct BundleOrder {
    std::vector<BundlePart> parts;  ///< in their order; the first may be the list of what follows
    std::string title{};            ///< of the whole; may be empty
    std::string language{"da-DK"};  ///< told to screen readers
};

struct Bundle {
    Outcome outcome{Outcome::failed};  ///< complete or failed
    std::string reason{};
    std::filesystem::path path{};  ///< empty if failed
    int page_count{};
};

}  // namespace ocr
