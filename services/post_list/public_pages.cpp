#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "services/api/content_response.hpp"
#include "services/indexing/indexer.hpp"
#include "services/post_list/exemption_words.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/publishing.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/web/page.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t entries_shown = 1000;
constexpr std::uint32_t hits_shown = 50;

Json shown(const PublicPost& post, Language language) {
    return {
        {"direction", core::name_of(post.direction)},
        {"direction_text", spoken(language, post.direction)},
        {"title", post.title},
        {"correspondent", post.correspondent},
        {"letter_date", post.letter_date ? spoken_date(language, *post.letter_date) : ""},
        {"case_number", post.case_number},
        {"number", std::to_string(post.serial_year) + "-" + std::to_string(post.serial)},
        {"serial", post.serial},
        {"entry_path", "/postliste/poster/" + std::to_string(post.id.value)},
        {"absence", ""},
        {"document_path", post.document_public ? "/postliste/dokumenter/" + std::to_string(post.document.value) : ""},
    };
}

/// Entries in sections, a day each, in the order in which they come.
Json by_day(const std::vector<PublicPost>& posts, Language language) {
    Json days = Json::array();
    for (const auto& post : posts) {
        const auto date = core::iso_date(post.listed_on);
        if (days.empty() || days.back()["date"] != date)
            days.push_back({{"date", date}, {"name", spoken_day(language, post.listed_on)}, {"entries", Json::array()}}
            );
        days.back()["entries"].push_back(shown(post, language));
    }
    for (auto& day : days) {
        day["count_text"] = translate_count(
            language, "{count} post", "{count} poster", static_cast<std::int64_t>(day["entries"].size())
        );
        day["count_path"] = "";
    }
    return days;
}

/// A row for a number that is not shown.
Json absent_row(const ListedPost& one, Language language) {
    auto row = Json::object();
    for (const auto* empty :
         {"direction",
          "direction_text",
          "title",
          "correspondent",
          "letter_date",
          "case_number",
          "entry_path",
          "document_path"})
        row[empty] = "";
    row["number"] = number_of(one);
    row["serial"] = one.serial;
    row["absence"] = spoken_absence(language, one);
    return row;
}

/// Days with what is left out of them: each number that is not shown has a row that says why.
void add_absences(Json& days, const std::vector<ListedPost>& listed, Language language) {
    const std::vector<ListedPost> newest_first{listed.rbegin(), listed.rend()};
    for (const auto& one : newest_first) {
        if (one.state == PostState::published) continue;
        const auto date = core::iso_date(one.listed_on);
        auto day = std::ranges::find_if(days, [&](const Json& known) { return known["date"] <= date; });
        if (day == days.end() || (*day)["date"] != date) {
            const Json made{{"date", date}, {"name", spoken_day(language, one.listed_on)}, {"entries", Json::array()}};
            day = days.insert(day, made);
        }
        auto& entries = (*day)["entries"];
        const auto place = std::ranges::find_if(entries, [&](const Json& known) {
            return known["serial"].get<std::int64_t>() < one.serial;
        });
        const auto row = absent_row(one, language);
        entries.insert(place, row);
    }
}

/// How much each day has, and how much of that is left out.
void add_counts(Json& days, Language language) {
    for (auto& day : days) {
        const auto total = static_cast<std::int64_t>(day["entries"].size());
        const auto absent = std::ranges::count_if(day["entries"], [](const Json& one) {
            return !one["absence"].get_ref<const std::string&>().empty();
        });
        std::string text = translate_count(language, "{count} post", "{count} poster", total);
        if (absent > 0) text += ", " + translate_count(language, "{count} ikke vist", "{count} ikke vist", absent);
        day["count_text"] = std::move(text);
        day["count_path"] = "/postliste.count.json?day=" + day["date"].get<std::string>();
    }
}

std::string week_name(Language language, core::IsoWeek week) {
    return translate(
        language, "Uge {number}, {year}", {{"number", std::to_string(week.number)}, {"year", std::to_string(week.year)}}
    );
}

/// What part of the list a request asks for.
struct Span {
    core::Date from{}, to{};
    std::optional<core::Date> day;
    core::IsoWeek week;
};

