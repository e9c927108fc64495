#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "search/index.hpp"

/// From an entry to what Xapian keeps of it.
///
/// An entry is one Xapian document, whatever its pages: so words on different pages or in the title meet in one query,
/// a -word excludes the whole entry, and matches are counted as what people count. Which page a word is on is in its
/// position: pages follow one another, and the document's data tells where each begins.
namespace search {

struct Postings {
    Xapian::Document entry;
    std::vector<Xapian::Document> chunks;  ///< further text of a long entry, so that a snippet reads a piece only
};

/// Makes postings; one a thread, as the stemmer has state.
class PostingMaker {
  public:
    PostingMaker();
    Postings make(const Entry& entry);

  private:
    void index_metadata(const Entry& entry);
    void index_field(const std::string& text, unsigned weight, const char* prefix);

    Xapian::TermGenerator words_;
};

/// The value of Slot::newest. Without a date: before all that have one.
std::string newest_value(std::optional<core::Date> date, std::int64_t id);
/// The id in it. Throws IndexDamaged.
std::int64_t id_in_newest_value(const std::string& value);
/// The smallest and the largest value of that date.
std::string first_value_of(core::Date date);
std::string last_value_of(core::Date date);
/// The smallest value that has a date.
std::string first_dated_value();

/// The value of Slot::facets and back; year 0 is none.
struct Facets {
    Kind kind{};
    core::UnitId unit;
    int year{};
};
std::string facets_value(const Facets& facets);
Facets parse_facets(const std::string& value);

}  // namespace search
