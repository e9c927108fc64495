#include "services/store/signing_key_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view find_sql = "SELECT public_key, secret_key FROM signing_keys WHERE name = $1";
constexpr std::string_view add_sql = R"sql(
    INSERT INTO signing_keys (name, public_key, secret_key, made_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (name) DO NOTHING)sql";

}  // namespace

std::optional<KeyPair> SigningKeyStore::find(std::string_view name) const {
    return first(tx_.run(find_sql, {name}), [](const Row& row) { return KeyPair{row.text(0), row.text(1)}; });
}

void SigningKeyStore::add(std::string_view name, const KeyPair& made, core::Timestamp now) {
    tx_.run(add_sql, {name, made.public_key, made.secret_key, seconds(now)});
}

}  // namespace services
