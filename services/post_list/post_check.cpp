#include "services/post_list/post_check.hpp"

#include <algorithm>
#include <array>
#include <functional>

#include "core/utf8.hpp"
#include "services/files/sha256.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/hidden_text_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

namespace {

/// One text that would become public, and where it stands.
struct PublicText {
    std::string_view where;
    std::int64_t attachment{};
    std::int64_t page{};
    std::string_view text;
    std::size_t from{};  ///< only what goes on beyond this byte is new: the rest was the end of the page before
};
using Visit = std::function<void(const PublicText&)>;

constexpr std::size_t seam_bytes = 80;
constexpr std::string_view unread_parts = "unread_parts";

/// The text of a file, page by page. What is split over two pages is found by reading their ends as one.
void walk_pages(Transaction& tx, const core::ContentHash& content, std::int64_t attachment, const Visit& visit) {
    std::string tail;
    for (const auto& page : ContentStore{tx}.pages(content)) {
        const auto seam = tail + page.text.substr(0, seam_bytes);
        if (!tail.empty()) visit({"text", attachment, page.number, seam, tail.size()});
        visit({"text", attachment, page.number, page.text, 0});
        tail = page.text.size() > seam_bytes ? page.text.substr(page.text.size() - seam_bytes) : page.text;
    }
}

/// The same of what was drawn for everybody: what it says, and what is seen besides.
void walk_drawn(Transaction& tx, const core::ContentHash& content, std::int64_t attachment, const Visit& visit) {
    for (const auto& page : PublishedFileStore{tx}.pages(content)) {
        visit({"drawn", attachment, page.number, page.text});
        visit({"drawn", attachment, page.number, page.besides});
    }
}

/// What the file says where no page shows it, and what the file is called: the place is the name of what it stands in.
void walk_hidden(
    Transaction& tx,
    const core::ContentHash& content,
    const std::string& file_name,
    std::int64_t attachment,
    const Visit& visit
) {
    visit({"file_name", attachment, 0, file_name});
    for (const auto& piece : HiddenTextStore{tx}.find(content)) visit({piece.place, attachment, 0, piece.text});
}

void walk_texts(Transaction& tx, const core::Document& document, const PublicWords& words, const Visit& visit) {
    visit({"title", 0, 0, words.title});
    visit({"correspondent", 0, 0, words.correspondent});
    visit({"case_title", 0, 0, words.case_title});
    if (!words.with_document) return;
    walk_pages(tx, document.content, 0, visit);
    walk_drawn(tx, document.content, 0, visit);
    walk_hidden(tx, document.content, document.file_name, 0, visit);
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) {
        visit({"attachment", attached.place, 0, attached.title});
        walk_pages(tx, attached.content, attached.place, visit);
        walk_drawn(tx, attached.content, attached.place, visit);
        walk_hidden(tx, attached.content, attached.file_name, attached.place, visit);
    }
}

/// Of the seam between two pages only what lies across it; the rest is found on its page.
bool is_new(const PublicText& text, const core::ReleaseFinding& found) {
    return text.from == 0 || (found.begin < text.from && found.end > text.from);
}

/// What is found in a text, by where it stands. A file's name is full of dates and numbers; where a picture was taken
/// is something by itself, and so is that a file's hidden parts could not be looked at.
struct Found {
    std::string_view what;
    core::ReleaseFinding at;
};
std::vector<Found> found_in(const PublicText& text, const core::ReleaseCheck& check) {
    if (text.where == "location") return {{"location", {{}, 0, text.text.size(), true}}};
    if (text.where == unread_parts) return {{"unread", {{}, 0, text.text.size(), true}}};
    std::vector<Found> found;
    for (const auto& one : check(text.text)) {
        const bool is_number = one.kind == core::ReleaseKind::phone || one.kind == core::ReleaseKind::address;
        if (is_new(text, one) && !(is_number && text.where == "file_name"))
            found.push_back({core::name_of(one.kind), one});
    }
    return found;
}

/// What was drawn says the same once more; only what it shows besides is news.
void count(std::vector<PostFinding>& findings, std::string_view what, const PublicText& at) {
    const auto is_known = [&](const PostFinding& one) {
        return one.what == what && one.where == "text" && one.page == at.page;
    };
    if (at.where == "drawn" && std::ranges::any_of(findings, is_known)) return;
    const auto same = std::ranges::find_if(findings, [&](const PostFinding& one) {
        return one.what == what && one.where == at.where && one.page == at.page;
    });
    if (same == findings.end())
        findings.push_back({std::string{what}, std::string{at.where}, at.page, 1});
    else
        ++same->count;
}

/// All that can be said of how far a file has been read.
void check_reading(Transaction& tx, const core::ContentHash& hash, std::vector<PostFinding>& findings) {
    const auto content = ContentStore{tx}.find(hash);
    if (!content || content->outcome == ReadOutcome::unread) {
        findings.push_back({"waiting", "text", 0});
        return;
    }
    bool is_named = false;
    for (const auto& page : ContentStore{tx}.page_heads(hash))
        if (page.source == "none") {
            findings.push_back({"unread", "text", page.number});
            is_named = true;
        }
    if (content->outcome != ReadOutcome::complete && !is_named) findings.push_back({"unread", "text", 0});
}

/// All files that are shown where the document is.
std::vector<core::ContentHash> files_of(Transaction& tx, const core::Document& document) {
    std::vector<core::ContentHash> files{document.content};
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) files.push_back(attached.content);
    return files;
}

