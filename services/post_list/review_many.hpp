#pragma once

#include <string>
#include <vector>

#include "services/post_list/post_list_pages.hpp"
#include "services/rights/acting.hpp"
#include "services/store/post_list_store.hpp"

/// Holding back many held entries under one paragraph, and taking back what was held back. A person lets entries out
/// one at a time, for what the machine found in each is judged by itself; nothing is lost by holding back.
namespace services {

struct SeenPost {
    core::PostListId id;
    std::string seen;  ///< fingerprint_of() what the person looked at
};
struct WithheldPosts {
    std::vector<core::PostListId> done;
    std::int64_t changed{};  ///< of those that were asked for: decided by another, or something has come to them since
};
/// Errors: as decide_post, but for what has changed, which is left as it is and counted. An error changes nothing.
core::Result<WithheldPosts> withhold_posts(
    Transaction& tx,
    const Acting& acting,
    const std::vector<SeenPost>& posts,
    const std::string& exemption,
    const std::string& reason
);

/// Lays them before a person again, as far as they are still withheld; how many. Errors: as reopen_post.
core::Result<std::int64_t> take_back_posts(
    Transaction& tx, const Acting& acting, const std::vector<core::PostListId>& posts, const std::string& reason
);

/// Where withholding these is taken back; `after` is the part of the queue to return to.
std::string take_back_path(const std::vector<core::PostListId>& posts, const std::string& after);

void add_review_many(Router& router, Identity& identity, const PostListPages& pages);

}  // namespace services
