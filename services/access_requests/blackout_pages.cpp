#include <algorithm>
#include <array>
#include <map>

#include "core/model/attachment.hpp"
#include "core/rules/exemptions.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/blackout_versions.hpp"
#include "services/access_requests/box_suggestions.hpp"
#include "services/access_requests/covered_text.hpp"
#include "services/api/content_response.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/post_list/finding_words.hpp"
#include "services/store/access_review_store.hpp"
#include "services/store/attachment_store.hpp"
#include "services/web/words.hpp"

/// Blacking out: the pages of a document with its boxes, what the machine suggests, and what becomes of each page.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

core::DocumentId document_of(const Request& request) {
    return core::DocumentId{request.id_parameter("document")};
}
std::string decide_path(const Request& request) {
    return access_path(access_request_in(request)) + "/dokumenter/" + std::to_string(request.id_parameter("document"));
}

bool is_told(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict ||
           error.code == ErrorCode::too_large;
}

/// Back to a page, with what was done or why it was not.
Response back_to(const std::string& path, const Request& request, const Result<void>& outcome, std::string_view done) {
    if (outcome.has_value()) return done.empty() ? redirect(path) : with_toast(redirect(path), done);
    return with_toast(redirect(path), said_of_answer(page_language(request), outcome.error()));
}

std::string side_path(const Request& request, std::int64_t page) {
    return decide_path(request) + "#side-" + std::to_string(page);
}

/// What was seen of a box or a page, as its address says it (blackout_versions.hpp); forms and scripts post there.
std::string seen_in(const Request& request) {
    return request.query_value("seen").value_or(std::string{});
}

std::int64_t number_in(const Request& request, std::string_view field) {
    return core::whole_number(request.form_value(field)).value_or(-1);
}

Result<Response> post_box(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const NewBlackout made{
        .page = number_in(request, "page"),
        .left = number_in(request, "left"),
        .top = number_in(request, "top"),
        .width = number_in(request, "width"),
        .height = number_in(request, "height"),
        .exemption = request.form_value("exemption"),
    };
    const auto added = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(black_out(tx, acting_of(desk, caller), access_request_in(request), document_of(request), made));
        return core::done();
    });
    if (added.has_error() && !is_told(added.error())) return added.error();
    return back_to(side_path(request, made.page), request, added, {});
}

Result<Response> post_lift(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto id = access_request_in(request);
    const auto box = request.id_parameter("box");
    const auto lifted = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(open_access_file(tx, acting_of(desk, caller), id));
        TRY(check_box_seen(tx, id, document_of(request), box, seen_in(request)));
        return lift_blackout(tx, acting_of(desk, caller), id, document_of(request), box);
    });
    if (lifted.has_error() && !is_told(lifted.error())) return lifted.error();
    const auto page = request.form_value("page");
    const bool is_page = core::whole_number(page).has_value();
    return back_to(decide_path(request) + (is_page ? "#side-" + page : ""), request, lifted, {});
}

Result<Response> post_lifted_words(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto lifted = desk.workplace.db.write([&](Transaction& tx) {
        return lift_text_blackout(
            tx, acting_of(desk, caller), access_request_in(request), document_of(request), request.id_parameter("words")
        );
    });
    if (lifted.has_error() && !is_told(lifted.error())) return lifted.error();
    return back_to(decide_path(request), request, lifted, {});
}

Result<Response> post_phrase(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const auto found = black_out_phrase(
        desk.workplace.db,
        desk.files,
        acting_of(desk, caller),
        access_request_in(request),
        request.form_value("phrase"),
        request.form_value("exemption")
    );
    if (found.has_error() && !is_told(found.error())) return found.error();
    // Whence it was asked, as far as that is a page of this request.
    const auto from = request.form_value("from");
    const auto path = from.starts_with(access_path(access_request_in(request)) + "/dokumenter/")
                          ? from
                          : access_path(access_request_in(request));
    if (found.has_error()) return with_toast(redirect(path), said_of_answer(language, found.error()));
    return with_toast(
        redirect(path),
        found.value() == 0
            ? translate(language, "Ordene står ikke i dokumenterne, eller de er dækket til allerede.")
            : translate_count(language, "Dækkede {count} sted til.", "Dækkede {count} steder til.", found.value())
    );
}

