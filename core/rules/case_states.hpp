#pragma once

#include <array>

#include "core/model/case.hpp"

/// How a case's state may move. OIO Sag gives the states and their order (`fremdrift`: opstået, oplyst, afgjort,
/// bestilt, udført, afsluttet) and a date from which each holds (`virkning`), with a note; which moves must be
/// explained is the house's own rule.
namespace core {

/// In their order.
inline constexpr std::array case_states{
    CaseState::opened,
    CaseState::informed,
    CaseState::decided,
    CaseState::ordered,
    CaseState::executed,
    CaseState::closed,
};

/// Going on needs no words. Closing, opening again and going back are explained: whoever reads the case later must
/// understand why.
constexpr bool needs_reason(CaseState from, CaseState to) {
    return to == CaseState::closed || to < from;
}

}  // namespace core
