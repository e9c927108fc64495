#include <map>
#include <nlohmann/json.hpp>

#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/post_list/gate_pages.hpp"
#include "services/post_list/post_list.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_slice.hpp"
#include "services/post_list/review_many.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/watched_phrase_store.hpp"
#include "services/web/page.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t shown_at_once = 50;

/// What a reviewer typed that could not be used, to be shown again.
struct Refused {
    core::PostListId id;
    std::string title, correspondent, reason, message;
    std::string field;  ///< that is to be mended
    bool is_withholding{};
};

constexpr const char* review_path = "/postliste/gennemsyn";

/// A part of the queue at its address; `after` is empty at the beginning.
std::string part_path(const std::string& after) {
    return review_path + (after.empty() ? std::string{} : "?efter=" + percent_encoded(after));
}

/// Errors: invalid_input (field "efter").
Result<HeldPlace> held_place(const std::string& after) {
    TRY(const auto place, place_from(after));
    if (!place) return HeldPlace{};
    return HeldPlace{place->listed_on, core::PostListId{place->id}};
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "seen") return translate(language, "Der er kommet nyt til, siden du så posten. Se den igen.");
    if (error.field == "document")
        return translate(language, "Dokumentet er ikke læst endnu. Vent, eller vis posten uden dokumentet.");
    if (error.code == ErrorCode::conflict) return translate(language, "Posten er allerede behandlet af en anden.");
    if (error.field == "exemption") return translate(language, "Vælg den bestemmelse, posten holdes tilbage efter.");
    if (error.field == "reason")
        return translate(language, "Skriv en begrundelse: hvorfor posten holdes tilbage eller vises, som den er.");
    if (error.field == "public_correspondent")
        return translate(language, "Navnet indeholder stadig noget, der ligner et CPR-nummer.");
    if (error.field == "public_case_title")
        return translate(
            language, "Sagens offentlige titel indeholder noget, der ligner et CPR-nummer. Ret den på sagen."
        );
    if (error.field == "public_title")
        return translate(language, "Titlen mangler eller indeholder stadig noget, der ligner et CPR-nummer.");
    return services::spoken(language, error.code).message;
}

Json shown(Transaction& tx, const PostListStore::Held& held, Language language, core::Timestamp now) {
    const auto document = DocumentStore{tx}.find(held.entry.document);
    const auto path = "/postliste/gennemsyn/" + std::to_string(held.entry.id.value);
    return {
        {"id", held.entry.id.value},
        {"title", document->title},
        {"public_title", held.entry.title},
        {"public_correspondent", held.entry.correspondent},
        {"direction", core::name_of(document->direction)},
        {"direction_text", services::spoken(language, document->direction)},
        {"document_path", "/dokumenter/" + std::to_string(document->id.value)},
        {"case_path", "/sager/" + std::to_string(document->in_case.value)},
        {"case_number", held.as_public.case_number},
        {"journaled", spoken_time(language, document->journaled_at, now)},
        {"journaled_exact", exact_time(language, document->journaled_at)},
        {"reasons", spoken_findings(language, findings_from_json(held.entry.reason))},
        {"hits_path", path},
        {"seen", fingerprint_of(tx, held.entry, *document)},
        {"release_path", path + "/frigiv"},
        {"withhold_path", path + "/hold-tilbage"},
        {"publication_text",
         held.entry.document_public ? translate(language, "Ønsket vist med dokumentet")
                                    : translate(language, "Ønsket vist uden dokumentet")},
        {"reason", ""},
        {"release_open", false},
        {"withhold_open", false},
        {"exemptions", exemption_choices(language, "ofl-30-1")},
        {"error", ""},
        {"wrong", ""},
    };
}

std::string place_of(const PostListEntry& entry) {
    return text_of({entry.listed_on, entry.id.value});
}

/// What is held behind a place, as much as one page shows. Where nothing is left behind it, the queue begins anew.
Json held_data(
    Transaction& tx,
    const Caller& caller,
    std::string after,
    Language language,
    const Refused& refused,
    core::Timestamp now
) {
    const PostListStore entries{tx};
    const auto place = held_place(after);
    auto held = entries.held(caller.id(), shown_at_once + 1, place ? place.value() : HeldPlace{});
    if (held.empty() && !after.empty()) {
        after.clear();
        held = entries.held(caller.id(), shown_at_once + 1);
    }
    Json data{
        {"count", entries.count_held(caller.id())},
        {"entries", Json::array()},
        {"after", after},
        {"first_path", after.empty() ? "" : review_path},
        {"next_path", ""},
    };
    if (std::ssize(held) > shown_at_once) {
        held.pop_back();
        data["next_path"] = part_path(place_of(held.back().entry));
    }
    for (const auto& one : held) {
        auto entry = shown(tx, one, language, now);
        if (!after.empty())
            entry["hits_path"] = entry["hits_path"].get<std::string>() + "?efter=" + percent_encoded(after);
        if (one.entry.id == refused.id) {
            entry["error"] = refused.message;
            entry["wrong"] = refused.field;
            if (!refused.title.empty()) entry["public_title"] = refused.title;
            if (!refused.is_withholding) entry["reason"] = refused.reason;
            entry["release_open"] = !refused.is_withholding && (refused.field == "reason" || !refused.reason.empty());
            entry["withhold_open"] = refused.is_withholding;
            if (!refused.correspondent.empty()) entry["public_correspondent"] = refused.correspondent;
        }
        data["entries"].push_back(std::move(entry));
    }
    return data;
}

