#pragma once

#include "core/time.hpp"
#include "services/files/file_store.hpp"
#include "services/store/database.hpp"

namespace services {

/// Takes away bundles whose week is over, what came of imports a month after they ended, and files that nothing needs
/// any more. Every node may do it, as often as it likes.
void keep_privacy(Database& db, FileStore& files, core::Timestamp now);

}  // namespace services
