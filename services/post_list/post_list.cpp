#include "services/post_list/post_list.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/cases/documents.hpp"
#include "services/post_list/publishing.hpp"
#include "services/store/document_store.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/store/publication_rule_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::string_view cursor_name = "post_list";

/// An entry by the authority's rules and as the machine sees it now; nothing for a document that is not to be listed.
std::optional<PostListEntry> checked_entry(
    Transaction& tx,
    const core::Document& document,
    const core::ReleaseCheck& release,
    const RuleBook& book,
    core::Date today
) {
    if (document.withdrawn) return std::nullopt;
    const auto on = CaseStore{tx}.find(document.in_case);
    if (!on) return std::nullopt;
    auto entry = entry_by_rules(tx, book, document, *on);
    if (entry.state == PostState::withheld) return entry;
    const auto findings = check_post(tx, document, public_words_of(entry, on->public_title), release);
    entry.reason = findings_to_json(findings);
    if (!findings.empty() || (entry.public_from && *entry.public_from > today)) entry.state = PostState::held;
    return entry;
}

/// Has what is public drawn. What was journaled longer ago is drawn when somebody first asks for it: a list that is
/// filled all at once would else keep new post from being read.
void publish_what_is_new(Transaction& tx, const core::Document& document, core::Timestamp now) {
    constexpr std::chrono::hours new_for{24};
    if (document.journaled_at >= now - new_for) queue_publishing(tx, document.id, now);
}

EventKind kind_of(PostState state) {
    switch (state) {
        case PostState::published:
            return EventKind::post_listed;
        case PostState::held:
            return EventKind::post_held;
        case PostState::withheld:
            return EventKind::post_withheld;
    }
    return EventKind::post_held;
}

void append_checked(Transaction& tx, const PostListEntry& entry, core::CaseId in_case, core::Timestamp now) {
    nlohmann::json payload{{"entry", entry.id.value}, {"findings", nlohmann::json::parse(entry.reason)}};
    if (entry.rule) payload["rule"] = *entry.rule;
    if (entry.state == PostState::withheld) payload["exemption"] = entry.exemption;
    if (entry.state == PostState::held && entry.public_from) payload["until"] = core::iso_date(*entry.public_from);
    EventLog{tx}.append({
        .at = now,
        .kind = kind_of(entry.state),
        .subject_kind = SubjectKind::document,
        .subject = entry.document.value,
        .in_case = in_case,
        .payload = payload.dump(),
    });
}

bool may_change_list(EventKind kind) {
    constexpr std::array kinds{
        EventKind::post_listed,
        EventKind::post_held,
        EventKind::post_withheld,
        EventKind::document_withdrawn,
        EventKind::document_erased,
        EventKind::document_moved};
    return std::ranges::find(kinds, kind) != kinds.end();
}

/// Entries are found by their case's subject, whatever that becomes.
void keep_subjects(Transaction& tx, const Event& event) {
    PublicListStore list{tx};
    const bool is_other =
        event.kind == EventKind::case_changed && event.payload.find("\"subject\"") != std::string::npos;
    if (is_other || event.kind == EventKind::case_merged) list.refresh_subjects(core::CaseId{event.subject});
    if (event.kind != EventKind::document_moved) return;
    if (const auto moved = DocumentStore{tx}.find(core::DocumentId{event.subject}))
        list.refresh_subjects(moved->in_case);
}

}  // namespace

core::Date PostListFeeder::today() const {
    return core::danish_date(clock_.now());
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
    std::optional<Lists> lists;
    for (const auto& event : events) {
        if (event.kind != EventKind::document_journaled) continue;
        if (!lists) lists = lists_now();
        if (auto found = check(core::DocumentId{event.subject}, *lists)) checked.emplace(event.id, std::move(*found));
    }
    const auto taken = db_.write([&](Transaction& tx) -> Result<void> {
        if (!CursorStore{tx}.move_from(cursor_name, position_, events.back().id)) return core::done();
        for (const auto& event : events) {
            if (const auto found = checked.find(event.id); found != checked.end()) list(tx, found->second);
            if (event.kind == EventKind::item_read) look_again_at_item(tx, core::IncomingId{event.subject});
            const bool is_changed = event.kind == EventKind::text_known || event.kind == EventKind::attachment_added;
            if (is_changed && event.subject_kind == SubjectKind::document)
                look_again(tx, core::DocumentId{event.subject});
            keep_subjects(tx, event);
            if (may_change_list(event.kind)) PostListStore{tx}.note_change(core::DocumentId{event.subject}, event.at);
        }
        return core::done();
    });
    static_cast<void>(taken);  // the only failures here are exceptions, and they go to the follower
}

PostListFeeder::Lists PostListFeeder::lists_now() {
    return db_
        .read([&](Transaction& tx) -> Result<Lists> {
            return Lists{release_check(tx), rule_book(tx, usual_delay_days_)};
        })
        .value();
}

