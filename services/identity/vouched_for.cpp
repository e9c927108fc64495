#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/identity/identity_impl.hpp"
#include "services/identity/token.hpp"
#include "services/store/openid_store.hpp"
#include "services/web/words.hpp"

/// Signing in those for whom a provider of OpenID Connect vouches.
namespace services {

namespace {

constexpr int names_tried = 100;

core::Error nobody_here() {
    return {core::ErrorCode::not_found, "nobody here is linked to the person, and none is to be made"};
}

/// A sign-in name that is free, as near as can be to what the provider calls them: "jekr@example.dk" is jekr, or jekr2
/// where somebody else is jekr.
std::string free_name(Transaction& tx, const VouchedFor& person) {
    auto wanted = sign_in_name(std::string_view{person.name}.substr(0, person.name.find('@')));
    if (wanted.empty() || wanted.size() > 60) wanted = "bruger";
    for (int n = 1; n < names_tried; ++n) {
        auto name = n == 1 ? wanted : wanted + std::to_string(n);
        if (!UserStore{tx}.find_by_name(name)) return name;
    }
    return wanted + '-' + token_hash(person.issuer + '\n' + person.subject).substr(0, 12);
}

/// What a provider calls people is not ours to refuse them for: what can't be kept is left out.
core::UserId made_user(Transaction& tx, const VouchedFor& person, core::Timestamp now) {
    User user;
    user.name = free_name(tx, person);
    user.full_name = person.full_name;
    user.email = person.email;
    if (!check_person(user)) user.email.clear();
    if (!check_person(user)) user.full_name = user.name;
    user.initials = initials_of(user.full_name);
    if (!check_person(user)) user.initials.clear();
    const auto id = UserStore{tx}.add(user, {}, now);  // without a password: none fits
    note_user_change(tx, id, std::nullopt, now, {{"what", "added"}, {"by", "openid"}});
    return id;
}

/// Finds or makes whoever it is.
core::Result<core::UserId> user_of(Transaction& tx, const VouchedFor& person, core::Timestamp now) {
    OpenIdStore links{tx};
    if (const auto known = links.by_subject(person.issuer, person.subject)) {
        links.seen(known->id, person.subject, now);
        return known->user;
    }
    if (const auto named = links.by_name(person.issuer, linked_name(person.name))) {
        links.seen(named->id, person.subject, now);
        note_user_change(tx, named->user, std::nullopt, now, {{"what", "linked"}, {"by", "openid"}});
        return named->user;
    }
    if (!person.creates) return nobody_here();
    const auto made = made_user(tx, person, now);
    links.add({
        .issuer = person.issuer,
        .user = made,
        .name = {},
        .subject = person.subject,
        .linked_at = now,
        .seen_at = now,
    });
    return made;
}

bool are_same(std::vector<core::RoleInUnit> left, std::vector<core::RoleInUnit> right) {
    const auto order = [](const core::RoleInUnit& held) { return std::pair{held.unit.value, held.role}; };
    std::ranges::sort(left, {}, order);
    std::ranges::sort(right, {}, order);
    return left == right;
}

core::Result<void> bring_in_line(
    Transaction& tx, const User& user, const std::vector<core::RoleInUnit>& roles, core::Timestamp now
) {
    if (are_same(UserStore{tx}.roles(user.id), roles)) return core::done();
    if (!administers(roles)) {
        TRY(check_someone_administers(tx, user));
    }
    UserStore{tx}.set_roles(user.id, roles);
    note_user_change(
        tx, user.id, std::nullopt, now, {{"what", "roles"}, {"by", "openid"}, {"roles", roles_json(roles)}}
    );
    return core::done();
}

}  // namespace

std::string linked_name(std::string_view typed) {
    std::string name{typed};
    std::ranges::transform(name, name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return name;
}

core::Result<std::optional<SignedIn>> Identity::sign_in_vouched_for(const VouchedFor& person) {
    const auto now = impl_->clock.now();
    return impl_->db.write([&](Transaction& tx) -> core::Result<std::optional<SignedIn>> {
        TRY(const auto id, user_of(tx, person, now));
        const auto user = UserStore{tx}.find(id);
        if (!user || !user->active) return core::Error{core::ErrorCode::forbidden, "the person is not active"};
        if (person.roles) {
            TRY(bring_in_line(tx, *user, *person.roles, now));
            if (person.roles->empty()) return std::nullopt;
        }
        auto made = begin_session(tx, id, impl_->settings, now);
        OpenIdStore{tx}.add_session(token_hash(made.token), {person.issuer, person.id_token}, now + made.length, now);
        return std::optional{std::move(made)};
    });
}

}  // namespace services
