#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/content.hpp"
#include "core/model/hearing.hpp"
#include "core/rules/erasure.hpp"
#include "services/store/database.hpp"

/// What the data protection rules ask for: erasures, and bundles of what is held on one person.
namespace services {

enum class ErasureState { waiting, done, refused };

struct Erasure {
    std::int64_t id{};
    core::ErasureOf what{};
    std::int64_t subject{};  ///< a PartyId or DocumentId, by `what`
    core::CaseId in_case;
    core::ErasureGround ground{};
    std::string reason;  ///< empty once it is done
    ErasureState state{};
    core::UserId asked_by;
    core::Timestamp asked_at{};
    std::optional<core::UserId> decided_by{};
    std::optional<core::Timestamp> decided_at{};
};

class ErasureStore {
  public:
    explicit ErasureStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add(const Erasure& made);  ///< the id is not read
    std::optional<Erasure> find(std::int64_t id) const;
    /// Those that wait, on cases that the reader may read; oldest first.
    std::vector<Erasure> waiting(core::UserId reader, std::int64_t limit) const;
    /// Those that were done, in order of id.
    std::vector<Erasure> done_after(std::int64_t last, std::int64_t limit) const;
    bool is_waiting_for(core::ErasureOf what, std::int64_t subject) const;
    /// False if it does not wait any more.
    bool decide(std::int64_t id, ErasureState state, core::UserId by, core::Timestamp now);

    /// Writes what is known of a party, but for its role.
    void correct_party(const core::Party& party);
    /// Powers of attorney that fall with a party: those on its case that it gave or was given; and those on all of a
    /// giver's cases that it gave or was given, where it is no party of another case. Before it is blanked.
    std::vector<std::int64_t> powers_of(core::PartyId id) const;
    /// The cases of the one who gave a power on all of them, as long as it holds; before it is blanked.
    std::vector<core::CaseId> told_of_power(std::int64_t id) const;
    /// Leaves of a power of attorney that there was one, withdrawn.
    void blank_power(std::int64_t id, core::Timestamp now);
    /// Leaves of a party that there was one.
    void blank_party(core::PartyId id, std::string_view name);
    struct Blank {
        std::string title;
        std::string file_name;
        core::ContentHash content;  ///< known to ContentStore
        std::string withdrawn_reason;
    };
    /// The bytes of what a document was before it was journaled.
    std::vector<core::ContentHash> versions_of(core::DocumentId id) const;
    /// The files that were made of a document for those who got access to it, and the messages that carried them.
    std::vector<core::ContentHash> answers_with(core::DocumentId id) const;
    /// Leaves `blank`'s content in their place; what was published of them is taken down.
    void blank_answers(core::DocumentId id, const Blank& blank, core::UserId by, core::Timestamp now);
    /// Leaves of a document that there was one, withdrawn, with `blank`'s content; of the post that it came from, of
    /// its drafts and of its entry on the post list likewise.
    void blank_document(core::DocumentId id, const Blank& blank, core::UserId by, core::Timestamp now);
    /// Forgets what is known of some bytes, and puts them and what was made of them among the unwanted files. False,
    /// and nothing is changed, where something still needs them.
    bool forget_content(const core::ContentHash& hash, core::Timestamp now);

    void add_unwanted(const core::ContentHash& hash, core::Timestamp now);
    /// Those that are unwanted since `before` and still needed by nothing.
    std::vector<core::ContentHash> unneeded(core::Timestamp before) const;
    /// Those that something needs again are no longer unwanted.
    void keep_needed();
    void remove_unwanted(const core::ContentHash& hash);

  private:
    Transaction& tx_;
};

enum class BundleState { waiting, ready, gone };

struct PersonBundle {
    std::int64_t id{};
    core::IdentifierKind kind{};  ///< none: by name and address
    std::string identifier, name, address;
    std::string mail{};  ///< empty: not looked for by it
    std::string reason;
    core::UserId asked_by;
    core::Timestamp asked_at{};
    BundleState state{};
    std::int64_t done{}, total{};  ///< documents
    std::int64_t cases{}, unreadable{};
    core::ContentHash file;
    std::optional<core::Timestamp> ends_at{};
};

class BundleStore {
  public:
    explicit BundleStore(Transaction& tx) : tx_(tx) {}

    std::int64_t add(const PersonBundle& made);  ///< the id is not read
    std::optional<PersonBundle> find(std::int64_t id) const;
    std::vector<PersonBundle> of_asker(core::UserId asker, std::int64_t limit) const;  ///< newest first
    void set_progress(std::int64_t id, std::int64_t done, std::int64_t total);
    void set_ready(const PersonBundle& made);
    /// Those whose time is over.
    std::vector<PersonBundle> ended(core::Timestamp now) const;
    /// Forgets the file and whom it was about.
    void set_gone(std::int64_t id);

    /// Every party that is this person, whoever may read its case; by case.
    std::vector<core::Party> parties_of(const PersonBundle& wanted) const;
    /// Answers to hearings that were given with that mail address, and subscriptions to the post list: the address is
    /// all that is known of whoever has them.
    struct AnswerOfMail {
        core::HearingId hearing;
        std::int64_t number{};
    };
    std::vector<AnswerOfMail> answers_of(std::string_view mail) const;
    struct SubscriptionOfMail {
        std::string part;  ///< as services/post_list/subscriptions.hpp has it
        bool is_confirmed{};
        core::Timestamp asked_at{};
    };
    std::vector<SubscriptionOfMail> subscriptions_of(std::string_view mail) const;

  private:
    Transaction& tx_;
};

std::string_view name_of(ErasureState state);
std::string_view name_of(BundleState state);

}  // namespace services
