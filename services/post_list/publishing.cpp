#include "services/post_list/publishing.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "ocr/hidden.hpp"
#include "ocr/redaction.hpp"
#include "services/cases/documents.hpp"
#include "services/post_list/post_check.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/privacy_store.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/shown_document_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

namespace fs = std::filesystem;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// A folder of its own for what is drawn, gone afterwards.
class DrawingFolder {
  public:
    DrawingFolder(const fs::path& uploads, core::JobId job)
        : path_(uploads / ("publishing-" + std::to_string(job.value))) {
        fs::remove_all(path_);
        for (const auto* part : {"read", "drawn"}) fs::create_directories(path_ / part);
    }
    DrawingFolder(const DrawingFolder&) = delete;
    DrawingFolder& operator=(const DrawingFolder&) = delete;
    ~DrawingFolder() {
        std::error_code gone;
        fs::remove_all(path_, gone);
    }
    fs::path for_reading() const { return path_ / "read"; }
    fs::path for_drawing() const { return path_ / "drawn"; }

  private:
    fs::path path_;
};

bool is_public_itself(Transaction& tx, core::DocumentId document) {
    return PostListStore{tx}.public_document(document).has_value() || ShownDocumentStore{tx}.shows(document);
}

/// Of an answer to a hearing only what came with it may be fetched.
std::vector<core::ContentHash> contents_of(Transaction& tx, const core::Document& document) {
    std::vector<core::ContentHash> contents;
    if (is_public_itself(tx, document.id)) contents.push_back(document.content);
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) contents.push_back(attached.content);
    return contents;
}

/// Plain text shows all that is in it: it is published as it is.
bool is_plain_text(const Content& content) {
    return content.media_type == "text/plain" && content.outcome == ReadOutcome::complete && content.pdf.empty();
}

bool is_public(Transaction& tx, core::DocumentId document) {
    return is_public_itself(tx, document) || ShownDocumentStore{tx}.shows_files_of(document);
}

/// Nothing where reading has not left all that drawing wants to know.
std::optional<ocr::Page> page_from(const FileStore& files, const StoredPage& stored) {
    if (stored.width <= 0 || stored.height <= 0 || stored.picture.empty()) return std::nullopt;
    if (stored.words.empty() && !stored.text.empty()) return std::nullopt;
    ocr::Page page;
    page.number = static_cast<int>(stored.number);
    page.width = static_cast<int>(stored.width);
    page.height = static_cast<int>(stored.height);
    page.picture = files.path_of(stored.picture);
    page.source = stored.source == "recognised" ? ocr::TextSource::recognised : ocr::TextSource::text_layer;
    if (stored.words.empty()) return page;
    std::ifstream in{files.path_of(stored.words), std::ios::binary};
    const std::string json{std::istreambuf_iterator<char>{in}, {}};
    auto words = ocr::words_from_json(json);
    if (words.has_error()) return std::nullopt;
    page.words = std::move(words).value();
    return page;
}

std::optional<std::vector<ocr::Page>> pages_from(const FileStore& files, const std::vector<StoredPage>& stored) {
    std::vector<ocr::Page> pages;
    for (const auto& one : stored) {
        auto page = page_from(files, one);
        if (!page) return std::nullopt;
        pages.push_back(std::move(*page));
    }
    return pages;
}

/// What is shown elsewhere than on the post list was released for what was known of it: where more is seen on the drawn
/// pages, it is to be released anew.
void hold_elsewhere(
    Transaction& tx, const core::ContentHash& content, const core::ReleaseCheck& check, core::Timestamp now
) {
    ShownDocumentStore shown{tx};
    for (const auto id : shown.showing(content)) {
        const auto document = DocumentStore{tx}.find(id);
        const auto found = check_post(tx, *document, PublicWords{{}, {}, {}, true}, check);
        if (std::ranges::find(found, "drawn", &PostFinding::where) == found.end()) continue;
        shown.hold(id);
        PublicChangeStore{tx}.note_document(id, now);
        EventLog{tx}.append({
            .at = now,
            .kind = EventKind::hearing_changed,
            .subject_kind = SubjectKind::document,
            .subject = id.value,
            .in_case = document->in_case,
            .payload = R"({"what":"held"})",
        });
    }
}

}  // namespace

void queue_publishing(Transaction& tx, core::DocumentId document, core::Timestamp now) {
    if (is_public(tx, document)) JobQueue{tx}.add(publish_job_kind, document.value, now);
}

