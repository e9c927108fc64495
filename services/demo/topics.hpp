#pragma once

#include <span>
#include <string_view>

#include "core/rules/access.hpp"
#include "services/demo/facts.hpp"

/// What cases in the municipality are about: subjects by KLE number, and for each field of work the
/// sentences of which its letters are put together. Braces name a fact of the case (facts.hpp).
namespace services {

/// Places in the list of units; the order of Municipality::units().
enum class DemoUnitPlace : std::size_t {
    municipality,
    council,
    staff,
    registry,
    law,
    finance,
    it,
    town_and_environment,
    building,
    nature,
    roads,
    citizens,
    schools,
    care
};

using DemoSentences = std::span<const std::string_view>;

struct DemoTopic {
    DemoUnitPlace unit{};
    core::Confidentiality confidentiality{};
    DemoPartyKind party{};
    std::string_view authority;  ///< another body that is heard
    DemoSentences ask;           ///< what the party writes
    DemoSentences findings;      ///< what the municipality sees
    DemoSentences law;           ///< "efter …", the legal basis of a decision
    DemoSentences outcome;       ///< the decision
    DemoSentences terms;         ///< what it depends on
    DemoSentences objections;    ///< what the party says to a draft
};

struct DemoCaseKind {
    std::string_view number;  ///< KLE subject
    std::string_view subject;
    std::string_view facet;
    const DemoTopic& topic;
    std::string_view title;         ///< of the case
    std::string_view public_title;  ///< without names of persons
    std::string_view thing;         ///< what is applied for or looked into, in definite form
};

std::span<const DemoCaseKind> demo_case_kinds();

// The fields of work; defined in topics_environment.cpp and topics_people.cpp.
extern const DemoTopic building_topic, plan_topic, road_topic, event_topic, water_topic, environment_topic, waste_topic;
extern const DemoTopic leisure_topic, school_topic, support_topic, care_topic, work_topic, staff_topic, finance_topic,
    access_topic, council_topic, estate_topic, it_topic;

}  // namespace services
