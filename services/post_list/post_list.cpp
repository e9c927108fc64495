#include "services/post_list/post_list.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rules/personal_numbers.hpp"
#include "services/cases/documents.hpp"
#include "services/files/sha256.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/incoming_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::string_view cursor_name = "post_list";

bool holds_cpr(std::string_view text) {
    return !core::find_cpr(text).empty();
}

/// The text, page by page. A number that is split over two pages is found by reading them as one.
void check_text(Transaction& tx, const core::ContentHash& content, std::vector<PostFinding>& findings) {
    std::string tail;
    for (const auto& page : ContentStore{tx}.pages(content)) {
        if (page.source == "none") {
            findings.push_back({"unread", "text", page.number});
        } else if (holds_cpr(page.text) || holds_cpr(tail + page.text.substr(0, 40))) {
            findings.push_back({"cpr", "text", page.number});
        }
        tail = page.text.size() > 40 ? page.text.substr(page.text.size() - 40) : page.text;
    }
}

bool is_unread(const PostFinding& finding) {
    return finding.what == "unread";
}

/// All that can be said of a file that may go out with the entry.
void check_bytes(Transaction& tx, const core::ContentHash& hash, std::vector<PostFinding>& findings) {
    const auto content = ContentStore{tx}.find(hash);
    if (!content || content->outcome == ReadOutcome::unread) {
        findings.push_back({"waiting", "text", 0});
        return;
    }
    std::vector<PostFinding> found;
    check_text(tx, hash, found);
    if (content->outcome != ReadOutcome::complete && std::ranges::none_of(found, is_unread))
        found.push_back({"unread", "text", 0});
    findings.insert(findings.end(), found.begin(), found.end());
}

/// All files that are shown where the document is.
std::vector<core::ContentHash> files_of(Transaction& tx, const core::Document& document) {
    std::vector<core::ContentHash> files{document.content};
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) files.push_back(attached.content);
    return files;
}

bool is_read(Transaction& tx, const core::ContentHash& hash) {
    const auto content = ContentStore{tx}.find(hash);
    return content && content->outcome != ReadOutcome::unread;
}

/// An entry as the machine sees it now; nothing for a document that is not to be listed.
std::optional<PostListEntry> checked_entry(Transaction& tx, const core::Document& document) {
    if (document.publication == core::Publication::withheld || document.withdrawn) return std::nullopt;
    const auto on = CaseStore{tx}.find(document.in_case);
    if (!on) return std::nullopt;
    const auto findings = check_post(tx, document, on->public_title);
    return PostListEntry{
        .id = {},
        .document = document.id,
        .unit = on->unit,
        .state = findings.empty() ? PostState::published : PostState::held,
        .reason = findings_to_json(findings),
        .listed_on = core::danish_date(document.journaled_at),
        .title = document.public_title,
        .correspondent = document.public_correspondent,
        .document_public = document.publication == core::Publication::document,
    };
}

void append_checked(Transaction& tx, const PostListEntry& entry, core::CaseId in_case, core::Timestamp now) {
    EventLog{tx}.append({
        .at = now,
        .kind = entry.state == PostState::published ? EventKind::post_listed : EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = entry.document.value,
        .in_case = in_case,
        .payload = R"({"entry":)" + std::to_string(entry.id.value) + R"(,"findings":)" + entry.reason + "}",
    });
}

}  // namespace

std::string findings_to_json(const std::vector<PostFinding>& findings) {
    auto list = nlohmann::json::array();
    for (const auto& finding : findings)
        list.push_back({{"what", finding.what}, {"where", finding.where}, {"page", finding.page}});
    return list.dump();
}

std::vector<PostFinding> findings_from_json(std::string_view json) {
    std::vector<PostFinding> findings;
    const auto list = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (!list.is_array()) return findings;
    for (const auto& one : list)
        if (one.is_object())
            findings.push_back({one.value("what", ""), one.value("where", ""), one.value("page", std::int64_t{0})});
    return findings;
}

std::vector<PostFinding> check_post(
    Transaction& tx, const core::Document& document, const std::string& public_case_title
) {
    std::vector<PostFinding> findings;
    if (holds_cpr(document.public_title)) findings.push_back({"cpr", "title", 0});
    if (holds_cpr(document.public_correspondent)) findings.push_back({"cpr", "correspondent", 0});
    if (holds_cpr(public_case_title)) findings.push_back({"cpr", "case_title", 0});
    // The text is looked at even where only the entry is listed: a number in it is a reason to look at the title again.
    check_bytes(tx, document.content, findings);
    // What belongs to the document is published with it.
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) {
        if (holds_cpr(attached.title)) findings.push_back({"cpr", "text", 0});
        check_bytes(tx, attached.content, findings);
    }
    // Nobody outside sees the pages of an entry alone, so one that can't be read is no reason to hold it.
    if (document.publication != core::Publication::document) std::erase_if(findings, is_unread);
    return findings;
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

core::EventId PostListFeeder::position() {
    const auto got = db_.read([&](Transaction& tx) -> Result<void> {
        position_ = CursorStore{tx}.position(cursor_name);
        return core::done();
    });
    static_cast<void>(got);
    return position_;
}

