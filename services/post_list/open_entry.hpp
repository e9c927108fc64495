#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "services/post_list/post_list_pages.hpp"
#include "services/store/post_list_store.hpp"

namespace services {

/// A published entry as open data has it, with addresses that begin with `base`.
nlohmann::json open_entry(const PublicPost& post, const std::string& base);
/// What addresses begin with: as it is set, else as the request says. Without a slash at the end.
std::string base_of(const PostListPages& pages, const Request& request);

}  // namespace services
