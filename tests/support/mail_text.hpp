#pragma once

#include <cstdint>
#include <string>

namespace tests {

/// The text of a mail whose one part is in base64.
inline std::string decoded_text(const std::string& mail) {
    const auto from = mail.find("base64") + 6;
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : mail.substr(from)) {
        static const std::string signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const auto value = signs.find(c);
        if (c == '=' || c == '-') break;
        if (value == std::string::npos) continue;
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        if ((count += 6) < 8) continue;
        count -= 8;
        text += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
    }
    return text;
}

}  // namespace tests
