#include "services/intake/reading.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/rules/file_name.hpp"
#include "core/rules/letter_facts.hpp"
#include "core/utf8.hpp"
#include "ocr/hidden.hpp"
#include "services/files/descriptor.hpp"
#include "services/intake/intake.hpp"
#include "services/intake/mail_page.hpp"
#include "services/store/attached_files.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/hidden_text_store.hpp"
#include "services/store/incoming_store.hpp"

namespace services {

namespace fs = std::filesystem;
using core::Result;

namespace {

constexpr std::size_t first_words_length = 160;

/// A folder of its own for a reading's output, gone afterwards.
class OutputFolder {
  public:
    OutputFolder(const fs::path& uploads, core::JobId job) : path_(uploads / ("reading-" + std::to_string(job.value))) {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;
    ~OutputFolder() {
        std::error_code gone;
        fs::remove_all(path_, gone);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

core::IncomingState state_of(ocr::Outcome outcome) {
    switch (outcome) {
        case ocr::Outcome::complete:
            return core::IncomingState::ready;
        case ocr::Outcome::partly:
            return core::IncomingState::partly_read;
        case ocr::Outcome::failed:
            return core::IncomingState::failed;
    }
    return core::IncomingState::failed;
}

ReadOutcome outcome_of(ocr::Outcome outcome) {
    switch (outcome) {
        case ocr::Outcome::complete:
            return ReadOutcome::complete;
        case ocr::Outcome::partly:
            return ReadOutcome::partly;
        case ocr::Outcome::failed:
            return ReadOutcome::failed;
    }
    return ReadOutcome::failed;
}

std::string_view name_of(ocr::TextSource source) {
    switch (source) {
        case ocr::TextSource::recognised:
            return "recognised";
        case ocr::TextSource::text_layer:
            return "text_layer";
        case ocr::TextSource::none:
            return "none";
    }
    return "none";
}

/// Moves a worker's file into the store; an empty path is an empty hash.
core::ContentHash keep(FileStore& files, const fs::path& file) {
    if (file.empty() || !fs::exists(file)) return {};
    const auto hashed = hash_of(file);
    return files.adopt(file, hashed.hash, hashed.size_bytes).hash;
}

std::vector<StoredPage> keep_pages(FileStore& files, const ocr::Reading& reading) {
    std::vector<StoredPage> pages;
    pages.reserve(reading.pages.size());
    for (const auto& page : reading.pages)
        pages.push_back({
            .number = page.number,
            .source = std::string{name_of(page.source)},
            .reason = page.reason,
            .text = page.text,
            .confidence = page.confidence,
            .width = page.width,
            .height = page.height,
            .words = page.words.empty() ? core::ContentHash{} : files.put_bytes(ocr::words_to_json(page.words)).hash,
            .picture = keep(files, page.picture),
            .thumbnail = keep(files, page.thumbnail),
        });
    return pages;
}

/// What a list shows of a letter: what it is about and who wrote it, where that can be told; else how it begins.
std::string first_words_of(const ocr::Reading& reading, core::Date today) {
    for (const auto& page : reading.pages) {
        if (page.text.empty()) continue;
        const auto facts = core::facts_in(page.text, today);
        if (facts.title.empty()) return core::first_words(page.text, first_words_length);
        const auto about = facts.sender.empty() ? facts.title : facts.title + " – " + facts.sender;
        return core::first_words(about, first_words_length);
    }
    return {};
}

std::vector<HiddenPiece> hidden_pieces(ocr::Hidden hidden) {
    std::vector<HiddenPiece> pieces;
    for (auto& one : hidden.texts) pieces.push_back({std::string{ocr::name_of(one.place)}, std::move(one.text)});
    return pieces;
}

/// The reason of the file, or else of the first page that has one.
std::string reason_of(const ocr::Reading& reading) {
    if (!reading.reason.empty()) return reading.reason;
    const auto page = std::ranges::find_if(reading.pages, [](const ocr::Page& one) { return !one.reason.empty(); });
    return page == reading.pages.end() ? std::string{} : page->reason;
}

constexpr std::string_view mail_type = "message/rfc822";

/// Nothing that could be shown: the worker died, or it is no message.
bool is_nothing(const ocr::Mail& mail) {
    return mail.from.empty() && mail.subject.empty() && mail.text.empty() && mail.message_id.empty();
}

NewMail kept_mail(const core::ContentHash& content, const ocr::Mail& mail, std::vector<MailFile> parts) {
    NewMail made;
    made.mail.content = content;
    if (!mail.from.empty()) {
        made.mail.sender_name = mail.from.front().name;
        made.mail.sender_address = mail.from.front().address;
    }
    made.mail.receivers = shown_addresses(mail.to);
    made.mail.copies = shown_addresses(mail.cc);
    made.mail.subject = mail.subject;
    made.mail.sent_at = mail.sent_at;
    made.message_id = mail.message_id;
    made.references = mail.references;
    made.parts = std::move(parts);
    return made;
}

/// The same message that came by two ways has other bytes, but the same id: the later of its items is told as a
/// duplicate of the earliest.
void tell_same_message(Transaction& tx, const core::ContentHash& content) {
    const IncomingStore items{tx};
    auto ids = items.with_content(content);
    MailStore mails{tx};
    for (const auto& other : mails.same_message(content))
        for (const auto id : items.with_content(other)) ids.push_back(id);
    std::ranges::sort(ids);
    for (std::size_t at = 1; at < ids.size(); ++at) mails.tell_duplicate(ids[at], ids.front());
}

/// Plain text is its own only page: there is nothing in it to be taken in by, so that no worker need look at it.
/// Nothing where it is too long for a page or no text after all.
std::optional<StoredPage> page_of_text(const fs::path& file) {
    constexpr std::uintmax_t bytes_max = 1U << 20U;
    if (fs::file_size(file) > bytes_max) return std::nullopt;
    std::ifstream in{file, std::ios::binary};
    StoredPage page;
    page.text.assign(std::istreambuf_iterator<char>{in}, {});
    if (!core::valid_utf8(page.text) || page.text.find('\0') != std::string::npos) return std::nullopt;
    page.number = 1;
    page.source = "text_layer";
    page.confidence = 100;
    return page;
}

}  // namespace

ReadingJob::Read ReadingJob::read(
    const Job& job, Content content, const std::function<void(const ocr::Progress&)>& on_progress
) {
    if (content.media_type == mail_type) return read_mail(job, std::move(content), on_progress);
    const OutputFolder output{files_.uploads(), job.id};
    const auto reading = readers_.read(files_.path_of(content.hash), content.media_type, output.path(), on_progress);
    auto pages = keep_pages(files_, reading);
    content.outcome = outcome_of(reading.outcome);
    if (!reading.media_type.empty()) content.media_type = reading.media_type;
    content.reason = reason_of(reading);
    content.page_count = reading.page_count;
    content.pdf = keep(files_, reading.searchable_pdf);
    Read done{content, std::move(pages), first_words_of(reading, core::danish_date(clock_.now())), reading.outcome};
    done.hidden = hidden_pieces(readers_.uncover(files_.path_of(content.hash), content.media_type, output.path()));
    return done;
}

std::vector<MailFile> ReadingJob::keep_parts(const ocr::Mail& mail) {
    std::vector<MailFile> parts;
    for (const auto& part : mail.parts) {
        const auto media_type = media_type_of(part.file);
        const auto size = static_cast<std::int64_t>(fs::file_size(part.file));
        const auto hash = keep(files_, part.file);
        const auto known = db_.write([&](Transaction& tx) -> Result<void> {
            ContentStore{tx}.add({
                .hash = hash,
                .media_type = media_type,
                .size_bytes = size,
                .outcome = ReadOutcome::unread,
                .reason = {},
                .page_count = 0,
                .pdf = {},
            });
            return core::done();
        });
        if (known) parts.push_back({core::harmless_file_name(part.file_name), hash});
    }
    return parts;
}

ReadingJob::Read ReadingJob::read_mail(
    const Job& job, Content content, const std::function<void(const ocr::Progress&)>& on_progress
) {
    const OutputFolder output{files_.uploads(), job.id};
    const auto parts_folder = output.path() / "parts", pages_folder = output.path() / "pages";
    fs::create_directory(parts_folder);
    fs::create_directory(pages_folder);
    const auto mail = readers_.open_mail(files_.path_of(content.hash), parts_folder);
    // Nothing is wrong with the mail: it is read anew when there is room again.
    if (mail.reason == ocr::mail_not_written)
        throw std::system_error{ENOSPC, std::generic_category(), "the mail's parts could not be written"};
    if (is_nothing(mail)) {
        content.outcome = ReadOutcome::failed;
        content.reason = mail.reason.empty() ? "damaged" : mail.reason;
        return {std::move(content), {}, {}, ocr::Outcome::failed};
    }
    const auto today = core::danish_date(clock_.now());
    const auto drawn = draw_mail(mail, today);
    const auto drawn_file = output.path() / "mail.pdf";
    Descriptor{drawn_file, O_WRONLY | O_CREAT | O_TRUNC, 0600}.write_all(drawn.pdf);
    auto reading = readers_.read(drawn_file, "application/pdf", pages_folder, on_progress);
    const auto missing = mail.reason.empty() && drawn.is_cut ? std::string{"mail_limits"} : mail.reason;
    if (reading.outcome == ocr::Outcome::complete && !missing.empty()) {
        reading.outcome = ocr::Outcome::partly;
        reading.reason = missing;
    }
    auto pages = keep_pages(files_, reading);
    content.outcome = outcome_of(reading.outcome);
    content.reason = reason_of(reading);
    content.page_count = reading.page_count;
    content.pdf = keep(files_, reading.searchable_pdf);
    const auto sender = shown_sender(mail);
    auto words = core::first_words(mail.subject + (sender.empty() ? "" : " – " + sender), first_words_length);
    Read done{content, std::move(pages), std::move(words), reading.outcome};
    done.mail = kept_mail(content.hash, mail, keep_parts(mail));
    return done;
}

Result<void> ReadingJob::read_item(const Job& job) {
    const core::IncomingId id{job.subject};
    TRY(const auto content, db_.write([&](Transaction& tx) -> Result<Content> {
        const auto item = IncomingStore{tx}.find(id);
        if (!item) return core::Error{core::ErrorCode::not_found, "the item is gone"};
        auto known = *ContentStore{tx}.find(item->content);
        if (known.outcome == ReadOutcome::unread) IncomingStore{tx}.set_state(id, core::IncomingState::reading, "");
        return known;
    }));
    if (content.outcome != ReadOutcome::unread) return core::done();  // it ran before, or the same bytes were read

    const auto on_progress = [&](const ocr::Progress& progress) {
        const auto told = db_.write([&](Transaction& tx) -> Result<void> {
            IncomingStore{tx}.set_progress(id, progress.pages_done, progress.page_count);
            return core::done();
        });
        static_cast<void>(told);  // progress is for the eye only
    };
    const auto done = read(job, content, on_progress);
    return db_.write([&](Transaction& tx) -> Result<void> {
        keep_read(tx, done);
        return core::done();
    });
}

void ReadingJob::keep_read(Transaction& tx, const Read& done) {
    ContentStore contents{tx};
    const auto before = contents.find(done.content.hash);
    contents.set_read(done.content, done.pages, clock_.now());
    HiddenTextStore{tx}.put(done.content.hash, done.hidden);
    if (done.mail) {
        MailStore{tx}.put(*done.mail);
        tell_same_message(tx, done.content.hash);
        // A job may run twice; whoever journaled between the two readings had the parts already.
        if (before && before->outcome == ReadOutcome::unread)
            attach_parts_that_waited(tx, done.content.hash, clock_.now());
    }
    IncomingStore items{tx};
    for (const auto same : items.with_content(done.content.hash)) {
        const auto reason = reason_for(done.content.reason, items.find(same)->file_name);
        items.set_state(same, state_of(done.outcome), reason);
        items.set_progress(same, static_cast<std::int64_t>(done.pages.size()), done.content.page_count);
        items.set_first_words(same, done.first_words);
        EventLog{tx}.append({
            .at = clock_.now(),
            .kind = EventKind::item_read,
            .subject_kind = SubjectKind::incoming,
            .subject = same.value,
            .payload =
                nlohmann::json{{"outcome", name_of(done.content.outcome)}, {"pages", done.content.page_count}}.dump(),
        });
    }
}

ReadingJob::Read ReadingJob::read_any(const Job& job, Content content) {
    auto page = content.media_type == "text/plain" ? page_of_text(files_.path_of(content.hash)) : std::nullopt;
    if (!page) return read(job, std::move(content), [](const ocr::Progress&) {});
    content.outcome = ReadOutcome::complete;
    content.page_count = 1;
    auto first_words = core::first_words(page->text, first_words_length);
    return {std::move(content), {std::move(*page)}, std::move(first_words), ocr::Outcome::complete};
}

Result<void> ReadingJob::read_new(
    const Job& job, const core::ContentHash& hash, const std::function<NewEvent(Transaction&)>& told
) {
    TRY(const auto content, db_.read([&](Transaction& tx) -> Result<Content> { return *ContentStore{tx}.find(hash); }));
    // The same bytes may have been read meanwhile, for something else that holds them.
    const bool is_known = !wants_reading(content);
    const auto done = is_known ? Read{content, {}, {}, {}} : read_any(job, content);
    return db_.write([&](Transaction& tx) -> Result<void> {
        if (!is_known) keep_read(tx, done);
        auto event = told(tx);
        event.at = clock_.now();
        event.kind = EventKind::text_known;
        event.payload =
            nlohmann::json{{"outcome", name_of(done.content.outcome)}, {"pages", done.content.page_count}}.dump();
        EventLog{tx}.append(event);
        return core::done();
    });
}

namespace {

/// Whoever follows looks again at what the draft has become by now.
NewEvent event_of(
    Transaction& tx, const std::optional<core::DraftId>& draft, std::optional<core::DocumentId> document
) {
    const auto found = draft ? DraftStore{tx}.find(*draft) : std::nullopt;
    if (found && found->document) document = found->document;
    const auto journaled = document ? DocumentStore{tx}.find(*document) : std::nullopt;
    NewEvent event;
    event.subject_kind = journaled ? SubjectKind::document : SubjectKind::draft;
    event.subject = journaled ? journaled->id.value : found->id.value;
    event.in_case = journaled ? journaled->in_case : found->in_case;
    return event;
}

}  // namespace

Result<void> ReadingJob::read_version(const Job& job) {
    TRY(const auto version, db_.read([&](Transaction& tx) -> Result<core::DraftVersion> {
        if (const auto found = DraftStore{tx}.find_version(job.subject)) return *found;
        return core::Error{core::ErrorCode::not_found, "the version is gone"};
    }));
    return read_new(job, version.content, [&](Transaction& tx) { return event_of(tx, version.of, std::nullopt); });
}

Result<void> ReadingJob::read_attachment(const Job& job) {
    TRY(const auto one, db_.read([&](Transaction& tx) -> Result<core::Attachment> {
        // One that was taken away again is nobody's to read.
        return AttachmentStore{tx}.find(core::AttachmentId{job.subject}).value_or(core::Attachment{});
    }));
    if (one.content.empty()) return core::done();
    return read_new(job, one.content, [&](Transaction& tx) { return event_of(tx, one.draft, one.document); });
}

Result<void> ReadingJob::read_document(const Job& job) {
    TRY(const auto content, db_.read([&](Transaction& tx) -> Result<Content> {
        const auto document = DocumentStore{tx}.find(core::DocumentId{job.subject});
        if (!document) return core::Error{core::ErrorCode::not_found, "the document is gone"};
        return *ContentStore{tx}.find(document->content);
    }));
    const auto done = read(job, content, [](const ocr::Progress&) {});
    // What came with the document is kept where reading it anew gives less.
    if (done.outcome != ocr::Outcome::complete) return core::done();
    return db_.write([&](Transaction& tx) -> Result<void> {
        ContentStore{tx}.set_read(done.content, done.pages, clock_.now());
        return core::done();
    });
}

}  // namespace services
