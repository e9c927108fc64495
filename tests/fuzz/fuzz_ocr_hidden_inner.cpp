// What a file in a file says, of whichever kind: compound files, packages, archives, and what lies in them again. It
// never throws, keeps its limits, and tells nothing but text.
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ocr::HiddenTexts texts;
    ocr::look_into_embedded({reinterpret_cast<const char*>(data), size}, texts);
    ocr::look_into_rtf_object({reinterpret_cast<const char*>(data), size}, texts);
    if (texts.is_inner()) std::abort();
    const ocr::HiddenLimits limits;
    std::size_t bytes = 0;
    for (const auto& one : texts.take()) {
        if (!core::valid_utf8(one.text) || one.text.size() > limits.text_bytes) std::abort();
        bytes += one.text.size();
    }
    if (bytes > limits.all_bytes) std::abort();
    return 0;
}
