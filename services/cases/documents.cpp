#include "services/cases/documents.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/files/sha256.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

/// As a file has it: one kind of line end, and nothing behind the last word but one of them.
std::string tidied(const std::string& text) {
    std::string tidy;
    tidy.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\r') {
            if (at + 1 == text.size() || text[at + 1] != '\n') tidy += '\n';
        } else {
            tidy += text[at];
        }
    }
    tidy.erase(tidy.find_last_not_of(" \t\n") + 1);
    return tidy + '\n';
}

/// Bytes and pages of a note: nothing needs to be recognised, so it is read before it is journaled.
void add_content(Transaction& tx, const Stored& stored, const std::string& text, core::Timestamp now) {
    Content content;
    content.hash = stored.hash;
    content.media_type = "text/plain";
    content.size_bytes = static_cast<std::int64_t>(stored.size_bytes);
    content.outcome = ReadOutcome::complete;
    content.page_count = 1;
    StoredPage page;
    page.number = 1;
    page.source = "text_layer";
    page.text = text;
    page.confidence = 100;
    ContentStore{tx}.add_read(content, {page}, now);
}

}  // namespace

Result<core::Document> read_document(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    auto found = DocumentStore{tx}.find(id);
    if (!found || !core::may(who, core::Action::read, {std::nullopt, found->access_group}))
        return Error{ErrorCode::not_found, "there is no such document"};
    return std::move(*found);
}

bool may_read_content(Transaction& tx, const core::Principal& who, const core::Document& one) {
    if (!one.withdrawn) return true;
    const auto on = CaseStore{tx}.find(one.in_case);
    return on && core::may(who, core::Action::journal, {on->unit, one.access_group});
}

Result<core::Document> read_document_content(Transaction& tx, const core::Principal& who, core::DocumentId id) {
    TRY(auto one, read_document(tx, who, id));
    if (!may_read_content(tx, who, one)) return Error{ErrorCode::not_found, "the document has been withdrawn"};
    return one;
}

Result<core::Document> withdraw_document(
    Transaction& tx, const Acting& acting, core::DocumentId id, const std::string& reason
) {
    TRY(auto one, read_document(tx, acting.who, id));
    TRY(const auto on, read_case(tx, acting.who, one.in_case));
    TRY(require_on_case(acting.who, core::Action::journal, on));
    TRY(check_text(reason, "reason", reason_limit));
    one.withdrawn = core::Withdrawal{acting.now, acting.who.user, reason};
    if (!DocumentStore{tx}.withdraw(id, *one.withdrawn))
        return Error{ErrorCode::conflict, "the document has been withdrawn already"};
    const auto append = [&](EventKind kind, const nlohmann::json& payload) {
        EventLog{tx}.append({
            .at = acting.now,
            .kind = kind,
            .subject_kind = SubjectKind::document,
            .subject = id.value,
            .in_case = on.id,
            .actor = acting.who.user,
            .payload = payload.dump(),
        });
    };
    append(EventKind::document_withdrawn, {{"number", one.number}, {"reason", reason}});
    PublishedFileStore{tx}.forget_of(id, acting.now);
    PostListStore post_list{tx};
    const auto entry = post_list.of_document(id);
    if (entry && entry->state != PostState::withheld) {
        post_list.withhold(entry->id, acting.who.user, acting.now);
        append(EventKind::post_withheld, {{"entry", entry->id.value}, {"withdrawn", true}});
    }
    return one;
}

Result<core::Document> journal_note(
    Database& db, FileStore& files, const Acting& acting, core::CaseId on, const NewNote& made
) {
    TRY(check_text(made.text, "text", note_limit));
    // Before any byte is kept: whoever may not journal here shall not fill the disk either.
    TRY(db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto found, read_case(tx, acting.who, on));
        return require_on_case(acting.who, core::Action::journal, found);
    }));
    const auto text = tidied(made.text);
    const auto stored = files.put_bytes(text);
    return db.write([&](Transaction& tx) -> Result<core::Document> {
        TRY(const auto found, read_case(tx, acting.who, on));
        add_content(tx, stored, text, acting.now);
        NewDocument document;
        document.title = made.title;
        document.direction = core::Direction::internal;
        document.received = core::danish_date(acting.now);
        document.publication = core::Publication::withheld;
        document.content = stored.hash;
        document.file_name = "notat.txt";
        document.kind = core::DocumentKind::note;
        document.late_reason = made.late_reason;
        TRY(auto journaled, journal_document(tx, acting, found, document));
        journaled.media_type = "text/plain";
        journaled.size_bytes = static_cast<std::int64_t>(stored.size_bytes);
        journaled.page_count = 1;
        return journaled;
    });
}

}  // namespace services
