#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/administration/administration.hpp"
#include "services/api/json.hpp"
#include "services/openid/openid_links.hpp"
#include "services/openid/openid_routes.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Who is whom at a provider, as an administrator sees and says it.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

core::UserId user_in(const Request& request) {
    return core::UserId{request.id_parameter("id")};
}

std::string path_of(core::UserId user) {
    return "/administration/brugere/" + std::to_string(user.value);
}

/// The provider's key in the settings; the issuer itself where it is no longer in them.
std::string key_of(const OpenIdDesk& desk, const OpenIdLink& link) {
    const auto* provider = desk.of_issuer(link.issuer);
    return provider == nullptr ? link.issuer : provider->settings().key;
}

Result<std::string> issuer_of(const OpenIdDesk& desk, const std::string& key) {
    const auto* provider = desk.find(key);
    if (provider == nullptr) return Error{ErrorCode::invalid_input, "there is no such provider", "provider"};
    return provider->settings().issuer;
}

// The API

Result<Response> list(const OpenIdDesk& desk, const Request& request, const Caller&) {
    TRY(const auto links, desk.workplace.db.read([&](Transaction& tx) { return read_links(tx, user_in(request)); }));
    auto items = Json::array();
    for (const auto& link : links)
        items.push_back({
            {"id", link.id},
            {"provider", key_of(desk, link)},
            {"name", link.name},
            {"has_come", !link.subject.empty()},
            {"linked_at", core::iso_time(link.linked_at)},
            {"seen_at", link.seen_at ? Json(core::iso_time(*link.seen_at)) : Json(nullptr)},
        });
    return services::json(Json{{"items", std::move(items)}}.dump());
}

Result<Response> post(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto key = members.text("provider");
    const auto name = members.text("name");
    TRY(members.check());
    TRY(const auto issuer, issuer_of(desk, key));
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return add_link(tx, caller, desk.workplace.clock.now(), {user_in(request), issuer, name});
    }));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

Result<void> remove(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.write([&](Transaction& tx) {
        return remove_link(tx, caller, desk.workplace.clock.now(), user_in(request), request.id_parameter("link"));
    });
}

Result<Response> delete_link(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    TRY(remove(desk, request, caller));
    return Response{.status = 204, .headers = {}, .body = std::string{}};
}

// The page

std::string said_of(Language language, const Error& error) {
    if (error.field == "provider" && error.code == ErrorCode::conflict)
        return translate(language, "Brugeren er allerede knyttet til denne login-tjeneste.");
    if (error.field == "provider") return translate(language, "Vælg en login-tjeneste.");
    if (error.code == ErrorCode::conflict) return translate(language, "Navnet er en anden brugers.");
    return translate(language, "Skriv det navn, som login-tjenesten kender personen ved.");
}

Result<Response> show(
    const OpenIdDesk& desk, const Request& request, const Caller& caller, const std::optional<Error>& error = {}
) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    const auto id = user_in(request);
    Json data{
        {"path", path_of(id)},
        {"error", error ? said_of(language, *error) : std::string{}},
        {"name", request.form_value("name")},
        {"rows", Json::array()},
        {"providers", Json::array()},
    };
    for (const auto& provider : desk.providers)
        data["providers"].push_back({{"value", provider->settings().key}, {"text", provider->settings().name}});
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto links, read_links(tx, id));
        data["heading"] = UserStore{tx}.find(id)->full_name;
        for (const auto& link : links) {
            const auto* provider = desk.of_issuer(link.issuer);
            data["rows"].push_back({
                {"provider", provider == nullptr ? link.issuer : provider->settings().name},
                {"name", link.name},
                {"seen", link.seen_at ? spoken_time(language, *link.seen_at, now) : std::string{}},
                {"remove_path", path_of(id) + "/log-ind/" + std::to_string(link.id) + "/fjern"},
            });
        }
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Login udefra"), desk.workplace);
    return page(desk.workplace, "openid/links", data, frame, error ? 422 : 200);
}

Result<Response> get_page(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller);
}

Result<Response> post_page(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    const auto added = [&]() -> Result<void> {
        TRY(const auto issuer, issuer_of(desk, request.form_value("provider")));
        return desk.workplace.db.write([&](Transaction& tx) {
            return add_link(
                tx, caller, desk.workplace.clock.now(), {user_in(request), issuer, request.form_value("name")}
            );
        });
    }();
    if (added.has_value()) return with_toast(redirect(path_of(user_in(request)) + "/log-ind"), "Brugeren er knyttet.");
    if (added.error().code == ErrorCode::not_found) return added.error();
    return show(desk, request, caller, added.error());
}

Result<Response> post_remove(const OpenIdDesk& desk, const Request& request, const Caller& caller) {
    TRY(remove(desk, request, caller));
    return with_toast(redirect(path_of(user_in(request)) + "/log-ind"), "Tilknytningen er fjernet.");
}

}  // namespace

void add_openid_link_routes(Router& router, OpenIdDesk& desk) {
    using Do = Result<Response> (*)(const OpenIdDesk&, const Request&, const Caller&);
    const auto add = [&](Method method, std::string_view pattern, Do act) {
        const auto handler = [&desk, act](const Request& request, const Caller& caller) -> Result<Response> {
            TRY(require_administrator(caller));
            return act(desk, request, caller);
        };
        router.add(method, pattern, signed_in(desk.identity, handler));
    };
    add(Method::get, "/api/v1/users/{id:id}/links", list);
    add(Method::post, "/api/v1/users/{id:id}/links", post);
    add(Method::delete_, "/api/v1/users/{id:id}/links/{link:id}", delete_link);
    add(Method::get, "/administration/brugere/{id:id}/log-ind", get_page);
    add(Method::post, "/administration/brugere/{id:id}/log-ind", post_page);
    add(Method::post, "/administration/brugere/{id:id}/log-ind/{link:id}/fjern", post_remove);
}

}  // namespace services
