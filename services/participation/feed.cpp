#include "services/participation/feed.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace services {

namespace {

constexpr const char* half_a_minute = "public, max-age=30";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                // XML 1.0 has no other control characters.
                if (static_cast<unsigned char>(c) >= 0x20U || c == '\n' || c == '\t') out += c;
        }
    return out;
}

std::string entry_text(const FeedEntry& one, const std::string& site) {
    const auto link = escaped(site + one.path);
    auto text = "<entry><id>" + link + "</id><title>" + escaped(one.title) + "</title>";
    text += "<updated>" + core::iso_time(one.updated) + "</updated>";
    if (one.published) text += "<published>" + core::iso_time(*one.published) + "</published>";
    return text + "<link href=\"" + link + "\"/><summary>" + escaped(one.summary) + "</summary></entry>\n";
}

}  // namespace

Response Feed::response(core::Timestamp now) const {
    auto updated = entries_.empty() ? now : core::Timestamp{};
    for (const auto& one : entries_) updated = std::max(updated, one.updated);
    const auto page = escaped(site_ + path_);
    std::string feed =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\">\n";
    feed += "<id>" + page + "</id><title>" + escaped(title_ + ", " + authority_) + "</title>";
    feed +=
        "<author><name>" + escaped(authority_) + "</name></author><updated>" + core::iso_time(updated) + "</updated>";
    feed += "<link rel=\"self\" href=\"" + page + ".atom\"/><link href=\"" + page + "\"/>\n";
    for (const auto& one : entries_) feed += entry_text(one, site_);
    for (const auto& [path, when] : gone_)
        feed += "<at:deleted-entry ref=\"" + escaped(site_ + path) + "\" when=\"" + core::iso_time(when) + "\"/>\n";
    auto response = text(feed + "</feed>\n");
    response.set("content-type", "application/atom+xml; charset=utf-8");
    response.set("cache-control", half_a_minute);
    return response;
}

Response open_json(const nlohmann::json& body) {
    auto response = json(body.dump());
    response.set("cache-control", half_a_minute);
    response.set("access-control-allow-origin", "*");
    return response;
}

}  // namespace services
