#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace core {

/// Words as somebody types them to narrow a list: each must occur in a row, whatever its case, anywhere in it.
class WordMatch {
  public:
    explicit WordMatch(std::string_view typed);

    bool is_empty() const { return words_.empty(); }
    bool operator()(std::string_view text) const;

  private:
    std::vector<std::string> words_;  ///< in lower case
};

}  // namespace core
