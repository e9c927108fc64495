#pragma once

#include <string_view>
#include <utility>

#include "services/http/router.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// Adds routes for those who are signed in, whose handlers are functions of what a feature stands on: each keeps a copy
/// of `desk`. Call it once a route, as `add(Method::get, "/sager", list_cases)`.
template <class Desk>
class ForSignedIn {
  public:
    using Act = core::Result<Response> (*)(const Desk&, const Request&, const Caller&);

    ForSignedIn(Router& router, Identity& identity, Desk desk)
        : router_(router), identity_(identity), desk_(std::move(desk)) {}

    void operator()(
        Method method, std::string_view pattern, Act act, BodyLimit limit = BodyLimit::small, Pace pace = Pace::slow
    ) const {
        const auto handler = [desk = desk_, act](const Request& request, const Caller& caller) {
            return act(desk, request, caller);
        };
        router_.add(method, pattern, signed_in(identity_, handler), limit, pace);
    }

  private:
    Router& router_;
    Identity& identity_;
    Desk desk_;
};

}  // namespace services
