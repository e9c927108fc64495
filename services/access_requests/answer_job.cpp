#include <algorithm>
#include <filesystem>

#include "core/model/attachment.hpp"
#include "core/rules/exemptions.hpp"
#include "core/rules/file_name.hpp"
#include "ocr/bundle.hpp"
#include "ocr/redaction.hpp"
#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/covered_text.hpp"
#include "services/access_requests/file_list_paper.hpp"
#include "services/privacy/zip_file.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"

/// Draws what is given anew, with the boxes burnt in, reads it back, and joins it behind the file list.
namespace services {

namespace fs = std::filesystem;
using core::AccessDecision;
using core::Result;

namespace {

/// A folder of its own for the parts, gone afterwards.
class PartsFolder {
  public:
    PartsFolder(const fs::path& uploads, std::int64_t answer) : path_(uploads / ("answer-" + std::to_string(answer))) {
        fs::remove_all(path_);
        fs::create_directory(path_);
    }
    PartsFolder(const PartsFolder&) = delete;
    PartsFolder& operator=(const PartsFolder&) = delete;
    ~PartsFolder() {
        std::error_code gone;
        fs::remove_all(path_, gone);
    }
    fs::path made(const std::string& name) const {
        auto path = path_ / name;
        fs::create_directory(path);
        return path;
    }

