#pragma once

#include <chrono>
#include <string>

#include "search/query.hpp"
#include "services/files/file_store.hpp"
#include "services/http/router.hpp"
#include "services/identity/frame.hpp"
#include "services/identity/identity.hpp"

namespace services {

/// What the post list's pages stand on.
struct PostListPages {
    const Workplace& workplace;
    const FileStore& files;
    const search::Reader& search;
    std::string public_url;     ///< without a slash at the end; empty: as the request says
    std::chrono::days shown{};  ///< how far back the feed and the open data reach without a date
};

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
void add_phrase_pages(Router& router, Identity& identity, const PostListPages& pages);

/// The same for programs: /api/v1/post-list.
void add_post_list_api(Router& router, Identity& identity, const PostListPages& pages);

}  // namespace services
