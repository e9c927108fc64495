// What an RTF file hides: the walk ends, keeps its limits, and tells nothing but text.
#include <cstdint>
#include <cstdlib>
#include <exception>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ocr::HiddenTexts texts;
    try {
        ocr::look_into_rtf({reinterpret_cast<const char*>(data), size}, texts);
    } catch (const std::exception&) {
        // It can't be followed to its end: that is told.
    }
    const ocr::HiddenLimits limits;
    std::size_t bytes = 0;
    for (const auto& one : texts.take()) {
        if (!core::valid_utf8(one.text) || one.text.size() > limits.text_bytes) std::abort();
        bytes += one.text.size();
    }
    if (bytes > limits.all_bytes) std::abort();
    return 0;
}
