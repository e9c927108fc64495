#include "services/access_requests/covered_text.hpp"

#include <algorithm>

#include "core/rules/exemptions.hpp"
#include "ocr/word_search.hpp"
#include "services/store/content_store.hpp"

namespace services {

namespace {

constexpr const char* white = " \t\r\n";

/// Words with their bytes in the place of pixels, all on one line, so that what finds phrases on pages finds them here.
std::vector<ocr::Word> words_in(const std::string& text) {
    std::vector<ocr::Word> words;
    for (auto from = text.find_first_not_of(white); from != std::string::npos;) {
        const auto end = std::min(text.find_first_of(white, from), text.size());
        ocr::Word word;
        word.text = text.substr(from, end - from);
        word.box = {static_cast<int>(from), 0, static_cast<int>(end - from), 1};
        words.push_back(std::move(word));
        from = text.find_first_not_of(white, end);
    }
    return words;
}

struct Stretch {
    std::size_t begin{}, end{};
    std::string exemption;
};

}  // namespace

std::vector<TextPiece> pieces_of(const std::string& text, const std::vector<AccessTextBlackout>& covered) {
    const auto words = words_in(text);
    std::vector<Stretch> stretches;
    for (const auto& one : covered)
        for (const auto& box : ocr::boxes_of(words, one.phrase))
            stretches.push_back(
                {static_cast<std::size_t>(box.left), static_cast<std::size_t>(box.left + box.width), one.exemption}
            );
    std::ranges::stable_sort(stretches, {}, &Stretch::begin);
    std::vector<TextPiece> pieces;
    std::size_t at = 0;
    for (const auto& one : stretches) {
        if (one.end <= at) continue;
        const auto begin = std::max(at, one.begin);
        if (begin > at) pieces.push_back({text.substr(at, begin - at)});
        pieces.push_back({text.substr(begin, one.end - begin), one.exemption});
        at = one.end;
    }
    if (at < text.size()) pieces.push_back({text.substr(at)});
    return pieces;
}

bool holds_phrase(const std::string& text, const std::string& phrase) {
    return !ocr::boxes_of(words_in(text), phrase).empty();
}

std::string text_with_bars(const std::string& text, const std::vector<AccessTextBlackout>& covered) {
    std::string given;
    for (const auto& piece : pieces_of(text, covered)) {
        if (piece.exemption.empty()) {
            given += piece.text;
            continue;
        }
        const auto* exemption = core::exemption_named(piece.exemption);
        given += "█████ (" + (exemption == nullptr ? piece.exemption : std::string{exemption->paragraph}) + ")";
    }
    return given;
}

std::optional<std::string> text_without_pages(Transaction& tx, const core::ContentHash& content) {
    const ContentStore contents{tx};
    const auto known = contents.find(content);
    if (!known || known->media_type != "text/plain") return std::nullopt;
    std::string text;
    for (const auto& page : contents.pages(content)) text += page.text;
    return text;
}

}  // namespace services
