// Judging a text layer: its words may be any bytes at all.
#include <cstdint>

#include "ocr/text_layer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<ocr::Word> words(1);
    for (std::size_t i = 0; i < size; ++i) {
        if (data[i] == ' ')
            words.emplace_back();
        else
            words.back().text += static_cast<char>(data[i]);
    }
    ocr::judge_text_layer(words);
    ocr::looks_english(words);
    return 0;
}
