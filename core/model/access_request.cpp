#include "core/model/access_request.hpp"

#include <algorithm>

#include "core/names.hpp"

namespace core {

namespace {

constexpr Names askers{{
    std::pair<AskerKind, std::string_view>{AskerKind::citizen, "citizen"},
    {AskerKind::press, "press"},
    {AskerKind::party, "party"},
    {AskerKind::company, "company"},
    {AskerKind::other, "other"},
}};
constexpr Names channels{{
    std::pair<AskChannel, std::string_view>{AskChannel::form, "form"},
    {AskChannel::letter, "letter"},
    {AskChannel::staff, "staff"},
}};
constexpr Names states{{
    std::pair<AccessState, std::string_view>{AccessState::open, "open"},
    {AccessState::answered, "answered"},
    {AccessState::withdrawn, "withdrawn"},
}};
constexpr Names outcomes{{
    std::pair<AccessOutcome, std::string_view>{AccessOutcome::full, "full"},
    {AccessOutcome::partial, "partial"},
    {AccessOutcome::refused, "refused"},
    {AccessOutcome::nothing_held, "nothing_held"},
}};
constexpr Names decisions{{
    std::pair<AccessDecision, std::string_view>{AccessDecision::give, "give"},
    {AccessDecision::partly, "partly"},
    {AccessDecision::refuse, "refuse"},
}};

}  // namespace

std::optional<AccessOutcome> outcome_of(const std::vector<AccessDocument>& documents) {
    if (documents.empty()) return AccessOutcome::nothing_held;
    const auto is = [](AccessDecision decision) {
        return [decision](const AccessDocument& one) { return one.decision == decision; };
    };
    if (!std::ranges::all_of(documents, [](const AccessDocument& one) { return one.decision.has_value(); }))
        return std::nullopt;
    if (std::ranges::all_of(documents, is(AccessDecision::give))) return AccessOutcome::full;
    if (std::ranges::all_of(documents, is(AccessDecision::refuse))) return AccessOutcome::refused;
    return AccessOutcome::partial;
}

std::string_view name_of(AskerKind kind) {
    return askers.of(kind);
}
std::optional<AskerKind> asker_kind_named(std::string_view name) {
    return askers.find(name);
}
std::string_view name_of(AskChannel channel) {
    return channels.of(channel);
}
std::optional<AskChannel> ask_channel_named(std::string_view name) {
    return channels.find(name);
}
std::string_view name_of(AccessState state) {
    return states.of(state);
}
std::optional<AccessState> access_state_named(std::string_view name) {
    return states.find(name);
}
std::string_view name_of(AccessOutcome outcome) {
    return outcomes.of(outcome);
}
std::optional<AccessOutcome> access_outcome_named(std::string_view name) {
    return outcomes.find(name);
}
std::string_view name_of(AccessDecision decision) {
    return decisions.of(decision);
}
std::optional<AccessDecision> access_decision_named(std::string_view name) {
    return decisions.find(name);
}

}  // namespace core
