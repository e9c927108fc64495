#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "services/store/database.hpp"

/// Cases and documents as other systems look for them by OIO: by titles with wildcards. Only what `reader` may read, in
/// order of id. Titles are compared without regard to capitals; a pattern may be in the middle of a word, which no
/// index helps with, so that all that the reader may read is looked at.
namespace services {

struct TitleQuestion {
    core::UserId reader;
    std::optional<std::string> title{};  ///< `%` stands for anything; absent: whatever it is
    std::int64_t first{0};               ///< how many to pass over
    std::int64_t limit{100};
};

class OioStore {
  public:
    explicit OioStore(Transaction& tx) : tx_(tx) {}

    std::vector<core::CaseId> cases(const TitleQuestion& question) const;
    std::vector<core::DocumentId> documents(const TitleQuestion& question) const;

  private:
    Transaction& tx_;
};

}  // namespace services
