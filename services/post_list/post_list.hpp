#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/cases/cases.hpp"
#include "services/store/database.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_list_store.hpp"

/// The public post list: every journaled document that is to be listed becomes an entry; a machine check decides
/// whether it goes out by itself or is held back for a person. (Offentlighedsloven § 16 names what a post list holds.)
namespace services {

/// Something that holds an entry back.
struct PostFinding {
    std::string what;     ///< "cpr", "unread" (a page that could not be read), or "waiting" (not read yet)
    std::string where;    ///< "title", "correspondent", "case_title", "text"
    std::int64_t page{};  ///< of "text"
};

std::string findings_to_json(const std::vector<PostFinding>& findings);
std::vector<PostFinding> findings_from_json(std::string_view json);

/// What the machine finds in all that would become public. Titles and names always, the text and recognised pictures
/// only where the document itself is to be public.
std::vector<PostFinding> check_post(
    Transaction& tx, const core::Document& document, const std::string& public_case_title
);

/// Follows the event log: makes entries of what was journaled, and looks again at what was journaled before it was
/// read. Position kept as cursor "post_list", moved in the transaction that lists: where several processes follow, each
/// event is taken by one of them.
class PostListFeeder {
  public:
    PostListFeeder(Database& db, const core::Clock& clock) : db_(db), clock_(clock) {}
    core::EventId position();
    void take(const std::vector<Event>& events);

  private:
    /// What was found on a snapshot, and what it was found in: where that is another by the time it is listed, it is
    /// checked anew.
    struct Checked {
        PostListEntry entry;
        core::CaseId in_case;
        std::string fingerprint;
    };
    std::optional<Checked> check(core::DocumentId id);
    void list(Transaction& tx, Checked& checked);
    void look_again_at_item(Transaction& tx, core::IncomingId id);
    void look_again(Transaction& tx, core::DocumentId id);

    Database& db_;
    const core::Clock& clock_;
    core::EventId position_{};
};

/// Changes whenever what a person decides on does: the listed words, what was found, and every file of the document
/// with its outcome of reading. Hexadecimal.
std::string fingerprint_of(Transaction& tx, const PostListEntry& entry, const core::Document& document);

/// A person's decision on a held entry.
struct PostDecision {
    PostState state{};                 ///< published or withheld
    std::string seen;                  ///< fingerprint_of() what the person decided on
    std::optional<std::string> title;  ///< worded anew, where what was found stands in it
    std::optional<std::string> correspondent;
    bool publish_document{true};  ///< false: the entry alone, though the document was to be public
    std::string reason;           ///< required to withhold
};
/// Errors: not_found, forbidden, conflict where it is decided already (field "state"), where something has come since
/// it was seen ("seen"), or where a file that would be shown has not been read yet ("document"); invalid_input where a
/// reason is missing or the title or correspondent still holds a CPR number.
core::Result<void> decide_post(
    Transaction& tx, const Acting& acting, core::PostListId id, const PostDecision& decision
);

}  // namespace services
