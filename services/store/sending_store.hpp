#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/model/sending.hpp"
#include "services/store/database.hpp"

/// Documents on their way out.
namespace services {

class SendingStore {
  public:
    explicit SendingStore(Transaction& tx) : tx_(tx) {}

    core::SendingId add(const core::Sending& made);  ///< the id in `made` is not read
    std::optional<core::Sending> find(core::SendingId id) const;
    std::optional<core::Sending> find_by_message(std::string_view message_id) const;
    /// The last ordered first; a hundred at most.
    std::vector<core::Sending> of_document(core::DocumentId id) const;
    /// State, reason, reply, proof, attempts and end, where the state is still `from`. False where it is not.
    bool update(const core::Sending& changed, core::SendingState from);

  private:
    Transaction& tx_;
};

}  // namespace services
