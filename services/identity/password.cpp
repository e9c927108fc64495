#include "services/identity/password.hpp"

#include <sodium.h>

#include <array>
#include <chrono>
#include <new>

#include "services/identity/identity.hpp"
#include "services/identity/token.hpp"

namespace services {

static_assert(IdentitySettings{}.hash_passes == crypto_pwhash_OPSLIMIT_INTERACTIVE);
static_assert(IdentitySettings{}.hash_memory_bytes == crypto_pwhash_MEMLIMIT_INTERACTIVE);

core::Result<Passwords::Place> Passwords::place() {
    constexpr std::chrono::seconds patience{2};
    if (!places_.try_acquire_for(patience))
        return core::Error{core::ErrorCode::unavailable, "too many passwords are being checked at this moment"};
    return Place{places_};
}

std::string Passwords::hash(const Place& /*place*/, std::string_view password) const {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    // It fails for want of memory only.
    if (crypto_pwhash_str(text.data(), password.data(), password.size(), passes_, memory_bytes_) != 0)
        throw std::bad_alloc{};
    return text.data();
}

bool Passwords::fits(const Place& place, std::string_view hash, std::string_view password) {
    std::call_once(nobody_once_, [&] { nobody_ = this->hash(place, random_token()); });
    const std::string known{hash.empty() ? std::string_view{nobody_} : hash};
    const bool is_equal = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
    return is_equal && !hash.empty();
}

}  // namespace services
