#include "services/cases/public_words.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "services/store/event_log.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/watched_phrase_store.hpp"

namespace services {

namespace {

void append_held(
    Transaction& tx, const Acting& acting, const PostListEntry& entry, core::CaseId on, const std::string& findings
) {
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::post_held,
        .subject_kind = SubjectKind::document,
        .subject = entry.document.value,
        .in_case = on,
        .actor = acting.who.user,
        .payload = nlohmann::json{{"entry", entry.id.value}, {"findings", nlohmann::json::parse(findings)}}.dump(),
    });
}

}  // namespace

std::vector<PostFinding> check_public_title(Transaction& tx, const core::Case& on) {
    std::vector<PostFinding> findings;
    for (const auto& found : release_check(tx)(on.public_title)) {
        const std::string what{core::name_of(found.kind)};
        const auto same = std::ranges::find(findings, what, &PostFinding::what);
        if (same == findings.end())
            findings.push_back({what, "case_title", 0, 1});
        else
            ++same->count;
    }
    return findings;
}

void hold_post_of(Transaction& tx, const Acting& acting, core::DocumentId document, const core::Case& on) {
    PostListStore list{tx};
    const auto entry = list.of_document(document);
    if (!entry || entry->state != PostState::published) return;
    const auto found = check_public_title(tx, on);
    if (found.empty()) return;
    const auto findings = findings_to_json(found);
    list.hold_again(entry->id, findings);
    append_held(tx, acting, *entry, on.id, findings);
}

void hold_posts_of(Transaction& tx, const Acting& acting, const core::Case& on) {
    const auto found = check_public_title(tx, on);
    if (found.empty()) return;
    const auto findings = findings_to_json(found);
    for (const auto& entry : PostListStore{tx}.hold_published_of(on.id, findings))
        append_held(tx, acting, entry, on.id, findings);
}

}  // namespace services
