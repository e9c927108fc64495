#include "services/api/api_pages.hpp"

#include <map>

#include "services/api/description.hpp"
#include "services/api/documentation.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// Where this server is, as whoever reads the page reaches it.
std::string address_of(const Request& request, const std::string& public_url) {
    if (!public_url.empty()) return public_url;
    return (request.is_tls ? "https://" : "http://") + std::string{request.header("host")};
}

/// The description never changes while the program runs; each page of it is made when it is first asked for, and kept.
const nlohmann::json& overview() {
    static const auto data = documentation(api_description_json());
    return data;
}

const nlohmann::json* page_of_tag(std::string_view slug) {
    using Pages = std::map<std::string, nlohmann::json, std::less<>>;
    static const auto pages = [] {
        Pages made;
        for (const auto& tag : overview().at("tags")) {
            const auto name = tag.at("slug").get<std::string>();
            made.emplace(name, documentation_of(api_description_json(), name).value());
        }
        return made;
    }();
    const auto found = pages.find(slug);
    return found == pages.end() ? nullptr : &found->second;
}

}  // namespace

void add_api_pages(Router& router, const Workplace& workplace, const std::string& public_url) {
    router.add(Method::get, "/api", [workplace, public_url](const Request& request) -> Result<Response> {
        const auto language = page_language(request);
        auto data = overview();
        data["address"] = address_of(request, public_url);
        const auto frame = public_frame(
            request, translate(language, "For andre systemer"), {{"/", translate(language, "Forside")}}, workplace
        );
        return page(workplace, "api/index", data, frame);
    });
    router.add(Method::get, "/api/{tag}", [workplace](const Request& request) -> Result<Response> {
        const auto language = page_language(request);
        const auto* data = page_of_tag(request.parameter("tag"));
        if (data == nullptr) return Error{ErrorCode::not_found, "the API's description has no such tag"};
        const auto frame = public_frame(
            request,
            data->at("name").get<std::string>(),
            {{"/", translate(language, "Forside")}, {"/api", translate(language, "For andre systemer")}},
            workplace
        );
        return page(workplace, "api/tag", *data, frame);
    });
}

}  // namespace services
