#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/model/document.hpp"
#include "services/store/database.hpp"

/// Journaled documents. There is no update: what is journaled stays.
namespace services {

class DocumentStore {
  public:
    explicit DocumentStore(Transaction& tx) : tx_(tx) {}

    /// The id in `made` is not read; its content must be known to ContentStore.
    core::DocumentId add(const core::Document& made);
    std::optional<core::Document> find(core::DocumentId id) const;
    /// Newest first; `before` is a document number, exclusive.
    std::vector<core::Document> of_case(core::CaseId in_case, std::int64_t before, std::int64_t limit) const;
    /// Documents follow their case when it is kept closer or opened up.
    void set_access_group(core::CaseId in_case, core::GroupId group);

    /// In order of id, for walks over all of them.
    std::vector<core::Document> after(core::DocumentId last, std::int64_t limit) const;
    std::int64_t highest_id() const;

  private:
    Transaction& tx_;
};

}  // namespace services
