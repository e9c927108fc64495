// The walk over the XML of office files: it ends, and what it tells lies within what it was given.
#include <cstdint>
#include <cstdlib>

#include "ocr/xml_scan.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view xml{reinterpret_cast<const char*>(data), size};
    ocr::XmlScan scan{xml};
    std::size_t pieces = 0;
    while (const auto piece = scan.next()) {
        if (++pieces > size + 1) std::abort();
        // An entity is never shorter than what it stands for.
        if (piece->text.size() > size || piece->name.size() > size) std::abort();
        for (const auto* name : {"w:val", "hidden", "state"}) {
            const auto value = piece->attribute(name);
            if (value && value->size() > size) std::abort();
        }
    }
    return 0;
}
