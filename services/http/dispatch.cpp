#include "services/http/dispatch.hpp"

#include <system_error>

#include "services/http/problem.hpp"
#include "services/http/upload_file.hpp"

namespace services {
namespace {

void note(const ErrorHooks& hooks, const Request& request, std::string_view what) {
    if (hooks.note) hooks.note(request.id, what);
}

bool asks_for_a_page(const Request& request) {
    return request.method == Method::get && request.header("accept").find("text/html") != std::string_view::npos;
}

/// Empty where no shorter path can be read.
std::string nearest_above(const Router& router, std::string_view path) {
    for (auto cut = path.rfind('/'); cut != 0 && cut != std::string_view::npos; cut = path.rfind('/')) {
        path = path.substr(0, cut);
        if (router.find(Method::get, path).handler != nullptr) return std::string{path};
    }
    return {};
}

}  // namespace

Response refuse_exception(const Request& request, const ErrorHooks& hooks) {
    const core::Error internal{core::ErrorCode::unavailable, {}};
    try {
        throw;
    } catch (const std::system_error& error) {
        note(hooks, request, error.what());
        if (is_out_of_space(error.code()))
            return refuse({core::ErrorCode::out_of_space, "the disk is full"}, request, hooks);
        return refuse(500, internal, request, hooks);
    } catch (const std::exception& error) {
        note(hooks, request, error.what());
        return refuse(500, internal, request, hooks);
    } catch (...) {
        note(hooks, request, "an exception that is no std::exception");
        return refuse(500, internal, request, hooks);
    }
}

std::string_view name_of(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

Response refuse(int status, const core::Error& error, const Request& request, const ErrorHooks& hooks) {
    Response response;
    try {
        response = hooks.render(error, request);
    } catch (const std::exception& failure) {  // an error page that fails must not hide the error
        note(hooks, request, failure.what());
        return problem_with_status(status, error, request);
    }
    if (response.status == status) return response;
    for (const auto& [name, value] : response.headers)
        if (name == "content-type" && value == "application/problem+json")
            return problem_with_status(status, error, request);
    response.status = status;
    return response;
}

Response refuse(const core::Error& error, const Request& request, const ErrorHooks& hooks) {
    return refuse(status_of(error.code), error, request, hooks);
}

Response refuse_unrouted(
    const Router& router, const Router::Match& match, const Request& request, const ErrorHooks& hooks
) {
    if (match.allowed.empty()) return refuse({core::ErrorCode::not_found, "no such path"}, request, hooks);
    std::string allowed;
    for (const auto method : match.allowed) {
        if (!allowed.empty()) allowed += ", ";
        allowed += name_of(method);
    }
    if (request.method == Method::options && hooks.options) return hooks.options(request, allowed);
    if (asks_for_a_page(request)) {
        // As it was sent: a path that was decoded may hold what no header can.
        const auto sent = std::string_view{request.raw_target};
        auto above = nearest_above(router, sent.substr(0, sent.find('?')));
        if (!above.empty()) return redirect(std::move(above));
    }
    auto response = refuse(405, {core::ErrorCode::invalid_input, "not this method"}, request, hooks);
    response.set("allow", std::move(allowed));
    return response;
}

Outgoing answer(Response response, const Request& request, Connection connection, const ErrorHooks& hooks) {
    try {
        return lay_out(std::move(response), request, connection);
    } catch (...) {
        return lay_out(refuse_exception(request, hooks), request, connection);
    }
}

Response respond(const Handler& handler, const Request& request, const ErrorHooks& hooks) {
    try {
        auto outcome = handler(request);
        return outcome ? std::move(outcome).value() : refuse(outcome.error(), request, hooks);
    } catch (...) {
        return refuse_exception(request, hooks);
    }
}

}  // namespace services
