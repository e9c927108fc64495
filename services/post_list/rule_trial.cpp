#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/post_list/post_check.hpp"
#include "services/post_list/publishing.hpp"
#include "services/post_list/rules.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/public_change_store.hpp"
#include "services/store/publication_rule_store.hpp"
#include "services/store/watched_phrase_store.hpp"

/// What the rules would have done, and what they have put off.
namespace services {

using core::Result;

bool TriedEntry::is_other() const {
    const auto was_withheld = was.state == PostState::withheld;
    const auto is_withheld = would_be.state == PostState::withheld;
    if (was_withheld || is_withheld) return was_withheld != is_withheld;
    return was.title != would_be.title || was.correspondent != would_be.correspondent ||
           was.document_public != would_be.document_public || was.public_from != would_be.public_from;
}

namespace {

std::optional<TriedEntry> tried(Transaction& tx, const RuleBook& book, core::PostListId id) {
    const PostListStore entries{tx};
    const auto entry = entries.find(id);
    const auto listed = entries.listed_entry(id);
    const auto document = entry ? DocumentStore{tx}.find(entry->document) : std::nullopt;
    const auto on = document ? CaseStore{tx}.find(document->in_case) : std::nullopt;
    if (!on || !listed) return std::nullopt;
    TriedEntry one{*entry, entry_by_rules(tx, book, *document, *on), {}, ruled_document(book, *document, *on), {}, {}};
    one.number = std::to_string(listed->serial_year) + "-" + std::to_string(listed->serial);
    if (document->publication == core::Publication::withheld) return one;  // the rules are not asked
    auto choice = core::choose_rule(book.rules, one.document);
    one.passed_over = std::move(choice.passed_over);
    if (choice.rule != nullptr) one.rule = *choice.rule;
    return one;
}

void count(RuleTrial& trial, const TriedEntry& one) {
    ++trial.looked_at;
    if (one.would_be.state == PostState::withheld) {
        ++trial.withheld;
        return;
    }
    ++trial.listed;
    if (one.would_be.public_from) ++trial.delayed;
    if (one.rule && (one.rule->words != core::ListedWords::own || one.rule->hides_correspondent)) ++trial.worded;
}

/// What is found in an entry on a snapshot, and what it was found in.
struct Looked {
    std::string fingerprint;
    std::vector<PostFinding> findings;
};

std::optional<Looked> looked_at(Database& db, core::PostListId id) {
    return db
        .read([&](Transaction& tx) -> Result<std::optional<Looked>> {
            const auto entry = PostListStore{tx}.find(id);
            const auto document = entry ? DocumentStore{tx}.find(entry->document) : std::nullopt;
            const auto on = document ? CaseStore{tx}.find(document->in_case) : std::nullopt;
            if (!on) return std::optional<Looked>{};
            Looked looked{fingerprint_of(tx, *entry, *document), {}};
            // What a person has let out, knowing what is in it, is not asked again.
            if (!entry->is_cleared)
                looked.findings =
                    check_post(tx, *document, public_words_of(*entry, on->public_title), release_check(tx));
            return std::optional{std::move(looked)};
        })
        .value();
}

void release(Transaction& tx, core::PostListId id, const Looked& looked, core::Timestamp now) {
    PostListStore entries{tx};
    const auto entry = entries.find(id);
    const auto document = entry ? DocumentStore{tx}.find(entry->document) : std::nullopt;
    if (!document || entry->state != PostState::held || entry->reason != "[]") return;
    if (fingerprint_of(tx, *entry, *document) != looked.fingerprint) return;  // the next round looks anew
    const auto state = looked.findings.empty() ? PostState::published : PostState::held;
    const auto reason = findings_to_json(looked.findings);
    entries.set_checked(id, state, reason);
    // Where it was taken down before, it is shown again wherever else it is shown, too.
    if (state == PostState::published) PublicChangeStore{tx}.note_document(document->id, now);
    PublicationRuleStore{tx}.set_due_past(id);
    queue_publishing(tx, document->id, now);
    EventLog{tx}.append({
        .at = now,
        .kind = state == PostState::published ? EventKind::post_listed : EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = document->id.value,
        .in_case = document->in_case,
        .payload = R"({"entry":)" + std::to_string(id.value) + R"(,"due":true,"findings":)" + reason + "}",
    });
}

}  // namespace

Result<RuleTrial> try_rules(Transaction& tx, const Acting& acting, std::int64_t days, std::int64_t usual_delay_days) {
    TRY(read_rules(tx, acting.who));
    RuleTrial trial;
    trial.since = core::danish_date(acting.now) - std::chrono::days{days};
    const auto book = rule_book(tx, usual_delay_days);
    auto ids = PublicationRuleStore{tx}.listed_since(acting.who.user, trial.since, trial_max + 1);
    if (static_cast<std::int64_t>(ids.size()) > trial_max) {
        ids.pop_back();
        trial.is_whole = false;
    }
    for (const auto id : ids) {
        auto one = tried(tx, book, id);
        if (!one) continue;
        count(trial, *one);
        trial.entries.push_back(std::move(*one));
    }
    return trial;
}

void release_due_posts(Database& db, core::Timestamp now) {
    constexpr std::int64_t at_once = 100;
    constexpr int rounds = 100;  // what changes while it is looked at is left for the next call
    for (int round = 0; round < rounds; ++round) {
        const auto ids = db.read([&](Transaction& tx) -> Result<std::vector<core::PostListId>> {
                               return PublicationRuleStore{tx}.due(core::danish_date(now), at_once);
                           }).value();
        for (const auto id : ids) {
            const auto looked = looked_at(db, id);
            const auto released = db.write([&](Transaction& tx) -> Result<void> {
                if (looked)
                    release(tx, id, *looked, now);
                else
                    PublicationRuleStore{tx}.set_due_past(id);
                return core::done();
            });
            static_cast<void>(released);  // the only failures here are exceptions, and they go to the caller
        }
        if (static_cast<std::int64_t>(ids.size()) < at_once) return;
    }
}

}  // namespace services