/// A box that is moved, drawn larger or smaller, or given another reason.
Result<Response> post_change(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto maybe = [&](std::string_view field) { return core::whole_number(request.form_value(field)); };
    BlackoutChange change{
        .left = maybe("left"), .top = maybe("top"), .width = maybe("width"), .height = maybe("height")};
    if (const auto exemption = request.form_value("exemption"); !exemption.empty()) change.exemption = exemption;
    const auto id = access_request_in(request);
    const auto box = request.id_parameter("box");
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(open_access_file(tx, acting_of(desk, caller), id));
        TRY(check_box_seen(tx, id, document_of(request), box, seen_in(request)));
        return change_blackout(tx, acting_of(desk, caller), id, document_of(request), box, change);
    });
    if (changed.has_error() && !is_told(changed.error())) return changed.error();
    return back_to(side_path(request, request.id_parameter("page")), request, changed, {});
}

Result<Response> post_page(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto what = request.form_value("what");
    const auto page = request.id_parameter("page");
    const auto verdict = what == "withhold" ? PageVerdict::withhold
                         : what == "give"   ? PageVerdict::give
                                            : PageVerdict::undo;
    const auto id = access_request_in(request);
    const auto judged = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(open_access_file(tx, acting_of(desk, caller), id));
        TRY(check_page_seen(tx, id, document_of(request), page, seen_in(request)));
        return judge_page(
            tx, acting_of(desk, caller), id, document_of(request), page, verdict, request.form_value("exemption")
        );
    });
    if (judged.has_error() && !is_told(judged.error())) return judged.error();
    return back_to(side_path(request, page), request, judged, {});
}

Result<Response> post_suggestions(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto language = page_language(request);
    const SuggestionChoice choice{request.form_value("key"), request.form_value("kind")};
    const bool is_dismissed = request.form_value("what") == "dismiss";
    const auto act = is_dismissed ? dismiss_suggestions : take_suggestions;
    const auto done = act(
        desk.workplace.db, desk.files, acting_of(desk, caller), access_request_in(request), document_of(request), choice
    );
    if (done.has_error() && !is_told(done.error())) return done.error();
    const auto page = choice.key.substr(0, choice.key.find('-'));
    const auto path = decide_path(request) + (core::whole_number(page) ? "#side-" + page : "#forslag");
    if (done.has_error()) return with_toast(redirect(path), said_of_answer(language, done.error()));
    if (!choice.key.empty()) return redirect(path);
    return with_toast(
        redirect(path),
        is_dismissed
            ? translate_count(language, "{count} forslag er afvist.", "{count} forslag er afvist.", done.value())
            : translate_count(language, "Dækkede {count} sted til.", "Dækkede {count} steder til.", done.value())
    );
}

/// [left, top, width, height] in thousandths of the picture, to be drawn on it.
Json parts_of(const ocr::Box& box, const StoredPage& page) {
    const auto part = in_thousandths(box, page);
    return Json::array({part.left, part.top, part.width, part.height});
}

std::string cited_or(const std::string& key) {
    const auto* exemption = core::exemption_named(key);
    return exemption == nullptr ? key : core::cited(*exemption);
}

std::string page_text(Language language, std::int64_t number) {
    const auto at = core::attached_page(number);
    const Values values{{"page", std::to_string(at.page)}, {"attachment", std::to_string(at.attachment)}};
    return at.attachment == 0 ? translate(language, "Side {page}", values)
                              : translate(language, "Bilag {attachment}, side {page}", values);
}

/// Why a box is suggested, in a few words.
std::string why_of(Language language, const BoxSuggestion& one) {
    const Values values{{"what", one.detail}};
    if (one.kind == "earlier") return translate(language, "Dækket til i {what}", values);
    if (one.kind == "phrase") return translate(language, "Samme ord er dækket til i nr. {what}", values);
    if (one.kind == "party") return translate(language, "Part eller afsender: {what}", values);
    return spoken_kind(language, one.kind) + (one.certain ? "" : " (" + translate(language, "usikkert") + ")");
}