Result<Response> queue(
    const PostListPages& pages, const Request& request, const Caller& caller, const Refused& refused
) {
    if (!core::may_anywhere(caller.principal, core::Action::review_post_list))
        return Error{ErrorCode::forbidden, "the role does not carry the right to review the post list"};
    const auto language = page_language(request);
    const bool is_form = request.method == Method::post;
    const auto after = is_form ? request.form_value("efter") : request.query_value("efter").value_or("");
    TRY(held_place(after));
    Json data;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto now = pages.workplace.clock.now();
        data = held_data(tx, caller, after, language, refused, now);
        add_gate_data(tx, caller, language, now, data);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Gennemsyn før postlisten"), pages.workplace);
    return page(pages.workplace, "post_list/review", data, frame, refused.message.empty() ? 200 : 422);
}

/// Where the person goes on: the entry behind the one that was decided, on the part of the queue they were on.
std::string behind(const PostListPages& pages, const Request& request, const Caller& caller, core::PostListId id) {
    auto path = part_path(request.form_value("efter"));
    static_cast<void>(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const PostListStore entries{tx};
        const auto entry = entries.find(id);
        if (!entry) return core::done();
        const auto next = entries.held(caller.id(), 1, {entry->listed_on, entry->id});
        if (!next.empty()) path += "#post-" + std::to_string(next.front().entry.id.value);
        return core::done();
    }));
    return path;
}

Result<Response> decide(
    const PostListPages& pages,
    const Request& request,
    const Caller& caller,
    const PostDecision& decision,
    std::string_view toast
) {
    const core::PostListId id{request.id_parameter("id")};
    const auto decided = pages.workplace.db.write([&](Transaction& tx) {
        return decide_post(tx, {caller.principal, pages.workplace.clock.now()}, id, decision);
    });
    if (decided.has_error()) {
        if (decided.error().code != ErrorCode::invalid_input && decided.error().code != ErrorCode::conflict)
            return decided.error();
        return queue(
            pages,
            request,
            caller,
            {id,
             decision.title.value_or(""),
             decision.correspondent.value_or(""),
             decision.reason,
             said_of(page_language(request), decided.error()),
             decided.error().field,
             decision.state == PostState::withheld}
        );
    }
    const auto undo =
        decision.state == PostState::withheld ? take_back_path({id}, request.form_value("efter")) : std::string{};
    return with_toast(redirect(behind(pages, request, caller, id)), toast, undo);
}

Result<Response> release(const PostListPages& pages, const Request& request, const Caller& caller) {
    const PostDecision decision{
        .state = PostState::published,
        .seen = request.form_value("seen"),
        .title = request.form_value("public_title"),
        .correspondent = request.form_value("public_correspondent"),
        .publish_document = request.form_value("publication") == "document",
        .reason = request.form_value("reason"),
    };
    return decide(pages, request, caller, decision, "Posten er på postlisten.");
}

Result<Response> withhold(const PostListPages& pages, const Request& request, const Caller& caller) {
    const PostDecision decision{
        .state = PostState::withheld,
        .seen = request.form_value("seen"),
        .title = {},
        .correspondent = {},
        .publish_document = false,
        .exemption = request.form_value("exemption"),
        .reason = request.form_value("reason"),
    };
    return decide(pages, request, caller, decision, "Posten holdes tilbage.");
}

constexpr std::size_t hits_shown = 300;

/// GET /postliste/gennemsyn/{id}: what the machine found in one held entry, where it stands.
Result<Response> show_hits(const PostListPages& pages, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const core::PostListId id{request.id_parameter("id")};
    Json data;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto entry = PostListStore{tx}.find(id);
        if (!entry || entry->state != PostState::held)
            return Error{ErrorCode::not_found, "there is no such held entry"};
        TRY(const auto document, read_document_content(tx, caller.principal, entry->document));
        if (!core::may(caller.principal, core::Action::review_post_list, {entry->unit, document.access_group}))
            return Error{
                ErrorCode::forbidden, "the role does not carry the right to review the post list in this unit"};
        const auto on = CaseStore{tx}.find(document.in_case);
        const auto words = public_words_of(*entry, on ? on->public_title : "");
        const auto hits = hits_in(tx, document, words, release_check(tx), hits_shown);
        data = {
            {"title", document.title},
            {"document_path", "/dokumenter/" + std::to_string(document.id.value)},
            {"back_path", part_path(request.query_value("efter").value_or("")) + "#post-" + std::to_string(id.value)},
            {"reasons", spoken_findings(language, findings_from_json(entry->reason))},
            {"is_cut", hits.size() == hits_shown},
            {"places", Json::array()},
        };
        for (const auto& hit : hits) {
            const auto place = spoken_place(language, hit);
            if (data["places"].empty() || data["places"].back()["name"] != place)
                data["places"].push_back({{"name", place}, {"hits", Json::array()}});
            data["places"].back()["hits"].push_back({
                {"what", spoken_kind(language, hit.what)},
                {"before", hit.before},
                {"hit", spoken_hit(language, hit)},
                {"after", hit.after},
                {"is_certain", hit.certain},
            });
        }
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Fundet i posten"), pages.workplace);
    return page(pages.workplace, "post_list/hits", data, frame);
}

}  // namespace

void add_post_list_review(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, review_path, [](const PostListPages& p, const Request& request, const Caller& caller) {
        return queue(p, request, caller, {});
    });
    add(Method::get, "/postliste/gennemsyn/{id:id}", show_hits);
    add(Method::post, "/postliste/gennemsyn/{id:id}/frigiv", release);
    add(Method::post, "/postliste/gennemsyn/{id:id}/hold-tilbage", withhold);
    add_review_many(router, identity, pages);
    add_gate_routes(router, identity, pages);
}

}  // namespace services
