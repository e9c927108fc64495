#include "services/administration/people_desk.hpp"

namespace services {

using core::ErrorCode;
using core::Result;

namespace {

std::string path_of(core::UserId id) {
    return "/administration/brugere/" + std::to_string(id.value);
}

Result<Response> post_token(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    const core::UserId id{request.id_parameter("id")};
    const auto has = [&](const char* name) { return request.form_value(name) == "ja"; };
    NewToken made{.user = id, .name = request.form_value("name")};
    made.scopes = {has("scope_read"), has("scope_write"), has("scope_intake")};
    made.last_day = core::parse_iso_date(request.form_value("last_day"));
    const auto token = desk.identity.add_api_token(made, caller.id());
    // The token is known to nobody but the one who reads this answer.
    if (token.has_value()) return user_page(desk, request, caller, token.value());
    if (token.error().code != ErrorCode::invalid_input) return token.error();
    return with_toast(
        redirect(path_of(id)),
        "Der blev ikke lavet en adgang: giv den et navn, mindst én ting at måtte og en dag, der ikke er gået."
    );
}

Result<Response> revoke(const PeopleDesk& desk, const Request& request, const Caller& caller) {
    const core::UserId id{request.id_parameter("id")};
    TRY(desk.identity.revoke_api_token(id, core::ApiTokenId{request.id_parameter("token")}, caller.id()));
    return with_toast(redirect(path_of(id)), "Adgangen er kaldt tilbage.");
}

}  // namespace

void add_token_pages(Router& router, const PeopleDesk& desk) {
    add_people_page(router, desk, Method::post, "/administration/brugere/{id:id}/adgange", post_token);
    add_people_page(
        router, desk, Method::post, "/administration/brugere/{id:id}/adgange/{token:id}/tilbagekald", revoke
    );
}

}  // namespace services