/// Where a character begins, at or before `at`.
std::size_t character_at(std::string_view text, std::size_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    return at;
}

PostHit hit_of(const PublicText& at, const Found& of) {
    const auto& found = of.at;
    constexpr std::size_t around = 60;  // bytes
    const auto from = character_at(at.text, found.begin > around ? found.begin - around : 0);
    const auto until = character_at(at.text, std::min(at.text.size(), found.end + around));
    const auto piece = [&](std::size_t begin, std::size_t end) {
        return core::on_one_line(at.text.substr(begin, end - begin));
    };
    return PostHit{
        .what = std::string{of.what},
        .where = std::string{at.where},
        .attachment = at.attachment,
        .page = at.page,
        .certain = found.certain,
        .before = piece(from, found.begin),
        .hit = piece(found.begin, found.end),
        .after = piece(found.end, until),
    };
}

bool is_told(const std::vector<PostHit>& hits, const PostHit& hit) {
    return std::ranges::any_of(hits, [&](const PostHit& one) {
        return one.attachment == hit.attachment && one.page == hit.page && one.what == hit.what && one.hit == hit.hit;
    });
}

/// Whether it stands where nothing can be found before the file is drawn or looked through.
bool is_found_late(const PostFinding& found) {
    constexpr std::array early{"title", "correspondent", "case_title", "attachment", "text"};
    const bool is_hit = found.what != "waiting" && (found.what != "unread" || found.where == unread_parts);
    return is_hit && std::ranges::find(early, found.where) == early.end();
}

/// Whether somebody has decided on such a thing there, or is about to; of what is drawn also in the text.
bool is_decided(const std::vector<PostFinding>& known, const PostFinding& found) {
    return std::ranges::any_of(known, [&](const PostFinding& one) {
        return one.what == found.what && (one.where == found.where || (found.where == "drawn" && one.where == "text"));
    });
}

}  // namespace

bool hold_for_what_is_drawn(
    Transaction& tx, const core::Document& document, const core::ReleaseCheck& check, core::Timestamp now
) {
    PostListStore entries{tx};
    const auto entry = entries.of_document(document.id);
    if (!entry || entry->state != PostState::published) return false;
    auto known = findings_from_json(entry->reason);
    const auto decided = known;
    for (auto& found : check_post(tx, document, public_words_of(*entry, ""), check))
        if (is_found_late(found) && !is_decided(decided, found)) known.push_back(std::move(found));
    if (known.size() == decided.size()) return false;
    const auto findings = findings_to_json(known);
    entries.hold_again(entry->id, findings);
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .payload = R"({"entry":)" + std::to_string(entry->id.value) + R"(,"findings":)" + findings + "}",
    });
    return true;
}

PublicWords public_words_of(const core::Document& document, const std::string& public_case_title) {
    return {
        document.public_title,
        document.public_correspondent,
        public_case_title,
        document.publication == core::Publication::document};
}

PublicWords public_words_of(const PostListEntry& entry, const std::string& public_case_title) {
    return {entry.title, entry.correspondent, public_case_title, entry.document_public};
}

std::vector<PostFinding> check_post(
    Transaction& tx, const core::Document& document, const PublicWords& words, const core::ReleaseCheck& check
) {
    std::vector<PostFinding> findings;
    walk_texts(tx, document, words, [&](const PublicText& at) {
        for (const auto& found : found_in(at, check)) count(findings, found.what, at);
    });
    if (words.with_document)
        for (const auto& file : files_of(tx, document)) check_reading(tx, file, findings);
    return findings;
}

std::vector<PostHit> hits_in(
    Transaction& tx,
    const core::Document& document,
    const PublicWords& words,
    const core::ReleaseCheck& check,
    std::size_t limit
) {
    std::vector<PostHit> hits;
    walk_texts(tx, document, words, [&](const PublicText& at) {
        for (const auto& found : found_in(at, check)) {
            if (hits.size() >= limit) return;
            auto hit = hit_of(at, found);
            if (at.where != "drawn" || !is_told(hits, hit)) hits.push_back(std::move(hit));
        }
    });
    return hits;
}

std::vector<PostHit> hits_in_text(std::string_view where, std::string_view text, const core::ReleaseCheck& check) {
    std::vector<PostHit> hits;
    const PublicText at{.where = where, .text = text};
    for (const auto& found : found_in(at, check)) hits.push_back(hit_of(at, found));
    return hits;
}

std::string fingerprint_of(Transaction& tx, const PostListEntry& entry, const core::Document& document) {
    Sha256 hash;
    const auto add = [&](std::string_view field) {
        hash.add(std::to_string(field.size()) + ":");
        hash.add(field);
    };
    const auto on = CaseStore{tx}.find(document.in_case);
    add(entry.title);
    add(entry.correspondent);
    add(on ? on->public_title : "");
    add(entry.reason);
    add(name_of(entry.state));
    add(core::name_of(document.publication));
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) add(attached.title);
    for (const auto& file : files_of(tx, document)) {
        const auto content = ContentStore{tx}.find(file);
        add(file.text());
        add(content ? name_of(content->outcome) : "");
        add(content ? content->pdf.text() : "");
    }
    return hash.finish().text();
}

bool is_all_read(Transaction& tx, const core::Document& document) {
    return std::ranges::all_of(files_of(tx, document), [&](const core::ContentHash& file) {
        const auto content = ContentStore{tx}.find(file);
        return content && content->outcome != ReadOutcome::unread;
    });
}

}  // namespace services
