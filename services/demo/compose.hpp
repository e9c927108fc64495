#pragma once

#include <cstdint>
#include <vector>

#include "core/time.hpp"
#include "services/demo/facts.hpp"
#include "services/demo/municipality.hpp"
#include "services/demo/topics.hpp"

/// How the letters of a case are written.
namespace services {

/// What a case is about, before anything is written down.
struct DemoStory {
    std::uint64_t seed{};
    DemoIndex index{};
    const DemoCaseKind* kind{};
    DemoFacts facts;
    DemoIndex caseworker{};
};

/// Depends on the seed, the index and the day alone.
DemoStory story_of(std::uint64_t seed, DemoIndex index, core::Date today);

/// The case's documents in order, all dated between the opening and `last`. Unit and caseworker are
/// left for the caller to fill in.
std::vector<DemoDocument> composed(
    const DemoStory& story, const DemoCase& of, DemoIndex count, DemoText text, core::Date last
);

}  // namespace services
