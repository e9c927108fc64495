#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <unordered_map>

#include "search/query.hpp"

namespace search {

/// Counts, while the query runs, what it matches by kind, unit and year.
class FacetSpy final : public Xapian::MatchSpy {
  public:
    void operator()(const Xapian::Document& document, double weight) override;

    /// Fills by_kind, by_unit and by_year, most frequent first. Where the query matches more than was looked at, the
    /// counts are brought up to `answer.total` in proportion.
    void write_to(Answer& answer) const;

  private:
    std::unordered_map<std::string, std::uint64_t> counts_;
    std::uint64_t seen_{};
};

}  // namespace search