  private:
    fs::path path_;
};

/// One file that is given: a document, or one of its attachments.
struct Part {
    std::int64_t place{};       ///< of the document in the file list
    std::int64_t attachment{};  ///< its place in the document; 0: the document itself
    std::string title;
    std::string stamp;
    core::ContentHash pdf;  ///< empty where it can't be shown
    std::vector<StoredPage> pages;
    std::vector<AccessBlackout> blackouts;
    std::optional<std::string> text{};  ///< of a note: it has no pictures, and is set on pages of our own
};

struct Plan {
    AccessAnswer answer;
    FileListPaper list;
    std::vector<Part> parts;
    std::string reason;  ///< why it can't be made; empty: it can
    std::int64_t failed_place{};
};

std::string given_title(const core::AccessDocument& one, const core::Document& document) {
    return one.decision == AccessDecision::give ? document.title : document.public_title;
}

Part part_of(
    Transaction& tx,
    const core::AccessDocument& one,
    const core::ContentHash& content,
    std::int64_t attachment,
    const std::vector<AccessBlackout>& blackouts
) {
    Part part{
        .place = one.place,
        .attachment = attachment,
        .title = {},
        .stamp = "Bilag " + std::to_string(one.place),
        .pdf = {},
        .pages = {},
        .blackouts = {}};
    if (attachment != 0) part.stamp += "." + std::to_string(attachment);
    ContentStore contents{tx};
    if (const auto known = contents.find(content); known && known->outcome == ReadOutcome::complete)
        part.pdf = known->pdf;
    part.pages = contents.page_heads(content);
    if (const auto known = contents.find(content); known && known->media_type == "text/plain") {
        part.text.emplace();
        for (const auto& page : contents.pages(content)) *part.text += page.text;
    }
    for (auto box : blackouts) {
        const auto at = core::attached_page(box.page);
        if (at.attachment != attachment) continue;
        box.page = at.page;
        part.blackouts.push_back(std::move(box));
    }
    return part;
}

/// The boxes of a document, and one over each page that is held back as a whole.
std::vector<AccessBlackout> covered_in(Transaction& tx, core::AccessRequestId id, core::DocumentId document) {
    auto boxes = AccessAnswerStore{tx}.blackouts(id, document);
    for (const auto& page : AccessReviewStore{tx}.pages(id, document)) {
        if (page.exemption.empty()) continue;
        AccessBlackout whole;
        whole.document = document;
        whole.page = page.page;
        whole.exemption = page.exemption;
        boxes.push_back(std::move(whole));  // as large as its page, which is known where the box is burnt in
    }
    return boxes;
}

/// Puts bars into the texts without pages, of the parts from `first` on, which are the document and its attachments.
void cover_texts(Transaction& tx, core::AccessRequestId id, core::DocumentId document, Plan& plan, std::size_t first) {
    const auto all = AccessReviewStore{tx}.text_blackouts(id, document);
    for (auto at = first; at < plan.parts.size(); ++at) {
        auto& part = plan.parts[at];
        if (!part.text) continue;
        auto covered = all;
        std::erase_if(covered, [&](const AccessTextBlackout& one) { return one.attachment != part.attachment; });
        part.text = text_with_bars(*part.text, covered);
    }
}

Plan plan_of(Transaction& tx, std::int64_t id, const std::string& authority) {
    Plan plan;
    plan.answer = AccessAnswerStore{tx}.find(id).value();
    const auto request = AccessRequestStore{tx}.find(plan.answer.request).value();
    const auto on = CaseStore{tx}.find(request.in_case).value();
    plan.list = {
        .authority = authority,
        .number = on.number,
        .asked_for = request.asked_for,
        .made = core::danish_date(plan.answer.ordered_at),
        .rows = {}};
    for (const auto& one : AccessRequestStore{tx}.documents(request.id)) {
        const auto document = DocumentStore{tx}.find(one.document);
        if (!document) continue;
        const auto title = given_title(one, *document);
        plan.list.rows.push_back({
            .place = one.place,
            .title = title,
            .date = document->letter_date.value_or(document->received),
            .decision = one.decision,
            .exemptions = one.exemptions,
        });
        if (one.decision != AccessDecision::give && one.decision != AccessDecision::partly) continue;
        if (document->withdrawn) {
            plan.reason = "withdrawn";
            plan.failed_place = one.place;
        }
        const auto first_part = plan.parts.size();
        const auto blackouts = covered_in(tx, request.id, one.document);
        plan.parts.push_back(part_of(tx, one, document->content, 0, blackouts));
        plan.parts.back().title = title;
        for (const auto& attached : AttachmentStore{tx}.of_document(one.document)) {
            plan.parts.push_back(part_of(tx, one, attached.content, attached.place, blackouts));
            plan.parts.back().title = one.decision == AccessDecision::give ? attached.title : title;
        }
        cover_texts(tx, request.id, one.document, plan, first_part);
    }
    for (const auto& part : plan.parts)
        if (plan.reason.empty() && part.pdf.empty() && !part.text) {
            plan.reason = "unread";
            plan.failed_place = part.place;
        }
    return plan;
}

/// What is written on a box: "§ 30, nr. 1"
std::string label_of(const std::string& exemption) {
    const auto* one = core::exemption_named(exemption);
    if (one == nullptr) return {};
    return std::string{one->paragraph};
}

ocr::RedactionOrder order_of(const FileStore& files, const Part& part, bool widens) {
    ocr::RedactionOrder order;
    order.file = files.path_of(part.pdf);
    order.title = part.stamp;
    order.widen = widens;
    for (const auto& stored : part.pages) {
        ocr::Page page;
        page.number = static_cast<int>(stored.number);
        page.source = stored.source == "text_layer"   ? ocr::TextSource::text_layer
                      : stored.source == "recognised" ? ocr::TextSource::recognised
                                                      : ocr::TextSource::none;
        page.width = static_cast<int>(stored.width);
        page.height = static_cast<int>(stored.height);
        page.words = words_of(files, stored);
        if (!stored.picture.empty()) page.picture = files.path_of(stored.picture);
        order.pages.push_back(std::move(page));
    }
    for (const auto& box : part.blackouts) {
        ocr::Blackout burnt{
            .page = static_cast<int>(box.page),
            .box =
                {static_cast<int>(box.left),
                 static_cast<int>(box.top),
                 static_cast<int>(box.width),
                 static_cast<int>(box.height)},
            .label = label_of(box.exemption),
        };
        const auto page = std::ranges::find(part.pages, box.page, &StoredPage::number);
        if (box.width == 0 && page != part.pages.end())
            burnt.box = {0, 0, static_cast<int>(page->width), static_cast<int>(page->height)};
        order.blackouts.push_back(std::move(burnt));
    }
    return order;
}

/// A file for each document, under its number and title.
void write_zip(const ocr::BundleOrder& bundle, const fs::path& target) {
    ZipFile zip{target};
    for (const auto& part : bundle.parts) zip.add_file(core::harmless_file_name(part.title + ".pdf"), part.file);
    zip.finish();
}

}  // namespace

Result<void> AnswerJob::make(const Job& job) {
    TRY(auto plan, db_.read([&](Transaction& tx) -> Result<Plan> { return plan_of(tx, job.subject, authority_); }));
    auto& answer = plan.answer;
    if (answer.state != AnswerState::waiting) return core::done();
    const auto keep = [&] {
        return db_.write([&](Transaction& tx) -> Result<void> {
            AccessAnswerStore{tx}.update(answer);
            return core::done();
        });
    };
    const auto fail = [&](std::string reason, std::int64_t place) {
        answer.state = AnswerState::failed;
        answer.reason = std::move(reason);
        answer.failed_place = place;
        return keep();
    };
    if (!plan.reason.empty()) return fail(plan.reason, plan.failed_place);

    const PartsFolder folder{files_.uploads(), answer.id};
    ocr::BundleOrder bundle;
    bundle.title = "Aktindsigt " + plan.list.number;
    const auto front = folder.made("0") / "aktliste.pdf";
    write_file(front, drawn_file_list(plan.list).pdf);
    bundle.parts.push_back({.file = front, .title = "Aktliste", .stamp = {}});
    const auto total = std::ssize(plan.parts);
    std::int64_t done = 0;
    for (const auto& part : plan.parts) {
        const auto output = folder.made(std::to_string(done + 1));
        auto drawn = output / "note.pdf";
        if (part.text) {
            write_file(drawn, drawn_note(part.title, *part.text, plan.list.made).pdf);
        } else {
            const auto redacted = readers_.redact(order_of(files_, part, answer.widens), output, {});
            if (redacted.outcome != ocr::Outcome::complete) return fail(redacted.reason, part.place);
            drawn = redacted.path;
        }
        bundle.parts.push_back({.file = drawn, .title = part.stamp + ": " + part.title, .stamp = part.stamp});
        ++done;
        TRY(db_.write([&](Transaction& tx) -> Result<void> {
            AccessAnswerStore{tx}.set_progress(answer.id, done, total);
            return core::done();
        }));
    }
    const auto zipped = folder.made("zip") / "aktindsigt.zip";
    write_zip(bundle, zipped);
    const auto joined = readers_.bundle(bundle, folder.made("bundle"));
    if (joined.outcome != ocr::Outcome::complete) return fail(joined.reason, 0);
    const auto hashed = hash_of(joined.path);
    answer.file = files_.adopt(joined.path, hashed.hash, hashed.size_bytes).hash;
    const auto packed = hash_of(zipped);
    answer.zip = files_.adopt(zipped, packed.hash, packed.size_bytes).hash;
    answer.page_count = joined.page_count;
    answer.state = AnswerState::ready;
    return keep();
}

}  // namespace services
