#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Enough of XML 1.0 to walk over the parts of office files: tags, their attributes and text, one after the other.
/// Nothing is expanded but the five entities and character references, so that no file can make itself larger; what is
/// not well-formed is passed over.
namespace ocr {

struct XmlPiece {
    enum class Kind { open, close, text };
    Kind kind{};
    bool is_empty{};              ///< of open: "<a/>"; no close follows
    std::string_view name;        ///< with its prefix, as written
    std::string_view attributes;  ///< of open: raw; see attribute()
    std::string text;             ///< of text: decoded

    /// The decoded value; the name is matched with its prefix.
    std::optional<std::string> attribute(std::string_view wanted) const;
    /// The name without its prefix.
    std::string_view local_name() const;
};

class XmlScan {
  public:
    explicit XmlScan(std::string_view xml) : xml_(xml) {}
    std::optional<XmlPiece> next();

  private:
    std::optional<XmlPiece> tag();

    std::string_view xml_;
    std::size_t at_{};
};

std::string decoded_xml(std::string_view text);

}  // namespace ocr
