#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/document.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// The public post list. What everyone may see is read through public_* alone, which knows no title but the public one.
namespace services {

enum class PostState { held, published, withheld };

struct PostListEntry {
    core::PostListId id;
    core::DocumentId document;
    core::UnitId unit;
    PostState state{};
    std::string reason;      ///< JSON array of findings: [{"what": "cpr", "where": "title" | "text", "page": n}]
    core::Date listed_on{};  ///< Danish date of journaling
    std::string title;       ///< as everyone may see it
    std::string correspondent;
    bool document_public{};
    std::string exemption{};                  ///< as in ListedPost
    std::optional<core::Date> public_from{};  ///< held until that day, though nothing is found in it
    bool is_cleared{};                        ///< a person has let it out, and it waits for its day alone
    std::optional<std::int64_t> rule{};       ///< that made it so (publication_rule_store.hpp)
};

/// An entry as everyone may know that it is there: its number, and its words where it is published.
struct ListedPost {
    core::PostListId id;
    core::DocumentId document;
    std::int64_t serial_year{}, serial{};  ///< "2026-214": without gaps in each year
    core::Date listed_on{};
    PostState state{};
    std::string exemption;                         ///< of one withheld: a name of core/rules/exemptions.hpp, or empty
    std::optional<core::Timestamp> taken_down_at;  ///< it was published before
    std::string title, correspondent;              ///< empty unless it is published
    bool document_public{};
    std::optional<core::Date> public_from{};  ///< of one held: nothing but its day is waited for
};

/// An entry as everyone may see it.
struct PublicPost {
    core::PostListId id;
    core::DocumentId document;
    core::Date listed_on{};
    core::Direction direction{};
    std::optional<core::Date> letter_date;
    core::Date received{};
    std::string title;          ///< the public one
    std::string correspondent;  ///< as may be shown
    std::string case_number;
    std::string case_title;  ///< the public one
    std::int64_t document_number{};
    std::string unit;
    std::string subject;
    bool document_public{};
    std::int64_t serial_year{}, serial{};  ///< as in ListedPost
    core::UnitId unit_id;
};

/// Where an entry stands among those that are held, the oldest first.
struct HeldPlace {
    core::Date listed_on{};
    core::PostListId id;
};

class PostListStore {
  public:
    explicit PostListStore(Transaction& tx) : tx_(tx) {}

    /// Gives it the next number of its year.
    core::PostListId add(const PostListEntry& made);
    std::optional<PostListEntry> find(core::PostListId id) const;
    std::optional<PostListEntry> of_document(core::DocumentId document) const;
    /// Moves a held entry on: `decided` names its new state, words, and whether the document itself goes with it; what
    /// was found stays on record. False if it is not held any more.
    bool decide(const PostListEntry& decided, core::UserId by, core::Timestamp now);
    /// What the machine says of a held entry that it has looked at again.
    void set_checked(core::PostListId id, PostState state, std::string_view reason);

    /// Lays a withheld entry before a person again; a tombstone stays until the decision.
    void reopen(core::PostListId id, bool document_public, std::string_view findings);
    /// What was found and decided on, whatever the state.
    void set_findings(core::PostListId id, std::string_view findings);

    /// Takes an entry off the list, or keeps it from getting there, whatever its state. One that was published leaves a
    /// tombstone.
    void withhold(core::PostListId id, core::UserId by, core::Timestamp now, std::string_view exemption = "");

    /// Something that everyone can see, or could, has become of a document's entry: it gets the next number of all
    /// changes.
    void note_change(core::DocumentId document, core::Timestamp at);

    /// A document has moved to a case of this unit.
    void set_unit(core::PostListId id, core::UnitId unit);
    /// Takes a published entry off the list until a person has looked at what was found.
    void hold_again(core::PostListId id, std::string_view findings);
    /// All published entries of a case's documents likewise; those that were.
    std::vector<PostListEntry> hold_published_of(core::CaseId in_case, std::string_view findings);

    struct Held {
        PostListEntry entry;
        PublicPost as_public;
    };
    /// Held entries of cases that the reader may read, oldest first; those behind a place, where one is named.
    std::vector<Held> held(core::UserId reader, std::int64_t limit, const HeldPlace& after = {}) const;
    std::int64_t count_held(core::UserId reader) const;

    /// Published entries of the days from..to, newest day first.
    std::vector<PublicPost> public_between(core::Date from, core::Date to, std::int64_t limit) const;
    std::optional<PublicPost> public_entry(core::PostListId id) const;
    /// The published entry of a document whose own pages are public; nothing otherwise.
    std::optional<PublicPost> public_document(core::DocumentId document) const;
    std::vector<PublicPost> newest_public(std::int64_t limit) const;

    /// Every entry of the days from..to, whatever its state, in order of its number.
    std::vector<ListedPost> listed_between(core::Date from, core::Date to, std::int64_t limit) const;
    std::optional<ListedPost> listed_entry(core::PostListId id) const;
    std::optional<ListedPost> numbered(std::int64_t year, std::int64_t serial) const;
    /// What was taken down, newest first.
    std::vector<ListedPost> tombstones(std::int64_t limit) const;

    /// A year's numbers: how many entries there are, the highest of them, and the last that was given.
    struct SerialYear {
        std::int64_t year{}, count{}, highest{}, given{};
    };
    std::vector<SerialYear> serial_years() const;

    /// Published ones in order of id, for walks over all of them.
    std::vector<PublicPost> public_after(core::PostListId last, std::int64_t limit) const;
    std::int64_t highest_id() const;

  private:
    Transaction& tx_;
};

std::string_view name_of(PostState state);

}  // namespace services
