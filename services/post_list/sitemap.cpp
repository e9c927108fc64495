#include "core/whole_number.hpp"
#include "services/post_list/open_data.hpp"
#include "services/post_list/open_entry.hpp"
#include "services/store/post_list_store.hpp"

/// What search engines are told: every published entry at its permanent address, and what is not for them.
/// (sitemaps.org 0.9, RFC 9309)
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t ids_a_part = 50'000;  // as many addresses as a sitemap may hold
constexpr const char* head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
constexpr const char* names = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

std::string address(const std::string& base, const std::string& path) {
    std::string text;
    for (const char c : base + path) text += c == '&' ? std::string{"&amp;"} : std::string(1, c);
    return text;
}

Response as_xml(std::string body) {
    auto response = text(std::move(body));
    response.set("content-type", "application/xml; charset=utf-8");
    response.set("cache-control", "public, max-age=30");
    return response;
}

/// GET /sitemap.xml
Result<Response> index(const PostListPages& pages, const Request& request) {
    const auto base = base_of(pages, request);
    TRY(const auto highest, pages.workplace.db.read([](Transaction& tx) -> Result<std::int64_t> {
        return PostListStore{tx}.highest_id();
    }));
    std::string body = std::string{head} + "<sitemapindex" + names;
    for (std::int64_t part = 0; part * ids_a_part <= highest; ++part)
        body +=
            "<sitemap><loc>" + address(base, "/sitemap/" + std::to_string(part + 1) + ".xml") + "</loc></sitemap>\n";
    return as_xml(body + "</sitemapindex>\n");
}

/// GET /sitemap/1.xml: the entries whose ids lie in the first fifty thousand, and so on.
Result<Response> part(const PostListPages& pages, const Request& request) {
    const auto file = request.parameter("file");
    const auto number = file.ends_with(".xml") ? core::whole_number(file.substr(0, file.size() - 4)) : std::nullopt;
    if (!number || *number < 1 || *number > 1'000'000) return Error{ErrorCode::not_found, "there is no such part"};
    const auto base = base_of(pages, request);
    const auto first = (*number - 1) * ids_a_part;
    std::string body = std::string{head} + "<urlset" + names;
    const auto add = [&](const std::string& path) { body += "<url><loc>" + address(base, path) + "</loc></url>\n"; };
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        for (const auto& post : PostListStore{tx}.public_after(core::PostListId{first}, ids_a_part)) {
            if (post.id.value > first + ids_a_part) break;
            add("/postliste/poster/" + std::to_string(post.id.value));
        }
        return core::done();
    }));
    return as_xml(body + "</urlset>\n");
}

/// GET /robots.txt
Result<Response> robots(const PostListPages& pages, const Request& request) {
    std::string body = "User-agent: *\n";
    for (const auto* path :
         {"/api/", "/log-ind", "/aktindsigt/", "/postliste/abonn", "/postliste/gennemsyn", "/sager", "/soeg"})
        body += std::string{"Disallow: "} + path + "\n";
    return text(body + "\nSitemap: " + base_of(pages, request) + "/sitemap.xml\n");
}

}  // namespace

void add_sitemap(Router& router, const PostListPages& pages) {
    using Show = Result<Response> (*)(const PostListPages&, const Request&);
    const auto add = [&](std::string_view pattern, Show show) {
        router.add(Method::get, pattern, [pages, show](const Request& request) { return show(pages, request); });
    };
    add("/sitemap.xml", index);
    add("/sitemap/{file}", part);
    add("/robots.txt", robots);
}

}  // namespace services
