#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What is known of contents that are mail messages.
namespace services {

struct MailFile {
    std::string file_name;  ///< made harmless
    core::ContentHash content;
};

struct StoredMail {
    core::ContentHash content;
    std::string sender_name, sender_address;
    std::string receivers, copies;  ///< as they are shown
    std::string subject;
    std::optional<core::Timestamp> sent_at;
};

/// Their name, or else their address.
const std::string& sender_of(const StoredMail& mail);

/// A message as it is kept when it has been read.
struct NewMail {
    StoredMail mail;
    std::string message_id;               ///< empty: none
    std::vector<std::string> references;  ///< of those it answers
    std::vector<MailFile> parts;          ///< their contents are known to ContentStore
};

class MailStore {
  public:
    explicit MailStore(Transaction& tx) : tx_(tx) {}

    /// Harmless when the message is there already.
    void put(const NewMail& made);
    std::optional<StoredMail> find(const core::ContentHash& content) const;
    std::vector<MailFile> parts(const core::ContentHash& content) const;
    /// Other contents that are the same message: they have its id.
    std::vector<core::ContentHash> same_message(const core::ContentHash& content) const;
    /// Messages that name this one, or are named by it, or name what it names, itself among them; at most `limit`, the
    /// earliest first.
    std::vector<StoredMail> thread(const core::ContentHash& content, std::size_t limit) const;

    /// Documents that are these bytes and that the reader may read the entry of, in order of id; at most a hundred.
    std::vector<core::DocumentId> documents_with(const core::ContentHash& content, core::UserId reader) const;
    /// The item is the same message as an earlier one, though of other bytes. One that is told already stays so.
    void tell_duplicate(core::IncomingId id, core::IncomingId of);

    /// Nothing is known of the message any more; its parts may be forgotten, too.
    void forget(const core::ContentHash& content);

  private:
    Transaction& tx_;
};

}  // namespace services
