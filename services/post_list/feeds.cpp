#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/post_list/open_entry.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/post_list/public_slice.hpp"
#include "services/store/post_list_store.hpp"
#include "services/web/csv.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t feed_length = 100;
constexpr std::int64_t open_data_length = 10'000;
constexpr std::int64_t found_length = 1000;  ///< where the full-text index is asked
/// Short enough that what is taken back is gone everywhere within a minute.
constexpr const char* kept_half_a_minute = "public, max-age=30";

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
    return "/postliste/poster/" + std::to_string(post.id.value);
}

std::string document_path_of(const PublicPost& post) {
    return post.document_public ? "/postliste/dokumenter/" + std::to_string(post.document.value) : std::string{};
}

/// What is asked for, as far as one answer goes. Without any filter, as far back as the list is shown.
struct Asked {
    PublicFilter filter;
    PublicSlice slice;
    std::string next_path;  ///< with what comes after it, or empty
};
Result<Asked> asked_for(
    const PostListPages& pages, const Request& request, std::string_view ending, std::int64_t length
) {
    TRY(auto filter, filter_of(request));
    auto bounded = filter;
    if (filter.is_everything() && length > feed_length) {
        const auto today = core::danish_date(pages.workplace.clock.now());
        bounded.from = today - pages.shown;
        bounded.to = today;
    }
    const auto limit = filter.needs_search() ? std::min(length, found_length) : length;
    TRY(auto slice, public_slice(pages, bounded, request.query_value("efter").value_or(""), limit));
    std::string next_path;
    if (!slice.next.empty()) {
        next_path = feed_path(ending, filter);
        next_path += (next_path.find('?') == std::string::npos ? "?efter=" : "&efter=") + slice.next;
    }
    return Asked{std::move(bounded), std::move(slice), std::move(next_path)};
}

Response opened(Response response, const Asked& asked, const std::string& base) {
    response.set("cache-control", kept_half_a_minute);
    response.set("access-control-allow-origin", "*");
    if (!asked.next_path.empty()) response.set("link", "<" + base + asked.next_path + ">; rel=\"next\"");
    return response;
}

/// GET /postliste.json?from=&to=&dag=&uge=&enhed=&emne=&q=&efter=
Result<Response> open_data(const PostListPages& pages, const Request& request) {
    const auto base = base_of(pages, request);
    TRY(const auto asked, asked_for(pages, request, ".json", open_data_length));
    Json entries = Json::array();
    for (const auto& post : asked.slice.posts) entries.push_back(open_entry(post, base));
    const auto maybe = [](const std::optional<core::Date>& day) {
        return day ? Json(core::iso_date(*day)) : Json(nullptr);
    };
    const Json body{
        {"authority", pages.workplace.authority},
        {"from", maybe(asked.filter.from)},
        {"to", maybe(asked.filter.to)},
        {"is_complete", asked.next_path.empty()},
        {"next", asked.next_path.empty() ? Json(nullptr) : Json(base + asked.next_path)},
        {"entries", std::move(entries)},
    };
    return opened(json(body.dump()), asked, base);
}

/// GET /postliste.csv: the same for a spreadsheet.
Result<Response> spreadsheet(const PostListPages& pages, const Request& request) {
    const auto base = base_of(pages, request);
    TRY(const auto asked, asked_for(pages, request, ".csv", open_data_length));
    std::string lines = "\xEF\xBB\xBF" + csv_line(
                                             {"number",
                                              "journaled",
                                              "direction",
                                              "letter_date",
                                              "title",
                                              "correspondent",
                                              "case_number",
                                              "case_title",
                                              "document_number",
                                              "subject",
                                              "unit",
                                              "url",
                                              "document"}
                                         );
    for (const auto& post : asked.slice.posts)
        lines += csv_line({
            std::to_string(post.serial_year) + "-" + std::to_string(post.serial),
            core::iso_date(post.listed_on),
            std::string{core::name_of(post.direction)},
            post.letter_date ? core::iso_date(*post.letter_date) : std::string{},
            post.title,
            post.correspondent,
            post.case_number,
            post.case_title,
            std::to_string(post.document_number),
            post.subject,
            post.unit,
            base + path_of(post),
            post.document_public ? base + document_path_of(post) : std::string{},
        });
    auto response = text(std::move(lines));
    response.set("content-type", "text/csv; charset=utf-8");
    response.set("content-disposition", "attachment; filename=\"postliste.csv\"");
    return opened(std::move(response), asked, base);
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

/// GET /postliste.atom (RFC 4287), of the same parts as the pages; what comes after is linked (RFC 5005).
Result<Response> atom(const PostListPages& pages, const Request& request) {
    const auto base = base_of(pages, request);
    TRY(const auto asked, asked_for(pages, request, ".atom", feed_length));
    TRY(const auto gone, pages.workplace.db.read([](Transaction& tx) -> Result<std::vector<ListedPost>> {
        return PostListStore{tx}.tombstones(feed_length);
    }));
    const auto& posts = asked.slice.posts;
    const auto updated = posts.empty() ? pages.workplace.clock.now() : core::danish_midnight(posts.front().listed_on);
    const auto page = base + page_path(asked.filter);
    std::string feed =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n";
    feed += "<id>" + xml(page) + "</id><title>Postliste, " + xml(pages.workplace.authority) + "</title>";
    feed += "<author><name>" + xml(pages.workplace.authority) + "</name></author>";
    feed += "<updated>" + core::iso_time(updated) + "</updated>";
    feed += "<link rel=\"self\" href=\"" + xml(base + feed_path(".atom", asked.filter)) + "\"/>";
    feed += "<link href=\"" + xml(page) + "\"/>\n";
    if (!asked.next_path.empty()) feed += "<link rel=\"next\" href=\"" + xml(base + asked.next_path) + "\"/>\n";
    for (const auto& post : posts) feed += entry_of(post, base);
    // RFC 6721: readers drop what was taken down, from whichever feed they had it.
    for (const auto& one : gone)
        feed += "<at:deleted-entry ref=\"" + xml(base) + "/postliste/" + std::to_string(one.id.value) + "\" when=\"" +
                core::iso_time(one.taken_down_at.value_or(core::Timestamp{})) + "\"/>\n";
    feed += "</feed>\n";
    auto response = text(std::move(feed));
    response.set("content-type", "application/atom+xml; charset=utf-8");
    return opened(std::move(response), asked, base);
}

}  // namespace

std::string base_of(const PostListPages& pages, const Request& request) {
    if (!pages.public_url.empty()) return pages.public_url;
    return std::string{request.is_tls ? "https://" : "http://"} + std::string{request.header("host")};
}

/// The suggested open format of a post list: what the list shows, by name.
Json open_entry(const PublicPost& post, const std::string& base) {
    return {
        {"id", post.id.value},
        {"number", std::to_string(post.serial_year) + "-" + std::to_string(post.serial)},
        {"url", base + path_of(post)},
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
        {"unit_id", post.unit_id.value},
        {"document", post.document_public ? Json(base + document_path_of(post)) : Json(nullptr)},
    };
}

void add_post_list_feeds(Router& router, const PostListPages& pages) {
    router.add(Method::get, "/postliste.json", [pages](const Request& request) {
        return kept_answer(pages, request, open_data);
    });
    router.add(Method::get, "/postliste.csv", [pages](const Request& request) {
        return kept_answer(pages, request, spreadsheet);
    });
    router.add(Method::get, "/postliste.atom", [pages](const Request& request) {
        return kept_answer(pages, request, atom);
    });
}

}  // namespace services