Result<Span> span_of(const Request& request, core::Date today) {
    if (const auto text = request.query_value("dag"); text && !text->empty()) {
        const auto day = core::parse_iso_date(*text);
        if (!day) return Error{ErrorCode::invalid_input, "dag is a date such as 2026-11-03", "dag"};
        return Span{*day, *day, day, core::iso_week(*day)};
    }
    auto week = core::iso_week(today);
    if (const auto text = request.query_value("uge"); text && !text->empty()) {
        const auto asked = core::parse_iso_week(*text);
        if (!asked) return Error{ErrorCode::invalid_input, "uge is a week such as 2026-W45", "uge"};
        week = *asked;
    }
    const auto monday = core::monday_of(week);
    return Span{monday, monday + std::chrono::days{6}, std::nullopt, week};
}

void add_steps(Json& data, const Span& span, core::Date today, Language language) {
    if (span.day) {
        const auto before = *span.day - std::chrono::days{1};
        const auto after = *span.day + std::chrono::days{1};
        data["previous_path"] = "/postliste?dag=" + core::iso_date(before);
        data["previous_text"] = spoken_date(language, before);
        data["next_path"] = after <= today ? "/postliste?dag=" + core::iso_date(after) : "";
        data["next_text"] = after <= today ? spoken_date(language, after) : "";
        return;
    }
    const auto before = core::iso_week(span.from - std::chrono::days{7});
    const auto after = core::iso_week(span.from + std::chrono::days{7});
    const bool is_there = core::monday_of(after) <= today;
    data["previous_path"] = "/postliste?uge=" + core::iso_week_text(before);
    data["previous_text"] = week_name(language, before);
    data["next_path"] = is_there ? "/postliste?uge=" + core::iso_week_text(after) : "";
    data["next_text"] = is_there ? week_name(language, after) : "";
}

PageFrame frame_for(const Request& request, const PostListPages& pages, std::string title, bool is_front = false) {
    std::vector<Link> above;
    if (!is_front) above.push_back({"/", translate(page_language(request), "Forside")});
    return public_frame(request, std::move(title), std::move(above), pages.workplace);
}

Result<Response> searched(const PostListPages& pages, const Request& request, const std::string& words) {
    const auto language = page_language(request);
    search::Query query{
        .text = words,
        .groups = {public_group},
        .kind = search::Kind::published,
        .in_case = {},
        .unit = {},
        .from = {},
        .to = {},
        .order = search::Order::newest,
        .offset =
            static_cast<std::uint32_t>(std::strtoul(request.query_value("fra").value_or("0").c_str(), nullptr, 10)),
        .limit = hits_shown,
    };
    if (query.offset > 10'000) return Error{ErrorCode::invalid_input, "search for something narrower", "fra"};
    TRY(const auto answer, pages.search.find(query));
    std::vector<PublicPost> posts;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        // The index may be a moment behind: what is not public any more is not shown.
        for (const auto& hit : answer.hits)
            if (auto post = PostListStore{tx}.public_entry(core::PostListId{hit.id})) posts.push_back(std::move(*post));
        return core::done();
    }));
    const bool is_more = query.offset + answer.hits.size() < answer.total;
    const Json data{
        {"heading", "»" + words + "«"},
        {"query", words},
        {"total_text",
         translate_count(language, "{count} post", "{count} poster", static_cast<std::int64_t>(answer.total))},
        {"previous_path", ""},
        {"previous_text", ""},
        {"next_path", ""},
        {"next_text", ""},
        {"week", ""},
        {"day", ""},
        {"days", by_day(posts, language)},
        {"more_path",
         is_more ? "/postliste?q=" + percent_encoded(words) + "&fra=" + std::to_string(query.offset + hits_shown) : ""},
    };
    return page(pages.workplace, "post_list/list", data, frame_for(request, pages, translate(language, "Postliste")));
}

