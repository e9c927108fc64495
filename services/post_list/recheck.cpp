#include "services/post_list/recheck.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/cases/case_checks.hpp"
#include "services/cases/documents.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::int64_t step_entries = 100;

bool is_known(const std::vector<PostFinding>& known, const PostFinding& found) {
    return std::ranges::any_of(known, [&](const PostFinding& one) {
        return one.what == found.what && one.where == found.where;
    });
}

/// What is found in the entry now and was not when somebody decided on it, after that. Nothing for what is as it was.
std::vector<PostFinding> news_of(Transaction& tx, const PostListEntry& entry, const core::ReleaseCheck& check) {
    std::vector<PostFinding> news;
    const auto document = DocumentStore{tx}.find(entry.document);
    if (!document) return news;
    const auto on = CaseStore{tx}.find(document->in_case);
    const auto known = findings_from_json(entry.reason);
    for (auto& found : check_post(tx, *document, public_words_of(entry, on ? on->public_title : ""), check))
        if (found.what == "listed" && !is_known(known, found)) news.push_back(std::move(found));
    return news;
}

struct Hit {
    core::PostListId entry;
    std::string findings;
};

}  // namespace

void queue_recheck(Transaction& tx, core::Timestamp now) {
    const auto walk = PostGateStore{tx}.begin_recheck(core::PostListId{PostListStore{tx}.highest_id()}, now);
    JobQueue{tx}.add(recheck_job_kind, walk, now);
}

Result<JobEnd> RecheckJob::operator()(const Job& job, const std::stop_token& stop) {
    constexpr int steps_at_once = 20;
    for (int i = 0; i < steps_at_once && !stop.stop_requested(); ++i) {
        TRY(const auto is_done, step(job.subject));
        if (is_done) return JobEnd::done;
    }
    return JobEnd::goes_on;
}

/// Checked on a snapshot, kept in one short transaction. True where the walk is over.
Result<bool> RecheckJob::step(std::int64_t walk) {
    std::optional<PostRecheck> at;
    std::vector<Hit> hits;
    std::int64_t checked = 0;
    TRY(db_.read([&](Transaction& tx) -> Result<void> {
        at = PostGateStore{tx}.last_recheck();
        if (!at || at->id != walk || at->ended_at) return core::done();
        const auto check = release_check(tx);
        const auto last = at->last_entry;
        for (const auto& shown : PostListStore{tx}.public_after(last, step_entries)) {
            if (shown.id > at->highest_entry) break;
            ++checked;
            at->last_entry = shown.id;
            const auto entry = PostListStore{tx}.find(shown.id);
            if (const auto news = news_of(tx, *entry, check); !news.empty())
                hits.push_back({shown.id, findings_to_json(news)});
        }
        return core::done();
    }));
    if (!at || at->id != walk || at->ended_at) return true;
    at->checked += checked;
    at->found += std::ssize(hits);
    if (checked < step_entries) at->ended_at = clock_.now();
    TRY(db_.write([&](Transaction& tx) -> Result<void> {
        PostGateStore gate{tx};
        for (const auto& hit : hits) {
            const auto entry = PostListStore{tx}.find(hit.entry);
            if (entry && entry->state == PostState::published) gate.alert({hit.entry, hit.findings, clock_.now()});
        }
        gate.set_recheck(*at);
        return core::done();
    }));
    return at->ended_at.has_value();
}

Result<void> keep_public(Transaction& tx, const Acting& acting, core::PostListId id, const std::string& reason) {
    PostListStore entries{tx};
    PostGateStore gate{tx};
    const auto entry = entries.find(id);
    if (!entry) return Error{ErrorCode::not_found, "there is no such entry"};
    TRY(const auto document, read_document(tx, acting.who, entry->document));
    if (!core::may(acting.who, core::Action::review_post_list, {entry->unit, document.access_group}))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
    const auto alert = gate.alert_of(id);
    if (!alert || entry->state != PostState::published)
        return Error{ErrorCode::conflict, "there is nothing to decide on", "state"};
    TRY(check_line(reason, "reason"));
    auto findings = findings_from_json(entry->reason);
    for (auto& found : findings_from_json(alert->findings)) findings.push_back(std::move(found));
    entries.set_findings(id, findings_to_json(findings));
    gate.forget_alert(id);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_listed,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = document.in_case,
        .actor = acting.who.user,
        .payload =
            nlohmann::json{
                {"entry", id.value},
                {"reason", reason},
                {"document", entry->document_public},
                {"findings", nlohmann::json::parse(alert->findings)}}
                .dump(),
    });
    return core::done();
}

}  // namespace services
