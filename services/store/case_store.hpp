#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/result.hpp"
#include "services/store/case_filter.hpp"
#include "services/store/database.hpp"

/// Cases, their parties, and the series that number them.
namespace services {

/// The places where one person or organisation is a party, on cases that `reader` may read; the last added first.
struct PartyFilter {
    core::UserId reader;
    core::IdentifierKind kind{};
    std::string identifier;  ///< not empty
    core::PartyId before{std::numeric_limits<std::int64_t>::max()};
    std::int64_t limit{100};
};

class CaseStore {
  public:
    explicit CaseStore(Transaction& tx) : tx_(tx) {}

    core::CaseId add(const core::Case& made);  ///< the id in `made` is not read
    std::optional<core::Case> find(core::CaseId id) const;
    std::optional<core::Case> find_by_number(std::string_view number) const;
    /// A page of a list; no more than `filter.limit`.
    std::vector<core::Case> list(const CaseFilter& filter) const;
    /// The cases that the filter asks for, in no order, if they are `limit` at most; else nothing. Only their subject
    /// is looked for by an index: it is for subjects that few cases have.
    std::optional<std::vector<core::Case>> of_few(const CaseFilter& filter, std::int64_t limit) const;
    /// Those that `reader` may read whose number begins so, the highest number first.
    std::vector<core::Case> with_number_prefix(core::UserId reader, std::string_view prefix, std::int64_t limit) const;
    /// Those of `ids` that exist, in no order.
    std::vector<core::Case> of_ids(const std::vector<core::CaseId>& ids) const;

    /// Writes every field that may change. Errors: conflict, if the case is no longer at `changed.version`.
    core::Result<void> update(const core::Case& changed);
    /// The next document number in the case; also moves its time of change.
    std::int64_t next_document_number(core::CaseId id, core::Timestamp now);

    core::PartyId add_party(const core::Party& party);
    std::vector<core::Party> parties(core::CaseId id) const;
    std::optional<core::Party> find_party(core::PartyId id) const;
    std::vector<core::Party> parties_with(const PartyFilter& filter) const;
    /// False if the case has no such party.
    bool remove_party(core::CaseId in_case, core::PartyId id);

    /// The next number of a series, from 1, without gaps: a number given in a transaction that is undone is not used
    /// up.
    std::int64_t next_in_series(std::string_view series);

    /// In order of id, for walks over all of them.
    std::vector<core::Case> after(core::CaseId last, std::int64_t limit) const;
    std::int64_t highest_id() const;

  private:
    Transaction& tx_;
};

}  // namespace services
