#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/model/document.hpp"
#include "core/model/sub_file.hpp"
#include "services/store/database.hpp"

/// Where documents lie: in the parts of a case, on another case than they came on, and on what became of a case that
/// was put together with another.
namespace services {

class FilingStore {
  public:
    explicit FilingStore(Transaction& tx) : tx_(tx) {}

    core::SubFileId add(const core::SubFile& made);  ///< id and place in `made` are not read: it comes last
    std::optional<core::SubFile> find(core::SubFileId id) const;
    std::vector<core::SubFile> of_case(core::CaseId id) const;  ///< in their order
    /// Which of all this a case has, asked at once: most have nothing of it.
    struct Had {
        bool sub_files{}, former_documents{}, merge{};
    };
    Had had_by(core::CaseId id) const;
    void rename(core::SubFileId id, std::string_view title);
    void set_place(core::SubFileId id, std::int64_t place);
    void remove(core::SubFileId id);  ///< documents that lie in it lie in none then

    /// Nothing where it lies in none.
    std::optional<core::SubFileId> sub_file_of(core::DocumentId document) const;
    void put(core::DocumentId document, std::optional<core::SubFileId> in);
    struct Lying {
        core::DocumentId document;
        core::SubFileId in;
    };
    /// Of a case's documents those that lie in a part of it.
    std::vector<Lying> lying_on(core::CaseId id) const;
    /// Document numbers, the highest first, below `before`.
    std::vector<core::DocumentId> documents_in(core::SubFileId id, std::int64_t before, std::int64_t limit) const;
    std::int64_t count_in(core::SubFileId id) const;

    /// Puts a document under a number on a case, with those who read that case.
    void move(core::DocumentId document, core::CaseId to, std::int64_t number, core::GroupId group);
    void add_former(const core::FormerPlace& left);
    /// The number that a document once had on a case, given back to it; nothing if it had none.
    std::optional<std::int64_t> take_former(core::CaseId in_case, core::DocumentId document);
    std::optional<core::FormerPlace> former(core::CaseId in_case, std::int64_t number) const;
    /// The highest number first.
    std::vector<core::FormerPlace> left_from(core::CaseId in_case, std::int64_t limit) const;
    std::vector<core::FormerPlace> former_of(core::DocumentId document) const;  ///< the last left first
    /// How many documents lie on a case now.
    std::int64_t count_documents(core::CaseId id) const;

    std::int64_t add_merge(const core::CaseMerge& made);
    /// The one that holds: nothing for a case that was never emptied, or has everything back.
    std::optional<core::CaseMerge> merge_of(core::CaseId emptied) const;
    void undo_merge(std::int64_t merge, core::UserId by, core::Timestamp now);

    /// Puts all documents of the emptied case on the other, numbered on from its last, in their order; so many. The
    /// emptied case's numbers lead on. `group` and `unit` are the other case's.
    std::int64_t move_all(const core::CaseMerge& merge, core::GroupId group, core::UnitId unit);
    /// Puts those back that are still there, under the numbers they had; so many. `group` and `unit` are those of the
    /// case that gets them back.
    std::int64_t move_back(
        const core::CaseMerge& merge, core::GroupId group, core::UnitId unit, core::UserId by, core::Timestamp now
    );
    /// Parties, relations, tasks and parts of the emptied case go over. Parties that the other case has in the same
    /// role, and relations that it has, stay behind.
    struct Joined {
        std::int64_t parties{}, tasks{}, sub_files{};
    };
    Joined join(const core::CaseMerge& merge, core::GroupId group);
    /// They go back, where they are still on the other case.
    void part(const core::CaseMerge& merge, core::GroupId group);
    /// How many parties of one case the other has in the same role already.
    std::int64_t count_double_parties(core::CaseId one, core::CaseId other) const;

  private:
    Transaction& tx_;
};

}  // namespace services
