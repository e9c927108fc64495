// What the parts of an office file hide. The input is the parts one after the other, each begun by a byte that chooses
// its name and ended by a zero byte, so that no archive has to be made up first.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <exception>

#include "core/utf8.hpp"
#include "ocr/hidden_texts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array names{
        "word/document.xml",
        "word/comments.xml",
        "docProps/core.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "ppt/slides/slide1.xml",
        "ppt/notesSlides/notesSlide1.xml",
        "content.xml",
        "meta.xml",
        "word/media/image1.jpeg"};
    ocr::OfficeParts parts;
    std::string_view left{reinterpret_cast<const char*>(data), size};
    while (!left.empty()) {
        const auto chosen = static_cast<unsigned char>(left.front()) % names.size();
        const auto end = left.find('\0', 1);
        parts[names.at(chosen)] = left.substr(1, end == std::string_view::npos ? end : end - 1);
        left.remove_prefix(end == std::string_view::npos ? left.size() : end + 1);
    }
    ocr::HiddenTexts texts;
    try {
        ocr::look_into_parts(parts, texts);
    } catch (const std::exception&) {
        // It can't be followed to its end: that is told.
    }
    for (const auto& one : texts.take())
        if (!core::valid_utf8(one.text)) std::abort();
    return 0;
}
