#include <iostream>

#include "services/cli/house.hpp"

namespace services {

int intake_files(Config config, const std::vector<std::filesystem::path>& files) {
    House house{std::move(config)};
    int refused = 0;
    for (const auto& file : files) {
        if (!std::filesystem::is_regular_file(file)) {
            std::cerr << "saglig: " << file.string() << " is not a file; it was passed over\n";
            ++refused;
            continue;
        }
        const auto received = house.intake.receive({
            .file = file,
            .file_name = file.filename().string(),
            .channel = core::Channel::command_line,
            .known_hash = {},
            .from = nullptr,
        });
        if (received.has_error()) {
            std::cerr << "saglig: " << file.string() << ": " << received.error().detail << '\n';
            ++refused;
            continue;
        }
        std::cout << "item " << received.value().id.value << '\t' << file.string();
        if (received.value().duplicate_of)
            std::cout << "\tthe same bytes as item " << received.value().duplicate_of->value;
        std::cout << std::endl;
    }
    return refused == 0 ? 0 : 1;
}

}  // namespace services
