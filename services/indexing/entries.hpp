#pragma once

#include <optional>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "search/index.hpp"
#include "services/store/database.hpp"
#include "services/store/document_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/post_list_store.hpp"

/// What of the database goes into the index, and under which access group.
namespace services {

search::Entry entry_of(Transaction& tx, const core::Case& one);
search::Entry entry_of(Transaction& tx, const core::Document& one);
search::Entry entry_of(Transaction& tx, const core::Draft& one);
search::Entry entry_of(Transaction& tx, const core::IncomingItem& one);
/// Whether it is found as a draft: not as what it became, nor after it was given up.
bool is_found(const core::Draft& one);
/// Of a published post: nothing but what everyone may see, and the text only of a document that is public itself.
search::Entry entry_of(Transaction& tx, const PublicPost& one);

}  // namespace services
