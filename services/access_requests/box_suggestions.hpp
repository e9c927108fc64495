#pragma once

#include <string>
#include <vector>

#include "ocr/reading.hpp"
#include "services/access_requests/blackouts.hpp"

/// What the machine thinks might be blacked out in a document. It suggests only: nothing is covered before a person has
/// taken a suggestion.
namespace services {

struct BoxSuggestion {
    /// "earlier": covered in the same file for another request; "phrase": the same words are covered elsewhere in this
    /// one; "party": of the document's case, or its correspondent; else a core::ReleaseKind.
    std::string kind;
    std::int64_t page{};  ///< core::page_number
    ocr::Box box;         ///< pixels of the page's picture
    std::string exemption;
    std::string detail;  ///< earlier: that request's case number; phrase: the place of the document; party: the name
    bool certain{true};
};
/// "3-120-88-410-24": names a suggestion as long as nothing about it changes.
std::string key_of(const BoxSuggestion& one);

/// By page, and on it by kind in the order above. Without those that are covered, were dismissed, or lie on a page that
/// somebody has decided on. Reads the pages' words from their files. Errors: not_found.
core::Result<std::vector<BoxSuggestion>> box_suggestions(
    Transaction& tx,
    const FileStore& files,
    const core::Principal& who,
    const core::AccessRequest& one,
    core::DocumentId document
);

/// Which of them: one by its key, a kind, or, with both empty, all.
struct SuggestionChoice {
    std::string key{}, kind{};
    std::string if_match{};  ///< what was seen of the document (check_reviewed)
};
/// Blacks out what is suggested, each by its own exemption; how many boxes are new. Errors: those of black_out, and of
/// check_reviewed.
core::Result<std::int64_t> take_suggestions(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const SuggestionChoice& choice
);
/// They are not shown again for this request; how many. Errors: likewise.
core::Result<std::int64_t> dismiss_suggestions(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    core::AccessRequestId id,
    core::DocumentId document,
    const SuggestionChoice& choice
);

/// What is usually protected by the first of these laws: private matters, and the like.
std::string usual_exemption(const std::vector<core::AccessLaw>& laws);

}  // namespace services
