#include "services/identity/token.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>

#include "services/files/sha256.hpp"

namespace services {

std::string random_token() {
    if (sodium_init() < 0) throw std::runtime_error{"libsodium found no source of randomness"};
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(bytes.size(), variant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    return text.data();
}

std::string token_hash(std::string_view token) {
    return sha256(token).text();
}

bool is_same_secret(std::string_view left, std::string_view right) {
    return !left.empty() && left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace services