Result<Response> list(const PostListPages& pages, const Request& request) {
    if (const auto words = request.query_value("q"); words && !words->empty()) return searched(pages, request, *words);
    const auto language = page_language(request);
    const auto today = core::danish_date(pages.workplace.clock.now());
    TRY(const auto span, span_of(request, today));
    std::vector<PublicPost> posts;
    std::vector<ListedPost> listed;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        posts = PostListStore{tx}.public_between(span.from, span.to, entries_shown);
        listed = PostListStore{tx}.listed_between(span.from, span.to, 2 * entries_shown);
        return core::done();
    }));
    auto days = by_day(posts, language);
    add_absences(days, listed, language);
    add_counts(days, language);
    Json data{
        {"heading", span.day ? spoken_day(language, *span.day) : week_name(language, span.week)},
        {"query", ""},
        {"total_text", ""},
        {"week", span.day ? "" : core::iso_week_text(span.week)},
        {"day", span.day ? core::iso_date(*span.day) : ""},
        {"days", std::move(days)},
        {"more_path", ""},
    };
    add_steps(data, span, today, language);
    return page(pages.workplace, "post_list/list", data, frame_for(request, pages, translate(language, "Postliste")));
}

Result<Response> front(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    std::vector<PublicPost> newest;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        newest = PostListStore{tx}.newest_public(6);
        return core::done();
    }));
    const Json data{
        {"authority", pages.workplace.authority},
        {"days", by_day(newest, language)},
        {"is_empty", newest.empty()},
    };
    return page(
        pages.workplace,
        "post_list/front",
        data,
        frame_for(request, pages, translate(language, "Forside"), /*is_front=*/true)
    );
}

/// A document that is public itself: its entry, and the bytes' hash. Errors: not_found, whatever the reason.
struct PublicDocument {
    PublicPost post;
    core::Document document;
};

Result<PublicDocument> public_document(Transaction& tx, const Request& request) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto post = PostListStore{tx}.public_document(id);
    const auto document = DocumentStore{tx}.find(id);
    if (!post || !document) return Error{ErrorCode::not_found, "there is no such public document"};
    return PublicDocument{*post, *document};
}

/// Where the document was public and was taken down, its address says so as its entry's does.
Result<std::optional<core::PostListId>> taken_down(const PostListPages& pages, const Request& request) {
    return pages.workplace.db.read([&](Transaction& tx) -> Result<std::optional<core::PostListId>> {
        PostListStore entries{tx};
        const auto entry = entries.of_document(core::DocumentId{request.id_parameter("id")});
        const auto listed = entry ? entries.listed_entry(entry->id) : std::nullopt;
        const bool is_gone = listed && listed->taken_down_at && listed->state == PostState::withheld;
        return is_gone ? std::optional{listed->id} : std::nullopt;
    });
}

/// The size of what there is to fetch; empty where there is nothing.
std::string public_size(
    Transaction& tx, const PostListPages& pages, const core::ContentHash& content, Language language
) {
    const auto made = PublishedFileStore{tx}.find(content);
    if (!made || made->state != PublishedState::ready || made->file.empty() || !pages.files.has(made->file)) return {};
    const auto size = std::filesystem::file_size(pages.files.path_of(made->file));
    return spoken_size(language, static_cast<std::int64_t>(size));
}

/// Why there is no PDF to fetch; empty where there is one, or where there never will be, as of plain text.
std::string spoken_showing(Language language, Showing showing) {
    if (showing == Showing::waiting)
        return translate(language, "Dokumentet gøres klar til visning; prøv igen om lidt.");
    if (showing == Showing::failed)
        return translate(language, "Dokumentet kan ikke vises her. Bed kommunen om at få det.");
    return {};
}

Json public_attachments(Transaction& tx, const core::Document& document, Language language) {
    Json attachments = Json::array();
    for (const auto& attached : AttachmentStore{tx}.of_document(document.id)) {
        const auto showing = showing_of(tx, attached.content);
        if (showing == Showing::no_picture) continue;
        const auto path = "/postliste/dokumenter/" + std::to_string(document.id.value) + "/bilag/" +
                          std::to_string(attached.place) + "/pdf";
        attachments.push_back({
            {"number", attached.place},
            {"title", attached.title},
            {"pdf_path", showing == Showing::ready ? path : ""},
            {"obstacle", spoken_showing(language, showing)},
        });
    }
    return attachments;
}

/// What was published before it could be drawn, or was read anew since, is drawn when somebody asks for it.
Result<void> have_drawn(const PostListPages& pages, core::DocumentId id) {
    return pages.workplace.db.write([&](Transaction& tx) -> Result<void> {
        queue_publishing(tx, id, pages.workplace.clock.now());
        return core::done();
    });
}

