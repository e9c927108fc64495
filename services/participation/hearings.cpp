#include "services/participation/hearings.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/rules/exemptions.hpp"
#include "services/cases/case_checks.hpp"
#include "services/cases/cases.hpp"
#include "services/post_list/publishing.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/published_files.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingId;
using core::HearingState;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::size_t asked_limit = 5'000;
constexpr std::chrono::days longest{366 * 2};

Result<void> check_words(const HearingWords& words) {
    TRY(check_line(words.title, "title"));
    TRY(check_text(words.text, "text", hearing_text_limit));
    if (!words.asked.empty()) {
        TRY(check_text(words.asked, "asked", asked_limit));
    }
    if (words.closes < words.opens) return invalid_field("closes_on", "it ends before it begins");
    if (words.closes - words.opens > longest) return invalid_field("closes_on", "it lasts more than two years");
    return core::done();
}

void put_words(Hearing& one, const HearingWords& words) {
    one.title = words.title;
    one.text = words.text;
    one.asked = words.asked;
    one.opens = words.opens;
    one.closes = words.closes;
    one.shows_answers = words.shows_answers;
    one.takes_late = words.takes_late;
    one.takes_ideas = words.takes_ideas;
}

void append_event(
    Transaction& tx, const Hearing& one, const Acting& acting, std::string_view what, const Json& more = {}
) {
    Json payload{{"hearing", one.id.value}, {"what", what}};
    if (more.is_object()) payload.update(more);
    EventLog{tx}.append({
        .at = acting.now,
        .kind = EventKind::hearing_changed,
        .subject_kind = SubjectKind::case_file,
        .subject = one.in_case.value,
        .in_case = one.in_case,
        .actor = acting.who.user,
        .payload = payload.dump(),
    });
}

/// Of a case that was merged into another, the other.
Result<HearingFile> file_to_work_on(Transaction& tx, const Acting& acting, HearingId id, std::int64_t version) {
    TRY(auto file, read_hearing(tx, acting.who, id));
    TRY(require_on_case(acting.who, core::Action::edit_case, file.on));
    if (version != 0 && file.hearing.version != version)
        return Error{ErrorCode::conflict, "it has been changed since it was read", "version"};
    if (file.hearing.state == HearingState::taken_down) return Error{ErrorCode::conflict, "it was taken down", "state"};
    return file;
}

Result<void> save(Transaction& tx, Hearing one, core::Timestamp now) {
    one.changed_at = now;
    if (!HearingStore{tx}.update(one, one.version))
        return Error{ErrorCode::conflict, "it has been changed since it was read", "version"};
    return core::done();
}

std::vector<GateWords> words_of(const Hearing& one) {
    return {{"title", one.title}, {"text", one.text}, {"asked", one.asked}};
}

Json why(const GateReport& report, const std::string& reason) {
    if (report.hits.empty()) return Json::object();
    return {{"reason", reason}, {"findings", report.hits.size()}};
}

}  // namespace

Result<HearingFile> read_hearing(Transaction& tx, const core::Principal& who, HearingId id) {
    const auto found = HearingStore{tx}.find(id);
    if (!found) return Error{ErrorCode::not_found, "there is no such hearing"};
    TRY(auto on, read_case(tx, who, found->in_case));
    const bool may_work = core::may(who, core::Action::edit_case, {on.unit, on.access_group});
    const ShownDocumentStore shown{tx};
    return HearingFile{
        *found,
        std::move(on),
        shown.of(ShownBy::hearing, id.value),
        shown.of(ShownBy::summary, id.value),
        may_work,
    };
}

Result<std::vector<ShownDocument>> checked_picks(
    Transaction& tx, const core::Case& on, const std::vector<ShownPick>& picks
) {
    if (picks.size() > shown_documents_max) return invalid_field("material", "that is more than can be shown");
    std::vector<ShownDocument> shown;
    for (const auto& pick : picks) {
        const auto document = DocumentStore{tx}.find(pick.document);
        if (!document || document->in_case != on.id || document->withdrawn)
            return invalid_field("material", "there is no such document on the case");
        const auto title = pick.title.empty() ? document->public_title : pick.title;
        TRY(check_line(title, "material"));
        if (std::ranges::find(shown, pick.document, &ShownDocument::document) == shown.end())
            shown.push_back({.document = pick.document, .title = title});
    }
    return shown;
}

std::vector<GateFile> files_of(const std::vector<ShownDocument>& shown) {
    std::vector<GateFile> files;
    files.reserve(shown.size());
    for (const auto& one : shown) files.push_back({.document = one.document, .title = one.title});
    return files;
}

void release_documents(Transaction& tx, const std::vector<ShownDocument>& shown, core::Timestamp now) {
    for (const auto& one : shown) {
        ShownDocumentStore{tx}.set_seen(one.id, seen_of(tx, {.document = one.document, .title = one.title}));
        queue_publishing(tx, one.document, now);
    }
}

void forget_documents(Transaction& tx, const std::vector<ShownDocument>& shown, core::Timestamp now) {
    for (const auto& one : shown) {
        const bool is_elsewhere = PostListStore{tx}.public_document(one.document).has_value() ||
                                  ShownDocumentStore{tx}.shows(one.document) ||
                                  ShownDocumentStore{tx}.shows_files_of(one.document);
        if (!is_elsewhere) PublishedFileStore{tx}.forget_of(one.document, now);
    }
}

