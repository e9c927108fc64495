#include "ocr/text_layer.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace ocr {
namespace {

/// The commonest words of either language that the other doesn't have.
constexpr std::array danish_words{
    std::string_view{"og"},  std::string_view{"det"},  std::string_view{"er"},   std::string_view{"til"},
    std::string_view{"af"},  std::string_view{"på"},   std::string_view{"ikke"}, std::string_view{"med"},
    std::string_view{"den"}, std::string_view{"som"},  std::string_view{"der"},  std::string_view{"vi"},
    std::string_view{"har"}, std::string_view{"skal"}, std::string_view{"kan"},  std::string_view{"om"},
    std::string_view{"fra"}, std::string_view{"jeg"},  std::string_view{"at"},   std::string_view{"en"},
    std::string_view{"et"},  std::string_view{"de"},   std::string_view{"du"},   std::string_view{"din"},
};
constexpr std::array english_words{
    std::string_view{"the"},  std::string_view{"of"},   std::string_view{"and"},  std::string_view{"to"},
    std::string_view{"is"},   std::string_view{"that"}, std::string_view{"it"},   std::string_view{"was"},
    std::string_view{"with"}, std::string_view{"you"},  std::string_view{"this"}, std::string_view{"we"},
    std::string_view{"our"},  std::string_view{"be"},   std::string_view{"are"},  std::string_view{"have"},
    std::string_view{"not"},  std::string_view{"your"}, std::string_view{"by"},   std::string_view{"will"},
};

/// Below so many words a share says nothing.
constexpr int words_to_judge = 20;
constexpr int letters_to_miss_danish = 800;

struct Counts {
    int words{};
    int single_letters{};  ///< words of one letter
    int characters{};      ///< all but spaces
    int letters{};
    int digits{};
    int unmapped{};       ///< private use, replacement, control: glyphs without a known character
    int misread_pairs{};  ///< UTF-8 read as Latin-1: Ã followed by a sign
    int question_marks_inside{};
    int long_words{};   ///< of four letters or more
    int unspeakable{};  ///< of these, such with five consonants in a row
    int danish{};       ///< common Danish words
    int english{};
    int danish_letters{};  ///< æ, ø, å
};

/// The next character of UTF-8 text, or U+FFFD for a byte that is none.
char32_t next_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    std::size_t more = 0;
    char32_t value = first;
    if (first >= 0xF0) {
        more = 3;
        value = first & 0x07u;
    } else if (first >= 0xE0) {
        more = 2;
        value = first & 0x0Fu;
    } else if (first >= 0xC0) {
        more = 1;
        value = first & 0x1Fu;
    } else if (first >= 0x80) {
        value = 0xFFFD;
    }
    text.remove_prefix(1);
    for (; more > 0; --more) {
        if (text.empty() || (static_cast<unsigned char>(text.front()) & 0xC0u) != 0x80) return 0xFFFD;
        value = value << 6 | (static_cast<unsigned char>(text.front()) & 0x3Fu);
        text.remove_prefix(1);
    }
    return value;
}

bool is_letter(char32_t c) {
    if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z')) return true;
    return c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7;
}

bool is_vowel(char32_t c) {
    constexpr std::u32string_view vowels = U"aeiouyæøåäöüéèáóAEIOUYÆØÅÄÖÜÉ";
    return vowels.find(c) != std::u32string_view::npos;
}

bool is_danish_letter(char32_t c) {
    return std::u32string_view{U"æøåÆØÅ"}.find(c) != std::u32string_view::npos;
}

bool is_unmapped(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xE000 && c <= 0xF8FF) || c == 0xFFFD || c >= 0xF0000;
}

/// What the first byte of æ, ø, å and the like (0xC3, 0xC2) and their second byte look like when read as Latin-1 or
/// as Windows-1252.
bool is_misread_pair(char32_t first, char32_t second) {
    if (first != 0xC3 && first != 0xC2) return false;
    return (second >= 0x80 && second <= 0xBF) || second == 0x2026 || second == 0x2020 || second == 0x02DC;
}

std::string plain_lower(std::string_view word) {
    std::string plain;
    for (const char c : word) {
        if (c >= 'A' && c <= 'Z')
            plain += static_cast<char>(c - 'A' + 'a');
        else if (c != '.' && c != ',' && c != ':' && c != ';')
            plain += c;
    }
    return plain;
}

template <class List>
bool is_one_of(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

void count_word(std::string_view text, Counts& counts) {
    ++counts.words;
    const std::string plain = plain_lower(text);
    if (is_one_of(danish_words, plain)) ++counts.danish;
    if (is_one_of(english_words, plain)) ++counts.english;
    char32_t before = 0;
    int length = 0;
    int letters = 0;
    int consonants_in_a_row = 0;
    bool is_unspeakable = false;
    while (!text.empty()) {
        const char32_t c = next_character(text);
        ++length;
        if (is_letter(c)) ++letters;
        consonants_in_a_row = is_letter(c) && !is_vowel(c) ? consonants_in_a_row + 1 : 0;
        is_unspeakable = is_unspeakable || consonants_in_a_row >= 5;
        if (is_danish_letter(c)) ++counts.danish_letters;
        if (c >= U'0' && c <= U'9') ++counts.digits;
        if (is_unmapped(c)) ++counts.unmapped;
        if (is_misread_pair(before, c)) ++counts.misread_pairs;
        if (before == U'?' && is_letter(c)) ++counts.question_marks_inside;
        before = c;
    }
    counts.characters += length;
    counts.letters += letters;
    if (length == 1 && letters == 1) ++counts.single_letters;
    if (letters >= 4) ++counts.long_words;
    if (letters >= 4 && is_unspeakable) ++counts.unspeakable;
}

Counts count(const std::vector<Word>& words) {
    Counts counts;
    for (const Word& word : words) count_word(word.text, counts);
    return counts;
}

double share(int part, int whole) {
    return whole > 0 ? static_cast<double>(part) / whole : 0;
}

/// Shifted or substituted letters make neither common words nor words that can be spoken.
bool is_no_language(const Counts& counts) {
    if (counts.long_words < words_to_judge) return false;
    const double common = share(counts.danish + counts.english, counts.words);
    return common < 0.02 && share(counts.unspeakable, counts.long_words) > 0.1;
}

/// A Danish page this long has æ, ø or å: they are one letter in thirty.
bool has_lost_danish_letters(const Counts& counts) {
    return counts.letters >= letters_to_miss_danish && counts.danish_letters == 0 &&
           counts.danish > 3 * counts.english && share(counts.danish, counts.words) > 0.1;
}

}  // namespace

TextLayer judge_text_layer(const std::vector<Word>& words) {
    const Counts counts = count(words);
    if (counts.words == 0 || counts.characters == 0) return TextLayer::missing;
    if (share(counts.unmapped, counts.characters) > 0.03) return TextLayer::garbage;
    if (counts.words < words_to_judge) return TextLayer::good;
    if (share(counts.letters + counts.digits, counts.characters) < 0.4) return TextLayer::garbage;
    if (share(counts.single_letters, counts.words) > 0.5) return TextLayer::garbage;
    if (share(counts.misread_pairs, counts.letters) > 0.003) return TextLayer::garbage;
    if (share(counts.question_marks_inside, counts.letters) > 0.005) return TextLayer::garbage;
    if (is_no_language(counts) || has_lost_danish_letters(counts)) return TextLayer::garbage;
    return TextLayer::good;
}

bool looks_english(const std::vector<Word>& words) {
    const Counts counts = count(words);
    return counts.english >= 5 && counts.english > 2 * counts.danish;
}

}  // namespace ocr
