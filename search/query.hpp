#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "search/index.hpp"

/// The full-text index: what comes out. Every answer, counts and suggestions too, is trimmed inside the query to the
/// access groups of the one who asks.
namespace search {

enum class Order { relevance, newest };

struct Query {
    std::string text;                   ///< as typed: words, "phrases", -not, prefix*; empty lists everything
    std::vector<core::GroupId> groups;  ///< of the asker; empty finds nothing
    std::optional<Kind> kind;
    std::optional<core::CaseId> in_case;
    std::optional<core::UnitId> unit;
    std::vector<core::UnitId> units{};   ///< in any of these; empty: wherever
    std::string subject{};               ///< KLE number, or what it lies under: "27.35"
    std::optional<core::Date> from, to;  ///< inclusive
    Order order{Order::relevance};
    std::uint32_t offset{};
    std::uint32_t limit{20};  ///< at most 100
};

/// A piece of text with the matched words marked, ready to be escaped and shown.
struct SnippetPart {
    std::string text;
    bool marked{};
};

struct Hit {
    Kind kind{};
    std::int64_t id{};
    std::optional<core::CaseId> in_case;
    int page{};  ///< the best page; 0 where the hit is in the metadata
    std::string title;
    std::string case_number;
    std::vector<std::string> people;
    std::optional<core::Date> date;
    core::UnitId unit;
    std::vector<SnippetPart> snippet;
};

struct Count {
    std::int64_t value{};  ///< a Kind, a unit id, a case id or a year, by the facet
    std::uint64_t hits{};
};

struct Answer {
    std::vector<Hit> hits;
    std::uint64_t total{};  ///< cases, documents and items, not pages; exact up to 10,000
    bool total_is_exact{true};
    std::vector<Count> by_kind, by_unit, by_year;  ///< most frequent first; estimates where the total is one
    std::string suggestion;                        ///< "did you mean"; only of words the asker may see
};

/// The reading side. Thread-safe: every thread may ask at once; each answer is of the newest commit.
class Reader {
  public:
    explicit Reader(std::filesystem::path folder);
    ~Reader();

    /// Errors: invalid_input, if the query can't be understood; the detail says where.
    core::Result<Answer> find(const Query& query) const;

    /// The ids of all that match, in no order and without end: `kind` must be set, and offset, limit and order are not
    /// looked at. Reads one small value a match, and nothing of what is found. Errors: as find.
    core::Result<std::vector<std::int64_t>> ids(const Query& query) const;

    /// The position of the commit that answers come from.
    core::EventId position() const;

    /// Goes over to an index built beside the live one, without failing queries under way.
    void switch_to(std::filesystem::path folder);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace search
