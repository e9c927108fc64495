// What a PDF hides, as far as our own walk over it goes; the file lies in memory.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <string>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = memfd_create("fuzz", 0);
    if (file < 0 || ftruncate(file, 0) != 0) return 0;
    if (pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) return 0;
    ocr::HiddenTexts texts;
    try {
        ocr::look_into_pdf("/proc/self/fd/" + std::to_string(file), texts);
    } catch (const std::exception&) {
        // It can't be followed to its end: that is told.
    }
    for (const auto& one : texts.take())
        if (!core::valid_utf8(one.text)) std::abort();
    return 0;
}
