#include "services/store/openid_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define LINK_COLUMNS "id, issuer, user_id, name, subject, linked_at, linked_by, seen_at"
constexpr std::string_view add_sql = R"sql(
    INSERT INTO openid_links (issuer, user_id, name, subject, linked_at, linked_by, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))sql";
constexpr std::string_view of_user_sql =
    "SELECT " LINK_COLUMNS " FROM openid_links WHERE user_id = $1 ORDER BY id LIMIT 100";
constexpr std::string_view by_subject_sql =
    "SELECT " LINK_COLUMNS " FROM openid_links WHERE issuer = $1 AND subject = $2 AND subject <> ''";
constexpr std::string_view by_name_sql =
    "SELECT " LINK_COLUMNS " FROM openid_links WHERE issuer = $1 AND name = $2 AND name <> ''";
constexpr std::string_view seen_sql = "UPDATE openid_links SET subject = $2, seen_at = $3 WHERE id = $1";
constexpr std::string_view remove_sql = "DELETE FROM openid_links WHERE user_id = $1 AND id = $2 RETURNING id";

constexpr std::string_view add_session_sql =
    "INSERT INTO openid_sessions (token_hash, issuer, id_token, ends_at) VALUES ($1, $2, $3, $4)";
constexpr std::string_view end_session_sql =
    "DELETE FROM openid_sessions WHERE token_hash = $1 RETURNING issuer, id_token";
constexpr std::string_view remove_ended_sql = "DELETE FROM openid_sessions WHERE ends_at <= $1";

OpenIdLink link_from(const Row& row) {
    return OpenIdLink{
        .id = row.number(0),
        .issuer = row.text(1),
        .user = row.id<core::UserId>(2),
        .name = row.text(3),
        .subject = row.text(4),
        .linked_at = timestamp(row.number(5)),
        .linked_by = row.maybe_id<core::UserId>(6),
        .seen_at = maybe_timestamp(row, 7),
    };
}

}  // namespace

void OpenIdStore::add(const OpenIdLink& link) {
    tx_.run(
        add_sql,
        {link.issuer,
         link.user,
         link.name,
         link.subject,
         seconds(link.linked_at),
         link.linked_by,
         seconds(link.seen_at)}
    );
}

std::vector<OpenIdLink> OpenIdStore::of_user(core::UserId user) const {
    return all(tx_.run(of_user_sql, {user}), link_from);
}

std::optional<OpenIdLink> OpenIdStore::by_subject(std::string_view issuer, std::string_view subject) const {
    return first(tx_.run(by_subject_sql, {issuer, subject}), link_from);
}

std::optional<OpenIdLink> OpenIdStore::by_name(std::string_view issuer, std::string_view name) const {
    auto link = first(tx_.run(by_name_sql, {issuer, name}), link_from);
    return link && link->subject.empty() ? link : std::nullopt;
}

bool OpenIdStore::is_name_taken(std::string_view issuer, std::string_view name) const {
    return !tx_.run(by_name_sql, {issuer, name}).empty();
}

void OpenIdStore::seen(std::int64_t link, std::string_view subject, core::Timestamp now) {
    tx_.run(seen_sql, {link, subject, seconds(now)});
}

bool OpenIdStore::remove(core::UserId user, std::int64_t link) {
    return !tx_.run(remove_sql, {user, link}).empty();
}

void OpenIdStore::add_session(
    std::string_view token_hash, const OpenIdSession& session, core::Timestamp ends_at, core::Timestamp now
) {
    tx_.run(remove_ended_sql, {seconds(now)});
    tx_.run(add_session_sql, {token_hash, session.issuer, session.id_token, seconds(ends_at)});
}

std::optional<OpenIdSession> OpenIdStore::end_session(std::string_view token_hash) {
    return first(tx_.run(end_session_sql, {token_hash}), [](const Row& row) {
        return OpenIdSession{row.text(0), row.text(1)};
    });
}

}  // namespace services
