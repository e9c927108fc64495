#include "services/cli/node.hpp"

#include <sys/file.h>

#include <array>
#include <cstdio>
#include <random>

namespace services {

namespace fs = std::filesystem;

namespace {

std::string file_name(std::string_view part, int place) {
    return std::string{part} + "-" + std::to_string(place);
}

/// The first file that nobody else has locked, locked.
Descriptor first_free(const fs::path& folder, std::string_view part) {
    fs::create_directories(folder);
    for (int place = 1;; ++place) {
        const auto file = folder / file_name(part, place);
        Descriptor candidate{file, O_RDWR | O_CREAT, 0640};
        if (::flock(candidate.get(), LOCK_EX | LOCK_NB) == 0) return candidate;
        if (errno != EWOULDBLOCK) throw std::system_error(errno, std::generic_category(), file.string());
    }
}

std::string drawn_name(std::string_view part) {
    std::random_device random;
    std::array<char, 20> digits{};
    std::snprintf(digits.data(), digits.size(), "%08x%08x", random(), random());
    return std::string{part} + "-" + digits.data();
}

}  // namespace

bool Node::is_any_alive(const fs::path& folder, std::string_view part) {
    for (int place = 1; fs::exists(folder / file_name(part, place)); ++place) {
        const Descriptor file{folder / file_name(part, place), O_RDWR};
        if (::flock(file.get(), LOCK_SH | LOCK_NB) != 0) return true;
    }
    return false;
}

Node::Node(const fs::path& folder, std::string_view part) : lock_(first_free(folder, part)) {
    std::array<char, 100> text{};
    name_.assign(text.data(), lock_.read_some(text.data(), text.size()));
    if (!name_.empty()) return;
    name_ = drawn_name(part);
    lock_.write_all(name_);
    lock_.sync();
}

}  // namespace services
