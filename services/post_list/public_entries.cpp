#include <nlohmann/json.hpp>

#include "services/post_list/exemption_words.hpp"
#include "services/post_list/open_entry.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/statements.hpp"
#include "services/store/post_gate_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/web/page.hpp"

/// What anybody can check of the post list: entries at their permanent addresses, what is left out, the signed counts,
/// and the tombstones of what was taken down.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t day_limit = 100'000;

/// Made before the first question could be asked (make_post_list_key).
KeyPair key_of(Transaction& tx) {
    const auto key = SigningKeyStore{tx}.find(post_list_key);
    if (!key) throw std::runtime_error{"the post list has no key"};
    return *key;
}

Response open_json(const Json& body) {
    auto response = services::json(body.dump());
    response.set("cache-control", "public, max-age=30");
    response.set("access-control-allow-origin", "*");
    return response;
}

Result<Response> gone(const PostListPages& pages, const Request& request, const ListedPost& one) {
    const auto language = page_language(request);
    std::string signature;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        signature = signature_of(key_of(tx), tombstone_text(one));
        return core::done();
    }));
    const Json data{
        {"gone_text", spoken_absence(language, one) + "."},
        {"signature", signature},
        {"number", number_of(one)},
        {"title", ""},
        {"correspondent", ""},
        {"direction_text", ""},
        {"letter_date", ""},
        {"journaled", ""},
        {"case_number", ""},
        {"case_title", ""},
        {"unit", ""},
        {"document_path", ""},
        {"ask_path", ""},
        {"former", Json::array()},
        {"schema", ""},
    };
    auto frame = public_frame(
        request,
        translate(language, "Posten er taget ned"),
        {{"/", translate(language, "Forside")}, {"/postliste", translate(language, "Postliste")}},
        pages.workplace
    );
    return page(pages.workplace, "post_list/entry", data, frame, 410);
}

/// When it was not to be seen, a sentence each.
Json spoken_former(Language language, const std::vector<FormerTombstone>& former) {
    Json sentences = Json::array();
    for (const auto& one : former)
        sentences.push_back(translate(
            language,
            "Posten var taget ned fra {from} til {to}.",
            {{"from", spoken_date(language, core::danish_date(one.taken_down_at))},
             {"to", spoken_date(language, core::danish_date(one.shown_again_at))}}
        ));
    return sentences;
}

/// The entry in schema.org's words, for search engines. It is data: nothing in it can end the element it stands in.
std::string schema_of(const PostListPages& pages, const Request& request, const PublicPost& post) {
    const auto url = base_of(pages, request) + "/postliste/poster/" + std::to_string(post.id.value);
    Json schema{
        {"@context", "https://schema.org"},
        {"@type", "DigitalDocument"},
        {"@id", url},
        {"url", url},
        {"name", post.title},
        {"identifier", std::to_string(post.serial_year) + "-" + std::to_string(post.serial)},
        {"datePublished", core::iso_date(post.listed_on)},
        {"inLanguage", "da"},
        {"about", post.case_title},
        {"publisher", {{"@type", "GovernmentOrganization"}, {"name", pages.workplace.authority}}},
    };
    if (post.letter_date) schema["dateCreated"] = core::iso_date(*post.letter_date);
    std::string text;
    for (const char c : schema.dump()) text += c == '<' ? std::string{"\\u003c"} : std::string(1, c);
    return text;
}

/// GET /postliste/poster/{id}
Result<Response> entry(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    const core::PostListId id{request.id_parameter("id")};
    std::optional<PublicPost> post;
    std::optional<ListedPost> listed;
    std::vector<FormerTombstone> former;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        post = PostListStore{tx}.public_entry(id);
        listed = PostListStore{tx}.listed_entry(id);
        former = PostGateStore{tx}.former_tombstones(id);
        return core::done();
    }));
    if (!post && listed && listed->taken_down_at && listed->state != PostState::published)
        return gone(pages, request, *listed);
    if (!post || !listed) return Error{ErrorCode::not_found, "there is no such entry"};
    const Json data{
        {"gone_text", ""},
        {"signature", ""},
        {"number", number_of(*listed)},
        {"title", post->title},
        {"correspondent", post->correspondent},
        {"direction_text", spoken(language, post->direction)},
        {"letter_date", post->letter_date ? spoken_date(language, *post->letter_date) : ""},
        {"journaled", spoken_date(language, post->listed_on)},
        {"case_number", post->case_number},
        {"case_title", post->case_title},
        {"unit", post->unit},
        {"document_path",
         post->document_public ? "/postliste/dokumenter/" + std::to_string(post->document.value) : std::string{}},
        {"ask_path", "/aktindsigt?post=" + std::to_string(id.value)},
        {"former", spoken_former(language, former)},
        {"schema", schema_of(pages, request, *post)},
    };
    auto frame = public_frame(
        request,
        post->title,
        {{"/", translate(language, "Forside")}, {"/postliste", translate(language, "Postliste")}},
        pages.workplace
    );
    return page(pages.workplace, "post_list/entry", data, frame);
}

