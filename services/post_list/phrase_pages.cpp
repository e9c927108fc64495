#include <nlohmann/json.hpp>

#include "services/identity/for_signed_in.hpp"
#include "services/post_list/gate_pages.hpp"
#include "services/post_list/phrases.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/web/page.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr const char* lists_path = "/postliste/lister";

struct Typed {
    core::WatchedKind kind{};
    std::string text, message;
};

std::string spoken(Language language, core::WatchedKind kind) {
    switch (kind) {
        case core::WatchedKind::word:
            return translate(language, "Ord");
        case core::WatchedKind::name:
            return translate(language, "Navn");
        case core::WatchedKind::address:
            return translate(language, "Beskyttet adresse");
        case core::WatchedKind::allowed:
            return translate(language, "Tilladt");
    }
    return {};
}

Result<Response> lists(const PostListPages& pages, const Request& request, const Caller& caller, const Typed& typed) {
    const auto language = page_language(request);
    TRY(const auto phrases,
        pages.workplace.db.read([&](Transaction& tx) { return read_phrases(tx, caller.principal); }));
    Json data{{"text", typed.text}, {"error", typed.message}, {"kinds", Json::array()}, {"phrases", Json::array()}};
    for (const auto kind :
         {core::WatchedKind::name, core::WatchedKind::address, core::WatchedKind::word, core::WatchedKind::allowed})
        data["kinds"].push_back(
            {{"value", core::name_of(kind)}, {"text", spoken(language, kind)}, {"is_selected", kind == typed.kind}}
        );
    for (const auto& one : phrases)
        data["phrases"].push_back({
            {"text", one.phrase.text},
            {"kind", spoken(language, one.phrase.kind)},
            {"added", spoken_time(language, one.added_at, pages.workplace.clock.now())},
            {"remove_path", std::string{lists_path} + "/" + std::to_string(one.id.value) + "/fjern"},
        });
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        data["recheck"] = spoken_recheck(tx, language, pages.workplace.clock.now());
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Kommunens egne lister"), pages.workplace);
    return page(pages.workplace, "post_list/phrases", data, frame, typed.message.empty() ? 200 : 422);
}

Result<Response> show(const PostListPages& pages, const Request& request, const Caller& caller) {
    return lists(pages, request, caller, {core::WatchedKind::name, "", ""});
}

Result<Response> add_one(const PostListPages& pages, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto kind = core::watched_kind_named(request.form_value("kind"));
    if (!kind) return Error{ErrorCode::invalid_input, "kind is word, name, address or allowed", "kind"};
    const core::WatchedPhrase made{*kind, request.form_value("text")};
    const auto added = pages.workplace.db.write([&](Transaction& tx) {
        return add_phrase(tx, {caller.principal, pages.workplace.clock.now()}, made);
    });
    if (!added.has_error()) return with_toast(redirect(lists_path), "Tilføjet til listen.");
    if (added.error().code == ErrorCode::conflict)
        return lists(pages, request, caller, {*kind, made.text, translate(language, "Det står på listen allerede.")});
    if (added.error().code == ErrorCode::invalid_input)
        return lists(
            pages,
            request,
            caller,
            {*kind, made.text, translate(language, "Skriv mindst to bogstaver eller tal på en linje.")}
        );
    return added.error();
}

Result<Response> remove_one(const PostListPages& pages, const Request& request, const Caller& caller) {
    const WatchedPhraseId id{request.id_parameter("id")};
    TRY(pages.workplace.db.write([&](Transaction& tx) {
        return remove_phrase(tx, {caller.principal, pages.workplace.clock.now()}, id);
    }));
    return with_toast(redirect(lists_path), "Fjernet fra listen.");
}

}  // namespace

void add_phrase_pages(Router& router, Identity& identity, const PostListPages& pages) {
    const ForSignedIn add{router, identity, pages};
    add(Method::get, lists_path, show);
    add(Method::post, lists_path, add_one);
    add(Method::post, "/postliste/lister/{id:id}/fjern", remove_one);
}

}  // namespace services
