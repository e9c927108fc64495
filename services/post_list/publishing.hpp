#pragma once

#include <optional>

#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "ocr/reading.hpp"
#include "services/files/file_store.hpp"
#include "services/rights/acting.hpp"
#include "services/store/content_store.hpp"
#include "services/store/database.hpp"
#include "services/store/hidden_text_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/published_files.hpp"

/// What everybody may fetch of a public document: a PDF that is drawn anew, so that nothing of what was received goes
/// out but how its pages look and the words that are seen on them: no properties, attachments, annotations, scripts or
/// hidden layers. It is made once for the same bytes, and nothing else is ever served. What is read, fed and found of
/// it is what the drawn file itself says (PublishedFileStore::pages); and that is looked at once more before it is
/// shown.
namespace services {

inline constexpr const char* publish_job_kind = "publish_document";

/// Has what is to be served of the document made, if it has not been. Does nothing for one that is not public.
void queue_publishing(Transaction& tx, core::DocumentId document, core::Timestamp now);

/// Whether something of the document is to be made and nobody has been told: it was published before there was such a
/// job, or was read anew since.
bool wants_publishing(Transaction& tx, const core::Document& document);

/// Tries once more what could not be drawn. Errors: not_found, forbidden, conflict where nothing has failed.
core::Result<void> draw_again(Transaction& tx, const Acting& acting, core::PostListId id);

/// What there is to fetch of some bytes, for a page to say.
enum class Showing {
    no_picture,  ///< nothing was drawn, nor will be; of plain text there may be its text
    waiting,
    ready,
    failed
};
Showing showing_of(Transaction& tx, const core::ContentHash& content);

/// Draws; the job's subject is the document. It may run twice. That a file can't be drawn is a result, not an error.
class PublishingJob {
  public:
    PublishingJob(Database& db, FileStore& files, const core::Clock& clock, ocr::Readers& readers)
        : db_(db), files_(files), clock_(clock), readers_(readers) {}

    core::Result<void> operator()(const Job& job);

  private:
    core::Result<void> publish(const Job& job, const Content& content);
    struct Made {
        PublishedFile file;
        std::vector<PublishedPage> pages;
        std::optional<std::vector<HiddenPiece>> hidden;  ///< where nobody has looked before
    };
    std::vector<HiddenPiece> uncovered(const Job& job, const Content& content);
    Made drawn(const Job& job, const Content& content, const std::vector<StoredPage>& pages);
    void tell_and_check(Transaction& tx, const core::ContentHash& content);

    Database& db_;
    FileStore& files_;
    const core::Clock& clock_;
    ocr::Readers& readers_;
};

}  // namespace services
