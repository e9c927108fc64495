#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "search/query.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"
#include "services/post_list/public_cache.hpp"

namespace services {

/// What the post list's pages stand on.
struct PostListPages {
    const Workplace& workplace;
    const FileStore& files;
    const search::Reader& search;
    std::string public_url;     ///< without a slash at the end; empty: as the request says
    std::chrono::days shown{};  ///< how far back the feed and the open data reach without a date
    std::int64_t delay_days{};  ///< working days, where no rule says otherwise
    bool sends_mail{};          ///< the house sends mail, and knows the address that links in it begin with
    std::shared_ptr<PublicCache> cache{std::make_shared<PublicCache>()};
};

/// The answer to everyone's question, drawn once while nothing changes. Shared by all who ask.
core::Result<Response> kept_answer(
    const PostListPages& pages,
    const Request& request,
    core::Result<Response> (*show)(const PostListPages&, const Request&)
);

/// The front page, the post list with its search, documents, JSON and Atom for everyone; the queue of held entries for
/// those who review it.
void add_post_list_pages(Router& router, Identity& identity, const PostListPages& pages);

/// The parts of it.
void add_public_post_list(Router& router, const PostListPages& pages);
/// The list itself: by day, week, unit and subject, and searched.
void add_public_list_pages(Router& router, const PostListPages& pages);
void add_post_list_feeds(Router& router, const PostListPages& pages);
void add_post_list_review(Router& router, Identity& identity, const PostListPages& pages);
void add_takedown_routes(Router& router, Identity& identity, const PostListPages& pages);
void add_takedown_api(Router& router, Identity& identity, const PostListPages& pages);
/// Makes the key that counts and tombstones are signed with, where there is none yet.
void add_public_entries(Router& router, const PostListPages& pages);
void add_subscription_pages(Router& router, const PostListPages& pages);
void add_rule_pages(Router& router, Identity& identity, const PostListPages& pages);
void add_rule_api(Router& router, Identity& identity, const PostListPages& pages);
void add_phrase_pages(Router& router, Identity& identity, const PostListPages& pages);

/// The same for programs: /api/v1/post-list.
void add_post_list_api(Router& router, Identity& identity, const PostListPages& pages);

}  // namespace services
