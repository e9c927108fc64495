#include "services/post_list/gate_pages.hpp"

#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/post_list/publishing.hpp"
#include "services/post_list/recheck.hpp"
#include "services/post_list/takedown.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/store/published_files.hpp"
#include "services/web/page.hpp"

namespace services {

using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t shown_at_once = 20;

Json alert_card(Transaction& tx, const PostAlert& alert, Language language, core::Timestamp now) {
    const auto entry = PostListStore{tx}.find(alert.entry);
    const auto listed = PostListStore{tx}.listed_entry(alert.entry);
    const auto id = std::to_string(alert.entry.value);
    return {
        {"id", alert.entry.value},
        {"number", number_of(*listed)},
        {"title", entry->title},
        {"document_path", "/dokumenter/" + std::to_string(entry->document.value)},
        {"public_path", "/postliste/poster/" + id},
        {"found", spoken_time(language, alert.found_at, now)},
        {"reasons", spoken_findings(language, findings_from_json(alert.findings))},
        {"exemptions", exemption_choices(language, "ofl-30-1")},
        {"take_down_path", "/postliste/tag-ned/" + id},
        {"keep_path", "/postliste/gennemsyn/" + id + "/behold"},
    };
}

/// A reason key of ocr/redaction.hpp, as a sentence.
std::string spoken_failure(Language language, std::string_view reason) {
    if (reason == "page_too_slow" || reason == "page_crashed" || reason == "out_of_memory")
        return translate(language, "En side er for tung at tegne.");
    if (reason == "page_too_large" || reason == "too_large" || reason == "too_many_pages")
        return translate(language, "Filen er for stor.");
    if (reason == "page_unseen") return translate(language, "En side har intet billede, som nogen kan have set.");
    if (reason == "encrypted") return translate(language, "Filen er låst med en adgangskode.");
    return translate(language, "Filen er beskadiget eller kan ikke tegnes.");
}

std::string reason_of(Transaction& tx, const core::Document& document) {
    std::vector<core::ContentHash> contents{document.content};
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) contents.push_back(attached.content);
    for (const auto& content : contents)
        if (const auto made = PublishedFileStore{tx}.find(content); made && made->state == PublishedState::failed)
            return made->reason;
    return {};
}

Json undrawn_card(Transaction& tx, core::PostListId id, Language language) {
    const auto entry = PostListStore{tx}.find(id);
    const auto document = DocumentStore{tx}.find(entry->document);
    return {
        {"title", entry->title},
        {"document_path", "/dokumenter/" + std::to_string(entry->document.value)},
        {"reason", spoken_failure(language, reason_of(tx, *document))},
        {"again_path", "/postliste/gennemsyn/" + std::to_string(id.value) + "/tegn-igen"},
    };
}

constexpr const char* review_path = "/postliste/gennemsyn";

/// Says what could not be done, where the person is.
Result<Response> back(const core::Error& error) {
    if (error.code == ErrorCode::invalid_input)
        return with_toast(redirect(review_path), "Skriv en begrundelse på en linje.");
    if (error.code == ErrorCode::conflict)
        return with_toast(redirect(review_path), "Posten er allerede behandlet af en anden.");
    return error;
}

Result<Response> keep(const PostListPages& pages, const Request& request, const Caller& caller) {
    const core::PostListId id{request.id_parameter("id")};
    const auto kept = pages.workplace.db.write([&](Transaction& tx) {
        return keep_public(tx, {caller.principal, pages.workplace.clock.now()}, id, request.form_value("reason"));
    });
    if (kept.has_error()) return back(kept.error());
    return with_toast(redirect(review_path), "Posten er fortsat offentlig.");
}

Result<Response> draw_once_more(const PostListPages& pages, const Request& request, const Caller& caller) {
    const core::PostListId id{request.id_parameter("id")};
    const auto tried = pages.workplace.db.write([&](Transaction& tx) {
        return draw_again(tx, {caller.principal, pages.workplace.clock.now()}, id);
    });
    if (tried.has_error()) return back(tried.error());
    return with_toast(redirect(review_path), "Dokumentet tegnes igen.");
}

Result<Response> reopen(const PostListPages& pages, const Request& request, const Caller& caller) {
    const core::PostListId id{request.id_parameter("id")};
    const auto opened = pages.workplace.db.write([&](Transaction& tx) {
        return reopen_post(tx, {caller.principal, pages.workplace.clock.now()}, id, request.form_value("reason"));
    });
    if (opened.has_error()) return back(opened.error());
    return with_toast(redirect(review_path), "Posten ligger til ny afgørelse.");
}

}  // namespace

void add_gate_data(Transaction& tx, const Caller& caller, Language language, core::Timestamp now, Json& data) {
    const PostGateStore gate{tx};
    data["alert_count"] = gate.count_alerts(caller.id());
    auto& alerts = data["alerts"] = Json::array();
    for (const auto& alert : gate.alerts(caller.id(), shown_at_once))
        alerts.push_back(alert_card(tx, alert, language, now));
    auto& undrawn = data["undrawn"] = Json::array();
    for (const auto id : gate.undrawn(caller.id(), shown_at_once)) undrawn.push_back(undrawn_card(tx, id, language));
}

std::string spoken_recheck(Transaction& tx, Language language, core::Timestamp now) {
    const auto walk = PostGateStore{tx}.last_recheck();
    if (!walk) return {};
    const Values values{
        {"checked", std::to_string(walk->checked)},
        {"found", std::to_string(walk->found)},
        {"when", spoken_time(language, walk->ended_at.value_or(walk->begun_at), now)}};
    if (walk->ended_at)
        return translate(
            language, "Det offentlige er set efter igen {when}: {checked} poster set, {found} ramt.", values
        );
    return translate(
        language, "Det offentlige ses efter igen nu: {checked} poster set indtil nu, {found} ramt.", values
    );
}

void add_gate_routes(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::post, "/postliste/gennemsyn/{id:id}/behold", keep);
    add(Method::post, "/postliste/gennemsyn/{id:id}/tegn-igen", draw_once_more);
    add(Method::post, "/postliste/tag-ned/{id:id}/op", reopen);
}

}  // namespace services
