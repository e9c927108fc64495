#pragma once

#include <functional>
#include <string_view>

#include "services/http/message.hpp"
#include "services/http/reply.hpp"
#include "services/http/router.hpp"

namespace services {

/// How errors are answered and noted; see Server.
struct ErrorHooks {
    std::function<Response(const core::Error&, const Request&)> render{problem};
    std::function<void(std::string_view request_id, std::string_view what)> note{};
    /// Answers OPTIONS where no route does, with the methods that the path has; without it, 405.
    std::function<Response(const Request&, std::string_view methods)> options{};
};

/// An error as a response with this status, rendered by the hook.
Response refuse(int status, const core::Error& error, const Request& request, const ErrorHooks& hooks);
Response refuse(const core::Error& error, const Request& request, const ErrorHooks& hooks);

/// 404, or 405 with Allow, unless OPTIONS is answered. A form that had errors is shown at the address that it was sent
/// to: a browser that loads that anew is led to the nearest page above it.
Response refuse_unrouted(
    const Router& router, const Router::Match& match, const Request& request, const ErrorHooks& hooks
);

/// Where a handler's exceptions end: a full disk is 507; any other exception is noted and answered with 500, without
/// its text.
Response respond(const Handler& handler, const Request& request, const ErrorHooks& hooks);

/// The response to the exception that is being handled; only within a catch block.
Response refuse_exception(const Request& request, const ErrorHooks& hooks);

/// lay_out, for responses of the transport's own.
Outgoing answer(Response response, const Request& request, Connection connection, const ErrorHooks& hooks);

std::string_view name_of(Method method);

}  // namespace services
