#include <nlohmann/json.hpp>

#include "services/post_list/post_list_pages.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t feed_length = 100;
constexpr std::int64_t open_data_length = 10'000;
/// Short enough that what is taken back is gone everywhere within a minute.
constexpr const char* kept_half_a_minute = "public, max-age=30";

std::string base_of(const PostListPages& pages, const Request& request) {
    if (!pages.public_url.empty()) return pages.public_url;
    return std::string{request.is_tls ? "https://" : "http://"} + std::string{request.header("host")};
}

std::string xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string path_of(const PublicPost& post) {
    return post.document_public ? "/postliste/dokumenter/" + std::to_string(post.document.value)
                                : "/postliste?dag=" + core::iso_date(post.listed_on);
}

/// The suggested open format of a post list: what the list shows, by name.
Json to_json(const PublicPost& post, const std::string& base) {
    return {
        {"id", post.id.value},
        {"number", std::to_string(post.serial_year) + "-" + std::to_string(post.serial)},
        {"url", base + "/postliste/poster/" + std::to_string(post.id.value)},
        {"journaled", core::iso_date(post.listed_on)},
        {"letter_date", post.letter_date ? Json(core::iso_date(*post.letter_date)) : Json(nullptr)},
        {"direction", core::name_of(post.direction)},
        {"title", post.title},
        {"correspondent", post.correspondent},
        {"case_number", post.case_number},
        {"case_title", post.case_title},
        {"document_number", post.document_number},
        {"subject", post.subject},
        {"unit", post.unit},
        {"document", post.document_public ? Json(base + path_of(post)) : Json(nullptr)},
    };
}

Result<std::optional<core::Date>> date_of(const Request& request, const char* name) {
    const auto text = request.query_value(name);
    if (!text || text->empty()) return std::optional<core::Date>{};
    const auto date = core::parse_iso_date(*text);
    if (!date) return Error{ErrorCode::invalid_input, std::string{name} + " is a date such as 2026-11-03", name};
    return date;
}

/// GET /postliste.json?from=&to=
Result<Response> open_data(const PostListPages& pages, const Request& request) {
    const auto today = core::danish_date(pages.workplace.clock.now());
    TRY(const auto from, date_of(request, "from"));
    TRY(const auto to, date_of(request, "to"));
    const auto first = from.value_or(today - pages.shown);
    const auto last = to.value_or(today);
    const auto base = base_of(pages, request);
    return pages.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto posts = PostListStore{tx}.public_between(first, last, open_data_length);
        Json entries = Json::array();
        for (const auto& post : posts) entries.push_back(to_json(post, base));
        const Json body{
            {"authority", pages.workplace.authority},
            {"from", core::iso_date(first)},
            {"to", core::iso_date(last)},
            {"is_complete", static_cast<std::int64_t>(posts.size()) < open_data_length},
            {"entries", std::move(entries)},
        };
        auto response = json(body.dump());
        response.set("cache-control", kept_half_a_minute);
        response.set("access-control-allow-origin", "*");
        return response;
    });
}

std::string entry_of(const PublicPost& post, const std::string& base) {
    const auto listed = core::iso_time(core::danish_midnight(post.listed_on));
    std::string entry = "<entry><id>" + xml(base) + "/postliste/" + std::to_string(post.id.value) + "</id>";
    entry += "<title>" + xml(post.title) + "</title><updated>" + listed + "</updated>";
    entry += "<link href=\"" + xml(base + path_of(post)) + "\"/>";
    if (!post.correspondent.empty()) entry += "<author><name>" + xml(post.correspondent) + "</name></author>";
    entry += "<category term=\"" + std::string{core::name_of(post.direction)} + "\"/>";
    entry += "<summary>" + xml(post.case_number + " · " + post.case_title) + "</summary></entry>\n";
    return entry;
}

/// GET /postliste.atom (RFC 4287)
Result<Response> atom(const PostListPages& pages, const Request& request) {
    const auto base = base_of(pages, request);
    return pages.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto posts = PostListStore{tx}.newest_public(feed_length);
        const auto gone = PostListStore{tx}.tombstones(feed_length);
        const auto updated =
            posts.empty() ? pages.workplace.clock.now() : core::danish_midnight(posts.front().listed_on);
        std::string feed =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
            "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n";
        feed += "<id>" + xml(base) + "/postliste</id><title>Postliste, " + xml(pages.workplace.authority) + "</title>";
        feed += "<author><name>" + xml(pages.workplace.authority) + "</name></author>";
        feed += "<updated>" + core::iso_time(updated) + "</updated>";
        feed += "<link rel=\"self\" href=\"" + xml(base) + "/postliste.atom\"/>";
        feed += "<link href=\"" + xml(base) + "/postliste\"/>\n";
        for (const auto& post : posts) feed += entry_of(post, base);
        // RFC 6721: readers drop what was taken down.
        for (const auto& one : gone)
            feed += "<at:deleted-entry ref=\"" + xml(base) + "/postliste/" + std::to_string(one.id.value) +
                    "\" when=\"" + core::iso_time(one.taken_down_at.value_or(core::Timestamp{})) + "\"/>\n";
        feed += "</feed>\n";
        auto response = text(std::move(feed));
        response.set("content-type", "application/atom+xml; charset=utf-8");
        response.set("cache-control", kept_half_a_minute);
        return response;
    });
}

}  // namespace

void add_post_list_feeds(Router& router, const PostListPages& pages) {
    router.add(Method::get, "/postliste.json", [pages](const Request& request) { return open_data(pages, request); });
    router.add(Method::get, "/postliste.atom", [pages](const Request& request) { return atom(pages, request); });
}

}  // namespace services
