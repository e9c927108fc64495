#include "services/identity/origin.hpp"

#include <algorithm>

namespace services {

namespace {

constexpr std::size_t path_limit_bytes = 2000;

}  // namespace

bool changes_something(const Request& request) {
    return request.method != Method::get && request.method != Method::head && request.method != Method::options;
}

bool is_cross_site(const Request& request) {
    const auto site = request.header("sec-fetch-site");
    if (!site.empty()) return site != "same-origin" && site != "none";
    const auto origin = request.header("origin");
    if (origin.empty()) return false;
    // The scheme is not compared: behind a proxy that ends TLS it differs, and the host is what another site lacks.
    const auto host = origin.find("://");
    return host == std::string_view::npos || origin.substr(host + 3) != request.header("host");
}

std::string local_path(std::string_view path) {
    if (path.empty() || path.size() > path_limit_bytes || path.front() != '/' || path.starts_with("//")) return {};
    const bool is_plain = std::ranges::all_of(path, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '\\';
    });
    return is_plain ? std::string{path} : std::string{};
}

std::string sign_in_path(std::string_view next) {
    const auto path = local_path(next);
    return path.empty() ? "/log-ind" : "/log-ind?next=" + percent_encoded(path);
}

Response kept_private(Response response) {
    response.set("cache-control", "no-store");
    response.set("referrer-policy", "no-referrer");
    response.set("x-robots-tag", "noindex");
    return response;
}

}  // namespace services
