#pragma once

#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/participation/hearings.hpp"
#include "services/store/idea_store.hpp"

/// Ideas on a hearing, by citizens who are signed in: shown once a person has judged them, and spoken for by others,
/// with one voice each.
namespace services {

/// Who is signed in, as far as a hearing needs to know.
struct Voter {
    std::string kind, number;  ///< "cpr" or "cvr", and digits; kept only as a hash
    std::string name;
};

struct NewIdea {
    std::string text;  ///< 1 to 4,000 characters
    bool hides_name{};
    std::optional<std::int64_t> answers_to{};  ///< an idea that is shown
};
inline constexpr std::size_t idea_limit = 4'000;
inline constexpr std::size_t ideas_max = 20;  ///< of one person on one hearing, with comments

/// The hash that stands for somebody in one hearing.
std::string person_in(Transaction& tx, core::HearingId hearing, const Voter& who);

/// What somebody wrote on any hearing, and what they speak for.
struct PersonIdea {
    HearingIdea idea;
    bool is_own{};
};
std::vector<PersonIdea> ideas_with(Transaction& tx, const Voter& who);

/// Errors: not_found where everyone does not see the hearing, or it takes no ideas; conflict (closes_on) where it is
/// not open; invalid_input (text); too_many.
core::Result<std::int64_t> put_idea_forward(
    Transaction& tx, core::HearingId id, const Voter& who, const NewIdea& made, core::Timestamp now
);
/// Speaks for an idea, or no longer. Errors: not_found, conflict (closes_on).
core::Result<void> give_voice(
    Transaction& tx, core::HearingId id, const Voter& who, std::int64_t idea, bool speaks, core::Timestamp now
);
/// Errors: not_found, forbidden, conflict (version), invalid_input (text, reason).
core::Result<void> judge_idea(
    Transaction& tx,
    const Acting& acting,
    core::HearingId id,
    std::int64_t idea,
    std::int64_t version,
    bool is_shown,
    const std::string& text,
    const std::string& reason
);
/// How whoever wrote it is named to everyone; empty: not at all.
std::string shown_name_of(const HearingIdea& idea);

}  // namespace services
