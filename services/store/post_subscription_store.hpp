#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

namespace services {

/// Somebody who wants a mail of what is new in a part of the post list.
struct PostSubscription {
    std::int64_t id{};
    std::string address;
    std::string part;  ///< as services/post_list/subscriptions.hpp has it
    std::string token;
    bool is_confirmed{};
    core::Timestamp asked_at{};
    std::int64_t told_change{};
    std::int64_t failures{};
};

class PostSubscriptionStore {
  public:
    explicit PostSubscriptionStore(Transaction& tx) : tx_(tx) {}

    /// Nothing where the address has that part already.
    std::optional<std::int64_t> add(const PostSubscription& made);
    std::optional<PostSubscription> find(std::int64_t id) const;
    std::optional<PostSubscription> of_token(std::string_view token) const;
    std::optional<PostSubscription> of_address(std::string_view address, std::string_view part) const;
    /// What is there by now was not asked for.
    void confirm(std::int64_t id, std::int64_t told_change, core::Date today);
    void ask_again(std::int64_t id, core::Timestamp now);
    void remove(std::int64_t id);
    /// Those that were never confirmed, asked for before then.
    std::vector<std::int64_t> unconfirmed(core::Timestamp before, std::int64_t limit) const;

    /// Confirmed, and not looked at today.
    std::vector<std::int64_t> due(core::Date today, std::int64_t limit) const;
    /// It is looked at today.
    void set_day(std::int64_t id, core::Date today);
    /// How far what has changed was told, or did not concern it.
    void set_told(std::int64_t id, std::int64_t change);
    void add_told(std::int64_t id, core::PostListId entry);
    bool was_told(std::int64_t id, core::PostListId entry) const;
    void forget_told(std::int64_t id, core::PostListId entry);
    /// How often the mail server has refused in a row, this one included.
    std::int64_t count_failure(std::int64_t id);

  private:
    Transaction& tx_;
};

}  // namespace services
