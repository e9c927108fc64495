#include "services/privacy/upkeep.hpp"

#include <vector>

#include "services/store/import_store.hpp"
#include "services/store/privacy_store.hpp"

namespace services {

namespace {

/// Whoever takes in a file commits it long before this is over (FileStore::remove_unused).
constexpr std::chrono::minutes grace{10};

/// As docs/api.md has it: long enough to see what was refused, and send it anew.
constexpr std::chrono::days imports_told{30};

}  // namespace

void keep_privacy(Database& db, FileStore& files, core::Timestamp now) {
    const auto unneeded = db.write([&](Transaction& tx) -> core::Result<std::vector<core::ContentHash>> {
        ImportStore{tx}.remove_older(now - imports_told);
        BundleStore bundles{tx};
        ErasureStore erasures{tx};
        for (const auto& bundle : bundles.ended(now)) {
            bundles.set_gone(bundle.id);
            erasures.add_unwanted(bundle.file, now);
        }
        if (erasures.unneeded(now - grace).empty()) return std::vector<core::ContentHash>{};
        erasures.keep_needed();
        return erasures.unneeded(now - grace);
    });
    std::vector<core::ContentHash> removed;
    for (const auto& hash : unneeded.value())
        if (files.remove_unused(hash, grace)) removed.push_back(hash);
    if (removed.empty()) return;
    const auto forgotten = db.write([&](Transaction& tx) -> core::Result<void> {
        for (const auto& hash : removed) ErasureStore{tx}.remove_unwanted(hash);
        return core::done();
    });
    static_cast<void>(forgotten);  // its only errors are exceptions
}

}  // namespace services
