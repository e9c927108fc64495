#include "services/store/unused_files.hpp"

#include "services/store/privacy_store.hpp"

namespace services {

void give_up_files(Database& db, const std::vector<core::ContentHash>& files, core::Timestamp now) {
    if (files.empty()) return;
    const auto given_up = db.write([&](Transaction& tx) -> core::Result<void> {
        for (const auto& file : files) ErasureStore{tx}.add_unwanted(file, now);
        return core::done();
    });
    static_cast<void>(given_up);  // its only errors are exceptions
}

}  // namespace services
