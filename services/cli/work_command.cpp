#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "services/cli/workshop.hpp"

namespace services {

int work(Config config) {
    // As in `serve`: blocked in every thread, and waited for here.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    House house{std::move(config), "work"};
    Log log{house.config.log};
    Workshop workshop{house, log};
    workshop.start();
    log.info("started", {{"node", house.node.name()}});
    std::cout << "Saglig works as " << house.node.name() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
    workshop.stop();
    log.info("stopped", nlohmann::json::object());
    return 0;
}

}  // namespace services
