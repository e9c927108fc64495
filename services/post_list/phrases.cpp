#include "services/post_list/phrases.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/access.hpp"
#include "services/cases/case_checks.hpp"
#include "services/post_list/recheck.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

Result<void> require_reviewer(const core::Principal& who) {
    if (core::may_anywhere(who, core::Action::review_post_list)) return core::done();
    return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
}

void append(Transaction& tx, const Acting& acting, const StoredPhrase& phrase, const char* what) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::setting_changed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"setting", "watched_phrases"},
                {"what", what},
                {"kind", core::name_of(phrase.phrase.kind)},
                {"phrase", phrase.id.value}}
                .dump(),
    });
}

}  // namespace

Result<std::vector<StoredPhrase>> read_phrases(Transaction& tx, const core::Principal& who) {
    TRY(require_reviewer(who));
    return WatchedPhraseStore{tx}.all();
}

Result<StoredPhrase> add_phrase(Transaction& tx, const Acting& acting, const core::WatchedPhrase& made) {
    TRY(require_reviewer(acting.who));
    TRY(check_line(made.text, "text"));
    std::size_t signs = 0;
    for (const auto& token : core::tokens_of(made.text)) signs += token.folded.size();
    if (signs < 2) return Error{ErrorCode::invalid_input, "one letter alone would hold everything", "text"};
    WatchedPhraseStore store{tx};
    if (store.count() >= phrases_max) return Error{ErrorCode::invalid_input, "the lists are full", "text"};
    StoredPhrase stored{.id = {}, .phrase = made, .added_by = acting.who.user, .added_at = acting.now};
    const auto id = store.add(stored);
    if (!id) return Error{ErrorCode::conflict, "it is on the list already", "text"};
    stored.id = *id;
    append(tx, acting, stored, "added");
    if (made.kind != core::WatchedKind::allowed) queue_recheck(tx, acting.now);
    return stored;
}

Result<void> remove_phrase(Transaction& tx, const Acting& acting, WatchedPhraseId id) {
    TRY(require_reviewer(acting.who));
    WatchedPhraseStore store{tx};
    const auto stored = store.find(id);
    if (!stored) return Error{ErrorCode::not_found, "there is no such phrase"};
    store.remove(id);
    append(tx, acting, *stored, "removed");
    return core::done();
}

}  // namespace services
