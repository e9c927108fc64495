#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rules/party_access.hpp"
#include "services/store/database.hpp"

/// People who are signed in to see their own cases, and what they see of them: core/rules/party_access.hpp in SQL, by
/// the indexes on their number.
namespace services {

struct CitizenSession {
    core::CitizenNumber number;
    std::string name;
    std::string csrf;
    std::string id_token;
    core::Timestamp created_at{}, seen_at{}, ends_at{};
};

class CitizenSessionStore {
  public:
    explicit CitizenSessionStore(Transaction& tx) : tx_(tx) {}

    void add(std::string_view token_hash, const CitizenSession& made);
    std::optional<CitizenSession> find(std::string_view token_hash) const;
    void touch(std::string_view token_hash, core::Timestamp seen_at);
    void end(std::string_view token_hash);
    void remove_ended(core::Timestamp now, core::Timestamp seen_before);

  private:
    Transaction& tx_;
};

/// A case that somebody sees, and as whom.
struct SeenCase {
    core::CaseId in_case;
    core::Standpoint as;
    friend auto operator<=>(const SeenCase&, const SeenCase&) = default;
};

/// A document that a party sees.
struct SeenDocument {
    core::DocumentId document;
    core::PartyGround ground{};
    std::string title;     ///< as the party sees it
    core::Timestamp at{};  ///< when it was written, sent or released
};

/// What belongs to such a document and is seen with it.
struct SeenAttachment {
    core::DocumentId document;
    core::AttachmentId attachment;
    core::PartyGround ground{};
};

/// A document released to a party, or written by it.
struct PartyDocumentNote {
    std::int64_t id{};
    core::CaseId in_case;
    core::DocumentId document;
    core::CitizenNumber party;
    core::PartyGround ground{core::PartyGround::released};
    std::string title;
    std::optional<core::UserId> noted_by{};
    core::Timestamp noted_at{};
    std::vector<core::AttachmentId> attachments{};  ///< released with it, in order of place
};

struct PartyClosing {
    core::CitizenNumber party;  ///< kind none: all parties
    std::string reason;
    core::UserId closed_by;
    core::Timestamp closed_at{};
};

struct GivenPower {
    core::PowerOfAttorney power;
    std::string giver_name, attorney_name;
    core::Timestamp given_at{};
};

class CitizenStore {
  public:
    explicit CitizenStore(Transaction& tx) : tx_(tx) {}

    /// Which of all cases somebody sees on that day; `only` asks for one.
    std::vector<SeenCase> seen_by(
        const core::CitizenNumber& who,
        core::Date today,
        core::Confidentiality most,
        std::optional<core::CaseId> only = std::nullopt
    ) const;
    /// What the party sees of a case that it sees, the latest first, each document once.
    std::vector<SeenDocument> documents(core::CaseId in_case, const core::CitizenNumber& party) const;

    /// What of that which belongs to them the party sees, by document and place, each once.
    std::vector<SeenAttachment> attachments(core::CaseId in_case, const core::CitizenNumber& party) const;
    /// What a party wrote and what was released to it, on any case; the earliest first, without what belongs to it.
    std::vector<PartyDocumentNote> notes_of(const core::CitizenNumber& party) const;

    std::int64_t add_document(const PartyDocumentNote& made);  ///< the id is not read
    /// What is released to, or came from, the parties of a document's case; not what was taken back.
    std::vector<PartyDocumentNote> of_document(core::DocumentId id) const;
    /// False if it was not released, or taken back already.
    bool take_back(std::int64_t id, core::UserId by, core::Timestamp now, std::string_view reason);

    void keep_back(core::CaseId in_case, const PartyClosing& made);
    /// False if it was not kept back.
    bool show_again(core::CaseId in_case, const core::CitizenNumber& party);
    std::vector<PartyClosing> closings(core::CaseId in_case) const;

    std::int64_t give_power(const GivenPower& made);  ///< the id is not read
    std::optional<GivenPower> power(std::int64_t id) const;
    /// That hold on that day, given by somebody or to somebody; the latest first.
    std::vector<GivenPower> powers_from(const core::CitizenNumber& giver, core::Date today) const;
    std::vector<GivenPower> powers_to(const core::CitizenNumber& attorney, core::Date today) const;
    /// Every one that somebody gave or was given, whether or not it holds; the latest first.
    std::vector<GivenPower> powers_with(const core::CitizenNumber& who) const;
    /// False if it was withdrawn already.
    bool withdraw_power(std::int64_t id, core::Timestamp now);

  private:
    Transaction& tx_;
};

}  // namespace services
