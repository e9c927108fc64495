#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Enough of the Rich Text Format (specification 1.9.1) to walk over a file: groups, control words and text, one after
/// the other. Nothing is followed and nothing is laid out; what is not well-formed is passed over.
namespace ocr {

struct RtfPiece {
    enum class Kind { open, close, word, text };
    Kind kind{};
    std::string_view name;     ///< of word: "par"; a control symbol is its one sign: "*"
    std::optional<int> value;  ///< of word: 0 in "\v0"
    std::string text;          ///< of text: UTF-8; also what stands for a sign, as \endash and \~ do
    std::string_view bytes;    ///< of the word "bin": what follows it, as it is
};

/// Of a hexadecimal digit; -1 for what is none.
int hex_value(char c);

/// Bytes that are no ASCII are read as Windows-1252, which Danish files are written in.
class RtfScan {
  public:
    explicit RtfScan(std::string_view rtf) : rtf_(rtf) {}
    std::optional<RtfPiece> next();

    /// How many signs stand for a \u where that is not known (\uc); groups inherit it, and whoever walks keeps it.
    int skipped_after_unicode{1};

  private:
    RtfPiece control();
    RtfPiece text();
    RtfPiece unicode(int value);
    void skip_fallback();

    std::string_view rtf_;
    std::size_t at_{};
    char16_t half_{};  ///< the first half of a surrogate pair, until the second comes
};

}  // namespace ocr
