#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "services/cases/cases.hpp"
#include "services/oio/oio_ids.hpp"

/// Cases and documents in the shape of OIO Sag and Dokument: attributes, states and relations, each with the time from
/// which it holds (virkning), in a registration that says since when Saglig has known it. There is one registration,
/// the newest; what was before is told by the events of the case. Names and shape are those of LoRA's public JSON.
///
/// A title that the public may not see is the alternative one, as LoRA has it. What Saglig does not know is not there:
/// a missing truth value is not false.
namespace services {

struct OioSource {
    Transaction& tx;
    const core::Principal& who;
    const OioIds& ids;
    std::string cvr;  ///< the authority's; empty: it is named by the UUID of its top unit
};

/// Sender and receiver are those of the letters, and stand there.
bool is_told_with_case(const core::Party& party);

/// `parties` are those of the case whose numbers may be told; a party with a CPR number that is not to be told has
/// none.
nlohmann::json oio_case(const OioSource& from, const core::Case& one, const std::vector<core::Party>& parties);
nlohmann::json oio_document(const OioSource& from, const core::Document& one, const core::Case& on);

/// "2026-000123-7": what users call a document.
std::string oio_document_key(const core::Case& on, const core::Document& one);

}  // namespace services
