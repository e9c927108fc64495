#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/case.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "search/query.hpp"
#include "services/store/case_store.hpp"
#include "services/store/paged.hpp"

/// Lists of cases as people ask for them: by filters of the database, by words of the index, or both; in any order, and
/// always page by page to the end.
namespace services {

struct CaseQuestion {
    CaseFilter filter;  ///< its reader is who asks
    std::string words;  ///< of title, parties or number, in the language of search/parse.hpp; empty: whatever they are
};

/// What a question is read from: the text of a name, if it has one.
using NamedTexts = std::function<std::optional<std::string>(std::string_view name)>;

/// The names are those of GET /api/v1/cases: q, mine, unit, caseworker, state, open, waiting, overdue, subject,
/// confidentiality, opened_from, opened_to, changed_from, changed_to, sort. Errors: invalid_input with its field.
core::Result<CaseQuestion> case_question(const NamedTexts& texts, core::UserId asker, core::Date today);
/// All names that it reads.
const std::vector<std::string_view>& case_question_names();

using ListedCases = Paged<core::Case, CaseFilter::Place>;

/// Errors: invalid_input, where the words can't be understood.
core::Result<ListedCases> list_cases(
    Transaction& tx, const search::Reader& index, const core::Principal& who, const CaseQuestion& question
);

/// What someone has typed so far: every word as it is, and the last also as the beginning of one.
std::string while_typing(const std::string& words);

}  // namespace services
