#include "core/rules/erasure.hpp"

#include <chrono>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names grounds{{
    std::pair<ErasureGround, std::string_view>{ErasureGround::no_longer_needed, "no_longer_needed"},
    {ErasureGround::consent_withdrawn, "consent_withdrawn"},
    {ErasureGround::objection, "objection"},
    {ErasureGround::unlawful, "unlawful"},
    {ErasureGround::legal_duty, "legal_duty"},
}};
constexpr Names kinds{{
    std::pair<ErasureOf, std::string_view>{ErasureOf::party, "party"},
    {ErasureOf::document, "document"},
}};
constexpr Names obstacles{{
    std::pair<ErasureObstacle, std::string_view>{ErasureObstacle::archives_act, "archives_act"},
    {ErasureObstacle::retention, "retention"},
    {ErasureObstacle::open_case, "open_case"},
    {ErasureObstacle::duty_to_journal, "duty_to_journal"},
}};

/// K5 and K10 count years; a leap day more or less does not matter to a guiding time, so the longer is taken.
std::chrono::days kept_for(Retention retention) {
    switch (retention) {
        case Retention::discard_after_5:
            return std::chrono::days{5 * 366};
        case Retention::discard_after_10:
            return std::chrono::days{10 * 366};
        case Retention::unknown:
        case Retention::preserve:
        case Retention::discard:
            break;
    }
    return std::chrono::days{0};
}

}  // namespace

std::optional<ErasureObstacle> obstacle_to_erasure(const ErasureWanted& wanted, Timestamp now) {
    const bool should_never_have_been =
        wanted.ground == ErasureGround::unlawful || wanted.ground == ErasureGround::legal_duty;
    if (should_never_have_been) return std::nullopt;
    if (is_preserved(wanted.retention)) return ErasureObstacle::archives_act;
    if (wanted.state != CaseState::closed || !wanted.closed_at) return ErasureObstacle::open_case;
    if (now < *wanted.closed_at + kept_for(wanted.retention)) return ErasureObstacle::retention;
    // A document that came or went is journaled for as long as its case is kept at all; the case is discarded as a
    // whole. What the authority wrote for itself may go alone.
    if (wanted.what == ErasureOf::document && !wanted.is_internal) return ErasureObstacle::duty_to_journal;
    return std::nullopt;
}

std::string_view name_of(ErasureGround ground) {
    return grounds.of(ground);
}
std::optional<ErasureGround> erasure_ground_named(std::string_view name) {
    return grounds.find(name);
}
std::string_view name_of(ErasureOf what) {
    return kinds.of(what);
}
std::optional<ErasureOf> erasure_of_named(std::string_view name) {
    return kinds.find(name);
}
std::string_view name_of(ErasureObstacle obstacle) {
    return obstacles.of(obstacle);
}

}  // namespace core
