#include "services/store/postgres/address.hpp"

#include <algorithm>

namespace services::postgres {

namespace {

/// "://user:password@" up to the last @ before the path, for a password may hold what it should not.
void hide_userinfo(std::string& text) {
    const auto scheme = text.find("://");
    if (scheme == std::string::npos) return;
    const auto begin = scheme + 3;
    const auto at = text.rfind('@');
    const auto colon = text.find(':', begin);
    if (at != std::string::npos && colon < at) text.replace(colon + 1, at - colon - 1, "…");
}

void hide_key(std::string& text) {
    constexpr std::string_view key = "password=";
    for (auto at = text.find(key); at != std::string::npos; at = text.find(key, at + key.size())) {
        const auto begin = at + key.size();
        const auto end = std::min(text.find_first_of("& \"", begin), text.size());
        text.replace(begin, end - begin, "…");
    }
}

}  // namespace

std::string without_password(std::string_view text) {
    std::string shown{text};
    hide_userinfo(shown);
    hide_key(shown);
    return shown;
}

}  // namespace services::postgres