std::string name_of_kind(Language language, const std::string& kind) {
    if (kind == "earlier") return translate(language, "Dækket til i tidligere aktindsigter");
    if (kind == "phrase") return translate(language, "Ord, der er dækket til andre steder i denne");
    if (kind == "party") return translate(language, "Sagens parter og afsender");
    return spoken_kind(language, kind);
}

/// `suggestions` of the page: a row a kind, with how many.
Json kinds_json(Language language, const std::vector<BoxSuggestion>& all) {
    constexpr std::array order{"cpr", "listed", "party", "address", "email", "phone", "sensitive", "phrase", "earlier"};
    auto rows = Json::array();
    for (const auto* const kind : order) {
        const auto count = std::ranges::count(all, kind, &BoxSuggestion::kind);
        if (count > 0) rows.push_back({{"kind", kind}, {"text", name_of_kind(language, kind)}, {"count", count}});
    }
    return rows;
}

/// One page with its boxes, what is suggested on it, and what was decided of it.
class PageView {
  public:
    PageView(Language language, std::string path) : language_(language), path_(std::move(path)) {}

    std::vector<AccessBlackout> boxes;
    std::vector<BoxSuggestion> suggestions;
    std::map<std::int64_t, DecidedAccessPage> decided;

    Json json(const JudgedPage& page) const {
        const auto number = std::to_string(page.number);
        const auto verdict = decided.find(page.number);
        const bool is_decided = verdict != decided.end();
        const auto exemption = is_decided ? verdict->second.exemption : std::string{};
        Json json{
            {"number", page.number},
            {"text", page_text(language_, page.number)},
            {"picture", page.page.picture.empty() ? std::string{} : path_ + "/sider/" + number},
            {"judge_path",
             path_ + "/sider/" + number +
                 "?seen=" + tag_of_page(boxes, page.number, is_decided ? &verdict->second : nullptr)},
            {"is_decided", is_decided},
            {"withheld_by", exemption.empty() ? std::string{} : cited_or(exemption)},
        };
        put_text(page, json);
        put_boxes(page, json);
        put_suggestions(page, json);
        return json;
    }

    std::map<std::int64_t, std::string> texts{};  ///< of what has no pages, by the place of the attachment
    std::vector<AccessTextBlackout> words{};

  private:
    /// The first page of a text shows all of it.
    void put_text(const JudgedPage& page, Json& json) const {
        const auto at = core::attached_page(page.number);
        const auto text = texts.find(at.attachment);
        auto pieces = Json::array();
        auto rows = Json::array();
        json["is_text"] = text != texts.end();
        if (text != texts.end() && at.page == 1) {
            auto covered = words;
            std::erase_if(covered, [&](const AccessTextBlackout& one) { return one.attachment != at.attachment; });
            for (const auto& piece : pieces_of(text->second, covered))
                pieces.push_back({{"text", piece.text}, {"is_covered", !piece.exemption.empty()}});
            for (const auto& one : covered)
                rows.push_back({
                    {"phrase", one.phrase},
                    {"paragraph", cited_or(one.exemption)},
                    {"remove_path", path_ + "/ord/" + std::to_string(one.id) + "/fjern"},
                });
        }
        json["pieces"] = std::move(pieces);
        json["words"] = std::move(rows);
    }

    void put_boxes(const JudgedPage& page, Json& json) const {
        auto marked = Json::array();
        auto rows = Json::array();
        for (const auto& box : boxes) {
            if (box.page != page.number) continue;
            const auto seen = "?seen=" + tag_of(box);
            const auto change_path =
                path_ + "/sider/" + std::to_string(page.number) + "/overstregninger/" + std::to_string(box.id) + seen;
            const auto remove_path = path_ + "/overstregninger/" + std::to_string(box.id) + "/fjern" + seen;
            const auto paragraph = cited_or(box.exemption);
            auto drawn = parts_of(
                {static_cast<int>(box.left),
                 static_cast<int>(box.top),
                 static_cast<int>(box.width),
                 static_cast<int>(box.height)},
                page.page
            );
            for (const auto& more : {std::to_string(box.id), paragraph, change_path, remove_path})
                drawn.push_back(more);
            marked.push_back(std::move(drawn));
            rows.push_back(
                {{"id", box.id}, {"remove_path", remove_path}, {"change_path", change_path}, {"paragraph", paragraph}}
            );
        }
        json["marked"] = marked.dump();
        json["boxes"] = std::move(rows);
    }

