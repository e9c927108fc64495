#pragma once

#include "services/administration/administration_routes.hpp"
#include "services/cases/case_pages.hpp"
#include "services/oversight/oversight.hpp"
#include "services/oversight/read_log.hpp"
#include "tests/unit/rights/rights_fixture.hpp"

namespace tests {

inline const services::Pages& all_pages() {
    static const services::Pages all;
    return all;
}

/// The town hall with its pages, for people who are signed in by name.
struct OversightHall : RightsHall {
    services::Workplace workplace{*db, clock, "Eksempel Kommune", all_pages()};
    services::FileStore files{folder.path / "files"};
    search::Reader index{folder.path / "index"};
    services::Router router;

    OversightHall() {
        services::add_case_pages(router, identity, {workplace, files, index, settings});
        services::add_oversight_pages(router, identity, workplace, {});
        services::add_administration_routes(router, identity, workplace);
    }

    using Pairs = std::vector<std::pair<std::string, std::string>>;
    core::Result<services::Response> send(
        const std::string& by, services::Method method, const std::string& path, const Pairs& fields = {}
    ) {
        auto request = with_cookie(identity.sign_in(by, "hemmeligt", "192.0.2.1").value().token);
        request.method = method;
        request.path = request.raw_target = path;
        request.headers.emplace_back("x-csrf-token", identity.caller_of(request).value()->csrf);
        for (const auto& [name, value] : fields) {
            if (method == services::Method::get) {
                request.query.emplace_back(name, value);
                continue;
            }
            services::FormPart part;
            part.name = name;
            part.value = value;
            request.parts.push_back(std::move(part));
        }
        const auto match = router.find(method, path);
        REQUIRE(match.handler != nullptr);
        request.path_parameters = match.parameters;
        return (*match.handler)(request);
    }
    std::string page(const std::string& by, const std::string& path, const Pairs& query = {}) {
        return std::get<std::string>(send(by, services::Method::get, path, query).value().body);
    }
    services::Response post(const std::string& by, const std::string& path, const Pairs& fields) {
        return send(by, services::Method::post, path, fields).value();
    }
    core::Case a_restricted_case() {
        auto made = a_case();
        made.confidentiality = core::Confidentiality::restricted;
        made.caseworker = user;
        return open(user, made).value();
    }
};

inline bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
inline std::string header(const services::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
        if (key == name) return value;
    return {};
}

}  // namespace tests
