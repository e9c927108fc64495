// The search for pages in a PDF that has lost its end: it only ever adds to the bytes that it was given.
#include <cstdint>
#include <cstdlib>

#include "ocr/pdf_salvage.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pdf{reinterpret_cast<const char*>(data), size};
    const auto salvaged = ocr::with_new_ending(pdf);
    if (salvaged && !salvaged->starts_with(pdf)) std::abort();
    return 0;
}