    void put_suggestions(const JudgedPage& page, Json& json) const {
        auto drawn_all = Json::array();
        auto rows = Json::array();
        for (const auto& one : suggestions) {
            if (one.page != page.number) continue;
            auto drawn = parts_of(one.box, page.page);
            const auto why = why_of(language_, one);
            drawn.push_back(key_of(one));
            drawn.push_back(why);
            drawn_all.push_back(std::move(drawn));
            rows.push_back({{"key", key_of(one)}, {"why", why}, {"paragraph", cited_or(one.exemption)}});
        }
        json["suggested"] = drawn_all.dump();
        json["suggestion_count"] = rows.size();
        json["suggestions"] = std::move(rows);
    }

    Language language_;
    std::string path_;
};

}  // namespace

Result<Response> get_judged_picture(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(read_access_request(tx, caller.principal, access_request_in(request), today));
        TRY(const auto document, read_document_content(tx, caller.principal, document_of(request)));
        const auto at = core::attached_page(request.id_parameter("page"));
        if (at.attachment == 0) return picture_response(tx, desk.files, document.content, at.page);
        for (const auto& attached : AttachmentStore{tx}.of_document(document.id))
            if (attached.place == at.attachment) return picture_response(tx, desk.files, attached.content, at.page);
        return Error{ErrorCode::not_found, "there is no such page"};
    });
}

Result<void> put_judged_pages(
    Transaction& tx,
    const FileStore& files,
    const core::Principal& who,
    const AccessFile& file,
    core::DocumentId document,
    Language language,
    Json& data
) {
    const auto id = file.request.id;
    const bool is_open = file.may_work && file.request.state == core::AccessState::open;
    TRY(const auto pages, judged_pages(tx, who, document));
    const auto path = access_path(id) + "/dokumenter/" + std::to_string(document.value);
    PageView view{language, path};
    view.boxes = AccessAnswerStore{tx}.blackouts(id, document);
    if (is_open) {
        TRY(view.suggestions, box_suggestions(tx, files, who, file.request, document));
    }
    for (auto& one : AccessReviewStore{tx}.pages(id, document)) view.decided.emplace(one.page, std::move(one));
    view.words = AccessReviewStore{tx}.text_blackouts(id, document);
    TRY(const auto read, read_document_content(tx, who, document));
    const auto look = [&](const core::ContentHash& content, std::int64_t place) {
        if (auto text = text_without_pages(tx, content)) view.texts.emplace(place, std::move(*text));
    };
    look(read.content, 0);
    for (const auto& attached : AttachmentStore{tx}.of_document(document)) look(attached.content, attached.place);
    auto& list = data["pages"] = Json::array();
    for (const auto& page : pages) list.push_back(view.json(page));
    data["page_count"] = pages.size();
    data["decided_pages"] =
        std::ranges::count_if(pages, [&](const JudgedPage& page) { return view.decided.contains(page.number); });
    data["kinds"] = kinds_json(language, view.suggestions);
    data["suggestion_count"] = view.suggestions.size();
    data["boxes_path"] = path + "/overstregninger";
    data["suggestions_path"] = path + "/forslag";
    data["phrase_path"] = access_path(id) + "/overstreg";
    return core::done();
}

void add_blackout_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigter/{id:id}/dokumenter/{document:id}/sider/{page:id}", get_judged_picture);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/sider/{page:id}", post_page);
    add(Method::post,
        "/aktindsigter/{id:id}/dokumenter/{document:id}/sider/{page:id}/overstregninger/{box:id}",
        post_change);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/overstregninger", post_box);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/overstregninger/{box:id}/fjern", post_lift);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/forslag", post_suggestions);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/ord/{words:id}/fjern", post_lifted_words);
    add(Method::post, "/aktindsigter/{id:id}/overstreg", post_phrase);
}

}  // namespace services
