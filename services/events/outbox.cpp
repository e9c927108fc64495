#include "services/events/outbox.hpp"

#include <map>
#include <utility>

#include "services/store/case_store.hpp"
#include "services/store/incoming_store.hpp"

namespace services {

namespace {

constexpr std::int64_t step = 500;
constexpr int most_steps = 20;

/// Asks the policy once for each case and item of a look.
class Readable {
  public:
    Readable(Transaction& tx, const core::Principal& who) : tx_(tx), who_(who) {}

    bool operator()(const Event& event) {
        if (event.in_case) return remembered(SubjectKind::case_file, event.in_case->value);
        if (event.subject_kind == SubjectKind::incoming) return remembered(SubjectKind::incoming, event.subject);
        return false;
    }

  private:
    bool remembered(SubjectKind kind, std::int64_t id) {
        const auto [place, is_new] = known_.try_emplace({kind, id}, false);
        if (is_new) place->second = may_read(kind, id);
        return place->second;
    }
    bool may_read(SubjectKind kind, std::int64_t id) const {
        if (kind == SubjectKind::incoming) {
            const auto item = IncomingStore{tx_}.find(core::IncomingId{id});
            return item && core::may(who_, core::Action::read, {item->unit, item->access_group});
        }
        const auto one = CaseStore{tx_}.find(core::CaseId{id});
        return one && core::may(who_, core::Action::read, {one->unit, one->access_group});
    }

    Transaction& tx_;
    const core::Principal& who_;
    std::map<std::pair<SubjectKind, std::int64_t>, bool> known_;
};

}  // namespace

// Without a default, so that whoever adds a kind has to say who hears of it. It is as long as there are kinds.
// NOLINTNEXTLINE(readability-function-size)
bool is_heard_outside(EventKind kind) {
    switch (kind) {
        case EventKind::item_received:
        case EventKind::item_read:
        case EventKind::item_handed_over:
        case EventKind::item_journaled:
        case EventKind::case_opened:
        case EventKind::case_changed:
        case EventKind::case_fields_changed:
        case EventKind::case_phase_moved:
        case EventKind::checklist_changed:
        case EventKind::party_added:
        case EventKind::party_removed:
        case EventKind::party_corrected:
        case EventKind::party_erased:
        case EventKind::document_journaled:
        case EventKind::document_withdrawn:
        case EventKind::document_erased:
        case EventKind::sending_ordered:
        case EventKind::document_sent:
        case EventKind::document_delivered:
        case EventKind::document_not_sent:
        case EventKind::draft_added:
        case EventKind::draft_changed:
        case EventKind::draft_checked_out:
        case EventKind::draft_released:
        case EventKind::draft_checked_in:
        case EventKind::draft_sent_for_approval:
        case EventKind::draft_approved:
        case EventKind::draft_sent_back:
        case EventKind::draft_discarded:
        case EventKind::attachment_added:
        case EventKind::attachment_removed:
        case EventKind::text_known:
        case EventKind::document_moved:
        case EventKind::document_placed:
        case EventKind::sub_file_changed:
        case EventKind::case_merged:
        case EventKind::relation_added:
        case EventKind::relation_removed:
        case EventKind::task_added:
        case EventKind::task_changed:
        case EventKind::task_done:
        case EventKind::task_reopened:
        case EventKind::post_listed:
        case EventKind::post_held:
        case EventKind::post_withheld:
        case EventKind::access_requested:
        case EventKind::access_request_changed:
        case EventKind::access_time_noted:
        case EventKind::access_due_moved:
        case EventKind::access_documents_changed:
        case EventKind::access_decided:
        case EventKind::access_blacked_out:
        case EventKind::access_answer_ordered:
        case EventKind::access_answer_fetched:
        case EventKind::access_answered:
        case EventKind::access_withdrawn:
        case EventKind::access_party_asked:
        case EventKind::access_party_answered:
        case EventKind::access_second_asked:
        case EventKind::access_approved:
        case EventKind::access_sent_back:
        case EventKind::access_complained:
        case EventKind::access_complaint_settled:
        case EventKind::access_published:
        case EventKind::document_released:
        case EventKind::party_heard:
        case EventKind::party_answered:
        case EventKind::citizen_wrote:
        case EventKind::attorney_changed:
        case EventKind::hearing_changed:
        case EventKind::hearing_answered:
        case EventKind::hearing_answer_judged:
        case EventKind::case_published:
            return true;
        case EventKind::case_access_changed:  // who may read a case, and who did, stays between its people
        case EventKind::sample_drawn:         // supervision stays between the leader and the department
        case EventKind::sample_judged:
        case EventKind::case_read:
        case EventKind::document_read:
        case EventKind::reads_missing:
        case EventKind::person_told:
        case EventKind::erasure_asked:
        case EventKind::erasure_refused:
        case EventKind::post_counted:
        case EventKind::post_rule_changed:
        case EventKind::post_subscribed:
        case EventKind::citizen_read:
        case EventKind::calendar_changed:
        case EventKind::unit_changed:
        case EventKind::user_changed:
        case EventKind::substitute_named:
        case EventKind::substitute_ended:
        case EventKind::signed_in:
        case EventKind::job_retried:
        case EventKind::party_looked_up:
        case EventKind::identifier_shown:
        case EventKind::scheme_imported:
        case EventKind::import_begun:
        case EventKind::many_changed:
        case EventKind::setting_changed:
        case EventKind::list_exported:
            return false;
    }
    return false;
}

HeardEvents heard_events(Transaction& tx, const core::Principal& who, core::EventId after, std::int64_t limit) {
    HeardEvents heard{.events = {}, .position = after};
    Readable may_read{tx, who};
    for (int looks = 0; looks < most_steps; ++looks) {
        auto events = EventLog{tx}.after(heard.position, step);
        if (events.empty()) {
            heard.is_at_end = true;
            return heard;
        }
        for (auto& event : events) {
            heard.position = event.id;
            if (!is_heard_outside(event.kind) || !may_read(event)) continue;
            heard.events.push_back(std::move(event));
            if (static_cast<std::int64_t>(heard.events.size()) == limit) return heard;
        }
    }
    return heard;
}

}  // namespace services
