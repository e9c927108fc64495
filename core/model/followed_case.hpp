#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/model/hearing.hpp"
#include "core/time.hpp"

namespace core {

using FollowedCaseId = Id<struct FollowedCaseTag>;

enum class StepKind { meeting, decision, other };

/// Something that happens in a case, said for everyone.
struct CaseStep {
    Date on{};
    StepKind kind{};
    std::string text;
    friend bool operator==(const CaseStep&, const CaseStep&) = default;
};

/// A case that everyone may follow, in words of its own.
struct FollowedCase {
    FollowedCaseId id{};
    CaseId in_case;
    std::string title;
    std::string summary;  ///< in plain words
    std::string contact;  ///< whom to ask; empty: the unit
    HearingState state{};
    std::optional<Timestamp> published_at{};
    Timestamp changed_at{};
    std::optional<Timestamp> taken_down_at{};
    std::string exemption{};  ///< that it was taken down under: a name of core/rules/exemptions.hpp
    UserId made_by;
    std::int64_t version{1};
    std::vector<CaseStep> steps{};  ///< in order of days
};

}  // namespace core
