#pragma once

#include <concepts>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace services {

/// JSON written from left to right, for the answers that are asked for most: to make a tree of the same and then its
/// text takes three times as long. Strings are UTF-8, as all that comes out of the database is; keys are our own words.
class JsonText {
  public:
    explicit JsonText(std::size_t room) { text_.reserve(room); }

    void begin_object() { begin('{'); }
    void end_object() { text_ += '}'; }
    void begin_array() { begin('['); }
    void end_array() { text_ += ']'; }

    /// What follows is the value of this member.
    void key(std::string_view key) {
        separate();
        text_ += '"';
        text_ += key;
        text_ += "\":";
    }

    void value(std::integral auto number) {
        separate();
        text_ += std::to_string(number);
    }
    void value(bool truth) { word(truth ? "true" : "false"); }
    void value(std::nullptr_t) { word("null"); }
    void value(std::string_view text);
    void value(const std::string& text) { value(std::string_view{text}); }
    void value(const char* text) { value(std::string_view{text}); }
    void value(const nlohmann::json& tree) { word(tree.dump()); }
    template <class T>
    void value(const std::optional<T>& maybe) {
        maybe ? value(*maybe) : value(nullptr);
    }

    template <class T>
    void member(std::string_view name, const T& of_it) {
        key(name);
        value(of_it);
    }

    std::string take() { return std::move(text_); }

  private:
    void begin(char bracket) {
        separate();
        text_ += bracket;
    }
    void word(std::string_view text) {
        separate();
        text_ += text;
    }
    /// A comma, unless this is the first of its kind: only then a bracket or a colon stands before it.
    void separate() {
        if (!text_.empty() && std::string_view{"{[:"}.find(text_.back()) == std::string_view::npos) text_ += ',';
    }

    std::string text_;
};

}  // namespace services
