#include "services/api/json_text.hpp"

namespace services {

namespace {

/// RFC 8259 § 7: what may not stand in a string as it is.
bool is_escaped(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void append_escape(std::string& text, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"':
            text += "\\\"";
            return;
        case '\\':
            text += "\\\\";
            return;
        case '\n':
            text += "\\n";
            return;
        case '\r':
            text += "\\r";
            return;
        case '\t':
            text += "\\t";
            return;
        default:
            text += "\\u00";
            text += hex[static_cast<unsigned char>(c) >> 4U];
            text += hex[static_cast<unsigned char>(c) & 0xFU];
    }
}

}  // namespace

void JsonText::value(std::string_view text) {
    separate();
    text_ += '"';
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!is_escaped(text[at])) continue;
        text_ += text.substr(begin, at - begin);
        append_escape(text_, text[at]);
        begin = at + 1;
    }
    text_ += text.substr(begin);
    text_ += '"';
}

}  // namespace services
