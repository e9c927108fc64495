#include "services/participation/followed_cases.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/names.hpp"
#include "core/rules/exemptions.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/cases.hpp"
#include "services/participation/shown_files.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::FollowedCase;
using core::HearingState;
using core::Result;
using core::StepKind;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t entries_shown = 200;

constexpr core::Names step_names{{
    std::pair<PublicStep::Kind, std::string_view>{PublicStep::Kind::followed, "followed"},
    {PublicStep::Kind::hearing_opens, "hearing_opens"},
    {PublicStep::Kind::hearing_closes, "hearing_closes"},
    {PublicStep::Kind::hearing_summed_up, "hearing_summed_up"},
    {PublicStep::Kind::document, "document"},
    {PublicStep::Kind::meeting, "meeting"},
    {PublicStep::Kind::decision, "decision"},
    {PublicStep::Kind::other, "other"},
}};

Result<void> check_followed(const FollowedWords& words) {
    TRY(check_line(words.title, "title"));
    TRY(check_text(words.summary, "summary", hearing_text_limit));
    TRY(check_line(words.contact, "contact", /*may_be_empty=*/true));
    if (words.steps.size() > steps_max) return invalid_field("steps", "that is more than can be shown");
    for (const auto& step : words.steps) {
        TRY(check_line(step.text, "steps"));
    }
    return core::done();
}

void append_published(
    Transaction& tx, const FollowedCase& one, const Acting& acting, std::string_view what, const Json& more
) {
    Json payload{{"what", what}};
    payload.update(more);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::case_published,
        .subject_kind = SubjectKind::case_file,
        .subject = one.in_case.value,
        .in_case = one.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

Result<FollowedFile> followed_to_work_on(Transaction& tx, const Acting& acting, core::CaseId on, std::int64_t version) {
    TRY(auto file, read_followed(tx, acting.who, on));
    TRY(require_on_case(acting.who, core::Action::edit_case, file.on));
    const auto current = file.followed ? file.followed->version : 0;
    if (current != version) return Error{ErrorCode::conflict, "it has been changed since it was read", "version"};
    return file;
}

FollowedCase written(const FollowedFile& file, const FollowedWords& words, const Acting& acting, bool is_published) {
    auto one = file.followed.value_or(FollowedCase{});
    if (!file.followed) {
        one.in_case = file.on.id;
        one.made_by = acting.who.user;
    }
    one.title = words.title;
    one.summary = words.summary;
    one.contact = words.contact;
    one.steps = words.steps;
    one.changed_at = acting.now;
    if (is_published && one.state != HearingState::published) {
        one.state = HearingState::published;
        one.published_at = acting.now;
        one.taken_down_at.reset();
        one.exemption.clear();
    }
    return one;
}

/// Keeps it, and its id.
Result<void> keep(Transaction& tx, FollowedCase& one, bool is_new) {
    FollowedCaseStore store{tx};
    if (is_new) {
        one.id = store.add(one);
        return core::done();
    }
    if (!store.update(one, one.version))
        return Error{ErrorCode::conflict, "it has been changed since it was read", "version"};
    return core::done();
}

void add_hearing_steps(Transaction& tx, const FollowedCase& one, std::vector<PublicStep>& steps) {
    for (const auto& hearing : HearingStore{tx}.of_case(one.in_case)) {
        if (hearing.state != HearingState::published) continue;
        const auto path = "/hoeringer/" + std::to_string(hearing.id.value);
        steps.push_back({PublicStep::Kind::hearing_opens, hearing.opens, hearing.title, path});
        steps.push_back({PublicStep::Kind::hearing_closes, hearing.closes, hearing.title, path});
        if (hearing.summary_shown_at)
            steps.push_back(
                {PublicStep::Kind::hearing_summed_up, core::danish_date(*hearing.summary_shown_at), hearing.title, path}
            );
    }
}

void add_document_steps(Transaction& tx, const FollowedCase& one, std::vector<PublicStep>& steps) {
    std::vector<core::DocumentId> named;
    for (const auto& shown : ShownDocumentStore{tx}.of(ShownBy::followed_case, one.id.value)) {
        const auto document = DocumentStore{tx}.find(shown.document);
        if (!document || !is_fetchable(tx, shown)) continue;
        named.push_back(shown.document);
        steps.push_back(
            {PublicStep::Kind::document,
             core::danish_date(document->journaled_at),
             shown.title,
             "/materiale/" + std::to_string(shown.id.value)}
        );
    }
    for (const auto& entry : FollowedCaseStore{tx}.public_entries(one.in_case, entries_shown)) {
        if (std::ranges::find(named, entry.document) != named.end()) continue;
        const auto path = entry.document_public ? "/postliste/dokumenter/" + std::to_string(entry.document.value)
                                                : "/postliste/poster/" + std::to_string(entry.id.value);
        steps.push_back({PublicStep::Kind::document, entry.listed_on, entry.title, path});
    }
}

PublicStep::Kind kind_of(StepKind kind) {
    switch (kind) {
        case StepKind::meeting:
            return PublicStep::Kind::meeting;
        case StepKind::decision:
            return PublicStep::Kind::decision;
        case StepKind::other:
            break;
    }
    return PublicStep::Kind::other;
}

}  // namespace

