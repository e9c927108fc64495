#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "search/stored_entry.hpp"

/// Any bytes in an index: they are read, and written again the same in meaning, or refused as damage.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto entry = search::decode(std::string_view(reinterpret_cast<const char*>(data), size));
        const auto again = search::encode(entry);
        if (search::encode(search::decode(again)) != again) std::abort();
    } catch (const search::IndexDamaged&) {
    }
    return 0;
}
