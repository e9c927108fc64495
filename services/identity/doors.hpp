#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/web/page.hpp"

namespace services {

/// Ways to sign in other than by a password, as the sign-in page shows them.
struct OtherDoors {
    std::vector<Link> links{};  ///< GET with `next` begins it; the text is a name, not translated
    /// What the sign-in page says of a problem by its name; empty: nothing.
    std::function<std::string(Language, std::string_view)> words_for{};
    /// Before a session ends: where one signs out too, if it began elsewhere.
    std::function<std::optional<Link>(const Request&)> also_sign_out{};
};

/// Leads someone who has just signed in to where they were going, `next` as local_path() gave it, with their session.
core::Result<Response> welcome(
    const Request& request, Identity& identity, const SignedIn& signed_in, const std::string& next
);

}  // namespace services
