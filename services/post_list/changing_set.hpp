#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "services/identity/frame.hpp"
#include "services/post_list/open_data.hpp"
#include "services/store/public_change_store.hpp"

/// Data sets of things that everyone sees as long as they are public, and whose changes PublicChangeStore keeps in
/// order.
namespace services {

/// What anybody sees of one; nothing where it is not shown any more. `url` is always there.
struct ShownItem {
    std::string url;
    std::optional<nlohmann::json> item;
};
using ShowItem = std::function<ShownItem(Transaction& tx, std::int64_t id, const std::string& base)>;

/// The set with its changes, its months by when things were shown first, and how far those go. An item gets `id`,
/// `url` and `state` ("published" or "gone") beside what is shown of it, and `changed_at` among the changes.
DataSet with_changes(DataSet set, const Workplace& workplace, PublicKind kind, ShowItem show);

}  // namespace services
