#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/files/file_store.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/privacy_store.hpp"

/// Erasing a party or a document because a person has the right to it (GDPR article 17). One asks, another decides: two
/// people, always. What another law keeps is kept (core/rules/erasure.hpp), whoever asks. The events are the proof that
/// something was erased; they never held what it was.
namespace services {

struct NewErasure {
    core::ErasureOf what{};
    std::int64_t subject{};  ///< a party's or document's id
    core::ErasureGround ground{};
    std::string reason;  ///< 1 to 1,000 characters
};

/// By someone who may change the case. Errors: not_found, forbidden, invalid_input on "reason", conflict where it is
/// kept by law ("ground", the obstacle's name in the detail), erased already, or asked for already.
core::Result<std::int64_t> ask_erasure(Transaction& tx, const Acting& acting, const NewErasure& made);

enum class ErasureDecision { erase, refuse };

/// By a leader over the case's unit who is not the one who asked. What another law has come to keep meanwhile is kept.
/// The files themselves go a little later (upkeep.hpp). Errors: not_found, forbidden, conflict where it is decided
/// already or kept by law.
core::Result<void> decide_erasure(
    Database& db, FileStore& files, const Acting& acting, std::int64_t id, ErasureDecision decision
);

/// Whether the person may decide this one.
bool may_decide(Transaction& tx, const core::Principal& who, const Erasure& erasure);

/// Those that wait on cases that the person may read.
std::vector<Erasure> waiting_erasures(Transaction& tx, const core::Principal& who);

}  // namespace services
