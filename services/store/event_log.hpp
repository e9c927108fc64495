#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What has happened, append-only: the audit trail, and the outbox that the indexer and every other follower read.
///
/// Each event carries the SHA-256 of the event before it and its own fields, so that no row can be changed, removed or
/// slipped in unseen. The bytes hashed are, in this order and each ended by '\n': the hash of the event before (empty
/// for the first), id, at, kind, subject kind, subject id, case id or empty, actor id or empty, payload.
namespace services {

enum class EventKind {
    item_received,
    item_read,         ///< its pages are known now, all, some or none
    item_handed_over,  ///< to another unit or caseworker
    item_journaled,
    case_opened,
    case_changed,
    case_access_changed,  ///< a grant or block was given, taken back, or ran out
    case_fields_changed,  ///< its type, or what its type asks for
    case_phase_moved,
    checklist_changed,  ///< an item was ticked, or the tick taken away
    sample_drawn,       ///< of other cases, for management to look at
    sample_judged,      ///< one case of it was looked at
    party_added,
    party_removed,
    party_corrected,   ///< what is known of it was wrong
    party_erased,      ///< what was known of it is gone, by law; the event is the proof
    party_looked_up,   ///< someone asked for all cases of a person or organisation
    identifier_shown,  ///< someone asked to see a personal number in full
    document_journaled,
    document_withdrawn,
    document_erased,  ///< its content is gone, by law; the event is the proof
    erasure_asked,    ///< of a party or document, for somebody else to decide
    erasure_refused,
    sending_ordered,     ///< a document shall go out to somebody
    document_sent,       ///< to the mail server or into the out-box
    document_delivered,  ///< Digital Post says so
    document_not_sent,   ///< for good
    draft_added,
    draft_changed,  ///< its title and the like, or whether two must answer for it
    draft_checked_out,
    draft_released,    ///< without a new version
    draft_checked_in,  ///< a new version
    draft_sent_for_approval,
    draft_approved,
    draft_sent_back,  ///< by the one who was to approve it
    draft_discarded,
    attachment_added,    ///< to a draft, or to a journaled document; a draft's come with it when it is journaled
    attachment_removed,  ///< from a draft
    text_known,          ///< of a draft's version or of an attachment: its pages are known now, all, some or none
    document_moved,      ///< to another case; told once on each of the two
    document_placed,     ///< in a part of its case
    sub_file_changed,
    case_merged,     ///< into another; told once on each of the two, also when it is undone
    relation_added,  ///< to another case
    relation_removed,
    task_added,
    task_changed,
    task_done,
    task_reopened,
    case_read,      ///< a case about people, or kept closely, was opened by someone
    document_read,  ///< one of its documents was
    reads_missing,  ///< the server stopped without telling what was read last
    person_told,    ///< someone was given the list of who read a case, or all that is held on a person
    post_listed,    ///< shown on the public post list
    post_held,      ///< held back for a person's review
    post_withheld,
    access_requested,          ///< somebody asks for access to files; the case is the request's
    access_request_changed,    ///< its laws, its size, or the time it has taken
    access_time_noted,         ///< a pause, its end, or an extension that the asker was told of
    access_due_moved,          ///< it is due on another day, and why
    access_documents_changed,  ///< what it is about: chosen or taken away
    access_decided,            ///< of one document
    access_blacked_out,        ///< something in a document, or a box was lifted
    access_answer_ordered,     ///< the file for the asker
    access_answer_fetched,     ///< by the asker
    access_answered,
    access_withdrawn,    ///< the asker does not want it any more
    post_counted,        ///< the day's signed figures of the post list were kept
    post_rule_changed,   ///< what is listed, with which words, and when
    post_subscribed,     ///< somebody wants to hear of new entries, or no longer
    access_party_asked,  ///< whom the documents concern was asked before they are given
    access_party_answered,
    access_second_asked,       ///< another person is to agree to the decisions
    access_approved,           ///< by that person
    access_sent_back,          ///< by that person, with a reason
    access_complained,         ///< the asker complains
    access_complaint_settled,  ///< the decision was changed, or the complaint sent on
    access_published,          ///< the answer may be read by all, or no longer
    document_released,         ///< the case's own people may read it, or no longer
    party_heard,               ///< was asked to comment before a decision
    party_answered,
    citizen_wrote,          ///< one of the case's own people sent a message or a file
    citizen_read,           ///< one of the case's own people read it
    attorney_changed,       ///< a party let somebody act for him, or no longer
    hearing_changed,        ///< opened, changed, closed or summed up
    hearing_answered,       ///< by anybody
    hearing_answer_judged,  ///< shown, or not, with a reason
    case_published,         ///< all may follow it, or no longer
    calendar_changed,       ///< a day is worked, or not, other than the law has it
    unit_changed,           ///< made, named anew or moved
    user_changed,           ///< made, changed, roles given or taken
    substitute_named,       ///< of the absent one
    substitute_ended,       ///< before its time
    signed_in,
    job_retried,
    scheme_imported,  ///< an edition of KLE's subjects or facets
    import_begun,     ///< cases of another system, by the hundred
    many_changed,     ///< cases by one act, or back again; each of them tells its own
    setting_changed,
    list_exported  ///< taken out of the house as a file
};

enum class SubjectKind { incoming, case_file, document, draft, task, user, unit, job, authority, party };

struct NewEvent {
    core::Timestamp at{};
    EventKind kind{};
    SubjectKind subject_kind{};
    std::int64_t subject{};
    std::optional<core::CaseId> in_case{};
    std::optional<core::UserId> actor{};  ///< absent: Saglig itself
    std::string payload{"{}"};            ///< a JSON object; no document text
};

struct Event {
    core::EventId id;
    core::Timestamp at{};
    EventKind kind{};
    SubjectKind subject_kind{};
    std::int64_t subject{};
    std::optional<core::CaseId> in_case;
    std::optional<core::UserId> actor;
    std::string payload;
    std::string hash;
};

class EventLog {
  public:
    explicit EventLog(Transaction& tx) : tx_(tx) {}