Result<Response> document(const PostListPages& pages, const Request& request) {
    const auto language = page_language(request);
    TRY(const auto gone, taken_down(pages, request));
    if (gone) return redirect("/postliste/poster/" + std::to_string(gone->value));
    Json data;
    std::string title;
    bool is_to_be_drawn = false;
    TRY(pages.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto found, public_document(tx, request));
        data = shown(found.post, language);
        title = found.post.title;
        data["journaled"] = spoken_date(language, found.post.listed_on);
        const auto showing = showing_of(tx, found.document.content);
        const auto path = "/postliste/dokumenter/" + std::to_string(found.document.id.value) + "/pdf";
        data["pdf_path"] = showing == Showing::ready ? path : "";
        data["obstacle"] = spoken_showing(language, showing);
        data["page_count"] = found.document.page_count;
        data["size"] = public_size(tx, pages, found.document.content, language);
        data["attachments"] = public_attachments(tx, found.document, language);
        is_to_be_drawn = wants_publishing(tx, found.document);
        auto& text = data["text_pages"] = Json::array();
        for (const auto& one : PublishedFileStore{tx}.pages(found.document.content))
            if (!one.text.empty()) text.push_back({{"number", one.number}, {"text", one.text}});
        return core::done();
    }));
    if (is_to_be_drawn) {
        TRY(have_drawn(pages, core::DocumentId{request.id_parameter("id")}));
    }
    auto frame = frame_for(request, pages, title);
    frame.breadcrumb.push_back({"/postliste", translate(language, "Postliste")});
    return page(pages.workplace, "post_list/document", data, frame);
}

/// What was received is never served: only what was drawn of it for everybody.
Result<Response> public_pdf(
    const PostListPages& pages,
    const Request& request,
    const std::function<Result<Response>(Transaction&, const PublicDocument&)>& serve
) {
    std::optional<core::DocumentId> to_be_drawn;
    auto response = pages.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, public_document(tx, request));
        if (wants_publishing(tx, found.document)) to_be_drawn = found.document.id;
        return serve(tx, found);
    });
    if (to_be_drawn) {
        TRY(have_drawn(pages, *to_be_drawn));
    }
    return response;
}

Result<Response> drawn_pdf(
    Transaction& tx, const PostListPages& pages, const core::ContentHash& content, const std::string& title
) {
    const auto made = PublishedFileStore{tx}.find(content);
    if (!made || made->state != PublishedState::ready || made->file.empty())
        return Error{ErrorCode::not_found, "there is no PDF to show of this yet"};
    return public_pdf_response(pages.files, made->file, title + ".pdf");
}

Result<Response> document_pdf(const PostListPages& pages, const Request& request) {
    return public_pdf(pages, request, [&](Transaction& tx, const PublicDocument& found) {
        return drawn_pdf(tx, pages, found.document.content, found.post.title);
    });
}

Result<Response> attachment_pdf(const PostListPages& pages, const Request& request) {
    return public_pdf(pages, request, [&](Transaction& tx, const PublicDocument& found) -> Result<Response> {
        for (const auto& attached : AttachmentStore{tx}.of_document(found.document.id))
            if (attached.place == request.id_parameter("number"))
                return drawn_pdf(tx, pages, attached.content, attached.title);
        return Error{ErrorCode::not_found, "there is no such attachment"};
    });
}

}  // namespace

void add_public_post_list(Router& router, const PostListPages& pages) {
    using Show = Result<Response> (*)(const PostListPages&, const Request&);
    const auto add = [&](std::string_view pattern, Show show) {
        router.add(Method::get, pattern, [pages, show](const Request& request) { return show(pages, request); });
    };
    add("/", front);
    add("/postliste", list);
    add("/postliste/dokumenter/{id:id}", document);
    add("/postliste/dokumenter/{id:id}/pdf", document_pdf);
    add("/postliste/dokumenter/{id:id}/bilag/{number:id}/pdf", attachment_pdf);
}

void add_post_list_pages(Router& router, Identity& identity, const PostListPages& pages) {
    add_public_post_list(router, pages);
    add_post_list_feeds(router, pages);
    add_post_list_review(router, identity, pages);
    add_phrase_pages(router, identity, pages);
    add_takedown_routes(router, identity, pages);
    add_post_list_api(router, identity, pages);
    add_takedown_api(router, identity, pages);
    add_public_entries(router, pages);
}

}  // namespace services
