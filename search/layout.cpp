#include "search/layout.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <system_error>

#include "search/index.hpp"

namespace search {
namespace {

// The number is raised when an index of before would be misread; it is then made anew.
constexpr std::string_view heading = "saglig search index 1, shards: ";

std::filesystem::path line_path(const std::filesystem::path& folder) {
    return folder / "index";
}

/// Syncs a file or folder; what can't be opened is left to who reads it.
void sync(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    ::fsync(file);
    ::close(file);
}

}  // namespace

std::filesystem::path shard_path(const std::filesystem::path& folder, unsigned shard) {
    return folder / ("shard-" + std::to_string(shard));
}

std::optional<Layout> read_layout(const std::filesystem::path& folder) {
    std::ifstream file(line_path(folder));
    if (!file) return std::nullopt;
    std::string line;
    std::getline(file, line);
    Layout layout;
    if (line.starts_with(heading)) {
        const char* end = line.data() + line.size();
        const auto read = std::from_chars(line.data() + heading.size(), end, layout.shards);
        if (read.ec == std::errc{} && read.ptr == end && layout.shards >= 1 && layout.shards <= shards_max) {
            return layout;
        }
    }
    throw IndexDamaged("search index: the file 'index' is damaged or of another version");
}

void write_layout(const std::filesystem::path& folder, Layout layout) {
    const auto draft = folder / "index.new";
    std::ofstream file(draft, std::ios::trunc);
    file << heading << layout.shards << '\n';
    file.close();
    if (!file) throw std::system_error(errno, std::generic_category(), "search index: write");
    sync(draft);
    std::filesystem::rename(draft, line_path(folder));
    sync(folder);
}

std::optional<Identity> identity_of(const std::filesystem::path& folder) {
    struct stat about {};
    if (::stat(line_path(folder).c_str(), &about) != 0) return std::nullopt;
    return Identity{about.st_dev, about.st_ino, about.st_mtim.tv_sec * 1'000'000'000 + about.st_mtim.tv_nsec};
}

std::string position_text(core::EventId position) {
    return std::to_string(position.value);
}

core::EventId parse_position(const std::string& text) {
    core::EventId position;
    std::from_chars(text.data(), text.data() + text.size(), position.value);
    return position;
}

}  // namespace search
