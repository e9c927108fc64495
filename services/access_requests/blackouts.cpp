#include "services/access_requests/blackouts.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/model/attachment.hpp"
#include "core/rules/exemptions.hpp"
#include "ocr/word_search.hpp"
#include "services/access_requests/covered_text.hpp"
#include "services/access_requests/request_keeping.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/attachment_store.hpp"

namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t thousandths = 1000;
constexpr std::int64_t boxes_max = 5'000;  ///< of one request

Result<void> check_exemption(const std::string& key) {
    if (core::exemption_named(key) == nullptr) return invalid_field("exemption", "there is no such exemption");
    return core::done();
}

void append(Transaction& tx, const Acting& acting, const AccessFile& file, nlohmann::json payload) {
    append_access_event(
        tx, EventKind::access_blacked_out, file.request, acting.who.user, acting.now, std::move(payload)
    );
}

/// In thousandths of the picture, within it.
bool is_box(const NewBlackout& made) {
    return made.left >= 0 && made.top >= 0 && made.width > 0 && made.height > 0 &&
           made.left + made.width <= thousandths && made.top + made.height <= thousandths;
}

/// Phrases stand on pages by their pixels.
struct Found {
    core::DocumentId document;
    std::int64_t page{};
    ocr::Box box;
};

bool is_same(const AccessBlackout& known, const Found& found) {
    return known.document == found.document && known.page == found.page && known.left == found.box.left &&
           known.top == found.box.top && known.width == found.box.width && known.height == found.box.height;
}

/// Where the phrase stands among what is text without pages: 0 for the document itself, or places of attachments.
std::vector<std::int64_t> texts_holding(Transaction& tx, const core::Document& document, const std::string& phrase) {
    std::vector<std::int64_t> places;
    const auto look = [&](const core::ContentHash& content, std::int64_t place) {
        const auto text = text_without_pages(tx, content);
        if (text && holds_phrase(*text, phrase)) places.push_back(place);
    };
    look(document.content, 0);
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) look(attached.content, attached.place);
    return places;
}

/// How many were not covered before.
std::int64_t add_to_texts(Transaction& tx, AccessRequestId id, const std::vector<AccessTextBlackout>& made) {
    if (made.empty()) return 0;
    AccessReviewStore store{tx};
    const auto known = store.text_blackouts(id);
    std::int64_t added = 0;
    for (const auto& one : made) {
        const auto is_known = [&](const AccessTextBlackout& other) {
            return other.document == one.document && other.attachment == one.attachment && other.phrase == one.phrase;
        };
        if (std::ranges::any_of(known, is_known)) continue;
        store.add_text_blackout(id, one);
        ++added;
    }
    return added;
}

std::int64_t pixels(std::int64_t part, std::int64_t whole) {
    return part * whole / thousandths;
}

/// A page that can be seen, and so judged.
Result<StoredPage> pictured_page(
    Transaction& tx, const core::Principal& who, core::DocumentId document, std::int64_t number
) {
    TRY(auto pages, judged_pages(tx, who, document));
    const auto page = std::ranges::find(pages, number, &JudgedPage::number);
    if (page == pages.end() || page->page.picture.empty())
        return invalid_field("page", "there is no picture of such a page");
    return std::move(page->page);
}

Result<AccessFile> open_listed(Transaction& tx, const Acting& acting, AccessRequestId id, core::DocumentId document) {
    TRY(auto file, open_access_file(tx, acting, id));
    if (!AccessRequestStore{tx}.document(id, document))
        return Error{ErrorCode::not_found, "it is not on the file list"};
    return file;
}

}  // namespace

NewBlackout in_thousandths(const ocr::Box& box, const StoredPage& page) {
    const auto part = [](std::int64_t of, std::int64_t whole) {
        return whole == 0 ? std::int64_t{0} : (of * thousandths + whole / 2) / whole;
    };
    return {
        .page = page.number,
        .left = part(box.left, page.width),
        .top = part(box.top, page.height),
        .width = part(box.width, page.width),
        .height = part(box.height, page.height)};
}

