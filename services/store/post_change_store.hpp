#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "services/store/database.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

/// What has become of one entry, told once at its newest place: for those who keep a copy.
struct PostChange {
    std::int64_t change{};
    core::Timestamp at{};
    core::PostListId id;
    std::int64_t serial_year{}, serial{};
    std::string exemption;           ///< of one that is gone, where one is named
    std::optional<PublicPost> post;  ///< nothing: it was public and is not any more
};

class PostChangeStore {
  public:
    explicit PostChangeStore(Transaction& tx) : tx_(tx) {}

    /// In their order, as far as they came before `until`.
    std::vector<PostChange> after(std::int64_t change, core::Timestamp until, std::int64_t limit) const;
    std::int64_t newest() const;  ///< 0 where there is none

    /// The days of journaling that lie between the first and the last entry; nothing where there is none.
    struct Span {
        core::Date first{}, last{};
    };
    std::optional<Span> span() const;

  private:
    Transaction& tx_;
};

}  // namespace services
