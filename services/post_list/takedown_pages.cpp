#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "core/whole_number.hpp"
#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/takedown.hpp"
#include "services/web/page.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* take_down_path = "/postliste/tag-ned";

struct Typed {
    std::string number, exemption, reason, message;
};

/// "2026-214" as the list shows it.
std::optional<ListedPost> numbered(Transaction& tx, std::string_view number) {
    const auto hyphen = number.find('-');
    if (hyphen == std::string_view::npos) return std::nullopt;
    const auto year = core::whole_number(number.substr(0, hyphen));
    const auto serial = core::whole_number(number.substr(hyphen + 1));
    if (!year || !serial) return std::nullopt;
    return PostListStore{tx}.numbered(*year, *serial);
}

Result<Response> form(const PostListPages& pages, const Request& request, const Caller& caller, const Typed& typed) {
    if (!core::may_anywhere(caller.principal, core::Action::review_post_list))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
    const auto language = page_language(request);
    Json data{
        {"number", typed.number},
        {"reason", typed.reason},
        {"error", typed.message},
        {"is_missing", false},
        {"entry", nullptr},
        {"again", nullptr},
        {"exemptions", exemption_choices(language, typed.exemption)},
    };
    if (!typed.number.empty()) {
        TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
            const auto found = numbered(tx, typed.number);
            const bool is_there = found && found->state == PostState::published;
            const bool is_withheld = found && found->state == PostState::withheld;
            data["is_missing"] = !is_there && !is_withheld;
            if (is_withheld)
                data["again"] = {
                    {"number", number_of(*found)},
                    {"absence", spoken_absence(language, *found)},
                    {"path", std::string{take_down_path} + "/" + std::to_string(found->id.value) + "/op"},
                };
            if (is_there)
                data["entry"] = {
                    {"title", found->title},
                    {"correspondent", found->correspondent},
                    {"listed", spoken_date(language, found->listed_on)},
                    {"with_document", found->document_public},
                    {"path", std::string{take_down_path} + "/" + std::to_string(found->id.value)},
                };
            return core::done();
        }));
    }
    const auto frame = staff_frame(request, caller, translate(language, "Tag en post ned"), pages.workplace);
    return page(pages.workplace, "post_list/take_down", data, frame, typed.message.empty() ? 200 : 422);
}

Result<Response> show(const PostListPages& pages, const Request& request, const Caller& caller) {
    return form(pages, request, caller, {request.query_value("nummer").value_or(""), "", "", ""});
}

Result<Response> take(const PostListPages& pages, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const core::PostListId id{request.id_parameter("id")};
    const Takedown why{request.form_value("exemption"), request.form_value("reason")};
    const auto taken = pages.workplace.db.write([&](Transaction& tx) {
        return take_down(tx, {caller.principal, pages.workplace.clock.now()}, id, why);
    });
    if (!taken.has_error()) return with_toast(redirect("/postliste/gennemsyn"), "Posten er taget ned.");
    const auto& error = taken.error();
    if (error.code != ErrorCode::invalid_input && error.code != ErrorCode::conflict) return error;
    const auto message =
        error.code == ErrorCode::conflict ? translate(language, "Posten er ikke på postlisten længere.")
        : error.field == "exemption"      ? translate(language, "Vælg den bestemmelse, posten tages ned efter.")
                                          : translate(language, "Skriv en begrundelse på en linje.");
    return form(pages, request, caller, {request.form_value("nummer"), why.exemption, why.reason, message});
}

/// POST /api/v1/post-list/{id}/takedown
Result<Response> post_takedown(const PostListPages& pages, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const Takedown why{members.text("exemption"), members.text("reason")};
    TRY(members.check());
    const core::PostListId id{request.id_parameter("id")};
    TRY(const auto taken, pages.workplace.db.write([&](Transaction& tx) {
        return take_down(tx, {caller.principal, pages.workplace.clock.now()}, id, why);
    }));
    return services::json(Json{
        {"id", taken.id.value},
        {"number", number_of(taken)},
        {"taken_down_at", core::iso_time(taken.taken_down_at.value_or(core::Timestamp{}))},
        {"exemption",
         taken.exemption}}.dump());
}

}  // namespace

void add_takedown_routes(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, take_down_path, show);
    add(Method::post, "/postliste/tag-ned/{id:id}", take);
}

void add_takedown_api(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::post, "/api/v1/post-list/{id:id}/takedown", post_takedown);
}

}  // namespace services
