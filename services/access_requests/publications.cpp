#include "services/access_requests/publications.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ocr/word_search.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/store/content_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::AccessLaw;
using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::size_t hits_max = 200;

bool is_by(const core::AccessRequest& one, AccessLaw law) {
    return std::ranges::find(one.laws, law) != one.laws.end();
}

bool stands_in(const std::string& folded_name, const std::string& text) {
    return ocr::folded(text).find(folded_name) != std::string::npos;
}

Result<AccessFile> file_to_publish(Transaction& tx, const Acting& acting, AccessRequestId id) {
    TRY(auto file, read_access_request(tx, acting.who, id, core::danish_date(acting.now)));
    TRY(require_on_case(acting.who, core::Action::review_post_list, file.on));
    return file;
}

void append(Transaction& tx, const Acting& acting, const AccessFile& file, nlohmann::json payload) {
    append_access_event(tx, EventKind::access_published, file.request, acting.who.user, acting.now, std::move(payload));
}

Result<void> check_obstacles(const PublicationCheck& check) {
    if (!check.answer) return Error{ErrorCode::conflict, "nothing was sent that could be published", "answer"};
    if (check.is_private) return Error{ErrorCode::conflict, "it was given to the asker alone", "private"};
    if (check.is_unread) return Error{ErrorCode::conflict, "the file has not been read", "unread"};
    if (check.names_asker) return Error{ErrorCode::conflict, "the asker's name stands in it", "asker"};
    return core::done();
}

}  // namespace

PublicationCheck check_publication(Transaction& tx, const core::AccessRequest& one, const std::string& title) {
    PublicationCheck check;
    check.is_private = is_by(one, AccessLaw::party_access) || is_by(one, AccessLaw::own_data);
    auto sent = AccessAnswerStore{tx}.newest_sent(one.id);
    if (one.state != core::AccessState::answered || !sent || sent->file.empty()) return check;
    const auto content = ContentStore{tx}.find(sent->file);
    check.is_unread = !content || content->outcome != ReadOutcome::complete;
    if (const auto name = ocr::folded(one.asker.name); !name.empty()) {
        check.names_asker = stands_in(name, title);
        for (const auto& page : ContentStore{tx}.pages(sent->file))
            check.names_asker = check.names_asker || stands_in(name, page.text);
    }
    // The file stands where a document would: it has no attachments, and its title is the one typed.
    core::Document released;
    released.content = sent->file;
    check.hits = hits_in(tx, released, {title, {}, {}, true}, release_check(tx), hits_max);
    check.answer = std::move(sent);
    return check;
}

Result<void> publish_answer(Transaction& tx, const Acting& acting, AccessRequestId id, const NewPublication& made) {
    TRY(const auto file, file_to_publish(tx, acting, id));
    TRY(check_line(made.title, "title"));
    const auto check = check_publication(tx, file.request, made.title);
    TRY(check_obstacles(check));
    if (!check.hits.empty()) {
        TRY(check_text(made.reason, "reason", reason_limit));
    }
    const AccessPublication publication{
        .request = id,
        .answer = check.answer->id,
        .title = made.title,
        .published = core::danish_date(acting.now),
        .published_by = acting.who.user,
        .published_at = acting.now,
        .reason = check.hits.empty() ? std::string{} : made.reason,
    };
    if (!AccessPublicationStore{tx}.publish(publication))
        return Error{ErrorCode::conflict, "it is public already", "published"};
    nlohmann::json payload{{"published", true}, {"answer", check.answer->id}, {"found", check.hits.size()}};
    if (!publication.reason.empty()) payload["reason"] = publication.reason;
    append(tx, acting, file, std::move(payload));
    return core::done();
}

Result<void> take_answer_down(Transaction& tx, const Acting& acting, AccessRequestId id, const std::string& reason) {
    TRY(const auto file, file_to_publish(tx, acting, id));
    TRY(check_text(reason, "reason", reason_limit));
    AccessPublication taken;
    taken.request = id;
    taken.taken_down_at = acting.now;
    taken.taken_down_by = acting.who.user;
    taken.taken_down_reason = reason;
    if (!AccessPublicationStore{tx}.take_down(taken))
        return Error{ErrorCode::conflict, "it is not public", "published"};
    append(tx, acting, file, {{"published", false}, {"reason", reason}});
    return core::done();
}

std::string publication_path(AccessRequestId id) {
    return publications_path + ("/" + std::to_string(id.value));
}

std::string publication_file_path(AccessRequestId id) {
    return publication_path(id) + "/dokumenter.pdf";
}

Result<AccessPublication> read_publication(Transaction& tx, AccessRequestId id) {
    auto found = AccessPublicationStore{tx}.find(id);
    if (!found || found->taken_down_at || found->file.empty())
        return Error{ErrorCode::not_found, "there is no such published answer"};
    return std::move(*found);
}

}  // namespace services
