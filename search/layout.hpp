#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/id.hpp"

/// How an index lies on disk: `shard-0`, `shard-1` … (Xapian databases), and `index`, a line of text that is written
/// last when an index is created: without it there is no index.
namespace search {

struct Layout {
    unsigned shards{};
    friend bool operator==(const Layout&, const Layout&) = default;
};

inline constexpr unsigned shards_max = 64;
inline constexpr const char* position_key = "position";
inline constexpr const char* note_prefix = "note:";

std::filesystem::path shard_path(const std::filesystem::path& folder, unsigned shard);

/// Nothing, if there is no index here yet. Throws IndexDamaged, if the line can't be understood.
std::optional<Layout> read_layout(const std::filesystem::path& folder);
void write_layout(const std::filesystem::path& folder, Layout layout);

/// Which index lies at a path: differs once another has been put in its place. Nothing, if there is none.
struct Identity {
    std::uint64_t device{}, inode{};
    std::int64_t changed_ns{};
    friend bool operator==(const Identity&, const Identity&) = default;
};
std::optional<Identity> identity_of(const std::filesystem::path& folder);

std::string position_text(core::EventId position);
core::EventId parse_position(const std::string& text);

}  // namespace search
