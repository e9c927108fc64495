#pragma once

#include "core/model/case.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/post_findings.hpp"

/// The words of a case that everyone may read: the post list shows its public title beside each of its documents.
namespace services {

/// What the machine finds in a public title, a line for each kind.
std::vector<PostFinding> check_public_title(Transaction& tx, const core::Case& on);

/// Takes what is published of a case off the post list until a person has looked at it, where its public title holds
/// something: of one document that has come to it, or of all. For whatever gives a case or its documents another title.
void hold_post_of(Transaction& tx, const Acting& acting, core::DocumentId document, const core::Case& on);
void hold_posts_of(Transaction& tx, const Acting& acting, const core::Case& on);

}  // namespace services
