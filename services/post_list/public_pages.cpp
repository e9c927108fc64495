#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>

#include "services/api/content_response.hpp"
#include "services/post_list/post_list_pages.hpp"
#include "services/post_list/public_days.hpp"
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

PageFrame frame_for(const Request& request, const PostListPages& pages, std::string title, bool is_front = false) {
    std::vector<Link> above;
    if (!is_front) above.push_back({"/", translate(page_language(request), "Forside")});
    return public_frame(request, std::move(title), std::move(above), pages.workplace);
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
        data = shown_post(found.post, language);
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
    router.add(Method::get, "/", [pages](const Request& request) { return kept_answer(pages, request, front); });
    add("/postliste/dokumenter/{id:id}", document);
    add("/postliste/dokumenter/{id:id}/pdf", document_pdf);
    add("/postliste/dokumenter/{id:id}/bilag/{number:id}/pdf", attachment_pdf);
}

void add_post_list_pages(Router& router, Identity& identity, const PostListPages& pages) {
    add_public_post_list(router, pages);
    add_public_list_pages(router, pages);
    add_post_list_feeds(router, pages);
    add_post_list_review(router, identity, pages);
    add_phrase_pages(router, identity, pages);
    add_subscription_pages(router, pages);
    add_rule_pages(router, identity, pages);
    add_rule_api(router, identity, pages);
    add_takedown_routes(router, identity, pages);
    add_post_list_api(router, identity, pages);
    add_takedown_api(router, identity, pages);
    add_public_entries(router, pages);
}

}  // namespace services