Result<HearingId> open_hearing(Transaction& tx, const Acting& acting, core::CaseId on, const HearingWords& words) {
    TRY(const auto in, read_case(tx, acting.who, on));
    TRY(require_on_case(acting.who, core::Action::edit_case, in));
    TRY(check_words(words));
    TRY(const auto material, checked_picks(tx, in, words.material));
    Hearing made{};
    made.in_case = on;
    put_words(made, words);
    made.state = HearingState::draft;
    made.changed_at = acting.now;
    made.made_by = acting.who.user;
    made.id = HearingStore{tx}.add(made);
    ShownDocumentStore{tx}.put(ShownBy::hearing, made.id.value, material);
    append_event(tx, made, acting, "drafted");
    return made.id;
}

Result<void> change_hearing(
    Transaction& tx,
    const Acting& acting,
    HearingId id,
    std::int64_t version,
    const HearingWords& words,
    const std::string& reason
) {
    TRY(auto file, file_to_work_on(tx, acting, id, version));
    TRY(check_words(words));
    TRY(const auto material, checked_picks(tx, file.on, words.material));
    auto& one = file.hearing;
    put_words(one, words);
    const auto before = file.material;
    ShownDocumentStore{tx}.put(ShownBy::hearing, id.value, material);
    Json more = Json::object();
    if (one.state == HearingState::published) {
        file.material = ShownDocumentStore{tx}.of(ShownBy::hearing, id.value);
        const auto report = gate_of(tx, file);
        TRY(pass_gate(report, reason));
        more = why(report, reason);
        release_documents(tx, file.material, acting.now);
        forget_documents(tx, before, acting.now);
    }
    TRY(save(tx, one, acting.now));
    append_event(tx, one, acting, "changed", more);
    return core::done();
}

GateReport gate_of(Transaction& tx, const HearingFile& file) {
    return look_at(tx, words_of(file.hearing), files_of(file.material));
}

Result<void> publish_hearing(
    Transaction& tx, const Acting& acting, HearingId id, std::int64_t version, const std::string& reason
) {
    TRY(auto file, file_to_work_on(tx, acting, id, version));
    if (file.hearing.state == HearingState::published)
        return Error{ErrorCode::conflict, "it is published already", "state"};
    const auto report = gate_of(tx, file);
    TRY(pass_gate(report, reason));
    file.hearing.state = HearingState::published;
    file.hearing.published_at = acting.now;
    TRY(save(tx, file.hearing, acting.now));
    release_documents(tx, file.material, acting.now);
    append_event(tx, file.hearing, acting, "published", why(report, reason));
    return core::done();
}

Result<void> take_down_hearing(
    Transaction& tx,
    const Acting& acting,
    HearingId id,
    std::int64_t version,
    const std::string& exemption,
    const std::string& reason
) {
    TRY(auto file, file_to_work_on(tx, acting, id, version));
    if (file.hearing.state != HearingState::published)
        return Error{ErrorCode::conflict, "it is not published", "state"};
    if (core::exemption_named(exemption) == nullptr)
        return invalid_field("exemption", "name the paragraph that it is taken down under");
    TRY(check_text(reason, "reason", reason_limit));
    file.hearing.state = HearingState::taken_down;
    file.hearing.taken_down_at = acting.now;
    file.hearing.exemption = exemption;
    TRY(save(tx, file.hearing, acting.now));
    forget_documents(tx, file.material, acting.now);
    forget_documents(tx, file.summary_documents, acting.now);
    append_event(tx, file.hearing, acting, "taken_down", {{"exemption", exemption}, {"reason", reason}});
    return core::done();
}

Result<void> sum_up_hearing(
    Transaction& tx,
    const Acting& acting,
    HearingId id,
    std::int64_t version,
    const HearingSummary& summary,
    const std::string& reason
) {
    TRY(auto file, file_to_work_on(tx, acting, id, version));
    TRY(check_text(summary.text, "summary", hearing_text_limit));
    TRY(const auto documents, checked_picks(tx, file.on, summary.documents));
    auto& one = file.hearing;
    const auto before = file.summary_documents;
    one.summary = summary.text;
    ShownDocumentStore{tx}.put(ShownBy::summary, id.value, documents);
    Json more = Json::object();
    if (summary.is_shown) {
        if (one.state != HearingState::published) return Error{ErrorCode::conflict, "it is not published", "state"};
        if (core::phase_of(one, core::danish_date(acting.now)) != core::HearingPhase::closed)
            return Error{ErrorCode::conflict, "the hearing has not ended", "closes_on"};
        const auto shown = ShownDocumentStore{tx}.of(ShownBy::summary, id.value);
        const auto report = look_at(tx, {{"summary", summary.text}}, files_of(shown));
        TRY(pass_gate(report, reason));
        more = why(report, reason);
        if (!one.summary_shown_at) one.summary_shown_at = acting.now;
        TRY(save(tx, one, acting.now));
        release_documents(tx, shown, acting.now);
    } else {
        one.summary_shown_at.reset();
        TRY(save(tx, one, acting.now));
    }
    forget_documents(tx, before, acting.now);
    append_event(tx, one, acting, summary.is_shown ? "summed_up" : "summary_drafted", more);
    return core::done();
}

void keep_hearings(Database& db, core::Timestamp now) {
    const auto kept = db.write([&](Transaction& tx) -> Result<void> {
        HearingStore{tx}.forget_mails(core::danish_date(now) - answerer_kept_for);
        return core::done();
    });
    static_cast<void>(kept);  // the work has no errors of its own
}

}  // namespace services
