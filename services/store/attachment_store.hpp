#pragma once

#include <optional>
#include <vector>

#include "core/model/attachment.hpp"
#include "services/store/database.hpp"

namespace services {

class AttachmentStore {
  public:
    explicit AttachmentStore(Transaction& tx) : tx_(tx) {}

    /// The id in `made` is not read.
    core::AttachmentId add(const core::Attachment& made);
    std::optional<core::Attachment> find(core::AttachmentId id) const;
    /// In order of place.
    std::vector<core::Attachment> of_draft(core::DraftId id) const;
    std::vector<core::Attachment> of_document(core::DocumentId id) const;

    /// Removes one that is not journaled; those behind it move up.
    void remove(const core::Attachment& one);
    /// Changes the places of two of one draft.
    void swap(const core::Attachment& one, const core::Attachment& other);
    void set_title(core::AttachmentId id, std::string_view title);
    /// The draft's attachments are the document's from now on.
    void journal(core::DraftId from, core::DocumentId to);

  private:
    Transaction& tx_;
};

}  // namespace services
