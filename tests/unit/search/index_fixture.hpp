#pragma once

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "search/index.hpp"
#include "search/query.hpp"

/// A folder of its own for a test, gone afterwards.
class TemporaryFolder {
  public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "search-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

inline const core::GroupId everyone{1};

inline search::Entry document(std::int64_t id, std::string title, std::vector<std::string> pages = {}) {
    search::Entry entry;
    entry.kind = search::Kind::document;
    entry.id = id;
    entry.access_group = everyone;
    entry.unit = core::UnitId{7};
    entry.title = std::move(title);
    for (auto& page : pages) entry.pages.push_back({static_cast<int>(entry.pages.size()) + 1, std::move(page)});
    return entry;
}

inline search::Query query(std::string text, std::vector<core::GroupId> groups = {everyone}) {
    search::Query query;
    query.text = std::move(text);
    query.groups = std::move(groups);
    return query;
}

/// An index with what a test puts in it.
struct IndexFixture {
    TemporaryFolder home;
    std::filesystem::path folder = home.path() / "index";
    search::Reader reader{folder};
    std::int64_t events = 0;

    void index(const std::vector<search::Entry>& entries) {
        search::Writer writer(folder);
        for (const auto& entry : entries) writer.put(entry);
        writer.commit(core::EventId{++events});
    }

    search::Answer find(const search::Query& asked) const {
        auto answer = reader.find(asked);
        REQUIRE(answer.has_value());
        return std::move(answer).value();
    }
    search::Answer find(const std::string& text) const { return find(query(text)); }

    std::set<std::int64_t> ids(const search::Query& asked) const {
        std::set<std::int64_t> ids;
        for (const auto& hit : find(asked).hits) ids.insert(hit.id);
        return ids;
    }
    std::set<std::int64_t> ids(const std::string& text) const { return ids(query(text)); }
};

using Ids = std::set<std::int64_t>;

inline core::Date day(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
}
