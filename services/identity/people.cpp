#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/identity/identity_impl.hpp"
#include "services/identity/token.hpp"
#include "services/store/event_log.hpp"
#include "services/store/session_store.hpp"
#include "services/web/words.hpp"

/// Making users, and changing what they may do.
namespace services {

namespace {

constexpr std::size_t name_limit = 64;  // characters
constexpr std::size_t full_name_limit_bytes = 200;
constexpr std::size_t email_limit_bytes = 254;  // RFC 5321 § 4.5.3.1.3
constexpr std::size_t initials_limit_bytes = 12;
constexpr std::size_t token_name_limit_bytes = 100;
constexpr std::size_t password_least_characters = 8;
constexpr std::size_t password_limit_bytes = 1024;

core::Error wrong(std::string field, std::string detail) {
    return {core::ErrorCode::invalid_input, std::move(detail), std::move(field)};
}

core::Error no_such_user() {
    return {core::ErrorCode::not_found, "there is no such user"};
}

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool is_line(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

core::Result<void> check_password(std::string_view password) {
    if (characters_in(password) < password_least_characters)
        return wrong("password", "a password has at least 8 characters");
    if (password.size() > password_limit_bytes) return wrong("password", "a password has at most 1024 bytes");
    return core::done();
}

std::string initials_or(const std::string& initials, const std::string& full_name) {
    return initials.empty() ? initials_of(full_name) : initials;
}

core::Result<User> checked(const NewUser& made) {
    User user{
        .id = {},
        .name = sign_in_name(made.name),
        .full_name = made.full_name,
        .initials = initials_or(made.initials, made.full_name),
        .email = made.email};
    if (user.name.empty()) return wrong("name", "a name is 1 to 64 of a-z, æ, ø, å, 0-9, '.', '-' and '_'");
    TRY(check_person(user));
    return user;
}

core::Result<void> check_roles(Transaction& tx, const std::vector<core::RoleInUnit>& roles) {
    for (auto held = roles.begin(); held != roles.end(); ++held) {
        if (!UnitStore{tx}.find(held->unit)) return wrong("roles", "there is no such unit");
        if (std::find(roles.begin(), held, *held) != held) return wrong("roles", "the same role is there twice");
    }
    return core::done();
}

/// Whether an active person other than `user` administers.
bool is_administered_without(Transaction& tx, core::UserId user) {
    return std::ranges::any_of(UserStore{tx}.all_roles(), [&](const UserStore::Holder& holder) {
        if (holder.held.role != core::Role::administrator || holder.user == user) return false;
        const auto person = UserStore{tx}.find(holder.user);
        return person && person->active;
    });
}

}  // namespace

core::Result<void> check_person(const User& user) {
    if (user.full_name.empty() || user.full_name.size() > full_name_limit_bytes || !is_line(user.full_name))
        return wrong("full_name", "a full name is one line of 1 to 200 bytes");
    if (user.initials.size() > initials_limit_bytes || !is_line(user.initials))
        return wrong("initials", "initials are at most 12 bytes");
    const bool is_address = user.email.empty() || (user.email.find('@') != std::string::npos && is_line(user.email));
    if (!is_address || user.email.size() > email_limit_bytes) return wrong("email", "this is no e-mail address");
    return core::done();
}

bool administers(const std::vector<core::RoleInUnit>& roles) {
    return std::ranges::any_of(roles, [](const auto& held) { return held.role == core::Role::administrator; });
}

core::Result<void> check_someone_administers(Transaction& tx, const User& user) {
    const bool has_it = user.active && administers(UserStore{tx}.roles(user.id));
    if (has_it && !is_administered_without(tx, user.id))
        return core::Error{core::ErrorCode::conflict, "nobody would be left to administer"};
    return core::done();
}

nlohmann::json roles_json(const std::vector<core::RoleInUnit>& roles) {
    auto list = nlohmann::json::array();
    for (const auto& held : roles) list.push_back({{"role", core::name_of(held.role)}, {"unit", held.unit.value}});
    return list;
}

void note_user_change(
    Transaction& tx,
    core::UserId user,
    std::optional<core::UserId> by,
    core::Timestamp now,
    const nlohmann::json& payload
) {
    EventLog{tx}.append(
        {.at = now,
         .kind = EventKind::user_changed,
         .subject_kind = SubjectKind::user,
         .subject = user.value,
         .actor = by,
         .payload = payload.dump()}
    );
}

std::string sign_in_name(std::string_view typed) {
    std::string name;
    if (typed.size() > 2 * name_limit) return {};
    for (std::size_t i = 0; i < typed.size(); ++i) {
        const char c = typed[i];
        if (c >= 'A' && c <= 'Z') {
            name += static_cast<char>(c + 32);
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_') {
            name += c;
        } else {
            // æøå are C3 A6, C3 B8, C3 A5 in UTF-8, and their capitals 20 hexadecimal below.
            const auto second = i + 1 < typed.size() ? static_cast<unsigned char>(typed[i + 1]) | 0x20U : 0U;
            if (c != '\xC3' || (second != 0xA6U && second != 0xB8U && second != 0xA5U)) return {};
            name += c;
            name += static_cast<char>(second);
            ++i;
        }
    }
    return characters_in(name) > name_limit ? std::string{} : name;
}

core::Result<core::UserId> Identity::add_user(const NewUser& made, std::optional<core::UserId> by) {
    TRY(const auto user, checked(made));
    TRY(check_password(made.password));
    TRY(const auto place, impl_->passwords.place());
    const auto hash = impl_->passwords.hash(place, made.password);
    return impl_->db.write([&](Transaction& tx) -> core::Result<core::UserId> {
        TRY(check_roles(tx, made.roles));
        if (UserStore{tx}.find_by_name(user.name))
            return core::Error{core::ErrorCode::conflict, "the name is taken", "name"};
        const auto now = impl_->clock.now();
        const auto id = UserStore{tx}.add(user, hash, now);
        UserStore{tx}.set_roles(id, made.roles);
        note_user_change(tx, id, by, now, {{"what", "added"}, {"roles", roles_json(made.roles)}});
        return id;
    });
}

core::Result<void> Identity::set_password(
    core::UserId user, std::string_view password, std::optional<core::UserId> by
) {
    TRY(check_password(password));
    TRY(const auto place, impl_->passwords.place());
    const auto hash = impl_->passwords.hash(place, password);
    return impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        if (!UserStore{tx}.find(user)) return no_such_user();
        UserStore{tx}.set_password_hash(user, hash);
        SessionStore{tx}.end_all_of(user);
        raise_rights_version(tx);
        note_user_change(tx, user, by, impl_->clock.now(), {{"what", "password"}});
        return core::done();
    });
}