Result<void> draw_again(Transaction& tx, const Acting& acting, core::PostListId id) {
    const auto entry = PostListStore{tx}.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, read_document(tx, acting.who, entry->document));
    if (!core::may(acting.who, core::Action::review_post_list, {entry->unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    const auto contents = contents_of(tx, document);
    const bool has_failed = std::ranges::any_of(contents, [&](const core::ContentHash& content) {
        return showing_of(tx, content) == Showing::failed;
    });
    if (!has_failed) return Error{ErrorCode::conflict, "nothing of it has failed", "state"};
    PostGateStore{tx}.draw_again(document.id);
    queue_publishing(tx, document.id, acting.now);
    return core::done();
}

Showing showing_of(Transaction& tx, const core::ContentHash& content) {
    const auto known = ContentStore{tx}.find(content);
    if (!known || (known->pdf.empty() && !is_plain_text(*known))) return Showing::no_picture;
    const auto made = PublishedFileStore{tx}.find(content);
    if (!made || made->state == PublishedState::waiting) return Showing::waiting;
    if (made->state == PublishedState::failed) return Showing::failed;
    return made->file.empty() ? Showing::no_picture : Showing::ready;
}

bool wants_publishing(Transaction& tx, const core::Document& document) {
    const auto contents = contents_of(tx, document);
    const bool is_waited_for = std::ranges::any_of(contents, [&](const core::ContentHash& content) {
        return showing_of(tx, content) == Showing::waiting;
    });
    return is_waited_for && !JobQueue{tx}.has(publish_job_kind, document.id.value);
}

Result<void> PublishingJob::operator()(const Job& job) {
    const core::DocumentId id{job.subject};
    TRY(const auto wanted, db_.read([&](Transaction& tx) -> Result<std::vector<Content>> {
        std::vector<Content> contents;
        const auto document = DocumentStore{tx}.find(id);
        if (!document || !is_public(tx, id)) return contents;  // taken down before it was drawn
        for (const auto& content : contents_of(tx, *document))
            if (showing_of(tx, content) == Showing::waiting) contents.push_back(*ContentStore{tx}.find(content));
        return contents;
    }));
    for (const auto& content : wanted) {
        TRY(publish(job, content));
    }
    return core::done();
}

Result<void> PublishingJob::publish(const Job& job, const Content& content) {
    TRY(const auto pages, db_.read([&](Transaction& tx) -> Result<std::vector<StoredPage>> {
        return ContentStore{tx}.pages(content.hash);
    }));
    auto made = drawn(job, content, pages);
    TRY(const auto is_looked_through,
        db_.read([&](Transaction& tx) -> Result<bool> { return HiddenTextStore{tx}.is_known(content.hash); }));
    if (!is_looked_through) made.hidden = uncovered(job, content);
    return db_.write([&](Transaction& tx) -> Result<void> {
        const auto now_known = ContentStore{tx}.find(content.hash);
        if (!now_known || !is_public(tx, core::DocumentId{job.subject})) {
            // Erased or taken down meanwhile: nothing of it may stay.
            ErasureStore{tx}.add_unwanted(made.file.file, clock_.now());
            return core::done();
        }
        if (now_known->pdf != content.pdf) {
            ErasureStore{tx}.add_unwanted(made.file.file, clock_.now());
            return Error{ErrorCode::conflict, "it was read anew while it was drawn"};
        }
        PublishedFileStore{tx}.put(made.file, made.pages, clock_.now());
        if (made.hidden) HiddenTextStore{tx}.put(content.hash, *made.hidden);
        if (made.file.state == PublishedState::ready) tell_and_check(tx, content.hash);
        return core::done();
    });
}

/// Of what was read before anybody looked for it.
std::vector<HiddenPiece> PublishingJob::uncovered(const Job& job, const Content& content) {
    const DrawingFolder folder{files_.uploads(), job.id};
    std::vector<HiddenPiece> pieces;
    for (auto& one : readers_.uncover(files_.path_of(content.hash), content.media_type, folder.for_reading()).texts)
        pieces.push_back({std::string{ocr::name_of(one.place)}, std::move(one.text)});
    return pieces;
}

/// In the transaction that makes it ready, so that nobody can read what has not been looked at.
void PublishingJob::tell_and_check(Transaction& tx, const core::ContentHash& content) {
    const auto check = release_check(tx);
    hold_elsewhere(tx, content, check, clock_.now());
    for (const auto id : PublishedFileStore{tx}.shown_by(content)) {
        const auto document = DocumentStore{tx}.find(id);
        hold_for_what_is_drawn(tx, *document, check, clock_.now());
        EventLog{tx}.append({
            .at = clock_.now(),
            .kind = EventKind::text_known,
            .subject_kind = SubjectKind::document,
            .subject = id.value,
            .in_case = document->in_case,
            .payload = R"({"published":true})",
        });
    }
}

PublishingJob::Made PublishingJob::drawn(const Job& job, const Content& content, const std::vector<StoredPage>& pages) {
    Made made{
        .file = {.content = content.hash, .file = {}, .state = PublishedState::failed}, .pages = {}, .hidden = {}};
    if (is_plain_text(content)) {
        for (const auto& page : pages) made.pages.push_back({page.number, page.text, {}});
        made.file.state = PublishedState::ready;
        return made;
    }
    const DrawingFolder folder{files_.uploads(), job.id};
    // No title: another document may be of the same bytes, and have another title or none that is public.
    ocr::RedactionOrder order;
    order.file = files_.path_of(content.pdf);
    order.by_sight = true;
    if (auto known = pages_from(files_, pages)) {
        order.pages = std::move(*known);
    } else {
        // What came with its text, as a letter that was written here, has pages that nobody has drawn yet.
        auto reading = readers_.read(order.file, order.media_type, folder.for_reading(), [](const ocr::Progress&) {});
        order.pages = std::move(reading.pages);
        if (!reading.searchable_pdf.empty()) order.file = reading.searchable_pdf;
    }
    const auto redaction = readers_.redact(order, folder.for_drawing(), {});
    if (redaction.outcome != ocr::Outcome::complete) {
        made.file.reason = redaction.reason;
        return made;
    }
    const auto hashed = hash_of(redaction.path);
    made.file.file = files_.adopt(redaction.path, hashed.hash, hashed.size_bytes).hash;
    made.file.state = PublishedState::ready;
    for (const auto& page : redaction.pages) made.pages.push_back({page.number, page.text, page.besides});
    return made;
}

}  // namespace services
