#include <csignal>
#include <iostream>

#include "services/cli/house.hpp"
#include "services/indexing/indexer.hpp"

namespace services {

namespace {

volatile std::sig_atomic_t is_stopped = 0;

}  // namespace

int rebuild_search(Config config) {
    House house{std::move(config)};
    std::signal(SIGINT, [](int) { is_stopped = 1; });
    std::signal(SIGTERM, [](int) { is_stopped = 1; });
    std::int64_t told_percent = -1;
    const auto progress = [&](std::int64_t done, std::int64_t of) {
        const auto percent = of == 0 ? 100 : done * 100 / of;
        if (percent != told_percent) std::cout << percent << " %  " << done << " of " << of << std::endl;
        told_percent = percent;
        return is_stopped == 0;
    };
    if (!rebuild_index(*house.db, house.index_folder(), house.config.search.shards, progress)) {
        std::cout << "Stopped. The same command goes on from here; the live index is as it was.\n";
        return 1;
    }
    std::cout << "The new index is in place.\n";
    return 0;
}

}  // namespace services
