#include "services/store/session_store.hpp"

#include "services/store/columns.hpp"
#include "services/store/people_store.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO sessions (token_hash, user_id, csrf, created_at, seen_at, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6))sql";
constexpr std::string_view find_sql =
    "SELECT user_id, csrf, created_at, seen_at, ends_at FROM sessions WHERE token_hash = $1";
constexpr std::string_view touch_sql = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1";
constexpr std::string_view end_sql = "DELETE FROM sessions WHERE token_hash = $1";
constexpr std::string_view end_all_sql = "DELETE FROM sessions WHERE user_id = $1";
constexpr std::string_view remove_ended_sql = "DELETE FROM sessions WHERE ends_at <= $1";
constexpr std::string_view touch_token_sql =
    "UPDATE bearer_tokens SET used_at = $2 WHERE token_hash = $1 AND (used_at IS NULL OR used_at < $2)";
constexpr std::string_view add_token_sql = R"sql(
    INSERT INTO bearer_tokens (token_hash, user_id, name, scopes, created_at, created_by, ends_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
#define TOKEN_COLUMNS "id, user_id, name, scopes, created_at, created_by, ends_at, used_at"
constexpr std::string_view token_sql =
    "SELECT " TOKEN_COLUMNS " FROM bearer_tokens WHERE token_hash = $1 AND revoked_at IS NULL";
constexpr std::string_view tokens_sql =
    "SELECT " TOKEN_COLUMNS " FROM bearer_tokens WHERE user_id = $1 AND revoked_at IS NULL ORDER BY id LIMIT 1000";
constexpr std::string_view revoke_token_sql =
    "UPDATE bearer_tokens SET revoked_at = $3 WHERE user_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id";
constexpr std::string_view failures_sql = "SELECT failures, next_at FROM sign_in_failures WHERE key = $1";
constexpr std::string_view set_failures_sql = R"sql(
    INSERT INTO sign_in_failures (key, failures, next_at) VALUES ($1, $2, $3)
    ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, next_at = excluded.next_at)sql";
constexpr std::string_view clear_failures_sql = "DELETE FROM sign_in_failures WHERE key = $1";
constexpr std::string_view forget_failures_sql = "DELETE FROM sign_in_failures WHERE next_at < $1";
constexpr std::string_view last_sign_in_sql = R"sql(
    SELECT at FROM events WHERE subject_kind = 'user' AND subject_id = $1 AND kind = 'signed_in'
     ORDER BY id DESC LIMIT 1)sql";

std::string names_of(const TokenScopes& scopes) {
    std::string names;
    const auto add = [&](bool has, std::string_view name) {
        if (!has) return;
        if (!names.empty()) names += ' ';
        names += name;
    };
    add(scopes.read, "read");
    add(scopes.write, "write");
    add(scopes.intake, "intake");
    return names;
}

ApiToken token_from(const Row& row) {
    const auto scopes = ' ' + row.text(3) + ' ';
    const auto has = [&](const char* name) { return scopes.find(name) != std::string::npos; };
    return ApiToken{
        .id = row.id<core::ApiTokenId>(0),
        .user = row.id<core::UserId>(1),
        .name = row.text(2),
        .scopes = {has(" read "), has(" write "), has(" intake ")},
        .created_at = timestamp(row.number(4)),
        .created_by = row.maybe_id<core::UserId>(5),
        .ends_at = maybe_timestamp(row, 6),
        .used_at = maybe_timestamp(row, 7),
    };
}

}  // namespace

void SessionStore::add(std::string_view token_hash, const Session& session) {
    tx_.run(
        add_sql,
        {token_hash,
         session.user,
         session.csrf,
         seconds(session.created_at),
         seconds(session.seen_at),
         seconds(session.ends_at)}
    );
}

std::optional<Session> SessionStore::find(std::string_view token_hash) const {
    return first(tx_.run(find_sql, {token_hash}), [](const Row& row) {
        return Session{
            row.id<core::UserId>(0),
            row.text(1),
            timestamp(row.number(2)),
            timestamp(row.number(3)),
            timestamp(row.number(4))};
    });
}

void SessionStore::touch(std::string_view token_hash, core::Timestamp seen_at) {
    tx_.run(touch_sql, {token_hash, seconds(seen_at)});
    tx_.run(touch_token_sql, {token_hash, seconds(seen_at)});
}

void SessionStore::end(std::string_view token_hash) {
    tx_.run(end_sql, {token_hash});
}
void SessionStore::end_all_of(core::UserId user) {
    tx_.run(end_all_sql, {user});
}
void SessionStore::remove_ended(core::Timestamp now) {
    tx_.run(remove_ended_sql, {seconds(now)});
}

core::ApiTokenId SessionStore::add_api_token(std::string_view token_hash, const ApiToken& made) {
    return tx_
        .run(
            add_token_sql,
            {token_hash,
             made.user,
             made.name,
             names_of(made.scopes),
             seconds(made.created_at),
             made.created_by,
             seconds(made.ends_at)}
        )
        .front()
        .id<core::ApiTokenId>(0);
}

std::optional<ApiToken> SessionStore::api_token(std::string_view token_hash) const {
    return first(tx_.run(token_sql, {token_hash}), token_from);
}

std::vector<ApiToken> SessionStore::api_tokens(core::UserId user) const {
    return all(tx_.run(tokens_sql, {user}), token_from);
}

bool SessionStore::revoke_api_token(core::UserId user, core::ApiTokenId id, core::Timestamp now) {
    return !tx_.run(revoke_token_sql, {user, id, seconds(now)}).empty();
}

std::optional<SessionStore::Failures> SessionStore::failures(std::string_view key) const {
    return first(tx_.run(failures_sql, {key}), [](const Row& row) {
        return Failures{row.number(0), timestamp(row.number(1))};
    });
}

void SessionStore::set_failures(std::string_view key, const Failures& failures) {
    tx_.run(set_failures_sql, {key, failures.count, seconds(failures.next_at)});
}

void SessionStore::clear_failures(std::string_view key) {
    tx_.run(clear_failures_sql, {key});
}

void SessionStore::forget_failures(core::Timestamp before) {
    tx_.run(forget_failures_sql, {seconds(before)});
}

std::optional<core::Timestamp> SessionStore::last_sign_in(core::UserId user) const {
    return first(tx_.run(last_sign_in_sql, {user}), [](const Row& row) { return timestamp(row.number(0)); });
}

}  // namespace services
