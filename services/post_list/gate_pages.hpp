#pragma once

#include <nlohmann/json.hpp>

#include "services/post_list/post_list_pages.hpp"
#include "services/web/words.hpp"

/// What stands in the review beside the held entries: what is public and was hit by a list that has grown, and what is
/// public and could not be drawn. And the ways of deciding on them.
namespace services {

/// {alerts, alert_count, undrawn} for the template post_list/review.
void add_gate_data(Transaction& tx, const Caller& caller, Language language, core::Timestamp now, nlohmann::json& data);

/// One sentence on the latest walk over what is public; "" where there has been none.
std::string spoken_recheck(Transaction& tx, Language language, core::Timestamp now);

void add_gate_routes(Router& router, Identity& identity, const PostListPages& pages);
/// /api/v1/post-list/review and what is decided there.
void add_review_api(Router& router, Identity& identity, const PostListPages& pages);

}  // namespace services
