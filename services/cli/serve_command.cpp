#include <csignal>
#include <iostream>
#include <thread>

#include "services/cli/service.hpp"

namespace services {

int serve(Config config) {
    // Signals are taken by one thread that waits for them, so that what they cause is ordinary code.
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    std::signal(SIGPIPE, SIG_IGN);

    Service service{std::move(config)};
    std::jthread waiter{[&] {
        int signal = 0;
        sigwait(&ends, &signal);
        service.stop();
    }};
    std::cout << "Saglig serves on port " << service.port() << std::endl;
    service.run();
    // In case it was not a signal that ended it. The waiter takes it by sigwait and goes on.
    pthread_kill(waiter.native_handle(), SIGTERM);  // NOLINT(bugprone-bad-signal-to-kill-thread)
    return 0;
}

}  // namespace services
