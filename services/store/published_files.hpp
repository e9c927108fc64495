#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/content.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What everybody may fetch of a public document: files drawn anew from contents.
namespace services {

enum class PublishedState {
    waiting,  ///< to be made: the content was read anew
    ready,
    failed  ///< it can't be made; `reason` says why
};

/// What can be read of a page of it.
struct PublishedPage {
    std::int64_t number{};  ///< from 1
    std::string text;       ///< as the drawn file says it: what everybody may read, and finds it by
    std::string besides;    ///< seen on the page, but in no text of it, as in a photograph; for checks only
};

struct PublishedFile {
    core::ContentHash content;  ///< what it was made from
    core::ContentHash file;     ///< empty unless it is ready; of plain text, which has nothing to draw, also then
    PublishedState state{};
    std::string reason{};  ///< a reason key of ocr/redaction.hpp
};

class PublishedFileStore {
  public:
    explicit PublishedFileStore(Transaction& tx) : tx_(tx) {}

    std::optional<PublishedFile> find(const core::ContentHash& content) const;
    /// In place of what was there, which becomes unwanted.
    void put(const PublishedFile& made, const std::vector<PublishedPage>& pages, core::Timestamp now);
    /// In order; none unless it is ready.
    std::vector<PublishedPage> pages(const core::ContentHash& content) const;
    /// The documents that show these bytes to everybody, themselves or as an attachment.
    std::vector<core::DocumentId> shown_by(const core::ContentHash& content) const;
    /// The content has been read anew: what was made of it before is not served any more.
    void set_waiting(const core::ContentHash& content);
    /// Forgets what was made of the content; the file becomes unwanted.
    void forget(const core::ContentHash& content, core::Timestamp now);
    /// The same for a document and what is attached to it, but for bytes that are public by another document too.
    void forget_of(core::DocumentId document, core::Timestamp now);

  private:
    Transaction& tx_;
};

}  // namespace services
