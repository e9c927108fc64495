#include "core/whole_number.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/publications.hpp"
#include "services/api/content_response.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/web/words.hpp"

/// Answers that everybody may read: the choice to publish one, and the public pages.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t publications_at_once = 50;
/// What is taken down is gone everywhere within a minute.
constexpr const char* kept_for_half_a_minute = "public, max-age=30";
const std::string public_path = publications_path;

std::string said_of_publication(Language language, const Error& error) {
    if (error.field == "answer") return translate(language, "Der er ikke udleveret noget, der kan offentliggøres.");
    if (error.field == "private")
        return translate(
            language, "Der er givet indsigt som part eller i egne oplysninger. Det er kun til den, der spurgte."
        );
    if (error.field == "unread") return translate(language, "Filen læses stadig igennem. Prøv igen om lidt.");
    if (error.field == "asker")
        return translate(
            language, "Navnet på den, der bad om aktindsigt, står i filen eller titlen, så den kan ikke offentliggøres."
        );
    if (error.field == "published") return translate(language, "Det er allerede gjort.");
    if (error.field == "title") return translate(language, "Skriv en titel på én linje.");
    if (error.field == "reason") return translate(language, "Skriv en begrundelse på højst 1000 tegn.");
    return spoken(language, error.code).message;
}

Json hits_json(Language language, const std::vector<PostHit>& hits) {
    auto list = Json::array();
    for (const auto& hit : hits)
        list.push_back({
            {"what", spoken_kind(language, hit.what)},
            {"place", spoken_place(language, hit)},
            {"before", hit.before},
            {"hit", spoken_hit(language, hit)},
            {"after", hit.after},
        });
    return list;
}

/// Why it can't be published whatever one writes, or "".
std::string obstacle_of(Language language, const PublicationCheck& check) {
    const auto said = [&](const char* field) {
        return said_of_publication(language, Error{ErrorCode::conflict, "", field});
    };
    if (!check.answer) return said("answer");
    if (check.is_private) return said("private");
    if (check.is_unread) return said("unread");
    return check.names_asker ? said("asker") : std::string{};
}