Result<FollowedFile> read_followed(Transaction& tx, const core::Principal& who, core::CaseId on) {
    TRY(auto one, read_case(tx, who, on));
    auto followed = FollowedCaseStore{tx}.of_case(on);
    auto documents =
        followed ? ShownDocumentStore{tx}.of(ShownBy::followed_case, followed->id.value) : std::vector<ShownDocument>{};
    const bool may_work = core::may(who, core::Action::edit_case, {one.unit, one.access_group});
    return FollowedFile{std::move(one), std::move(followed), std::move(documents), may_work};
}

GateReport gate_of(Transaction& tx, const FollowedWords& words, const std::vector<ShownDocument>& documents) {
    std::vector<GateWords> looked_at{{"title", words.title}, {"summary", words.summary}, {"contact", words.contact}};
    for (const auto& step : words.steps) looked_at.push_back({"steps", step.text});
    return look_at(tx, looked_at, files_of(documents));
}

Result<void> write_followed(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t version,
    const FollowedWords& words,
    bool is_published,
    const std::string& reason
) {
    TRY(const auto file, followed_to_work_on(tx, acting, on, version));
    TRY(check_followed(words));
    TRY(const auto documents, checked_picks(tx, file.on, words.documents));
    auto one = written(file, words, acting, is_published);
    const bool is_new = !file.followed;
    const bool is_seen = one.state == HearingState::published;
    Json more = Json::object();
    if (is_seen) {
        const auto report = gate_of(tx, words, documents);
        TRY(pass_gate(report, reason));
        if (!report.hits.empty()) more = {{"reason", reason}, {"findings", report.hits.size()}};
    }
    TRY(keep(tx, one, is_new));
    ShownDocumentStore store{tx};
    store.put(ShownBy::followed_case, one.id.value, documents);
    if (is_seen) release_documents(tx, store.of(ShownBy::followed_case, one.id.value), acting.now);
    forget_documents(tx, file.documents, acting.now);
    const bool was_seen = file.followed && file.followed->state == HearingState::published;
    append_published(tx, one, acting, !is_seen ? "drafted" : was_seen ? "changed" : "published", more);
    return core::done();
}

Result<void> take_down_followed(
    Transaction& tx,
    const Acting& acting,
    core::CaseId on,
    std::int64_t version,
    const std::string& exemption,
    const std::string& reason
) {
    TRY(auto file, followed_to_work_on(tx, acting, on, version));
    if (!file.followed || file.followed->state != HearingState::published)
        return Error{ErrorCode::conflict, "it is not published", "state"};
    if (core::exemption_named(exemption) == nullptr)
        return invalid_field("exemption", "name the paragraph that it is taken down under");
    TRY(check_text(reason, "reason", reason_limit));
    auto& one = *file.followed;
    one.state = HearingState::taken_down;
    one.taken_down_at = one.changed_at = acting.now;
    one.exemption = exemption;
    TRY(keep(tx, one, /*is_new=*/false));
    forget_documents(tx, file.documents, acting.now);
    append_published(tx, one, acting, "taken_down", {{"exemption", exemption}, {"reason", reason}});
    return core::done();
}

std::vector<PublicStep> public_steps(Transaction& tx, const FollowedCase& one) {
    std::vector<PublicStep> steps;
    if (one.published_at) steps.push_back({PublicStep::Kind::followed, core::danish_date(*one.published_at), {}, {}});
    add_hearing_steps(tx, one, steps);
    add_document_steps(tx, one, steps);
    for (const auto& step : one.steps) steps.push_back({kind_of(step.kind), step.on, step.text, {}});
    std::ranges::stable_sort(steps, std::ranges::greater{}, &PublicStep::on);
    return steps;
}

std::string_view name_of(PublicStep::Kind kind) {
    return step_names.of(kind);
}

}  // namespace services