std::optional<PostListFeeder::Checked> PostListFeeder::check(core::DocumentId id, const Lists& lists) {
    std::optional<Checked> checked;
    const auto read = db_.read([&](Transaction& tx) -> Result<void> {
        const auto document = DocumentStore{tx}.find(id);
        if (!document) return core::done();
        if (auto entry = checked_entry(tx, *document, lists.release, lists.book, today())) {
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
        auto anew = checked_entry(tx, *document, release_check(tx), rule_book(tx, usual_delay_days_), today());
        if (!anew) return;
        checked.entry = std::move(*anew);
        checked.in_case = document->in_case;
    }
    checked.entry.id = entries.add(checked.entry);
    append_checked(tx, checked.entry, checked.in_case, clock_.now());
    publish_what_is_new(tx, *document, clock_.now());
}

void PostListFeeder::look_again_at_item(Transaction& tx, core::IncomingId id) {
    const auto item = IncomingStore{tx}.find(id);
    if (item && item->document) look_again(tx, *item->document);
}

void PostListFeeder::look_again(Transaction& tx, core::DocumentId id) {
    PostListStore entries{tx};
    const auto held = entries.of_document(id);
    if (!held || held->state != PostState::held) return;
    // What was taken down is shown again by nobody but a person.
    if (entries.listed_entry(held->id)->taken_down_at) return;
    const auto document = DocumentStore{tx}.find(id);
    if (document->publication == core::Publication::withheld || document->withdrawn) return;
    const auto on = CaseStore{tx}.find(document->in_case);
    auto now_checked = *held;
    const auto words = public_words_of(now_checked, on ? on->public_title : "");
    const auto findings = check_post(tx, *document, words, release_check(tx));
    const bool waits = held->public_from && *held->public_from > today();
    now_checked.state = findings.empty() && !waits ? PostState::published : PostState::held;
    now_checked.reason = findings_to_json(findings);
    entries.set_checked(held->id, now_checked.state, now_checked.reason);
    append_checked(tx, now_checked, document->in_case, clock_.now());
    publish_what_is_new(tx, *document, clock_.now());
}

namespace {

/// What a person may let out: no CPR number in what is listed, no file that nobody has read, and for all else that the
/// machine finds a reason. `findings` becomes what goes out in spite of it.
Result<void> check_release(
    Transaction& tx,
    const core::Document& document,
    const PostListEntry& decided,
    const PostDecision& decision,
    std::vector<PostFinding>& findings
) {
    if (decided.title.empty()) return Error{ErrorCode::invalid_input, "the title is missing", "public_title"};
    const auto on = CaseStore{tx}.find(document.in_case);
    findings = check_post(tx, document, public_words_of(decided, on ? on->public_title : ""), release_check(tx));
    for (const auto& found : findings) {
        if (found.what != "cpr") continue;
        if (found.where == "title")
            return Error{ErrorCode::invalid_input, "the title still holds a CPR number", "public_title"};
        if (found.where == "correspondent")
            return Error{ErrorCode::invalid_input, "the name still holds a CPR number", "public_correspondent"};
        if (found.where == "case_title")
            return Error{ErrorCode::invalid_input, "the case's public title holds a CPR number", "public_case_title"};
    }
    if (decided.document_public && !is_all_read(tx, document))
        return Error{ErrorCode::conflict, "a file of the document has not been read yet", "document"};
    if (!findings.empty() && decision.reason.empty())
        return Error{ErrorCode::invalid_input, "say why it is published in spite of what was found", "reason"};
    return core::done();
}

}  // namespace

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
    if (decision.state == PostState::withheld && core::exemption_named(decision.exemption) == nullptr)
        return Error{ErrorCode::invalid_input, "name the paragraph that it is withheld under", "exemption"};
    if (decision.state == PostState::withheld && decision.reason.empty())
        return Error{ErrorCode::invalid_input, "say why it is withheld", "reason"};
    decided.exemption = decision.state == PostState::withheld ? decision.exemption : "";
    auto findings = findings_from_json(entry->reason);
    if (decision.state == PostState::published) {
        TRY(check_release(tx, document, decided, decision, findings));
    }
    // What is let out before its day waits for that alone, and is not asked about again.
    const bool waits = decided.state == PostState::published && entry->public_from &&
                       *entry->public_from > core::danish_date(acting.now);
    if (waits) decided.state = PostState::held;
    entries.decide(decided, acting.who.user, acting.now);
    PostGateStore{tx}.forget_alert(id);
    if (waits) PublicationRuleStore{tx}.clear_until_due(id);
    queue_publishing(tx, document.id, acting.now);
    // It may have been public before it was held.
    if (!decided.document_public || decided.state != PostState::published)
        PublishedFileStore{tx}.forget_of(document.id, acting.now);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = kind_of(decided.state),
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value},
                {"reason", decision.reason},
                {"exemption", decided.exemption},
                {"document", decided.document_public},
                {"until", waits ? nlohmann::json(core::iso_date(*entry->public_from)) : nlohmann::json(nullptr)},
                {"findings", nlohmann::json::parse(findings_to_json(findings))}}
                .dump(),
    });
    return core::done();
}

}  // namespace services
