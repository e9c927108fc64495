#include "services/store/follower.hpp"

#include "services/store/pause.hpp"

namespace services {

using namespace std::chrono_literals;

namespace {

/// How often the log is looked at for what another process may have written; what this process writes is seen at once.
constexpr auto glance = 500ms;
constexpr auto step = 10ms;

}  // namespace

Follower::Follower(Database& db, std::size_t batch, Part part)
    : db_(db), batch_(batch), part_(std::move(part)), thread_([this](const std::stop_token& stop) { loop(stop); }) {}

Follower::~Follower() {
    thread_.request_stop();
    thread_.join();
}

void Follower::loop(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto commits = db_.commits();
        try {
            if (take_batch()) continue;
        } catch (const std::exception& e) {
            part_.on_failure(e.what());
            pause(stop, 1s);
            continue;
        }
        for (auto waited = 0ms; waited < glance && db_.commits() == commits && !stop.stop_requested(); waited += step)
            pause(stop, step);
    }
}

bool Follower::take_batch() {
    const auto position = part_.position();
    std::vector<Event> events;
    const auto got = db_.read([&](Transaction& tx) -> core::Result<void> {
        events = EventLog{tx}.after(position, static_cast<std::int64_t>(batch_));
        return core::done();
    });
    if (got.has_error() || events.empty()) {
        taken_.store(position.value);
        return false;
    }
    part_.take(events);
    taken_.store(events.back().id.value);
    return true;
}

bool Follower::wait_until_current(std::chrono::milliseconds at_most) {
    std::int64_t last = 0;
    const auto got = db_.read([&](Transaction& tx) -> core::Result<void> {
        last = EventLog{tx}.last().value;
        return core::done();
    });
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (got.has_value() && taken_.load() < last) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(step);
    }
    return got.has_value();
}

}  // namespace services
