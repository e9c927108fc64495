#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace core {

/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits: the name under which files/
/// keeps them. One that exists is well-formed or empty.
class ContentHash {
  public:
    ContentHash() = default;
    static std::optional<ContentHash> parse(std::string_view text);

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    friend auto operator<=>(const ContentHash&, const ContentHash&) = default;

  private:
    explicit ContentHash(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace core
