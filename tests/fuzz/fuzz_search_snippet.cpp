#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "search/danish_text.hpp"
#include "search/snippet.hpp"

/// Any text, as OCR or a broken file may give it: snippets are valid UTF-8 in one line, and the marks are words.
/// The first byte says how much of the input is the word that is looked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto word_bytes = static_cast<unsigned char>(text.front()) % 16u;
    text.remove_prefix(1);
    const auto word = search::lower(text.substr(0, word_bytes));
    const search::Matcher matcher(
        {{search::Pattern::How::prefix, word, false}, {search::Pattern::How::stem, "hund", false}}
    );
    const auto tidied = search::tidy(text);
    if (tidied.size() > text.size()) std::abort();
    for (const auto& part : search::make_snippet(tidied, matcher, search::Source::page).parts) {
        if (part.text.empty()) std::abort();
        for (std::string_view rest = part.text; !rest.empty();) {
            const auto point = search::first_of(rest);
            if (point.value == 0xFFFD && point.bytes == 1) std::abort();
            if (point.value < ' ') std::abort();
            rest.remove_prefix(point.bytes);
        }
    }
    return 0;
}
