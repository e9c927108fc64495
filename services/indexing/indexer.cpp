#include "services/indexing/indexer.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "services/indexing/entries.hpp"
#include "services/store/case_store.hpp"

namespace services {

namespace fs = std::filesystem;

namespace {

/// What a batch of events touched, each once.
struct Touched {
    std::set<core::CaseId> cases;
    std::set<core::CaseId> whole_cases;    ///< with their documents: the access group may have moved
    std::set<core::CaseId> refiled_cases;  ///< of those: what their public entries are found by may be another
    std::set<core::DocumentId> documents;
    std::set<core::DocumentId> journaled;
    std::set<core::DraftId> drafts;
    std::set<core::IncomingId> items;
    std::set<core::DocumentId> posts;
};

/// Whether a change of a case is one that its documents are found by: their subject, unit and readers are the case's. A
/// case with thousands of documents that is only closed or renamed costs no more than one without.
bool concerns_documents(const Event& changed) {
    const auto fields = nlohmann::json::parse(changed.payload, nullptr, /*allow_exceptions=*/false);
    if (!fields.is_object()) return true;
    return std::ranges::any_of(std::array{"subject", "unit", "caseworker", "confidentiality"}, [&](const char* field) {
        return fields.contains(field);
    });
}

// A line for each kind there is, and the compiler sees to it that none is missing.
// NOLINTNEXTLINE(readability-function-size)
Touched touched_by(const std::vector<Event>& events) {
    Touched touched;
    for (const auto& event : events) {
        switch (event.kind) {
            case EventKind::item_received:
            case EventKind::item_read:
            case EventKind::item_handed_over:
            case EventKind::item_journaled:
                touched.items.insert(core::IncomingId{event.subject});
                break;
            case EventKind::case_opened:
            case EventKind::case_fields_changed:
            case EventKind::party_added:
            case EventKind::party_removed:
            case EventKind::party_corrected:
            case EventKind::party_erased:
                touched.cases.insert(core::CaseId{event.subject});
                break;
            case EventKind::case_changed:
                (concerns_documents(event) ? touched.whole_cases : touched.cases).insert(core::CaseId{event.subject});
                if (concerns_documents(event)) touched.refiled_cases.insert(core::CaseId{event.subject});
                break;
            case EventKind::case_access_changed:
                touched.whole_cases.insert(core::CaseId{event.subject});
                break;
            case EventKind::case_merged:
                touched.whole_cases.insert(core::CaseId{event.subject});
                touched.refiled_cases.insert(core::CaseId{event.subject});
                break;
            case EventKind::document_moved:
                touched.documents.insert(core::DocumentId{event.subject});
                touched.posts.insert(core::DocumentId{event.subject});
                break;
            case EventKind::document_journaled:
                touched.journaled.insert(core::DocumentId{event.subject});
                touched.documents.insert(core::DocumentId{event.subject});
                break;
            case EventKind::document_withdrawn:
                touched.documents.insert(core::DocumentId{event.subject});
                break;
            case EventKind::document_erased:
                touched.documents.insert(core::DocumentId{event.subject});
                touched.posts.insert(core::DocumentId{event.subject});
                break;
            case EventKind::draft_added:
            case EventKind::draft_changed:
            case EventKind::draft_checked_in:
            case EventKind::draft_discarded:
            case EventKind::attachment_added:
            case EventKind::attachment_removed:
            case EventKind::text_known:
                // Everybody finds a public document by what was drawn of it, which is told like this, too.
                if (event.subject_kind == SubjectKind::document) touched.posts.insert(core::DocumentId{event.subject});
                if (event.subject_kind == SubjectKind::document)
                    touched.documents.insert(core::DocumentId{event.subject});
                else
                    touched.drafts.insert(core::DraftId{event.subject});
                break;
            case EventKind::post_listed:
            case EventKind::post_held:
            case EventKind::post_withheld:
                touched.posts.insert(core::DocumentId{event.subject});
                break;
            case EventKind::sending_ordered:
            case EventKind::document_sent:
            case EventKind::document_delivered:
            case EventKind::document_not_sent:
            case EventKind::draft_checked_out:
            case EventKind::draft_released:
            case EventKind::draft_sent_for_approval:
            case EventKind::draft_approved:
            case EventKind::draft_sent_back:
            case EventKind::case_phase_moved:
            case EventKind::sample_drawn:
            case EventKind::sample_judged:
            case EventKind::checklist_changed:
            case EventKind::document_placed:
            case EventKind::sub_file_changed:
            case EventKind::erasure_asked:
            case EventKind::erasure_refused:
            case EventKind::relation_added:
            case EventKind::relation_removed:
            case EventKind::task_added:
            case EventKind::task_changed:
            case EventKind::task_done:
            case EventKind::task_reopened:
            case EventKind::case_read:
            case EventKind::document_read:
            case EventKind::reads_missing:
            case EventKind::person_told:
            case EventKind::access_requested:
            case EventKind::access_request_changed:
            case EventKind::access_time_noted:
            case EventKind::access_due_moved:
            case EventKind::access_documents_changed:
            case EventKind::access_decided:
            case EventKind::access_blacked_out:
            case EventKind::access_answer_ordered:
            case EventKind::access_answer_fetched:
            case EventKind::access_answered:
            case EventKind::access_withdrawn:
            case EventKind::post_counted:
            case EventKind::post_rule_changed:
            case EventKind::post_subscribed:
            case EventKind::access_party_asked:
            case EventKind::access_party_answered:
            case EventKind::access_second_asked:
            case EventKind::access_approved:
            case EventKind::access_sent_back:
            case EventKind::access_complained:
            case EventKind::access_complaint_settled:
            case EventKind::access_published:
            case EventKind::document_released:
            case EventKind::party_heard:
            case EventKind::party_answered:
            case EventKind::citizen_wrote:
            case EventKind::citizen_read:
            case EventKind::attorney_changed:
            case EventKind::hearing_changed:
            case EventKind::hearing_answered:
            case EventKind::hearing_answer_judged:
            case EventKind::case_published:
            case EventKind::calendar_changed:
            case EventKind::unit_changed:
            case EventKind::user_changed:
            case EventKind::substitute_named:
            case EventKind::substitute_ended:
            case EventKind::signed_in:
            case EventKind::job_retried:
            case EventKind::party_looked_up:
            case EventKind::identifier_shown:
            case EventKind::scheme_imported:
            case EventKind::import_begun:
            case EventKind::many_changed:
            case EventKind::setting_changed:
            case EventKind::list_exported:
                break;
        }
    }
    return touched;
}

/// A document of a case that was journaled before its item was read gets its text when the reading is done.
void put_items(Transaction& tx, Touched& touched, search::Writer& writer) {
    for (const auto id : touched.items) {
        const auto item = IncomingStore{tx}.find(id);
        if (!item) continue;
        if (item->state == core::IncomingState::journaled) {
            writer.remove(search::Kind::incoming, id.value);
            if (item->document) touched.documents.insert(*item->document);
        } else {
            writer.put(entry_of(tx, *item));
        }
    }
}

void put_cases(Transaction& tx, Touched& touched, search::Writer& writer) {
    constexpr std::int64_t step = 1000;
    for (const auto id : touched.whole_cases) {
        touched.cases.insert(id);
        for (const auto draft : DraftStore{tx}.all_of_case(id)) touched.drafts.insert(draft);
        auto before = std::numeric_limits<std::int64_t>::max();
        for (;;) {
            const auto documents = DocumentStore{tx}.of_case(id, before, step);
            if (documents.empty()) break;
            for (const auto& document : documents) {
                touched.documents.insert(document.id);
                if (touched.refiled_cases.contains(id)) touched.posts.insert(document.id);
            }
            before = documents.back().number;
        }
    }
    for (const auto id : touched.cases)
        if (const auto found = CaseStore{tx}.find(id)) writer.put(entry_of(tx, *found));
}

/// One that was journaled is found as its document.
void put_drafts(Transaction& tx, Touched& touched, search::Writer& writer) {
    const DraftStore drafts{tx};
    for (const auto id : touched.journaled)
        if (const auto draft = drafts.of_document(id)) touched.drafts.insert(draft->id);
    for (const auto id : touched.drafts) {
        const auto draft = drafts.find(id);
        if (draft && is_found(*draft))
            writer.put(entry_of(tx, *draft));
        else
            writer.remove(search::Kind::draft, id.value);
    }
}

void put_documents(Transaction& tx, const Touched& touched, search::Writer& writer) {
    for (const auto id : touched.documents)
        if (const auto found = DocumentStore{tx}.find(id)) {
            if (found->withdrawn)
                writer.remove(search::Kind::document, id.value);
            else
                writer.put(entry_of(tx, *found));
        }
    for (const auto id : touched.posts) {
        const auto entry = PostListStore{tx}.of_document(id);
        if (!entry) continue;
        if (const auto shown = PostListStore{tx}.public_entry(entry->id))
            writer.put(entry_of(tx, *shown));
        else
            writer.remove(search::Kind::published, entry->id.value);
    }
}

}  // namespace

Indexer::Indexer(Database& db, fs::path folder, unsigned shards, search::Reader& reader)
    : db_(db), folder_(std::move(folder)), shards_(shards), reader_(reader), live_(live_index(folder_)) {
    fs::create_directories(folder_);
    writer_.emplace(live_, shards_);
}

core::EventId Indexer::position() {
    if (!writer_) writer_.emplace(live_, shards_);
    follow_rebuild();
    return writer_->position();
}

void Indexer::follow_rebuild() {
    const auto live = live_index(folder_);
    if (live == live_) return;
    writer_.reset();
    writer_.emplace(live, shards_);
    reader_.switch_to(live);
    fs::remove_all(live_);
    live_ = live;
}

void Indexer::take(const std::vector<Event>& events) {
    try {
        put(events);
        writer_->commit(events.back().id);
    } catch (...) {
        // What a failed writer still holds (a full disk left it half a commit) must not stand in the way: the next
        // attempt begins with a new one, at what is on the disk.
        writer_.reset();
        throw;
    }
}

void Indexer::put(const std::vector<Event>& events) {
    const auto read = db_.read([&](Transaction& tx) -> core::Result<void> {
        auto touched = touched_by(events);
        put_items(tx, touched, *writer_);
        put_cases(tx, touched, *writer_);
        put_drafts(tx, touched, *writer_);
        put_documents(tx, touched, *writer_);
        return core::done();
    });
    static_cast<void>(read);  // the only failures are exceptions, and they go to the follower
}

fs::path live_index(const fs::path& folder) {
    std::ifstream in{folder / "current"};
    std::string name;
    std::getline(in, name);
    return folder / (name.empty() ? "first" : name);
}

}  // namespace services
