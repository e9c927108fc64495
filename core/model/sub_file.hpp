#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/time.hpp"

namespace core {

using SubFileId = Id<struct SubFileTag>;

/// A part of a case (delsag) with a title of its own. A document lies in one of them or in none.
struct SubFile {
    SubFileId id;
    CaseId in_case;
    std::int64_t place{};  ///< 1, 2, 3 … on its case
    std::string title;
    Timestamp made_at{};
    UserId made_by;
};

/// Where a document once was: the number stays on the case and leads on.
struct FormerPlace {
    CaseId in_case;
    std::int64_t number{};
    DocumentId document;
    Timestamp moved_at{};
    UserId moved_by;
    std::string reason;
    std::int64_t to_number{};  ///< what it was given where it went then
};

/// A case that everything was taken from when it was put together with another.
struct CaseMerge {
    std::int64_t id{};
    CaseId emptied, into;
    CaseState state{};  ///< of the emptied case before
    Timestamp merged_at{};
    UserId merged_by;
    std::string reason;
};

}  // namespace core
