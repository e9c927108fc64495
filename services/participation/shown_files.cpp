#include "services/participation/shown_files.hpp"

#include <filesystem>

#include "services/api/content_response.hpp"
#include "services/participation/gate.hpp"
#include "services/post_list/publishing.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/published_files.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string obstacle_of(Language language, Showing showing) {
    if (showing == Showing::waiting) return translate(language, "gøres klar til visning; prøv igen om lidt");
    if (showing == Showing::ready) return {};
    return translate(language, "kan ikke vises her; bed kommunen om at få det");
}

std::optional<std::int64_t> drawn_bytes(Transaction& tx, const FileStore& files, const core::ContentHash& content) {
    const auto made = PublishedFileStore{tx}.find(content);
    if (!made || made->state != PublishedState::ready || !files.has(made->file)) return std::nullopt;
    return static_cast<std::int64_t>(std::filesystem::file_size(files.path_of(made->file)));
}

std::string drawn_size(
    Transaction& tx, const ParticipationDesk& desk, Language language, const core::ContentHash& content
) {
    const auto bytes = drawn_bytes(tx, desk.files, content);
    return bytes ? spoken_size(language, *bytes) : std::string{};
}

std::string path_of(const ShownDocument& one) {
    return "/materiale/" + std::to_string(one.id.value);
}

std::string attachment_under(const std::string& under, const core::Attachment& one) {
    return under + "/bilag/" + std::to_string(one.place);
}

Json url_of(Showing showing, const std::string& url) {
    return showing == Showing::ready ? Json(url) : Json(nullptr);
}

Json attachments_under(Transaction& tx, Language language, core::DocumentId document, const std::string& under) {
    auto list = Json::array();
    for (const auto& attached : AttachmentStore{tx}.of_document(document)) {
        const auto showing = showing_of(tx, attached.content);
        list.push_back({
            {"title", attached.title},
            {"path", showing == Showing::ready ? attachment_under(under, attached) : std::string{}},
            {"obstacle", obstacle_of(language, showing)},
        });
    }
    return list;
}

void note_undrawn(Transaction& tx, const core::Document& document, std::vector<core::DocumentId>& to_draw) {
    if (wants_publishing(tx, document)) to_draw.push_back(document.id);
}

/// What everyone may have, or not_found whatever the reason.
struct Fetched {
    ShownDocument shown;
    core::Document document;
};
Result<Fetched> fetched(Transaction& tx, const Request& request) {
    const auto shown = ShownDocumentStore{tx}.find(core::ShownDocumentId{request.id_parameter("id")});
    const auto document = shown ? DocumentStore{tx}.find(shown->document) : std::nullopt;
    if (!document || !is_fetchable(tx, *shown)) return Error{ErrorCode::not_found, "there is no such public document"};
    return Fetched{*shown, *document};
}

Result<Response> get_document(const ParticipationDesk& desk, const Request& request) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, fetched(tx, request));
        return shown_pdf(tx, desk, found.document.content, found.shown.title);
    });
}

Result<Response> get_attachment(const ParticipationDesk& desk, const Request& request) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto found, fetched(tx, request));
        for (const auto& attached : AttachmentStore{tx}.of_document(found.document.id))
            if (attached.place == request.id_parameter("number"))
                return shown_pdf(tx, desk, attached.content, attached.title);
        return Error{ErrorCode::not_found, "there is no such attachment"};
    });
}

}  // namespace

bool is_fetchable(Transaction& tx, const ShownDocument& one) {
    return ShownDocumentStore{tx}.is_shown(one.id) &&
           one.seen == seen_of(tx, {.document = one.document, .title = one.title});
}

Json shown_json(
    Transaction& tx,
    const ParticipationDesk& desk,
    Language language,
    const std::vector<ShownDocument>& shown,
    std::vector<core::DocumentId>& to_draw
) {
    auto list = Json::array();
    for (const auto& one : shown) {
        const auto document = DocumentStore{tx}.find(one.document);
        if (!document || !is_fetchable(tx, one)) continue;
        note_undrawn(tx, *document, to_draw);
        const auto showing = showing_of(tx, document->content);
        const auto path = path_of(one);
        list.push_back({
            {"title", one.title},
            {"path", showing == Showing::ready ? path : std::string{}},
            {"size", drawn_size(tx, desk, language, document->content)},
            {"obstacle", obstacle_of(language, showing)},
            {"attachments", attachments_under(tx, language, document->id, path)},
        });
    }
    return list;
}

Json answer_files_json(
    Transaction& tx,
    Language language,
    core::DocumentId document,
    const std::string& under,
    std::vector<core::DocumentId>& to_draw
) {
    if (const auto found = DocumentStore{tx}.find(document)) note_undrawn(tx, *found, to_draw);
    return attachments_under(tx, language, document, under);
}

Json open_attachments(Transaction& tx, core::DocumentId document, const std::string& under) {
    auto list = Json::array();
    for (const auto& attached : AttachmentStore{tx}.of_document(document))
        list.push_back(
            {{"title", attached.title},
             {"url", url_of(showing_of(tx, attached.content), attachment_under(under, attached))}}
        );
    return list;
}

Json open_documents(
    Transaction& tx, const FileStore& files, const std::vector<ShownDocument>& shown, const std::string& base
) {
    auto list = Json::array();
    for (const auto& one : shown) {
        const auto document = DocumentStore{tx}.find(one.document);
        if (!document || !is_fetchable(tx, one)) continue;
        const auto url = base + path_of(one);
        const auto bytes = drawn_bytes(tx, files, document->content);
        list.push_back({
            {"title", one.title},
            {"url", url_of(showing_of(tx, document->content), url)},
            {"bytes", bytes ? Json(*bytes) : Json(nullptr)},
            {"attachments", open_attachments(tx, document->id, url)},
        });
    }
    return list;
}

bool shows_files_of(Transaction& tx, const core::HearingAnswer& answer) {
    return answer.shows_files && ShownDocumentStore{tx}.shows_files_of(answer.document) &&
           answer.seen == seen_of(tx, {.document = answer.document, .title = {}, .only_attachments = true});
}

Result<void> have_drawn(const ParticipationDesk& desk, const std::vector<core::DocumentId>& to_draw) {
    if (to_draw.empty()) return core::done();
    return desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        for (const auto document : to_draw) queue_publishing(tx, document, desk.workplace.clock.now());
        return core::done();
    });
}

Result<Response> shown_pdf(
    Transaction& tx, const ParticipationDesk& desk, const core::ContentHash& content, const std::string& title
) {
    const auto made = PublishedFileStore{tx}.find(content);
    if (!made || made->state != PublishedState::ready || made->file.empty())
        return Error{ErrorCode::not_found, "there is no PDF to show of this yet"};
    return public_pdf_response(desk.files, made->file, title + ".pdf");
}

void add_shown_files(Router& router, const ParticipationDesk& desk) {
    router.add(Method::get, "/materiale/{id:id}", [desk](const Request& request) {
        return get_document(desk, request);
    });
    router.add(Method::get, "/materiale/{id:id}/bilag/{number:id}", [desk](const Request& request) {
        return get_attachment(desk, request);
    });
}

}  // namespace services
