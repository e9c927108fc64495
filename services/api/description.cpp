#include "services/api/description.hpp"

#include <span>
#include <string>

#include "core/embedded.hpp"
#include "services/files/sha256.hpp"

namespace core {

std::span<const Embedded> api_description_files();

}  // namespace core

namespace services {

std::string_view api_description() {
    return core::api_description_files().front().bytes();
}

void add_description_route(Router& router) {
    const auto tell = [](const Request&) -> core::Result<Response> {
        Response response{.status = 200, .headers = {}, .body = StaticBody{api_description(), {}}};
        response.set("content-type", "application/yaml");  // RFC 9512
        response.set("cache-control", "no-cache");
        return response;
    };
    router.add(Method::get, "/api/v1/openapi.yaml", tell, BodyLimit::none, Pace::quick);
}

}  // namespace services