void PostListFeeder::take(const std::vector<Event>& events) {
    // Checking reads every page, so it is done on snapshots, not on the one thread that writes.
    std::map<core::EventId, Checked> checked;
    for (const auto& event : events)
        if (event.kind == EventKind::document_journaled)
            if (auto found = check(core::DocumentId{event.subject})) checked.emplace(event.id, std::move(*found));
    const auto taken = db_.write([&](Transaction& tx) -> Result<void> {
        if (!CursorStore{tx}.move_from(cursor_name, position_, events.back().id)) return core::done();
        for (const auto& event : events) {
            if (const auto found = checked.find(event.id); found != checked.end()) list(tx, found->second);
            if (event.kind == EventKind::item_read) look_again_at_item(tx, core::IncomingId{event.subject});
            const bool is_changed = event.kind == EventKind::text_known || event.kind == EventKind::attachment_added;
            if (is_changed && event.subject_kind == SubjectKind::document)
                look_again(tx, core::DocumentId{event.subject});
        }
        return core::done();
    });
    static_cast<void>(taken);  // the only failures here are exceptions, and they go to the follower
}

std::optional<PostListFeeder::Checked> PostListFeeder::check(core::DocumentId id) {
    std::optional<Checked> checked;
    const auto read = db_.read([&](Transaction& tx) -> Result<void> {
        const auto document = DocumentStore{tx}.find(id);
        if (!document) return core::done();
        if (auto entry = checked_entry(tx, *document)) {
            auto fingerprint = fingerprint_of(tx, *entry, *document);
            checked = Checked{std::move(*entry), document->in_case, std::move(fingerprint)};
        }
        return core::done();
    });
    static_cast<void>(read);
    return checked;
}

void PostListFeeder::list(Transaction& tx, Checked& checked) {
    PostListStore entries{tx};
    if (entries.of_document(checked.entry.document)) return;
    const auto document = DocumentStore{tx}.find(checked.entry.document);
    if (!document || document->withdrawn) return;  // while it was being checked
    // An attachment, a reading or another public title may have come since: what would be shown now must be checked.
    if (fingerprint_of(tx, checked.entry, *document) != checked.fingerprint) {
        auto anew = checked_entry(tx, *document);
        if (!anew) return;
        checked.entry = std::move(*anew);
        checked.in_case = document->in_case;
    }
    checked.entry.id = entries.add(checked.entry);
    append_checked(tx, checked.entry, checked.in_case, clock_.now());
}

void PostListFeeder::look_again_at_item(Transaction& tx, core::IncomingId id) {
    const auto item = IncomingStore{tx}.find(id);
    if (item && item->document) look_again(tx, *item->document);
}

void PostListFeeder::look_again(Transaction& tx, core::DocumentId id) {
    PostListStore entries{tx};
    const auto held = entries.of_document(id);
    if (!held || held->state != PostState::held) return;
    const auto document = DocumentStore{tx}.find(id);
    auto now_checked = checked_entry(tx, *document);
    if (!now_checked) return;
    now_checked->id = held->id;
    entries.set_checked(held->id, now_checked->state, now_checked->reason);
    append_checked(tx, *now_checked, document->in_case, clock_.now());
}

Result<void> decide_post(Transaction& tx, const Acting& acting, core::PostListId id, const PostDecision& decision) {
    PostListStore entries{tx};
    const auto entry = entries.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, read_document(tx, acting.who, entry->document));
    if (!core::may(acting.who, core::Action::review_post_list, {entry->unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    if (entry->state != PostState::held)
        return Error{ErrorCode::conflict, "the entry has been decided already", "state"};
    if (decision.seen != fingerprint_of(tx, *entry, document))
        return Error{ErrorCode::conflict, "something has come to it since it was seen", "seen"};
    auto decided = *entry;
    decided.state = decision.state;
    decided.document_public = decision.publish_document && entry->document_public;
    if (decision.title) decided.title = *decision.title;
    if (decision.correspondent) decided.correspondent = *decision.correspondent;
    if (decision.state == PostState::withheld && decision.reason.empty())
        return Error{ErrorCode::invalid_input, "say why it is withheld", "reason"};
    if (decision.state == PostState::published) {
        if (decided.title.empty()) return Error{ErrorCode::invalid_input, "the title is missing", "public_title"};
        if (holds_cpr(decided.title))
            return Error{ErrorCode::invalid_input, "the title still holds a CPR number", "public_title"};
        if (holds_cpr(decided.correspondent))
            return Error{ErrorCode::invalid_input, "the name still holds a CPR number", "public_correspondent"};
        const auto files = files_of(tx, document);
        if (decided.document_public && !std::ranges::all_of(files, [&](const auto& file) { return is_read(tx, file); }))
            return Error{ErrorCode::conflict, "a file of the document has not been read yet", "document"};
    }
    entries.decide(decided, acting.who.user, acting.now);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = decision.state == PostState::published ? EventKind::post_listed : EventKind::post_withheld,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value},
                {"reason", decision.reason},
                {"document", decided.document_public},
                {"findings", nlohmann::json::parse(entry->reason)}}
                .dump(),
    });
    return core::done();
}

}  // namespace services
