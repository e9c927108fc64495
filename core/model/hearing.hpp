#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/id.hpp"
#include "core/time.hpp"

namespace core {

using HearingId = Id<struct HearingTag>;
using ShownDocumentId = Id<struct ShownDocumentTag>;

enum class HearingState {
    draft,
    published,
    taken_down  ///< it was published; what stays is that it was
};

/// Where the time of a hearing stands on a day.
enum class HearingPhase { soon, open, closed };

/// What everyone is asked about, on a case (offentlig høring).
struct Hearing {
    HearingId id;
    CaseId in_case;
    std::string title;
    std::string text;        ///< in plain words
    std::string asked;       ///< who was asked, one on each line
    Date opens{}, closes{};  ///< Danish days; the last one belongs to it
    bool shows_answers{};
    bool takes_late{};
    bool takes_ideas{};
    std::string summary{};  ///< what came of it
    std::optional<Timestamp> summary_shown_at{};
    HearingState state{};
    std::optional<Timestamp> published_at{};
    Timestamp changed_at{};
    std::optional<Timestamp> taken_down_at{};
    std::string exemption{};  ///< that it was taken down under: a name of core/rules/exemptions.hpp
    std::int64_t answers{};   ///< how many have come
    UserId made_by;
    std::int64_t version{1};
};

constexpr HearingPhase phase_of(const Hearing& one, Date today) {
    if (today < one.opens) return HearingPhase::soon;
    return today <= one.closes ? HearingPhase::open : HearingPhase::closed;
}

enum class AnswerShowing { waiting, shown, hidden };

struct HearingAnswer {
    std::int64_t id{};
    HearingId hearing;
    std::int64_t number{};  ///< 1, 2, 3 … in its hearing
    DocumentId document;    ///< that it was journaled as
    std::string name, organisation;
    std::string mail;  ///< never shown
    bool hides_name{};
    std::string text;
    Timestamp received_at{};
    bool is_late{};
    AnswerShowing state{};
    std::string shown_name{}, shown_text{};  ///< as everyone sees them
    bool shows_files{};
    std::string seen{};  ///< which files were released, as a hash
    std::string reason{};
    std::optional<UserId> decided_by{};
    std::optional<Timestamp> decided_at{};
    std::int64_t version{1};
};

}  // namespace core
