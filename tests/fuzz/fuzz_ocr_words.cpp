// Words kept beside a page: whatever the bytes, they are refused or come back the same from what they are written as.
#include <cstdint>
#include <cstdlib>

#include "ocr/reading.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto words = ocr::words_from_json({reinterpret_cast<const char*>(data), size});
    if (!words) return 0;
    const std::string json = ocr::words_to_json(words.value());
    const auto again = ocr::words_from_json(json);
    if (!again || ocr::words_to_json(again.value()) != json) std::abort();
    return 0;
}
