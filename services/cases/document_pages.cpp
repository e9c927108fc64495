#include <algorithm>
#include <fstream>
#include <iterator>

#include "ocr/reading.hpp"
#include "search/page_words.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/store/attachment_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/draft_store.hpp"
#include "services/store/filing_store.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

enum class Reading { pdf, pictures, text };

/// Hits are drawn on so many pages, from a few before the one that is shown first.
constexpr std::int64_t marked_pages_max = 100;
constexpr std::int64_t marked_before = 10;
constexpr std::int64_t low_confidence = 60;

/// As asked for; else the PDF where there is one, and otherwise what there is.
Reading reading_of(const Request& request, const Content& content) {
    const auto view = request.query_value("visning").value_or("");
    if (view == "tekst") return Reading::text;
    if (view == "sider") return Reading::pictures;
    if (!content.pdf.empty()) return Reading::pdf;
    return content.media_type == "text/plain" ? Reading::text : Reading::pictures;
}

std::vector<ocr::Word> words_of(const FileStore& files, const core::ContentHash& hash) {
    if (hash.empty()) return {};
    std::ifstream in{files.path_of(hash), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto words = ocr::words_from_json(text);
    return words ? std::move(words.value()) : std::vector<ocr::Word>{};
}

/// Where the words that were searched for stand, in thousandths of the picture; "" where there are none.
std::string boxes_of(const FileStore& files, const StoredPage& stored, const search::PageWords& searched) {
    if (stored.width <= 0 || stored.height <= 0) return {};
    auto boxes = Json::array();
    for (const auto& word : words_of(files, stored.words)) {
        if (!searched.match(word.text)) continue;
        boxes.push_back({
            word.box.left * 1000 / stored.width,
            word.box.top * 1000 / stored.height,
            std::max<std::int64_t>(word.box.width * 1000 / stored.width, 1),
            std::max<std::int64_t>(word.box.height * 1000 / stored.height, 1),
        });
    }
    return boxes.empty() ? std::string{} : boxes.dump();
}

struct ReaderView {
    const FileStore& files;
    Language language{};
    Reading reading{};
    std::int64_t first_page{1};
    search::PageWords searched;
};

Json pages_json(Transaction& tx, const core::Document& document, const ReaderView& view) {
    auto list = Json::array();
    if (view.reading == Reading::pdf) return list;
    const ContentStore contents{tx};
    const auto pages =
        view.reading == Reading::text ? contents.pages(document.content) : contents.page_heads(document.content);
    const auto path = document_path(document.id);
    const auto first_marked = view.first_page - marked_before;
    for (const auto& stored : pages) {
        const auto number = std::to_string(stored.number);
        const bool may_be_marked = view.reading == Reading::pictures && !view.searched.empty() &&
                                   stored.number >= first_marked && stored.number < first_marked + marked_pages_max;
        list.push_back({
            {"number", stored.number},
            {"picture", stored.picture.empty() ? "" : path + "/sider/" + number},
            {"thumbnail", stored.thumbnail.empty() ? "" : path + "/miniature/" + number},
            {"reason", stored.reason.empty() ? "" : spoken_reason(view.language, stored.reason)},
            {"text", stored.text},
            {"is_low", stored.source == "recognised" && stored.confidence < low_confidence},
            {"boxes", may_be_marked ? boxes_of(view.files, stored, view.searched) : std::string{}},
        });
    }
    return list;
}

/// What is known of the document, in words.
Json document_json(
    const core::Document& one, const core::Case& on, const Names& names, Language language, core::Timestamp now
) {
    const auto path = document_path(one.id);
    return {
        {"path", path},
        {"id", one.id.value},
        {"title", one.title},
        {"number", on.number + "-" + std::to_string(one.number)},
        {"direction", core::name_of(one.direction)},
        {"direction_text", spoken(language, one.direction)},
        {"correspondent", one.correspondent},
        {"letter_date", one.letter_date ? spoken_date(language, *one.letter_date) : std::string{}},
        {"received", spoken_date(language, one.received)},
        {"journaled", spoken_time(language, one.journaled_at, now)},
        {"journaled_exact", exact_time(language, one.journaled_at)},
        {"journaled_by", names.person(one.journaled_by)},
        {"publication_text", spoken(language, one.publication)},
        {"public_title", one.publication == core::Publication::withheld ? "" : one.public_title},
        {"file_name", one.file_name},
        {"media_type", spoken_media_type(language, one.media_type)},
        {"size", spoken_size(language, one.size_bytes)},
        {"page_count", one.page_count},
        {"pdf_path", path + "/pdf"},
        {"original_path", path + "/original"},
    };
}

/// Which part of its case it lies in, and the numbers that it once had on cases that the reader may read.
void put_places(Transaction& tx, const core::Document& one, const Caller& caller, bool can_move, Json& data) {
    const FilingStore store{tx};
    data["move_path"] = can_move ? document_path(one.id) + "/flyt" : std::string{};
    data["sub_file"] = data["sub_file_path"] = "";
    const auto in = store.sub_file_of(one.id);
    if (const auto part = in ? store.find(*in) : std::nullopt) {
        data["sub_file"] = part->title;
        data["sub_file_path"] = case_path(one.in_case) + "/delsager/" + std::to_string(part->id.value);
    }
    std::string numbers;
    for (const auto& left : store.former_of(one.id)) {
        const auto on = read_case(tx, caller.principal, left.in_case);
        if (on.has_error()) continue;
        numbers += (numbers.empty() ? "" : ", ") + on.value().number + "-" + std::to_string(left.number);
    }
    data["former_numbers"] = numbers;
}

/// What may be done with the document, and what has become of it.
void put_standing(
    Transaction& tx,
    const core::Document& one,
    const core::Case& on,
    const Caller& caller,
    const Names& names,
    Language language,
    Json& data
) {
    const bool can_journal = may_on_case(caller, core::Action::journal, on);
    data["has_pages"] = one.kind == core::DocumentKind::file;
    data["is_hidden"] = !may_read_content(tx, caller.principal, one);
    data["withdraw_path"] = can_journal && !one.withdrawn ? document_path(one.id) + "/tilbagetraek" : std::string{};
    data["erase_path"] = can_journal ? document_path(one.id) + "/slet" : std::string{};
    const bool can_go_out = one.direction == core::Direction::outgoing && !one.withdrawn;
    data["send_path"] = can_journal && can_go_out ? document_path(one.id) + "/send" : std::string{};
    data["late_reason"] = one.late_reason;
    put_places(tx, one, caller, can_journal && may_on_case(caller, core::Action::edit_case, on), data);
    data["withdrawal"] = "";
    if (!one.withdrawn) return;
    data["publication_text"] = spoken(language, core::Publication::withheld);
    data["public_title"] = "";
    data["withdrawal"] = translate(
        language,
        "Trukket tilbage {date} af {person}: {reason}",
        {{"date", spoken_date(language, core::danish_date(one.withdrawn->at))},
         {"person", names.person(one.withdrawn->by)},
         {"reason", one.withdrawn->reason}}
    );
}

Json edition_json(Transaction& tx, const Caller& caller, core::DocumentId id) {
    const auto other = read_document(tx, caller.principal, id);
    if (other.has_error()) return nullptr;
    return {{"path", document_path(id)}, {"number", other.value().number}};
}

/// What it was before it was journaled, what it stands between, and what belongs to it.
void put_history(const CaseViewing& viewing, const core::Document& one, bool is_hidden, Json& data) {
    auto& tx = viewing.tx;
    const DraftStore drafts{tx};
    const auto draft = drafts.of_document(one.id);
    data["edition_of"] = draft && draft->replaces ? edition_json(tx, viewing.caller, *draft->replaces) : Json(nullptr);
    auto& later = data["replaced_by"] = Json::array();
    for (const auto id : drafts.replacements(one.id))
        if (auto edition = edition_json(tx, viewing.caller, id); !edition.is_null())
            later.push_back(std::move(edition));
    data["approved_by"] = draft && draft->approved ? viewing.names.person(draft->approved->by) : std::string{};
    auto& versions = data["versions"] = Json::array();
    auto& attachments = data["attachments"] = Json::array();
    data["thread"] = Json::array();
    const bool may_write = may_on_case(viewing.caller, core::Action::journal, viewing.one);
    data["new_edition_path"] = may_write && !one.withdrawn && one.kind == core::DocumentKind::file
                                   ? case_path(one.in_case) + "/kladder"
                                   : std::string{};
    if (is_hidden) return;
    if (draft)
        for (const auto& version : drafts.versions(draft->id))
            versions.push_back({
                {"number", version.number},
                {"path",
                 case_path(draft->in_case) + "/kladder/" + std::to_string(draft->id.value) + "/versioner/" +
                     std::to_string(version.number) + "/original"},
                {"note", version.note},
                {"who", viewing.names.person(version.made_by)},
                {"time", spoken_time(viewing.language, version.made_at, viewing.now)},
            });
    data["thread"] = thread_json(tx, viewing.caller.principal, one.content, viewing.language, viewing.now);
    for (const auto& attached : AttachmentStore{tx}.of_document(one.id)) {
        const auto path = document_path(one.id) + "/bilag/" + std::to_string(attached.place);
        const auto content = ContentStore{tx}.find(attached.content).value_or(Content{});
        attachments.push_back({
            {"number", attached.place},
            {"title", attached.title},
            {"path", content.pdf.empty() ? path + "/original" : path + "/pdf"},
            {"original_path", path + "/original"},
            {"facts",
             spoken_media_type(viewing.language, attached.media_type) + ", " +
                 spoken_size(viewing.language, attached.size_bytes)},
        });
    }
}

/// Documents of a case are numbered without gaps: the neighbours have the numbers beside this one's, but for those
/// whose documents have moved to another case.
std::string neighbour_path(Transaction& tx, const core::Document& one, std::int64_t step) {
    for (auto number = one.number + step; number > 0; number += step) {
        const auto found = DocumentStore{tx}.of_case(one.in_case, number + 1, 1);
        if (!found.empty() && found.front().number == number) return document_path(found.front().id);
        if (!FilingStore{tx}.former(one.in_case, number)) break;
    }
    return {};
}

std::int64_t first_page_of(const Request& request) {
    const auto text = request.query_value("side").value_or("");
    return std::max<std::int64_t>(1, std::strtoll(text.c_str(), nullptr, 10));
}

Result<Response> get_document(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto query = request.query_value("q").value_or("");
    ReaderView view{desk.files, language, Reading::pdf, first_page_of(request), search::PageWords{query}};
    const auto kept = query.empty() ? std::string{} : "&q=" + percent_encoded(query);
    Json data{{"query", query}, {"first_page", view.first_page}};
    std::string title;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_document(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        const auto names = desk.names->of(tx, caller);
        view.reading = reading_of(request, ContentStore{tx}.find(one.content).value_or(Content{}));
        title = one.title;
        data["document"] = document_json(one, on, *names, language, desk.workplace.clock.now());
        put_standing(tx, one, on, caller, *names, language, data["document"]);
        data["document"]["text_path"] = document_path(one.id) + "?visning=tekst" + kept;
        data["document"]["pictures_path"] = document_path(one.id) + "?visning=sider" + kept;
        put_history(
            {tx, on, caller, language, desk.workplace.clock.now(), *names, *desk.settings.types},
            one,
            data["document"]["is_hidden"],
            data["document"]
        );
        data["case"] = Json{{"path", case_path(on.id)}, {"number", on.number}, {"title", on.title}};
        data["is_pdf"] = view.reading == Reading::pdf;
        data["is_text"] = view.reading == Reading::text;
        data["is_pictures"] = view.reading == Reading::pictures;
        data["pages"] = may_read_content(tx, caller.principal, one) ? pages_json(tx, one, view) : Json::array();
        data["previous_path"] = neighbour_path(tx, one, -1);
        data["next_path"] = neighbour_path(tx, one, 1);
        return core::done();
    }));
    auto frame = staff_frame(request, caller, std::move(title), desk.workplace);
    frame.search = query;
    return page(desk.workplace, "cases/document", data, frame);
}

