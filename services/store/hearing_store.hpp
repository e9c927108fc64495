#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/hearing.hpp"
#include "services/store/database.hpp"

/// Hearings and their answers.
namespace services {

struct ListedHearing {
    core::Hearing hearing;
    std::string case_number, case_title;
    std::string unit;
    std::int64_t waiting{};  ///< answers that nobody has judged
};

class HearingStore {
  public:
    explicit HearingStore(Transaction& tx) : tx_(tx) {}

    core::HearingId add(const core::Hearing& made);  ///< the id is not read
    std::optional<core::Hearing> find(core::HearingId id) const;
    std::optional<ListedHearing> listed(core::HearingId id) const;
    /// Writes everything but the case and the count of answers, with the next version. False, and nothing is changed,
    /// where it is no longer at `version`.
    bool update(const core::Hearing& changed, std::int64_t version);
    std::int64_t next_answer(core::HearingId id);

    /// Of the cases that the reader may read; those that end last first, older than `before` (0: all).
    std::vector<ListedHearing> readable(core::UserId reader, std::int64_t offset, std::int64_t limit) const;
    /// Of one case and those that were merged into it.
    std::vector<core::Hearing> of_case(core::CaseId in_case) const;
    /// Everyone's: those that end last first.
    std::vector<ListedHearing> published(std::int64_t offset, std::int64_t limit) const;
    std::vector<core::Hearing> taken_down(std::int64_t limit) const;  ///< the newest first

    std::int64_t add_answer(const core::HearingAnswer& made, std::string_view receipt_hash);
    std::optional<core::HearingAnswer> answer(core::HearingId hearing, std::int64_t number) const;
    std::optional<core::HearingAnswer> answer_with_receipt(core::HearingId hearing, std::string_view hash) const;
    /// Those behind `after`, in order; all, or those in one state.
    std::vector<core::HearingAnswer> answers(
        core::HearingId hearing, std::optional<core::AnswerShowing> state, std::int64_t after, std::int64_t limit
    ) const;
    std::int64_t count_answers(core::HearingId hearing, core::AnswerShowing state) const;
    /// What was decided of it. False where it is no longer at `version`.
    bool judge(const core::HearingAnswer& judged, std::int64_t version);
    /// Forgets the mail addresses of those who answered hearings that ended before a day.
    void forget_mails(core::Date before);

  private:
    Transaction& tx_;
};

std::string_view name_of(core::HearingState state);
std::string_view name_of(core::AnswerShowing state);
std::string_view name_of(core::HearingPhase phase);
std::optional<core::HearingState> hearing_state_named(std::string_view name);
std::optional<core::AnswerShowing> answer_showing_named(std::string_view name);

}  // namespace services
