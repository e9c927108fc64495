#include <nlohmann/json.hpp>

#include "services/identity/origin.hpp"
#include "services/identity/sign_in_pace.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/post_list/subscriptions.hpp"
#include "services/store/people_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/web/page.hpp"

/// Following a part of the post list by mail or by feed, and ending it.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* subscribe_path = "/postliste/abonner";
constexpr std::int64_t free_asks = 5;  ///< from one address; then pauses grow

/// What the address or the form names; days are not followed.
Result<PublicFilter> followed(const Request& request) {
    Request asked;
    for (const auto* name : {"enhed", "kun", "emne", "q"}) {
        const auto value =
            request.method == Method::post ? request.form_value(name) : request.query_value(name).value_or("");
        if (!value.empty()) asked.query.emplace_back(name, value);
    }
    return filter_of(asked);
}

std::string spoken_part(const PostListPages& pages, const PublicFilter& filter, Language language) {
    return pages.workplace.db
        .read([&](Transaction& tx) -> Result<std::string> {
            std::string text;
            const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
            if (!filter.words.empty()) add("»" + filter.words + "«");
            if (!filter.subject.empty()) {
                const auto title = PublicListStore{tx}.subject_title(filter.subject);
                add(title.empty() ? translate(language, "Emne {number}", {{"number", filter.subject}})
                                  : filter.subject + " " + title);
            }
            if (filter.unit)
                if (const auto unit = UnitStore{tx}.find(*filter.unit))
                    add(filter.unit_alone ? translate(language, "kun {unit}", {{"unit", unit->name}}) : unit->name);
            return text.empty() ? translate(language, "hele postlisten") : text;
        })
        .value();
}

PageFrame frame_of(const PostListPages& pages, const Request& request, std::string title) {
    const auto language = page_language(request);
    return public_frame(
        request,
        std::move(title),
        {{"/", translate(language, "Forside")}, {"/postliste", translate(language, "Postliste")}},
        pages.workplace
    );
}

Result<Response> show_form(
    const PostListPages& pages, const Request& request, const PublicFilter& filter, const std::string& error
) {
    const auto language = page_language(request);
    const Json data{
        {"part", spoken_part(pages, filter, language)},
        {"unit", filter.unit ? std::to_string(filter.unit->value) : ""},
        {"alone", filter.unit_alone ? "1" : ""},
        {"subject", filter.subject},
        {"words", filter.words},
        {"mail", request.method == Method::post ? request.form_value("mail") : ""},
        {"error", error},
        {"is_asked", request.query_value("sendt").has_value()},
        {"has_mail", pages.sends_mail},
        {"feed_path", feed_path(".atom", filter)},
        {"page_path", page_path(filter)},
    };
    return kept_private(page(
        pages.workplace,
        "post_list/subscribe",
        data,
        frame_of(pages, request, translate(language, "Følg postlisten")),
        error.empty() ? 200 : 422
    ));
}

Result<Response> get_form(const PostListPages& pages, const Request& request) {
    TRY(const auto filter, followed(request));
    return show_form(pages, request, filter, {});
}

Result<void> count_ask(const PostListPages& pages, const Request& request) {
    const auto key = "subscribe:" + address_key(request.client);
    const auto now = pages.workplace.clock.now();
    return pages.workplace.db.write([&](Transaction& tx) -> Result<void> {
        SignInPace pace{tx, key, free_asks};
        if (pace.wait(now).count() > 0)
            return Error{ErrorCode::too_many, "too many requests from one address; try again later"};
        pace.count_attempt(now);
        return core::done();
    });
}

Result<Response> post_form(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    TRY(const auto filter, followed(request));
    // A field that people don't see, and that programs fill in.
    if (!request.form_value("website").empty())
        return show_form(pages, request, filter, translate(language, "Formularen blev ikke sendt. Prøv igen."));
    if (!pages.sends_mail) return Error{ErrorCode::unavailable, "mail is not set up"};
    TRY(count_ask(pages, request));
    const auto asked = pages.workplace.db.write([&](Transaction& tx) {
        return ask_subscription(tx, request.form_value("mail"), filter, pages.workplace.clock.now());
    });
    if (asked.has_error() && asked.error().code != ErrorCode::invalid_input) return asked.error();
    if (asked.has_error())
        return show_form(pages, request, filter, translate(language, "Skriv en e-mailadresse, fx navn@eksempel.dk."));
    return redirect(std::string{subscribe_path} + "?sendt=1");
}

std::string token_of(const Request& request) {
    return std::string{request.parameter("token")};
}

Result<Response> show_one(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const auto token = token_of(request);
    const auto found = pages.workplace.db.read([&](Transaction& tx) { return find_subscription(tx, token); });
    const bool is_there = found.has_value();
    const auto path = "/postliste/abonnement/" + token;
    const Json data{
        {"is_gone", !is_there},
        {"is_confirmed", is_there && found.value().is_confirmed},
        {"part", is_there ? spoken_part(pages, filter_of_part(found.value().part), language) : ""},
        {"confirm_path", path + "/bekraeft"},
        {"end_path", path + "/afmeld"},
    };
    return kept_private(page(
        pages.workplace,
        "post_list/subscription",
        data,
        frame_of(pages, request, translate(language, "Dit abonnement")),
        is_there ? 200 : 404
    ));
}

Result<Response> post_confirm(const PostListPages& pages, const Request& request) {
    const auto token = token_of(request);
    TRY(pages.workplace.db.write([&](Transaction& tx) {
        return confirm_subscription(tx, token, pages.workplace.clock.now());
    }));
    return redirect("/postliste/abonnement/" + token);
}

/// By the button, and by mail programs for their reader (RFC 8058): these send neither cookies nor a form of ours.
Result<Response> post_end(const PostListPages& pages, const Request& request) {
    const auto token = token_of(request);
    TRY(pages.workplace.db.write([&](Transaction& tx) -> Result<void> {
        end_subscription(tx, token, pages.workplace.clock.now());
        return core::done();
    }));
    if (request.form_value("List-Unsubscribe") == "One-Click") return text("ok\n");
    return redirect("/postliste/abonnement/" + token);
}

}  // namespace

void add_subscription_pages(Router& router, const PostListPages& pages) {
    using Act = Result<Response> (*)(const PostListPages&, const Request&);
    const auto add = [&](Method method, std::string_view pattern, Act act) {
        router.add(method, pattern, [pages, act](const Request& request) { return act(pages, request); });
    };
    add(Method::get, subscribe_path, get_form);
    add(Method::post, subscribe_path, post_form);
    add(Method::get, "/postliste/abonnement/{token}", show_one);
    add(Method::post, "/postliste/abonnement/{token}/bekraeft", post_confirm);
    add(Method::get, "/postliste/abonnement/{token}/afmeld", show_one);
    add(Method::post, "/postliste/abonnement/{token}/afmeld", post_end);
}

}  // namespace services