/// One of a document's forms, once the policy has let the caller at it.
template <class Answer>
void add_form(Router& router, Identity& identity, const CaseDesk& desk, std::string_view pattern, Answer answer) {
    const auto handler = [desk, answer](const Request& request, const Caller& caller) -> Result<Response> {
        return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
            TRY(const auto one,
                read_document_content(tx, caller.principal, core::DocumentId{request.id_parameter("id")}));
            return answer(tx, one, request);
        });
    };
    router.add(Method::get, pattern, signed_in(identity, handler));
}

/// A page whose picture is not made yet is no error: lists show what there is. Errors: not_found, without such a page.
Result<Response> thumbnail_if_made(
    Transaction& tx, const FileStore& files, const core::ContentHash& content, std::int64_t page
) {
    const auto found = ContentStore{tx}.page(content, page);
    if (!found || !found->thumbnail.empty()) return thumbnail_response(tx, files, content, page);
    Response nothing;
    nothing.status = 204;
    nothing.set("cache-control", "no-store");
    return nothing;
}

}  // namespace

void add_document_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/dokumenter/{id:id}", get_document);
    const auto& files = desk.files;
    const auto add = [&](std::string_view pattern, auto answer) { add_form(router, identity, desk, pattern, answer); };
    using Found = const core::Document&;
    add("/dokumenter/{id:id}/pdf", [&files](Transaction& tx, Found one, const Request&) {
        return pdf_response(tx, files, one.content, one.title + ".pdf");
    });
    add("/dokumenter/{id:id}/original", [&files](Transaction&, Found one, const Request&) -> Result<Response> {
        return original_response(files, one.content, one.media_type, one.file_name);
    });
    add("/dokumenter/{id:id}/tekst",
        [](Transaction& tx, Found one, const Request&) { return text_response(tx, one.content); });
    add("/dokumenter/{id:id}/sider/{page:id}", [&files](Transaction& tx, Found one, const Request& request) {
        return picture_response(tx, files, one.content, request.id_parameter("page"));
    });
    add("/dokumenter/{id:id}/miniature/{page:id}", [&files](Transaction& tx, Found one, const Request& request) {
        return thumbnail_if_made(tx, files, one.content, request.id_parameter("page"));
    });
    add("/dokumenter/{id:id}/ord/{page:id}", [&files](Transaction& tx, Found one, const Request& request) {
        return words_response(tx, files, one.content, request.id_parameter("page"));
    });
}

}  // namespace services