Result<Response> show_form(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const NewPublication& typed,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        if (!core::may(caller.principal, core::Action::review_post_list, {file.on.unit, file.on.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to publish in this unit"};
        const auto check = check_publication(tx, file.request, typed.title);
        const auto known = AccessPublicationStore{tx}.find(file.request.id);
        const bool is_public = known && !known->taken_down_at;
        auto errors = Json::object();
        if (error) errors[error->field.empty() ? "form" : error->field] = said_of_publication(language, *error);
        data = {
            {"path", access_path(file.request.id)},
            {"number", file.on.number},
            {"is_public", is_public},
            {"public_path", is_public ? publication_path(file.request.id) : std::string{}},
            {"title", is_public ? known->title : typed.title},
            {"reason", typed.reason},
            {"obstacle", is_public ? std::string{} : obstacle_of(language, check)},
            {"file_path",
             check.answer ? access_path(file.request.id) + "/svarfil/" + std::to_string(check.answer->id)
                          : std::string{}},
            {"hits", is_public ? Json::array() : hits_json(language, check.hits)},
            {"errors", std::move(errors)},
        };
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Offentliggør aktindsigt"), desk.workplace);
    return page(desk.workplace, "access_requests/publish", data, frame, error ? 422 : 200);
}

Result<Response> get_form(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show_form(desk, request, caller, {}, std::nullopt);
}

Result<Response> post_published(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const NewPublication made{request.form_value("title"), request.form_value("reason")};
    const auto published = desk.workplace.db.write([&](Transaction& tx) {
        return publish_answer(tx, acting_of(desk, caller), access_request_in(request), made);
    });
    if (published) return with_toast(redirect(access_path(access_request_in(request))), "Svaret er offentliggjort.");
    const auto code = published.error().code;
    if (code != ErrorCode::invalid_input && code != ErrorCode::conflict) return published.error();
    return show_form(desk, request, caller, made, published.error());
}

Result<Response> post_taken_down(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto taken = desk.workplace.db.write([&](Transaction& tx) {
        return take_answer_down(tx, acting_of(desk, caller), access_request_in(request), request.form_value("reason"));
    });
    if (taken) return with_toast(redirect(access_path(access_request_in(request))), "Svaret er taget ned.");
    const auto code = taken.error().code;
    if (code != ErrorCode::invalid_input && code != ErrorCode::conflict) return taken.error();
    return show_form(desk, request, caller, {}, taken.error());
}

// For everyone

PageFrame open_frame(const AccessDesk& desk, const Request& request, std::string title, bool is_list) {
    const auto language = page_language(request);
    if (is_list)
        return public_frame(request, std::move(title), {{"/", translate(language, "Forside")}}, desk.workplace);
    return public_frame(
        request,
        std::move(title),
        {{"/", translate(language, "Forside")}, {public_path, translate(language, "Offentliggjorte aktindsigter")}},
        desk.workplace
    );
}

Json publication_json(const AccessPublication& one, Language language) {
    return {
        {"path", publication_path(one.request)},
        {"file_path", publication_file_path(one.request)},
        {"title", one.title},
        {"published", spoken_date(language, one.published)},
        {"pages", one.page_count},
    };
}

Result<Response> get_list(const AccessDesk& desk, const Request& request) {
    const auto language = page_language(request);
    std::optional<AccessPublicationStore::Place> after;
    if (const auto text = request.query_value("after").value_or(""); !text.empty()) {
        const auto dot = text.find('.');
        const auto day = core::parse_iso_date(text.substr(0, dot));
        const auto id = dot == std::string::npos ? std::nullopt : core::whole_number(text.substr(dot + 1));
        if (!day || !id) return Error{ErrorCode::invalid_input, "no such place in this list", "after"};
        after = AccessPublicationStore::Place{*day, AccessRequestId{*id}};
    }
    auto listed = desk.workplace.db
                      .read([&](Transaction& tx) -> Result<std::vector<AccessPublication>> {
                          return AccessPublicationStore{tx}.list(after, publications_at_once + 1);
                      })
                      .value();
    std::string next;
    if (std::ssize(listed) > publications_at_once) {
        listed.pop_back();
        const auto& last = listed.back();
        next = public_path + "?after=" + core::iso_date(last.published) + "." + std::to_string(last.request.value);
    }
    auto rows = Json::array();
    for (const auto& one : listed)
        if (!one.file.empty()) rows.push_back(publication_json(one, language));
    auto feeds = Json::array();
    feeds.push_back(
        {{"name", translate(language, "Offentliggjorte aktindsigter (JSON)")},
         {"type", "application/json"},
         {"path", "/open-data/aktindsigter/items"}}
    );
    const Json data{{"publications", std::move(rows)}, {"next_path", next}, {"feeds", std::move(feeds)}};
    const auto frame = open_frame(desk, request, translate(language, "Offentliggjorte aktindsigter"), true);
    return page(desk.workplace, "access_requests/published", data, frame);
}

Result<Response> get_published(const AccessDesk& desk, const Request& request) {
    const auto language = page_language(request);
    TRY(const auto one,
        desk.workplace.db.read([&](Transaction& tx) { return read_publication(tx, access_request_in(request)); }));
    const auto frame = open_frame(desk, request, one.title, false);
    return page(desk.workplace, "access_requests/publication", publication_json(one, language), frame);
}

Result<Response> get_published_file(const AccessDesk& desk, const Request& request) {
    TRY(const auto one,
        desk.workplace.db.read([&](Transaction& tx) { return read_publication(tx, access_request_in(request)); }));
    auto response = original_response(desk.files, one.file, "application/pdf", "aktindsigt.pdf");
    response.set("cache-control", kept_for_half_a_minute);
    return response;
}

}  // namespace

void add_publication_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigter/{id:id}/offentliggoer", get_form);
    add(Method::post, "/aktindsigter/{id:id}/offentliggoer", post_published);
    add(Method::post, "/aktindsigter/{id:id}/offentliggoer/tag-ned", post_taken_down);
}

void add_published_pages(Router& router, const AccessDesk& desk) {
    using Act = Result<Response> (*)(const AccessDesk&, const Request&);
    const auto add = [&](std::string_view pattern, Act act) {
        router.add(Method::get, pattern, [desk, act](const Request& request) { return act(desk, request); });
    };
    add(public_path, get_list);
    add(public_path + "/{id:id}", get_published);
    add(public_path + "/{id:id}/dokumenter.pdf", get_published_file);
}

}  // namespace services
