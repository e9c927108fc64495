#pragma once

#include <memory>
#include <string_view>

namespace search {

/// Says which words of a page answer a query, by the very rules of the search, for drawing hits on a page's picture.
/// Not thread-safe.
class PageWords {
  public:
    /// A query that can't be understood answers to no word.
    explicit PageWords(std::string_view query);
    PageWords(PageWords&&) noexcept;
    PageWords& operator=(PageWords&&) noexcept;
    ~PageWords();

    bool empty() const;
    /// `word` is as it stands on the page, with the signs around it.
    bool match(std::string_view word) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace search
