#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/sending.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/sending/messages.hpp"
#include "services/sending/smtp.hpp"
#include "services/store/job_queue.hpp"

/// Sending journaled documents out of the house. An order is kept with its job before it is acknowledged; what was sent
/// is kept byte for byte as the proof, before it leaves. A house that goes down between the mail server's yes and its
/// own note of it sends the message once more, under the same Message-ID.
namespace services {

struct SendingConfigured {
    bool mail{};
    bool digital_post{};
};

struct NewSending {
    core::SendingChannel channel{};
    std::string address{};  ///< mail: of the receiver
    core::PartyId party{};  ///< Digital Post: the party of the case with a CPR or CVR number
    std::string label{};    ///< one line of at most 255 characters
    std::string text{};     ///< mail: at most mail_text_limit bytes
    /// Mail: someone has said that it may go with the personal number that is in it, or that may be in it where it has
    /// not been read.
    bool knows_of_number{false};
};
inline constexpr std::size_t mail_text_limit = 20'000;
/// What mail servers commonly take is 25 MB of message, and base64 adds a third.
inline constexpr std::int64_t mail_file_limit = 18'000'000;
inline constexpr std::int64_t memo_file_limit = 70'000'000;

/// What order_sending() says of a mail in which no personal number was found, but not everything could be looked at.
inline constexpr std::string_view not_checked_for_numbers =
    "the document or an attachment has not been read, wholly or at all, so that nobody knows of personal numbers in it";

/// Queues an outgoing document that has not been withdrawn. A personal number in a mail or its document must be known
/// of, and so must that the document or an attachment has not been read: mail may pass through servers that nobody
/// knows. Errors: not_found, forbidden, conflict, invalid_input with its
/// field ("address", "party", "label", "text", "channel", "knows_of_number").
core::Result<core::Sending> order_sending(
    Transaction& tx,
    const Acting& acting,
    const SendingConfigured& configured,
    core::DocumentId id,
    const NewSending& made
);

/// Who may read the document may see where it was sent. Errors: not_found.
core::Result<std::vector<core::Sending>> read_sendings(
    Transaction& tx, const core::Principal& who, core::DocumentId id
);
core::Result<core::Sending> read_sending(Transaction& tx, const core::Principal& who, core::SendingId id);

/// Once more, where it failed. Errors: not_found, forbidden, conflict.
core::Result<core::Sending> retry_sending(Transaction& tx, const Acting& acting, core::SendingId id);

/// What Digital Post answered to a message that was handed over: delivered, or not and why. The same answer twice is
/// taken once. Errors: not_found, forbidden, conflict, invalid_input.
struct Receipt {
    bool is_delivered{};
    std::string reply;
};
core::Result<core::Sending> take_receipt(
    Transaction& tx, const Acting& acting, core::SendingId id, const Receipt& receipt
);

/// Does what was ordered; the job's subject is the sending.
class SendingJob {
  public:
    using Smtp = std::function<SmtpAnswer(const std::string& from, const std::string& to, const std::string& message)>;
    struct Settings {
        Letterhead letterhead;
        Smtp smtp;                       ///< empty: mail is not configured
        std::filesystem::path outbox{};  ///< of Digital Post; empty: not configured
    };

    SendingJob(Database& db, FileStore& files, const core::Clock& clock, Settings settings)
        : db_(db), files_(files), clock_(clock), settings_(std::move(settings)) {}

    core::Result<void> operator()(const Job& job) const;

  private:
    struct Attempt;
    Attempt attempt(const core::Sending& sending, const std::string& message) const;
    void note(core::Sending sending, const Attempt& made, const Job& job) const;

    Database& db_;
    FileStore& files_;
    const core::Clock& clock_;
    Settings settings_;
};

}  // namespace services
