#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/cases/cases.hpp"
#include "services/post_list/post_check.hpp"
#include "services/post_list/rules.hpp"
#include "services/store/database.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_list_store.hpp"

/// The public post list: every journaled document that is to be listed becomes an entry; a machine check decides
/// whether it goes out by itself or is held back for a person. (Offentlighedsloven § 16 names what a post list holds.)
namespace services {

/// Follows the event log: makes entries of what was journaled, and looks again at what was journaled before it was
/// read. Position kept as cursor "post_list", moved in the transaction that lists: where several processes follow, each
/// event is taken by one of them.
class PostListFeeder {
  public:
    /// `usual_delay_days` are working days from the day of journaling, where no rule says otherwise.
    PostListFeeder(Database& db, const core::Clock& clock, std::int64_t usual_delay_days = 0)
        : db_(db), clock_(clock), usual_delay_days_(usual_delay_days) {}
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
    /// What the authority keeps for the check, read once for many documents.
    struct Lists {
        core::ReleaseCheck release;
        RuleBook book;
    };
    core::Date today() const;
    std::optional<Checked> check(core::DocumentId id, const Lists& lists);
    Lists lists_now();
    void list(Transaction& tx, Checked& checked);
    void look_again_at_item(Transaction& tx, core::IncomingId id);
    void look_again(Transaction& tx, core::DocumentId id);

    Database& db_;
    const core::Clock& clock_;
    std::int64_t usual_delay_days_;
    core::EventId position_{};
};

/// A person's decision on a held entry.
struct PostDecision {
    PostState state{};                 ///< published or withheld
    std::string seen;                  ///< fingerprint_of() what the person decided on
    std::optional<std::string> title;  ///< worded anew, where what was found stands in it
    std::optional<std::string> correspondent;
    bool publish_document{true};  ///< false: the entry alone, though the document was to be public
    std::string exemption{};      ///< required to withhold: a name of core/rules/exemptions.hpp
    std::string reason;           ///< required to withhold, and to publish what still holds something that was found
};
/// Errors: not_found, forbidden, conflict where it is decided already (field "state"), where something has come since
/// it was seen ("seen"), or where a file that would be shown has not been read yet ("document"); invalid_input where a
/// reason is missing or the title or correspondent still holds a CPR number.
core::Result<void> decide_post(
    Transaction& tx, const Acting& acting, core::PostListId id, const PostDecision& decision
);

}  // namespace services