std::vector<ocr::Word> words_of(const FileStore& files, const StoredPage& page) {
    if (page.words.empty() || !files.has(page.words)) return {};
    std::ifstream in{files.path_of(page.words), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto words = ocr::words_from_json(text);
    return words ? std::move(words.value()) : std::vector<ocr::Word>{};
}

Result<std::vector<JudgedPage>> judged_pages(Transaction& tx, const core::Principal& who, core::DocumentId document) {
    TRY(const auto read, read_document_content(tx, who, document));
    std::vector<JudgedPage> pages;
    const ContentStore contents{tx};
    for (auto& page : contents.page_heads(read.content))
        pages.push_back({core::page_number({0, page.number}), std::move(page)});
    for (const auto& attached : AttachmentStore{tx}.of_document(document))
        for (auto& page : contents.page_heads(attached.content))
            pages.push_back({core::page_number({attached.place, page.number}), std::move(page)});
    return pages;
}

Result<std::int64_t> black_out(
    Transaction& tx, const Acting& acting, AccessRequestId id, core::DocumentId document, const NewBlackout& made
) {
    TRY(const auto file, open_listed(tx, acting, id, document));
    TRY(check_exemption(made.exemption));
    if (!is_box(made)) return invalid_field("box", "the box does not lie on the page");
    TRY(const auto page, pictured_page(tx, acting.who, document, made.page));
    AccessAnswerStore store{tx};
    if (std::ssize(store.blackouts(id)) >= boxes_max)
        return Error{ErrorCode::too_large, "a request holds at most 5,000 boxes"};
    AccessBlackout box;
    box.document = document;
    box.page = made.page;
    box.left = pixels(made.left, page.width);
    box.top = pixels(made.top, page.height);
    box.width = std::max<std::int64_t>(1, pixels(made.width, page.width));
    box.height = std::max<std::int64_t>(1, pixels(made.height, page.height));
    box.exemption = made.exemption;
    box.made_by = acting.who.user;
    box.made_at = acting.now;
    const auto added = store.add_blackout(id, box);
    append(tx, acting, file, {{"document", document.value}, {"page", made.page}, {"exemption", made.exemption}});
    return added;
}

Result<void> change_blackout(
    Transaction& tx,
    const Acting& acting,
    AccessRequestId id,
    core::DocumentId document,
    std::int64_t blackout,
    const BlackoutChange& change
) {
    TRY(const auto file, open_listed(tx, acting, id, document));
    AccessAnswerStore store{tx};
    auto box = store.blackout(id, document, blackout);
    if (!box) return Error{ErrorCode::not_found, "there is no such box"};
    TRY(const auto page, pictured_page(tx, acting.who, document, box->page));
    const auto set = [](std::int64_t& part, const std::optional<std::int64_t>& to, std::int64_t whole) {
        if (to) part = pixels(*to, whole);
    };
    set(box->left, change.left, page.width);
    set(box->top, change.top, page.height);
    set(box->width, change.width, page.width);
    set(box->height, change.height, page.height);
    const bool lies_on_page = box->left >= 0 && box->top >= 0 && box->width > 0 && box->height > 0 &&
                              box->left < page.width && box->top < page.height;
    if (!lies_on_page) return invalid_field("box", "the box does not lie on the page");
    box->width = std::min(box->width, page.width - box->left);
    box->height = std::min(box->height, page.height - box->top);
    if (change.exemption) {
        TRY(check_exemption(*change.exemption));
        box->exemption = *change.exemption;
    }
    store.update_blackout(*box);
    append(
        tx,
        acting,
        file,
        {{"document", document.value}, {"changed", blackout}, {"page", box->page}, {"exemption", box->exemption}}
    );
    return core::done();
}

Result<void> judge_page(
    Transaction& tx,
    const Acting& acting,
    AccessRequestId id,
    core::DocumentId document,
    std::int64_t page,
    PageVerdict verdict,
    const std::string& exemption
) {
    TRY(const auto file, open_listed(tx, acting, id, document));
    AccessReviewStore store{tx};
    nlohmann::json payload{{"document", document.value}, {"page", page}};
    if (verdict == PageVerdict::undo) {
        if (!store.undo_page(id, document, page)) return Error{ErrorCode::not_found, "nothing was decided of the page"};
        payload["page_decision"] = nullptr;
    } else {
        TRY(pictured_page(tx, acting.who, document, page));
        const bool is_withheld = verdict == PageVerdict::withhold;
        if (is_withheld) {
            TRY(check_exemption(exemption));
            payload["exemption"] = exemption;
        }
        payload["page_decision"] = is_withheld ? "withhold" : "give";
        store.decide_page(
            id,
            {.document = document,
             .page = page,
             .exemption = is_withheld ? exemption : std::string{},
             .decided_by = acting.who.user,
             .decided_at = acting.now}
        );
    }
    append(tx, acting, file, std::move(payload));
    return core::done();
}

Result<void> lift_text_blackout(
    Transaction& tx, const Acting& acting, AccessRequestId id, core::DocumentId document, std::int64_t blackout
) {
    TRY(const auto file, open_access_file(tx, acting, id));
    if (!AccessReviewStore{tx}.remove_text_blackout(id, document, blackout))
        return Error{ErrorCode::not_found, "no such words are covered"};
    append(tx, acting, file, {{"document", document.value}, {"lifted_words", blackout}});
    return core::done();
}

Result<void> lift_blackout(
    Transaction& tx, const Acting& acting, AccessRequestId id, core::DocumentId document, std::int64_t blackout
) {
    TRY(const auto file, open_access_file(tx, acting, id));
    if (!AccessAnswerStore{tx}.remove_blackout(id, document, blackout))
        return Error{ErrorCode::not_found, "there is no such box"};
    append(tx, acting, file, {{"document", document.value}, {"lifted", blackout}});
    return core::done();
}

Result<std::int64_t> black_out_phrase(
    Database& db,
    const FileStore& files,
    const Acting& acting,
    AccessRequestId id,
    const std::string& phrase,
    const std::string& exemption
) {
    TRY(check_line(phrase, "phrase"));
    TRY(check_exemption(exemption));
    std::vector<Found> found;
    std::vector<AccessTextBlackout> in_texts;
    // Words lie in files: they are looked through before anything is written.
    TRY(db.read([&](Transaction& tx) -> Result<void> {
        TRY(open_access_file(tx, acting, id));
        for (const auto& row : access_documents(tx, acting.who, id)) {
            if (!row.document || row.document->withdrawn) continue;
            for (const auto attachment : texts_holding(tx, *row.document, phrase)) {
                AccessTextBlackout covered;
                covered.document = row.chosen.document;
                covered.attachment = attachment;
                covered.phrase = phrase;
                covered.exemption = exemption;
                covered.made_by = acting.who.user;
                covered.made_at = acting.now;
                in_texts.push_back(std::move(covered));
            }
            TRY(const auto pages, judged_pages(tx, acting.who, row.chosen.document));
            for (const auto& page : pages) {
                if (page.page.picture.empty()) continue;
                for (const auto& box : ocr::boxes_of(words_of(files, page.page), phrase))
                    found.push_back({row.chosen.document, page.number, box});
            }
        }
        return core::done();
    }));
    return db.write([&](Transaction& tx) -> Result<std::int64_t> {
        TRY(const auto file, open_access_file(tx, acting, id));
        AccessAnswerStore store{tx};
        const auto known = store.blackouts(id);
        if (known.size() + found.size() > static_cast<std::size_t>(boxes_max))
            return Error{ErrorCode::too_large, "a request holds at most 5,000 boxes"};
        std::int64_t added = 0;
        for (const auto& one : found) {
            if (std::ranges::any_of(known, [&](const AccessBlackout& box) { return is_same(box, one); })) continue;
            AccessBlackout box;
            box.document = one.document;
            box.page = one.page;
            box.left = one.box.left;
            box.top = one.box.top;
            box.width = one.box.width;
            box.height = one.box.height;
            box.exemption = exemption;
            box.made_by = acting.who.user;
            box.made_at = acting.now;
            store.add_blackout(id, box);
            ++added;
        }
        added += add_to_texts(tx, id, in_texts);
        // The phrase itself is what is to be kept secret: the log tells how often, not what.
        if (added > 0) append(tx, acting, file, {{"boxes", added}, {"exemption", exemption}});
        return added;
    });
}

}  // namespace services
