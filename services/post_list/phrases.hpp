#pragma once

#include "core/result.hpp"
#include "services/rights/acting.hpp"
#include "services/store/watched_phrase_store.hpp"

/// The authority's own lists for the check before the post list. Those who review the post list keep them; the log says
/// that a list was changed, never what stands on it. A change counts for what is looked at from then on.
namespace services {

inline constexpr std::int64_t phrases_max = 20'000;

/// Errors: forbidden.
core::Result<std::vector<StoredPhrase>> read_phrases(Transaction& tx, const core::Principal& who);
/// Errors: forbidden, invalid_input with its field ("text", which has two letters or digits at least), conflict where
/// the list has it already.
core::Result<StoredPhrase> add_phrase(Transaction& tx, const Acting& acting, const core::WatchedPhrase& made);
/// Errors: forbidden, not_found.
core::Result<void> remove_phrase(Transaction& tx, const Acting& acting, WatchedPhraseId id);

}  // namespace services
