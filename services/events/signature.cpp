#include "services/events/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace services {

std::string webhook_signature(std::string_view secret, core::Timestamp at, std::string_view body) {
    const auto time = std::to_string(at.time_since_epoch().count());
    const auto text = time + '.' + std::string{body};
    std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
    unsigned int length = 0;
    const auto* bytes = static_cast<const unsigned char*>(static_cast<const void*>(text.data()));
    if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes, text.size(), made.data(), &length) ==
        nullptr)
        throw std::runtime_error{"HMAC-SHA-256 could not be computed"};
    constexpr std::string_view digits = "0123456789abcdef";
    std::string signature = "t=" + time + ",v1=";
    for (unsigned int i = 0; i < length; ++i) {
        signature += digits[made[i] >> 4U];
        signature += digits[made[i] & 15U];
    }
    return signature;
}

}  // namespace services
