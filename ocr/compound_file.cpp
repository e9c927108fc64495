#include "ocr/compound_file.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace ocr {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t last_regular = 0xFFFFFFFA;  ///< higher numbers of sectors mean something else
constexpr std::size_t header_bytes = 512;

[[noreturn]] void give_up() {
    throw std::runtime_error{"a compound file that can't be followed"};
}

std::uint32_t number(std::string_view bytes, std::size_t at, std::size_t size) {
    if (at > bytes.size() || size > bytes.size() - at) give_up();
    std::uint32_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

/// The sectors of a file, or the small ones that a stream of it is cut into.
struct Sectors {
    std::string_view bytes{};
    std::size_t first{};  ///< where number 0 begins
    std::size_t size{};
    std::vector<std::uint32_t> next{};  ///< by number: which one follows

    /// The last one of a file may be cut.
    std::string_view at(std::uint32_t sector) const {
        const auto from = first + static_cast<std::size_t>(sector) * size;
        if (sector > last_regular || from >= bytes.size()) give_up();
        return bytes.substr(from, size);
    }

    /// All from `sector` on, one after the other; not more than `most` bytes of it.
    std::string chain(std::uint32_t sector, std::size_t most) const {
        std::string all;
        for (std::size_t steps = 0; sector <= last_regular && all.size() < most; ++steps) {
            if (steps >= next.size() || sector >= next.size()) give_up();
            all += at(sector);
            sector = next[sector];
        }
        if (all.size() > most) all.resize(most);
        return all;
    }
};

std::vector<std::uint32_t> numbers_in(std::string_view bytes) {
    std::vector<std::uint32_t> all;
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) all.push_back(number(bytes, at, 4));
    return all;
}

/// § 2.5: the table of what follows what lies in sectors itself, which the header names, and more sectors that it
/// names.
Sectors sectors_of(std::string_view bytes) {
    constexpr std::size_t table_at = 0x4C;
    const auto shift = number(bytes, 0x1E, 2);
    if (shift != 9 && shift != 12) give_up();
    Sectors sectors{bytes, std::size_t{1} << shift, std::size_t{1} << shift};
    const auto sectors_most = bytes.size() / sectors.size + 1;
    auto parts = numbers_in(bytes.substr(table_at, header_bytes - table_at));
    auto more = number(bytes, 0x44, 4);
    for (std::size_t steps = 0; more <= last_regular; ++steps) {
        if (steps > sectors_most) give_up();
        const auto named = numbers_in(sectors.at(more));
        if (named.empty()) give_up();
        parts.insert(parts.end(), named.begin(), named.end() - 1);
        more = named.back();
    }
    std::erase_if(parts, [](std::uint32_t part) { return part > last_regular; });
    if (parts.size() > sectors_most) give_up();
    for (const auto part : parts) {
        const auto named = numbers_in(sectors.at(part));
        sectors.next.insert(sectors.next.end(), named.begin(), named.end());
    }
    return sectors;
}

struct Entry {
    std::string name{};
    std::uint32_t kind{}, start{}, size{};
};

/// § 2.6. Which storage they lie in does not matter here.
std::vector<Entry> directory_of(std::string_view bytes, const Sectors& sectors) {
    constexpr std::size_t entry_bytes = 128;
    constexpr std::size_t name_bytes = 64;
    const auto directory = sectors.chain(number(bytes, 0x30, 4), bytes.size());
    std::vector<Entry> entries;
    for (std::size_t at = 0; at + entry_bytes <= directory.size(); at += entry_bytes) {
        Entry entry;
        const auto length = std::min<std::size_t>(number(directory, at + name_bytes, 2), name_bytes);
        for (std::size_t i = 0; i + 2 < length; i += 2) entry.name += directory[at + i];
        entry.kind = number(directory, at + 66, 1);
        entry.start = number(directory, at + 116, 4);
        entry.size = number(directory, at + 120, 4);
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace

bool is_compound_file(std::string_view bytes) {
    return bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv);
}

std::vector<CompoundStream> streams_of(std::string_view bytes) {
    constexpr std::uint32_t is_stream = 2;
    constexpr std::uint32_t is_root = 5;
    if (!is_compound_file(bytes) || bytes.size() < header_bytes) give_up();
    const auto sectors = sectors_of(bytes);
    const auto entries = directory_of(bytes, sectors);
    if (entries.empty() || entries.front().kind != is_root) give_up();
    const auto small_bytes = sectors.chain(entries.front().start, entries.front().size);
    Sectors small{small_bytes, 0, std::size_t{1} << 6U};
    small.next = numbers_in(sectors.chain(number(bytes, 0x3C, 4), bytes.size()));
    const auto smallest_regular = number(bytes, 0x38, 4);
    std::vector<CompoundStream> streams;
    std::size_t taken = 0;
    for (const auto& entry : entries) {
        if (entry.kind != is_stream) continue;
        auto taken_out = (entry.size < smallest_regular ? small : sectors).chain(entry.start, entry.size);
        taken += taken_out.size();
        // Streams share no sectors: more than there is would be the same bytes over and over.
        if (taken_out.size() < entry.size || taken > bytes.size()) give_up();
        streams.push_back({entry.name, std::move(taken_out)});
    }
    return streams;
}

}  // namespace ocr
