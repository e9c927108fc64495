#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/post_list/public_filter.hpp"
#include "services/sending/messages.hpp"
#include "services/sending/sendings.hpp"
#include "services/store/database.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/post_change_store.hpp"
#include "services/store/post_subscription_store.hpp"

/// A mail a day of what is new in a part of the post list. Nobody is written to who has not said so from the mailbox
/// itself, every mail can be answered with one press that ends it (RFC 8058), and the address is forgotten then.
namespace services {

inline constexpr const char* subscription_mail_kind = "confirm_subscription";
inline constexpr const char* digest_kind = "send_digest";

/// Keeps the wish and has its mail sent. What comes of it is the same whether the address was known or not, so that
/// nobody learns who subscribes. Errors: invalid_input (field "mail").
core::Result<void> ask_subscription(
    Transaction& tx, const std::string& address, const PublicFilter& filter, core::Timestamp now
);
/// Errors: not_found.
core::Result<PostSubscription> find_subscription(Transaction& tx, const std::string& token);
core::Result<void> confirm_subscription(Transaction& tx, const std::string& token, core::Timestamp now);
/// Forgets the address. It is no error that it is gone already.
void end_subscription(Transaction& tx, const std::string& token, core::Timestamp now);

/// Unit, subject and words as they are kept, and back. Days are not subscribed to.
std::string part_of(const PublicFilter& filter);
PublicFilter filter_of_part(const std::string& part);

/// Queues the mails of the day, from six in the morning, and drops what nobody has confirmed for two days. Called from
/// time to time.
void keep_subscriptions(Database& db, core::Timestamp now);

/// What a mail of a day tells. The first ones are named, all of them are counted.
struct Digest {
    std::vector<PostChange> fresh;          ///< published, or published anew; the first ones
    std::vector<PostChange> gone;           ///< told of before, and taken down since; the first ones
    std::vector<core::PostListId> told;     ///< all that are fresh
    std::vector<core::PostListId> retold;   ///< all that are gone
    std::optional<core::Date> first, last;  ///< the days of journaling of all that are fresh
    std::int64_t up_to{};                   ///< the last change that was looked at
    bool is_empty() const { return told.empty() && retold.empty(); }
};
inline constexpr std::size_t digest_names = 100;  ///< so many of each are named in a mail

/// Sends both kinds of mail; the job's subject is the subscription. A job that runs twice may send twice.
class SubscriptionMails {
  public:
    struct Settings {
        Letterhead letterhead;
        SendingJob::Smtp smtp;   ///< empty: mail is not configured
        std::string public_url;  ///< without a slash at the end
        std::filesystem::path index_folder;
    };

    SubscriptionMails(Database& db, const core::Clock& clock, Settings settings)
        : db_(db), clock_(clock), settings_(std::move(settings)) {}

    core::Result<void> confirm(const Job& job) const;
    core::Result<void> digest(const Job& job) const;

  private:
    core::Result<Digest> gather(const PostSubscription& one) const;
    std::string text_of(const PostSubscription& one, const Digest& digest, const std::string& part) const;
    void note(const PostSubscription& one, const Digest& digest) const;
    core::Result<bool> send(const PostSubscription& one, const std::string& subject, const std::string& text) const;
    std::string link_of(const PostSubscription& one) const;

    Database& db_;
    const core::Clock& clock_;
    Settings settings_;
};

}  // namespace services
