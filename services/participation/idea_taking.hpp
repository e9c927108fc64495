#pragma once

#include <string>

#include "core/model/document.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/participation/ideas.hpp"

/// Taking an idea up: what was only said on a hearing becomes a document of the case where it is worked on, and whoever
/// gave it is told where it went.
namespace services {

struct TakingUp {
    std::string case_number{};  ///< of a case that is open; or empty, and
    std::string new_title{};    ///< the title of a new one, which is kept as the hearing's case is
    std::string words;          ///< to whoever gave it, 1 to 1,000 characters
    std::int64_t version{};     ///< of the idea; 0: whichever
};

struct TakingDesk {
    Database& db;
    FileStore& files;
    std::string authority;
    CaseSettings cases;
};

/// The document that it became. By someone who may work on the hearing's case, and journal on the other. Errors:
/// not_found, forbidden, conflict (version; idea: it was taken up already; case: it is closed or merged), invalid_input
/// (idea: it is a comment; case, new_title, words).
core::Result<core::Document> take_up_idea(
    const TakingDesk& desk, const Acting& acting, core::HearingId id, std::int64_t idea, const TakingUp& made
);

}  // namespace services
