#include "services/http/cors.hpp"

#include <algorithm>
#include <regex>

namespace services {

namespace {

// What an answer may tell a script beyond its body; the rest of its headers stays unseen.
constexpr const char* exposed =
    "Content-Disposition, ETag, Idempotent-Replayed, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Retry-After, X-Request-Id";
constexpr const char* taken =
    "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Range";
constexpr const char* remembered_for = "600";  // seconds

}  // namespace

bool is_origin(const std::string& text) {
    static const std::regex pattern{R"(https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?)"};
    return std::regex_match(text, pattern);
}

bool Cors::allows(std::string_view origin) const {
    return std::ranges::find(origins_, origin) != origins_.end();
}

void Cors::mark(const Request& request, Response& response) const {
    if (!is_on()) return;
    const auto is_varying = [](const auto& field) { return field.first == "vary" && field.second == "Origin"; };
    // Also for others: what a cache keeps for one site is not for the next.
    if (std::ranges::none_of(response.headers, is_varying)) response.add("vary", "Origin");
    const auto origin = request.header("origin");
    if (!allows(origin)) return;
    response.set("access-control-allow-origin", std::string{origin});
    response.set("access-control-expose-headers", exposed);
}

Response Cors::preflight(const Request& request, std::string_view methods) const {
    Response response{.status = 204, .headers = {}, .body = std::string{}};
    response.set("allow", std::string{methods});
    mark(request, response);
    if (!allows(request.header("origin"))) return response;
    response.set("access-control-allow-methods", std::string{methods});
    response.set("access-control-allow-headers", taken);
    response.set("access-control-max-age", remembered_for);
    return response;
}

}  // namespace services