Json listed_json(const ListedPost& one) {
    Json told{{"id", one.id.value}, {"number", number_of(one)}, {"state", name_of(one.state)}};
    if (one.state == PostState::published) {
        told["title"] = one.title;
        told["correspondent"] = one.correspondent;
        told["document_public"] = one.document_public;
    }
    if (one.state == PostState::withheld) told["exemption"] = one.exemption;
    if (one.taken_down_at) told["taken_down_at"] = core::iso_time(*one.taken_down_at);
    return told;
}

/// What was signed when the day was over.
Json kept_json(const DayStatement& kept) {
    return {
        {"made_at", core::iso_time(kept.made_at)},
        {"total", kept.entries},
        {"statement", kept.statement},
        {"signature", kept.signature},
        {"public_key", kept.public_key},
    };
}

/// GET /postliste.count.json?day=: the signed count of a day with all that it counts.
Result<Response> count(const PostListPages& pages, const Request& request) {
    const auto now = pages.workplace.clock.now();
    auto day = std::optional{core::danish_date(now)};
    if (const auto text = request.query_value("day"); text && !text->empty()) day = core::parse_iso_date(*text);
    if (!day) return Error{ErrorCode::invalid_input, "day is a date such as 2026-11-03", "day"};
    return pages.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto listed = PostListStore{tx}.listed_between(*day, *day, day_limit);
        const auto counted = count_day(listed, *day, now);
        const auto statement = statement_text(counted);
        const auto key = key_of(tx);
        Json by_exemption = Json::object();
        for (const auto& [exemption, number] : counted.by_exemption) by_exemption[exemption] = number;
        Json entries = Json::array();
        for (const auto& one : listed) entries.push_back(listed_json(one));
        const auto kept = DayStatementStore{tx}.find(*day);
        return open_json({
            {"kept", kept ? kept_json(*kept) : Json(nullptr)},
            {"authority", pages.workplace.authority},
            {"day", core::iso_date(*day)},
            {"as_of", core::iso_time(now)},
            {"is_over", *day < core::danish_date(now)},
            {"total", counted.total()},
            {"published", counted.published},
            {"held", counted.held},
            {"withheld", counted.withheld},
            {"withheld_by_exemption", std::move(by_exemption)},
            {"first", counted.first_serial},
            {"last", counted.last_serial},
            {"entries_hash", counted.entries_hash},
            {"entries", std::move(entries)},
            {"statement", statement},
            {"signature", signature_of(key, statement)},
            {"public_key", key.public_key},
        });
    });
}

/// GET /postliste.tombstones.json: what was taken down, newest first.
Result<Response> tombstones(const PostListPages& pages, const Request&) {
    return pages.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto key = key_of(tx);
        Json items = Json::array();
        for (const auto& one : PostListStore{tx}.tombstones(1000)) {
            auto told = listed_json(one);
            told.erase("state");
            told["statement"] = tombstone_text(one);
            told["signature"] = signature_of(key, tombstone_text(one));
            items.push_back(std::move(told));
        }
        return open_json({{"items", std::move(items)}, {"public_key", key.public_key}});
    });
}

}  // namespace

void make_post_list_key(Database& db, core::Timestamp now) {
    static_cast<void>(db.write([&](Transaction& tx) -> Result<void> {
        if (!SigningKeyStore{tx}.find(post_list_key)) SigningKeyStore{tx}.add(post_list_key, new_key_pair(), now);
        return core::done();
    }));
}

void add_public_entries(Router& router, const PostListPages& pages) {
    make_post_list_key(pages.workplace.db, pages.workplace.clock.now());
    using Show = Result<Response> (*)(const PostListPages&, const Request&);
    const auto add = [&](std::string_view pattern, Show show) {
        router.add(Method::get, pattern, [pages, show](const Request& request) { return show(pages, request); });
    };
    add("/postliste/poster/{id:id}", entry);
    add("/postliste.count.json", count);
    add("/postliste.tombstones.json", tombstones);
}

}  // namespace services