    core::EventId append(const NewEvent& made);

    /// Oldest first.
    std::vector<Event> after(core::EventId position, std::int64_t limit) const;
    /// What happened to one case, newest first, older than `before`; not who read it.
    std::vector<Event> of_case(core::CaseId in_case, core::EventId before, std::int64_t limit) const;
    /// Of one case, newest first, older than `before`: who read it.
    std::vector<Event> reads_of_case(core::CaseId in_case, core::EventId before, std::int64_t limit) const;
    /// The latest event of a kind that befell one thing.
    std::optional<Event> last_of(SubjectKind subject_kind, std::int64_t subject, EventKind kind) const;
    core::EventId last() const;

    /// What an auditor asks for; newest first.
    struct Filter {
        std::optional<core::UserId> actor{};
        std::optional<core::CaseId> in_case{};
        std::optional<EventKind> kind{};
        std::optional<core::Timestamp> from{}, until{};  ///< from this second on, and before that one
        core::EventId before{std::numeric_limits<std::int64_t>::max()};
        std::int64_t limit{100};
    };
    std::vector<Event> matching(const Filter& filter) const;

    struct Fault {
        core::EventId id;
        std::string what;
    };
    /// Recomputes the chain; nullopt if it is whole. `progress` hears how many events were checked.
    std::optional<Fault> check(const std::function<void(std::int64_t)>& progress = {}) const;

  private:
    Transaction& tx_;
};

/// Where a follower of the log has come to.
class CursorStore {
  public:
    explicit CursorStore(Transaction& tx) : tx_(tx) {}
    core::EventId position(std::string_view name) const;
    void move(std::string_view name, core::EventId position);
    /// False, and nothing is changed, where it is no longer at `from`: another process followed meanwhile. Whoever does
    /// the rest of his work in the same transaction does it once.
    bool move_from(std::string_view name, core::EventId from, core::EventId position);

  private:
    Transaction& tx_;
};

std::string_view name_of(EventKind kind);
std::optional<EventKind> event_kind_named(std::string_view name);
/// All of them, in the order of the enumeration.
std::vector<EventKind> all_event_kinds();
std::string_view name_of(SubjectKind kind);

}  // namespace services
