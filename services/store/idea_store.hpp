#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/hearing.hpp"
#include "services/store/database.hpp"

/// Ideas on hearings, comments on them, and voices for them.
namespace services {

struct HearingIdea {
    std::int64_t id{};
    core::HearingId hearing;
    std::optional<std::int64_t> answers_to{};  ///< of a comment: the idea
    std::string person;                        ///< a hash that stands for whoever wrote it, in this hearing only
    std::string name;
    bool hides_name{};
    std::string text;
    core::Timestamp made_at{};
    core::AnswerShowing state{};
    std::string shown_text{};  ///< as everyone sees it
    std::string reason{};
    std::optional<core::UserId> decided_by{};
    std::optional<core::Timestamp> decided_at{};
    std::int64_t version{1};
    std::int64_t voices{};  ///< how many speak for it
    struct TakenUp {
        core::DocumentId as;
        std::string words;  ///< to whoever gave it
        core::Timestamp at{};
    };
    std::optional<TakenUp> taken_up{};
};

class IdeaStore {
  public:
    explicit IdeaStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add(const HearingIdea& made);  ///< id, version and voices are not read
    std::optional<HearingIdea> find(std::int64_t id) const;
    /// Behind `after`, in order; all, or those in one state.
    std::vector<HearingIdea> of(
        core::HearingId hearing, std::optional<core::AnswerShowing> state, std::int64_t after, std::int64_t limit
    ) const;
    std::vector<HearingIdea> by(core::HearingId hearing, std::string_view person) const;
    std::vector<HearingIdea> spoken_for(core::HearingId hearing, std::string_view person) const;
    std::int64_t count(core::HearingId hearing, core::AnswerShowing state) const;
    /// False where it is no longer at `version`.
    bool judge(const HearingIdea& judged, std::int64_t version);
    /// False where it was taken up already, or is no longer at `version`.
    bool take_up(std::int64_t idea, std::int64_t version, const HearingIdea::TakenUp& taken);
    /// Hearings that somebody may have written on, and the key of each.
    struct Keyed {
        core::HearingId hearing;
        std::string voice_key;
    };
    std::vector<Keyed> keyed_hearings() const;

    /// Once for each person.
    void speak_for(std::int64_t idea, std::string_view person);
    void take_back(std::int64_t idea, std::string_view person);
    bool speaks_for(std::int64_t idea, std::string_view person) const;

    /// Of the hashes that stand for people; made by the first who needs it.
    std::string voice_key(core::HearingId hearing, std::string_view otherwise);

  private:
    Transaction& tx_;
};

}  // namespace services
