#include "services/openid/openid_links.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/session_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;

namespace {

Error no_such_user() {
    return {ErrorCode::not_found, "there is no such user"};
}

void note(Transaction& tx, const Caller& caller, core::Timestamp now, core::UserId user, const char* what) {
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::user_changed,
        .subject_kind = SubjectKind::user,
        .subject = user.value,
        .actor = caller.id(),
        .payload = nlohmann::json{{"what", what}}.dump(),
    });
}

}  // namespace

core::Result<void> add_link(Transaction& tx, const Caller& caller, core::Timestamp now, const NewLink& made) {
    if (!UserStore{tx}.find(made.user)) return no_such_user();
    const auto is_line =
        std::ranges::none_of(made.name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (made.name.empty() || made.name.size() > 255 || !is_line)
        return Error{ErrorCode::invalid_input, "the provider's name is one line of 1 to 255 bytes", "name"};
    OpenIdStore links{tx};
    for (const auto& link : links.of_user(made.user))
        if (link.issuer == made.issuer)
            return Error{ErrorCode::conflict, "the user is linked there already", "provider"};
    const auto name = linked_name(made.name);
    if (links.is_name_taken(made.issuer, name)) return Error{ErrorCode::conflict, "the name is another user's", "name"};
    links.add({
        .issuer = made.issuer,
        .user = made.user,
        .name = name,
        .subject = {},
        .linked_at = now,
        .linked_by = caller.id(),
    });
    note(tx, caller, now, made.user, "linked");
    return core::done();
}

core::Result<void> remove_link(
    Transaction& tx, const Caller& caller, core::Timestamp now, core::UserId user, std::int64_t link
) {
    if (!OpenIdStore{tx}.remove(user, link)) return Error{ErrorCode::not_found, "there is no such link"};
    SessionStore{tx}.end_all_of(user);
    raise_rights_version(tx);
    note(tx, caller, now, user, "unlinked");
    return core::done();
}

core::Result<std::vector<OpenIdLink>> read_links(Transaction& tx, core::UserId user) {
    if (!UserStore{tx}.find(user)) return no_such_user();
    return OpenIdStore{tx}.of_user(user);
}

}  // namespace services
