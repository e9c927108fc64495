#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/subject_store.hpp"

namespace services {

/// Finds KLE subjects while someone types: by the beginning of the number, with or without dots, or by words in the
/// title, in any order and letter case. Best first: titles that begin with the words, then words that do, then the
/// rest.
class SubjectFinder {
  public:
    SubjectFinder() = default;
    explicit SubjectFinder(std::vector<Subject> subjects);

    std::vector<Subject> find(std::string_view typed, std::size_t limit) const;
    /// "27.35.00 Plejehjem"; the number alone where the scheme does not have it.
    std::string text_of(std::string_view number) const;

  private:
    struct Entry {
        Subject subject;
        std::string digits;  ///< of the number
        std::string title;   ///< lower case
    };
    std::vector<Entry> entries_;  ///< by number
};

}  // namespace services
