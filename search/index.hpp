#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"

/// The full-text index: what goes in. Xapian stays inside this folder. The index holds nothing that the database and
/// the file store do not hold; it can be thrown away and built again.
namespace search {

enum class Kind {
    case_file,
    document,
    incoming,
    published,  ///< an entry of the public post list, in the group that everybody is in
    draft       ///< a document that is not journaled yet
};

/// One page of text. A hit names its page.
struct Page {
    int number{};  ///< from 1
    std::string text;
};

/// One case, document or incoming item, whole: putting it again replaces what was there.
struct Entry {
    Kind kind{};
    std::int64_t id{};
    std::optional<core::CaseId> in_case;
    core::GroupId access_group;  ///< the one filter that every query carries
    core::UnitId unit;
    std::optional<core::Date> date;  ///< letter date or date of receipt; a case's date of opening
    std::string title;
    std::string case_number;
    std::string subject;              ///< KLE number
    std::vector<std::string> people;  ///< parties, sender, receiver
    std::vector<Page> pages;          ///< of a case: the words of its fields, as one
};

/// The index can't be read: damaged, or made by another version. `saglig search rebuild` makes a new one.
class IndexDamaged : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Another writer, perhaps in another process, has the index open.
class IndexInUse : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The writing side. One writer per index at a time (a second open throws IndexInUse). Not thread-safe.
///
/// The position is the id of the last event whose effects are in the index, and is stored with them: after a crash the
/// index is as of some position, and the indexer goes on from there. The index may then be ahead of its position (an
/// entry of a later event may be in it already), never behind; so putting the same entry again must do no harm, and
/// does none. What a writer did since its last commit is dropped when the writer goes.
///
/// put() and remove() only queue; what goes wrong (disk full, damage) is thrown from a later call, and this writer is
/// then of no more use: open another and go on from its position.
class Writer {
  public:
    /// Opens or creates. An index is split in shards, filled by a thread each; their number is settled when the index
    /// is created, and `shards` counts only then. Throws IndexDamaged, IndexInUse.
    explicit Writer(const std::filesystem::path& folder, unsigned shards = 2);
    Writer(Writer&&) noexcept;
    Writer& operator=(Writer&&) noexcept;
    ~Writer();

    void put(const Entry& entry);
    void remove(Kind kind, std::int64_t id);

    /// Makes everything put and removed so far visible and durable, together with the position.
    void commit(core::EventId position);
    core::EventId position() const;

    /// A small named value kept with the index, e.g. how far a rebuild has come; durable at the next commit.
    void set_note(std::string_view name, std::string_view value);
    std::string note(std::string_view name) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace search