core::Result<void> Identity::set_roles(
    core::UserId user, const std::vector<core::RoleInUnit>& roles, std::optional<core::UserId> by
) {
    return impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        const auto person = UserStore{tx}.find(user);
        if (!person) return no_such_user();
        TRY(check_roles(tx, roles));
        if (!administers(roles)) {
            TRY(check_someone_administers(tx, *person));
        }
        UserStore{tx}.set_roles(user, roles);
        note_user_change(tx, user, by, impl_->clock.now(), {{"what", "roles"}, {"roles", roles_json(roles)}});
        return core::done();
    });
}

core::Result<void> Identity::set_active(core::UserId user, bool active, std::optional<core::UserId> by) {
    return impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        const auto person = UserStore{tx}.find(user);
        if (!person) return no_such_user();
        if (person->active == active) return core::done();
        if (!active) {
            TRY(check_someone_administers(tx, *person));
            SessionStore{tx}.end_all_of(user);
        }
        UserStore{tx}.set_active(user, active);
        note_user_change(tx, user, by, impl_->clock.now(), {{"what", active ? "activated" : "deactivated"}});
        return core::done();
    });
}

core::Result<void> Identity::change_user(
    core::UserId user, std::int64_t version, const UserChange& change, std::optional<core::UserId> by
) {
    return impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        const auto before = UserStore{tx}.find(user);
        if (!before) return no_such_user();
        auto after = *before;
        after.full_name = change.full_name;
        after.initials = initials_or(change.initials, change.full_name);
        after.email = change.email;
        after.active = change.active;
        after.version = version;
        TRY(check_person(after));
        TRY(check_roles(tx, change.roles));
        if (!change.active || !administers(change.roles)) {
            TRY(check_someone_administers(tx, *before));
        }
        TRY(UserStore{tx}.update(after));
        UserStore{tx}.set_roles(user, change.roles);
        if (!after.active) SessionStore{tx}.end_all_of(user);
        note_user_change(
            tx,
            user,
            by,
            impl_->clock.now(),
            {{"what", "changed"}, {"active", after.active}, {"roles", roles_json(change.roles)}}
        );
        return core::done();
    });
}

core::Result<std::string> Identity::add_api_token(std::string_view user_name) {
    TRY(const auto user, impl_->db.read([&](Transaction& tx) -> core::Result<core::UserId> {
        const auto found = UserStore{tx}.find_by_name(sign_in_name(user_name));
        if (!found) return no_such_user();
        return found->id;
    }));
    return add_api_token({.user = user, .name = "saglig user token"}, std::nullopt);
}

core::Result<std::string> Identity::add_api_token(const NewToken& made, std::optional<core::UserId> by) {
    const auto now = impl_->clock.now();
    if (made.name.empty() || made.name.size() > token_name_limit_bytes || !is_line(made.name))
        return wrong("name", "a token's name is one line of 1 to 100 bytes");
    if (!made.scopes.read && !made.scopes.write && !made.scopes.intake)
        return wrong("scopes", "a token without scopes opens nothing");
    if (made.last_day && *made.last_day < core::danish_date(now))
        return wrong("last_day", "the day has passed already");
    auto token = random_token();
    TRY(impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        const auto user = UserStore{tx}.find(made.user);
        if (!user || !user->active) return no_such_user();
        ApiToken kept;
        kept.user = made.user;
        kept.name = made.name;
        kept.scopes = made.scopes;
        kept.created_at = now;
        kept.created_by = by;
        if (made.last_day) kept.ends_at = core::danish_midnight(*made.last_day + std::chrono::days{1});
        const auto id = SessionStore{tx}.add_api_token(token_hash(token), kept);
        note_user_change(tx, made.user, by, now, {{"what", "api_token"}, {"token", id.value}});
        return core::done();
    }));
    return token;
}

core::Result<void> Identity::revoke_api_token(core::UserId user, core::ApiTokenId id, std::optional<core::UserId> by) {
    return impl_->db.write([&](Transaction& tx) -> core::Result<void> {
        const auto now = impl_->clock.now();
        if (!SessionStore{tx}.revoke_api_token(user, id, now))
            return core::Error{core::ErrorCode::not_found, "there is no such token"};
        raise_rights_version(tx);  // every node has kept whom it opens for
        note_user_change(tx, user, by, now, {{"what", "api_token_revoked"}, {"token", id.value}});
        return core::done();
    });
}

}  // namespace services
