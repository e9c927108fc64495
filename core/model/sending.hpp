#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/model/content.hpp"
#include "core/time.hpp"

namespace core {

enum class SendingChannel {
    mail,         ///< SMTP
    digital_post  ///< a MeMo message in the out-box of Digital Post
};

enum class SendingState {
    waiting,      ///< queued, or being tried again
    sent,         ///< the mail server has taken it
    handed_over,  ///< in the out-box: the receiver's box has not answered yet
    delivered,    ///< Digital Post has said so
    failed        ///< for good, until somebody tries again
};

/// A journaled document on its way to somebody. What exactly was sent is `proof`, the message byte for byte.
struct Sending {
    SendingId id;
    DocumentId document;
    CaseId in_case;
    SendingChannel channel{};
    SendingState state{};
    std::string receiver;  ///< a mail address, or the digits of a CPR or CVR number
    IdentifierKind receiver_kind{IdentifierKind::none};
    std::string receiver_name;
    std::string label;       ///< the subject line
    std::string text;        ///< of the mail; MeMo has none
    std::string message_id;  ///< a UUID: the same however often it is tried, so that a receiver can tell doubles
    std::string reason;      ///< of the last failure; empty: none
    std::string reply;       ///< what the mail server or Digital Post answered
    ContentHash proof;       ///< empty until it was sent
    std::int64_t attempts{};
    UserId ordered_by;
    Timestamp ordered_at{};
    std::optional<Timestamp> ended_at;  ///< sent, handed over, or failed; then delivered or refused
};

std::string_view name_of(SendingChannel channel);
std::optional<SendingChannel> sending_channel_named(std::string_view name);
std::string_view name_of(SendingState state);
std::optional<SendingState> sending_state_named(std::string_view name);

}  // namespace core
