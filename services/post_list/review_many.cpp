#include "services/post_list/review_many.hpp"

#include <nlohmann/json.hpp>

#include "core/whole_number.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/post_list/post_list.hpp"
#include "services/post_list/takedown.hpp"
#include "services/web/page.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* many_path = "/postliste/gennemsyn/flere";
constexpr const char* queue_path = "/postliste/gennemsyn";
constexpr std::size_t posts_max = 50;  ///< as many as one page of the queue has

std::string queue_at(const std::string& after) {
    return queue_path + (after.empty() ? std::string{} : "?efter=" + percent_encoded(after));
}

/// "7.8.9" as it stands in an address.
Result<std::vector<core::PostListId>> posts_in(std::string_view text) {
    std::vector<core::PostListId> posts;
    while (!text.empty()) {
        const auto dot = std::min(text.find('.'), text.size());
        const auto id = core::whole_number(text.substr(0, dot));
        if (!id || posts.size() == posts_max) return Error{ErrorCode::not_found, "there is no such choice of entries"};
        posts.push_back(core::PostListId{*id});
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return posts;
}

/// What was ticked, of the address or of the form.
std::vector<core::PostListId> ticked(const Request& request) {
    std::vector<core::PostListId> posts;
    const auto add = [&](const std::string& name, const std::string& value) {
        const auto id = name == "post" ? core::whole_number(value) : std::nullopt;
        if (id && posts.size() < posts_max) posts.push_back(core::PostListId{*id});
    };
    for (const auto& [name, value] : request.query) add(name, value);
    for (const auto& part : request.parts) add(part.name, part.value);
    return posts;
}

struct Typed {
    std::string exemption{"ofl-30-1"}, reason, message;
};

/// What is ticked and still waits, for one who may decide on it.
Json chosen_json(Transaction& tx, const Caller& caller, const std::vector<core::PostListId>& posts, Language language) {
    auto list = Json::array();
    for (const auto id : posts) {
        const auto entry = PostListStore{tx}.find(id);
        if (!entry || entry->state != PostState::held) continue;
        const auto document = read_document(tx, caller.principal, entry->document);
        if (document.has_error()) continue;
        if (!core::may(caller.principal, core::Action::review_post_list, {entry->unit, document.value().access_group}))
            continue;
        list.push_back({
            {"id", id.value},
            {"title", document.value().title},
            {"document_path", "/dokumenter/" + std::to_string(entry->document.value)},
            {"reasons", spoken_findings(language, findings_from_json(entry->reason))},
            {"seen", fingerprint_of(tx, *entry, document.value())},
        });
    }
    return list;
}

Result<Response> preview(const PostListPages& pages, const Request& request, const Caller& caller, const Typed& typed) {
    if (!core::may_anywhere(caller.principal, core::Action::review_post_list))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
    const auto language = page_language(request);
    const auto posts = ticked(request);
    const auto after =
        request.method == Method::post ? request.form_value("efter") : request.query_value("efter").value_or("");
    Json data{
        {"after", after},
        {"back_path", queue_at(after)},
        {"exemptions", exemption_choices(language, typed.exemption)},
        {"reason", typed.reason},
        {"error", typed.message},
    };
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        data["entries"] = chosen_json(tx, caller, posts, language);
        return core::done();
    }));
    const auto count = std::ssize(data["entries"]);
    const auto left_out = std::ssize(posts) - count;
    data["chosen"] = translate_count(language, "1 post er valgt", "{count} poster er valgt", count);
    data["button"] = translate_count(language, "Hold 1 post tilbage", "Hold {count} poster tilbage", count);
    data["left_out"] = left_out == 0 ? ""
                                     : translate_count(
                                           language,
                                           "1 post venter ikke længere og er ikke med.",
                                           "{count} poster venter ikke længere og er ikke med.",
                                           left_out
                                       );
    const auto frame = staff_frame(request, caller, translate(language, "Hold flere poster tilbage"), pages.workplace);
    return page(pages.workplace, "post_list/review_many", data, frame, typed.message.empty() ? 200 : 422);
}

Result<Response> get_preview(const PostListPages& pages, const Request& request, const Caller& caller) {
    return preview(pages, request, caller, {});
}

