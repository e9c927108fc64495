#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/utf8.hpp"
#include "services/subjects/kle_reader.hpp"

/// Whatever comes in, in two pieces: an error, or a scheme whose numbers are in order, each once, with a title.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    services::KleReader reader;
    const auto begun = reader.feed(text.substr(0, size / 2));
    if (begun.has_value()) (void)reader.feed(text.substr(size / 2));
    const auto scheme = reader.finish();
    if (scheme.has_error()) return 0;
    const auto& entries = scheme.value().entries;
    if (entries.empty()) std::abort();
    for (const auto& entry : entries)
        if (entry.title.empty() || !core::valid_utf8(entry.title) || entry.number.empty()) std::abort();
    if (!std::ranges::is_sorted(entries, {}, &core::SchemeEntry::number)) std::abort();
    if (std::ranges::adjacent_find(entries, {}, &core::SchemeEntry::number) != entries.end()) std::abort();
    return 0;
}
