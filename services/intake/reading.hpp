#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "ocr/reading.hpp"
#include "services/files/file_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/database.hpp"
#include "services/store/event_log.hpp"
#include "services/store/hidden_text_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/mail_store.hpp"

/// The job that reads an incoming item: its pages, words and pictures, and a searchable PDF, all kept beside the bytes.
namespace services {

class ReadingJob {
  public:
    ReadingJob(Database& db, FileStore& files, const core::Clock& clock, ocr::Readers& readers)
        : db_(db), files_(files), clock_(clock), readers_(readers) {}

    /// Runs a "read_item" job. Harmless when it runs twice. That a file can't be read is a result, not an error.
    core::Result<void> read_item(const Job& job);
    /// Runs a "read_version" job: reads the file of a draft's version.
    core::Result<void> read_version(const Job& job);
    /// Runs a "read_attachment" job, likewise.
    core::Result<void> read_attachment(const Job& job);
    /// Runs a "read_document" job: reads a document's bytes anew, for one that came with its text but without pictures.
    core::Result<void> read_document(const Job& job);

  private:
    struct Read {
        Content content;
        std::vector<StoredPage> pages;
        std::string first_words;
        ocr::Outcome outcome{};
        std::optional<NewMail> mail{};
        std::vector<HiddenPiece> hidden{};
    };
    /// Keeps what was read, also for every incoming item with these bytes.
    void keep_read(Transaction& tx, const Read& done);
    /// The same for a file of any kind that is text, which a mailroom's letter never is.
    Read read_any(const Job& job, Content content);
    /// Reads bytes that nobody has read yet, and appends the event that `told` begins.
    core::Result<void> read_new(
        const Job& job, const core::ContentHash& hash, const std::function<NewEvent(Transaction&)>& told
    );
    /// A mail is opened, its parts are kept as files of their own, and its pages are drawn.
    Read read_mail(const Job& job, Content content, const std::function<void(const ocr::Progress&)>& on_progress);
    std::vector<MailFile> keep_parts(const ocr::Mail& mail);
    Read read(const Job& job, Content content, const std::function<void(const ocr::Progress&)>& on_progress);

    Database& db_;
    FileStore& files_;
    const core::Clock& clock_;
    ocr::Readers& readers_;
};

}  // namespace services