/// POST /postliste/gennemsyn/flere: post (several), seen-7 for each, exemption, reason, efter.
Result<Response> post_many(const PostListPages& pages, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const Typed typed{request.form_value("exemption"), request.form_value("reason"), {}};
    std::vector<SeenPost> posts;
    for (const auto id : ticked(request)) posts.push_back({id, request.form_value("seen-" + std::to_string(id.value))});
    const auto withheld = pages.workplace.db.write([&](Transaction& tx) {
        return withhold_posts(
            tx, {caller.principal, pages.workplace.clock.now()}, posts, typed.exemption, typed.reason
        );
    });
    if (withheld.has_error()) {
        const auto& error = withheld.error();
        if (error.code != ErrorCode::invalid_input) return error;
        auto again = typed;
        again.message = error.field == "exemption"
                            ? translate(language, "Vælg den bestemmelse, posterne holdes tilbage efter.")
                            : translate(language, "Skriv en begrundelse: hvorfor posterne holdes tilbage.");
        return preview(pages, request, caller, again);
    }
    const auto& [done, changed] = withheld.value();
    auto said = translate_count(language, "1 post holdes tilbage.", "{count} poster holdes tilbage.", std::ssize(done));
    if (changed > 0)
        said += " " +
                translate_count(
                    language, "1 var ændret imens og er ikke med.", "{count} var ændret imens og er ikke med.", changed
                );
    const auto after = request.form_value("efter");
    return with_toast(redirect(queue_at(after)), said, done.empty() ? std::string{} : take_back_path(done, after));
}

/// POST /postliste/gennemsyn/fortryd/{posts}: what was held back waits again.
Result<Response> post_take_back(const PostListPages& pages, const Request& request, const Caller& caller) {
    TRY(const auto posts, posts_in(request.parameter("posts")));
    const auto language = page_language(request);
    TRY(const auto count, pages.workplace.db.write([&](Transaction& tx) {
        return take_back_posts(
            tx, {caller.principal, pages.workplace.clock.now()}, posts, translate(Language::danish, "Fortrudt")
        );
    }));
    auto path = queue_at(request.query_value("efter").value_or(""));
    if (count > 0) path += "#post-" + std::to_string(posts.front().value);
    const auto said =
        count == 0 ? translate(language, "Det kan ikke fortrydes mere.")
                   : translate_count(
                         language, "Posten venter igen på gennemsyn.", "{count} poster venter igen på gennemsyn.", count
                     );
    return with_toast(redirect(path), said);
}

}  // namespace

Result<WithheldPosts> withhold_posts(
    Transaction& tx,
    const Acting& acting,
    const std::vector<SeenPost>& posts,
    const std::string& exemption,
    const std::string& reason
) {
    WithheldPosts withheld;
    for (const auto& post : posts) {
        const PostDecision decision{
            .state = PostState::withheld,
            .seen = post.seen,
            .title = {},
            .correspondent = {},
            .publish_document = false,
            .exemption = exemption,
            .reason = reason,
        };
        const auto decided = decide_post(tx, acting, post.id, decision);
        const bool has_changed = decided.has_error() && (decided.error().code == ErrorCode::conflict ||
                                                         decided.error().code == ErrorCode::not_found);
        if (has_changed)
            ++withheld.changed;
        else if (decided.has_error())
            return decided.error();
        else
            withheld.done.push_back(post.id);
    }
    return withheld;
}

Result<std::int64_t> take_back_posts(
    Transaction& tx, const Acting& acting, const std::vector<core::PostListId>& posts, const std::string& reason
) {
    std::int64_t count = 0;
    for (const auto id : posts) {
        const auto reopened = reopen_post(tx, acting, id, reason);
        if (!reopened.has_error())
            ++count;
        else if (reopened.error().code != ErrorCode::conflict)
            return reopened.error();
    }
    return count;
}

std::string take_back_path(const std::vector<core::PostListId>& posts, const std::string& after) {
    std::string path = "/postliste/gennemsyn/fortryd/";
    for (const auto id : posts) path += (path.ends_with('/') ? "" : ".") + std::to_string(id.value);
    return path + (after.empty() ? std::string{} : "?efter=" + percent_encoded(after));
}

void add_review_many(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, many_path, get_preview);
    add(Method::post, many_path, post_many);
    add(Method::post, "/postliste/gennemsyn/fortryd/{posts}", post_take_back);
}

}  // namespace services
