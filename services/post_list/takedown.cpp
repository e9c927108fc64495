#include "services/post_list/takedown.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/event_log.hpp"
#include "services/store/published_files.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

Result<ListedPost> take_down(Transaction& tx, const Acting& acting, core::PostListId id, const Takedown& why) {
    PostListStore entries{tx};
    const auto entry = entries.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, read_document(tx, acting.who, entry->document));
    if (!core::may(acting.who, core::Action::review_post_list, {entry->unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    if (core::exemption_named(why.exemption) == nullptr)
        return Error{ErrorCode::invalid_input, "name the paragraph that it is taken down under", "exemption"};
    TRY(check_line(why.reason, "reason"));
    if (entry->state != PostState::published) return Error{ErrorCode::conflict, "the entry is not published", "state"};
    entries.withhold(id, acting.who.user, acting.now, why.exemption);
    PublishedFileStore{tx}.forget_of(document.id, acting.now);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_withheld,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value}, {"reason", why.reason}, {"exemption", why.exemption}, {"taken_down", true}}
                .dump(),
    });
    return *entries.listed_entry(id);
}

}  // namespace services
