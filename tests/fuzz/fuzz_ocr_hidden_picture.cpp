// What a picture says about itself: EXIF, IPTC, XMP, comments, chunks.
#include <cstdint>
#include <cstdlib>
#include <exception>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ocr::HiddenTexts texts;
    try {
        ocr::look_into_picture({reinterpret_cast<const char*>(data), size}, texts);
    } catch (const std::exception&) {
        // It can't be followed to its end: that is told.
    }
    for (const auto& one : texts.take())
        if (!core::valid_utf8(one.text)) std::abort();
    return 0;
}
