#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// Both hexadecimal; the secret one leaves the database for signing alone.
struct KeyPair {
    std::string public_key, secret_key;
};

/// Keys that the authority signs with, by name. A key is made once and never changed.
class SigningKeyStore {
  public:
    explicit SigningKeyStore(Transaction& tx) : tx_(tx) {}

    std::optional<KeyPair> find(std::string_view name) const;
    /// Nothing happens where there is one already.
    void add(std::string_view name, const KeyPair& made, core::Timestamp now);

  private:
    Transaction& tx_;
};

}  // namespace services
