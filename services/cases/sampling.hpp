#pragma once

#include <string>
#include <vector>

#include "services/case_types/case_type.hpp"
#include "services/cases/cases.hpp"
#include "services/store/sample_store.hpp"

/// Management supervision (ledelsestilsyn): a random sample of closed cases, drawn by rules that the fields of the
/// supervision's own case name. The draw can be done again by anyone: the seed, the rules and the hash of the list that
/// was drawn from are in the log.
namespace services {

/// Which of `numbers` a seed draws: those whose SHA-256 of "seed:number" comes first, in that order. Does not depend on
/// the order of the numbers.
std::vector<std::string> drawn_numbers(const std::string& seed, std::vector<std::string> numbers, std::size_t size);

/// Draws among the closed cases that the asker may read. `seed` empty: a new one by chance. Errors: not_found,
/// forbidden, invalid_input where the fields lack what is needed (field "fields.<name>"), or the case's type draws no
/// samples
/// ("type"); conflict once a case of the sample has been judged (field "sample").
core::Result<CaseSample> draw_sample(
    Transaction& tx, const Acting& acting, const CaseTypes& types, core::CaseId on, const std::string& seed
);

/// Errors: not_found (the case, its sample, or the sampled case for the asker), forbidden, invalid_input (remarks,
/// which are needed unless all is well).
core::Result<SampledCase> judge_sampled(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t place,
    SampleVerdict verdict,
    const std::string& remarks
);

}  // namespace services
