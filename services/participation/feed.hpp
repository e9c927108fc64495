#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/http/message.hpp"

/// What feeds and open data of hearings and followed cases share.
namespace services {

struct FeedEntry {
    std::string path;  ///< on the site
    std::string title, summary;
    std::optional<core::Timestamp> published;
    core::Timestamp updated{};
};

/// An Atom feed (RFC 4287), with what was taken down (RFC 6721).
class Feed {
  public:
    /// `path` is that of the page that the feed follows; the feed's own ends in ".atom".
    Feed(std::string site, std::string path, std::string title, std::string authority)
        : site_(std::move(site)), path_(std::move(path)), title_(std::move(title)), authority_(std::move(authority)) {}

    void add(FeedEntry entry) { entries_.push_back(std::move(entry)); }
    void add_gone(std::string path, core::Timestamp when) { gone_.emplace_back(std::move(path), when); }
    /// `now` is said where there is no entry.
    Response response(core::Timestamp now) const;

  private:
    std::string site_, path_, title_, authority_;
    std::vector<FeedEntry> entries_;
    std::vector<std::pair<std::string, core::Timestamp>> gone_;
};

/// For every site, and for half a minute.
Response open_json(const nlohmann::json& body);

}  // namespace services
