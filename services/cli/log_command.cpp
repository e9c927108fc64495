#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "services/cli/house.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Result;

namespace {

constexpr std::int64_t step = 10'000;

/// All that the hash is over, in the order in which it is taken, and the hash.
nlohmann::ordered_json line_of(const Event& event) {
    nlohmann::ordered_json line;
    line["id"] = event.id.value;
    line["at"] = event.at.time_since_epoch().count();
    line["kind"] = name_of(event.kind);
    line["subject_kind"] = name_of(event.subject_kind);
    line["subject"] = event.subject;
    line["case"] = event.in_case ? nlohmann::ordered_json(event.in_case->value) : nullptr;
    line["actor"] = event.actor ? nlohmann::ordered_json(event.actor->value) : nullptr;
    line["payload"] = event.payload;  // as text: its very bytes are hashed
    line["hash"] = event.hash;
    return line;
}

struct Exported {
    std::int64_t events{};
    std::string last_hash;
};

Result<Exported> export_to(std::ostream& out, Transaction& tx) {
    Exported done;
    core::EventId position{};
    for (;;) {
        const auto events = EventLog{tx}.after(position, step);
        if (events.empty()) return done;
        for (const auto& event : events) out << line_of(event).dump() << '\n';
        if (!out) return core::Error{core::ErrorCode::out_of_space, "the file can't be written"};
        done.events += static_cast<std::int64_t>(events.size());
        done.last_hash = events.back().hash;
        position = events.back().id;
    }
}

}  // namespace

int export_log(Config config, const std::filesystem::path& file) {
    const House house{std::move(config)};
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    if (!out) {
        std::cerr << "saglig: " << file.string() << " can't be opened for writing\n";
        return 1;
    }
    const auto exported = house.db->read([&](Transaction& tx) { return export_to(out, tx); });
    out.close();
    if (exported.has_error() || !out) {
        std::cerr << "saglig: " << file.string() << " can't be written to its end\n";
        return 1;
    }
    std::cout << exported.value().events << " events\n"
              << "anchor " << exported.value().events << ':' << exported.value().last_hash << '\n';
    return 0;
}

}  // namespace services
