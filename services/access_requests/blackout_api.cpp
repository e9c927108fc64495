#include <algorithm>

#include "core/model/attachment.hpp"
#include "services/access_requests/access_routes.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/blackout_versions.hpp"
#include "services/access_requests/box_suggestions.hpp"
#include "services/http/problem.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/access_review_store.hpp"

/// Blacking out under /api/v1/access-requests/{id}/documents/{document}: pages, boxes, covered words, suggestions.
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

/// Of a document on the file list that the caller may read. Errors: not_found.
Result<AccessFile> listed_file(Transaction& tx, const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto today = core::danish_date(desk.workplace.clock.now());
    TRY(auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
    if (!AccessRequestStore{tx}.document(file.request.id, document_of(request)))
        return Error{ErrorCode::not_found, "it is not on the file list"};
    return file;
}

/// Of all that is covered and decided in the document (blackout_versions.hpp).
Response with_tag(Response response, const std::string& tag) {
    if (!tag.empty()) response.set("etag", '"' + tag + '"');
    return response;
}

/// Changes what is covered in a document, where that is still what If-Match names. Gives the tag of what it is then;
/// nothing where none was named, since what is there may be more than the caller has seen. Errors: those of `change`;
/// not_found; conflict (field if_match_field).
template <class Change>
Result<std::string> changed(const AccessDesk& desk, const Request& request, const Caller& caller, Change&& change) {
    return desk.workplace.db.write([&](Transaction& tx) -> Result<std::string> {
        TRY(const auto file, listed_file(tx, desk, request, caller));
        const auto named = request.header("if-match");
        TRY(check_reviewed(tx, file.request.id, document_of(request), named));
        TRY(change(tx));
        return named.empty() ? std::string{} : reviewed_tag(tx, file.request.id, document_of(request));
    });
}

/// What If-Match named is not there any more: 412 (RFC 9110 § 15.5.13), where a conflict of another kind is 409.
template <Result<Response> (*handler)(const AccessDesk&, const Request&, const Caller&)>
Result<Response> if_matching(const AccessDesk& desk, const Request& request, const Caller& caller) {
    auto answer = handler(desk, request, caller);
    if (answer.has_error() && answer.error().field == if_match_field)
        return problem_with_status(412, answer.error(), request);
    return answer;
}

/// In thousandths of the page's picture, as boxes are drawn.
void put_place(Json& json, const ocr::Box& box, const StoredPage& page) {
    const auto part = in_thousandths(box, page);
    json["left"] = part.left;
    json["top"] = part.top;
    json["width"] = part.width;
    json["height"] = part.height;
}

ocr::Box place_of(const AccessBlackout& box) {
    return {
        static_cast<int>(box.left),
        static_cast<int>(box.top),
        static_cast<int>(box.width),
        static_cast<int>(box.height)};
}

/// The page by its number among all of a document, or one without size where it is gone.
StoredPage page_numbered(const std::vector<JudgedPage>& pages, std::int64_t number) {
    const auto found = std::ranges::find(pages, number, &JudgedPage::number);
    return found == pages.end() ? StoredPage{} : found->page;
}

Json to_json(const AccessBlackout& box, const std::vector<JudgedPage>& pages) {
    Json json{
        {"id", box.id},
        {"page", box.page},
        {"exemption", box.exemption},
        {"made_by", box.made_by.value},
        {"made_at", core::iso_time(box.made_at)},
    };
    put_place(json, place_of(box), page_numbered(pages, box.page));
    return json;
}

Result<Response> answer_with_box(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    std::int64_t id,
    const std::string& tag,
    int status
) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto pages, judged_pages(tx, caller.principal, document_of(request)));
        const auto box = AccessAnswerStore{tx}.blackout(access_request_in(request), document_of(request), id);
        if (!box) return Error{ErrorCode::not_found, "there is no such box"};
        return with_tag(services::json(to_json(*box, pages).dump(), status), tag);
    });
}

Result<Response> get_boxes(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, listed_file(tx, desk, request, caller));
        TRY(const auto pages, judged_pages(tx, caller.principal, document_of(request)));
        auto items = Json::array();
        for (const auto& box : AccessAnswerStore{tx}.blackouts(file.request.id, document_of(request)))
            items.push_back(to_json(box, pages));
        return with_tag(
            services::json(Json{{"items", std::move(items)}}.dump()),
            reviewed_tag(tx, file.request.id, document_of(request))
        );
    });
}

Result<Response> post_box(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewBlackout made;
    made.page = members.number("page");
    made.left = members.number("left");
    made.top = members.number("top");
    made.width = members.number("width");
    made.height = members.number("height");
    made.exemption = members.text("exemption");
    TRY(members.check());
    std::int64_t added{};
    TRY(const auto tag, changed(desk, request, caller, [&](Transaction& tx) -> Result<void> {
            TRY(added, black_out(tx, acting_of(desk, caller), access_request_in(request), document_of(request), made));
            return core::done();
        }));
    return answer_with_box(desk, request, caller, added, tag, 201);
}

Result<Response> patch_box(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    BlackoutChange change;
    change.left = members.maybe_number("left");
    change.top = members.maybe_number("top");
    change.width = members.maybe_number("width");
    change.height = members.maybe_number("height");
    change.exemption = members.maybe_text("exemption");
    TRY(members.check());
    const auto box = request.id_parameter("box");
    TRY(const auto tag, changed(desk, request, caller, [&](Transaction& tx) {
            return change_blackout(
                tx, acting_of(desk, caller), access_request_in(request), document_of(request), box, change
            );
        }));
    return answer_with_box(desk, request, caller, box, tag, 200);
}

Result<Response> delete_box(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto tag, changed(desk, request, caller, [&](Transaction& tx) {
            return lift_blackout(
                tx,
                acting_of(desk, caller),
                access_request_in(request),
                document_of(request),
                request.id_parameter("box")
            );
        }));
    return with_tag(no_content(), tag);
}

// Words: in texts without pages, and wherever a phrase stands

Result<Response> get_words(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, listed_file(tx, desk, request, caller));
        // The words are what is to be kept secret: only for those who may read them where they stand.
        TRY(judged_pages(tx, caller.principal, document_of(request)));
        auto items = Json::array();
        for (const auto& one : AccessReviewStore{tx}.text_blackouts(file.request.id, document_of(request)))
            items.push_back({
                {"id", one.id},
                {"attachment", one.attachment},
                {"phrase", one.phrase},
                {"exemption", one.exemption},
                {"made_by", one.made_by.value},
                {"made_at", core::iso_time(one.made_at)},
            });
        return with_tag(
            services::json(Json{{"items", std::move(items)}}.dump()),
            reviewed_tag(tx, file.request.id, document_of(request))
        );
    });
}

Result<Response> delete_words(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto tag, changed(desk, request, caller, [&](Transaction& tx) {
            return lift_text_blackout(
                tx,
                acting_of(desk, caller),
                access_request_in(request),
                document_of(request),
                request.id_parameter("words")
            );
        }));
    return with_tag(no_content(), tag);
}

Result<Response> post_phrase(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto phrase = members.text("phrase");
    const auto exemption = members.text("exemption");
    TRY(members.check());
    TRY(const auto added,
        black_out_phrase(
            desk.workplace.db, desk.files, acting_of(desk, caller), access_request_in(request), phrase, exemption
        ));
    return services::json(Json{{"added", added}}.dump());
}

// Pages

Result<Response> get_pages(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, listed_file(tx, desk, request, caller));
        TRY(const auto pages, judged_pages(tx, caller.principal, document_of(request)));
        const auto decided = AccessReviewStore{tx}.pages(file.request.id, document_of(request));
        auto items = Json::array();
        for (const auto& page : pages) {
            const auto at = core::attached_page(page.number);
            const auto verdict = std::ranges::find(decided, page.number, &DecidedAccessPage::page);
            const bool is_decided = verdict != decided.end();
            const bool is_withheld = is_decided && !verdict->exemption.empty();
            items.push_back({
                {"page", page.number},
                {"attachment", at.attachment},
                {"number", at.page},
                {"has_picture", !page.page.picture.empty()},
                {"width", page.page.width},
                {"height", page.page.height},
                {"verdict",
                 is_withheld  ? Json("withhold")
                 : is_decided ? Json("give")
                              : Json(nullptr)},
                {"exemption", is_withheld ? Json(verdict->exemption) : Json(nullptr)},
                {"decided_by", is_decided ? Json(verdict->decided_by.value) : Json(nullptr)},
            });
        }
        return with_tag(
            services::json(Json{{"items", std::move(items)}}.dump()),
            reviewed_tag(tx, file.request.id, document_of(request))
        );
    });
}

std::optional<PageVerdict> verdict_named(std::string_view name) {
    if (name == "give") return PageVerdict::give;
    if (name == "withhold") return PageVerdict::withhold;
    return std::nullopt;
}

Result<Response> judge(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    PageVerdict verdict,
    const std::string& exemption
) {
    TRY(const auto tag, changed(desk, request, caller, [&](Transaction& tx) {
            return judge_page(
                tx,
                acting_of(desk, caller),
                access_request_in(request),
                document_of(request),
                request.id_parameter("page"),
                verdict,
                exemption
            );
        }));
    return with_tag(no_content(), tag);
}

Result<Response> put_page(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto verdict = members.maybe_one_of("verdict", verdict_named);
    const auto exemption = members.text_or("exemption", "");
    TRY(members.check());
    if (!verdict) return Error{ErrorCode::invalid_input, "verdict is give or withhold", "verdict"};
    return judge(desk, request, caller, *verdict, exemption);
}

Result<Response> delete_page(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return judge(desk, request, caller, PageVerdict::undo, {});
}

// What the machine suggests

Result<Response> get_suggestions(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, listed_file(tx, desk, request, caller));
        TRY(const auto pages, judged_pages(tx, caller.principal, document_of(request)));
        auto items = Json::array();
        std::vector<BoxSuggestion> all;  // none of what nobody can take any more
        if (file.may_work && file.request.state == core::AccessState::open) {
            TRY(all, box_suggestions(tx, desk.files, caller.principal, file.request, document_of(request)));
        }
        for (const auto& one : all) {
            Json json{
                {"key", key_of(one)},
                {"kind", one.kind},
                {"page", one.page},
                {"exemption", one.exemption},
                {"detail", one.detail},
                {"is_certain", one.certain},
            };
            put_place(json, one.box, page_numbered(pages, one.page));
            items.push_back(std::move(json));
        }
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

Result<Response> post_suggestions(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto what = members.text("what");
    const SuggestionChoice choice{
        members.text_or("key", ""), members.text_or("kind", ""), std::string{request.header("if-match")}};
    TRY(members.check());
    if (what != "take" && what != "dismiss") return Error{ErrorCode::invalid_input, "what is take or dismiss", "what"};
    const auto act = what == "take" ? take_suggestions : dismiss_suggestions;
    TRY(const auto count,
        act(desk.workplace.db,
            desk.files,
            acting_of(desk, caller),
            access_request_in(request),
            document_of(request),
            choice));
    return services::json(Json{{"count", count}}.dump());
}

}  // namespace

void add_blackout_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/api/v1/access-requests/{id:id}/documents/{document:id}";
    add(Method::get, one + "/pages", get_pages);
    add(Method::put, one + "/pages/{page:id}", if_matching<put_page>);
    add(Method::delete_, one + "/pages/{page:id}", if_matching<delete_page>);
    add(Method::get, one + "/pages/{page:id}/picture", get_judged_picture);
    add(Method::get, one + "/boxes", get_boxes);
    add(Method::post, one + "/boxes", if_matching<post_box>);
    add(Method::patch, one + "/boxes/{box:id}", if_matching<patch_box>);
    add(Method::delete_, one + "/boxes/{box:id}", if_matching<delete_box>);
    add(Method::get, one + "/words", get_words);
    add(Method::delete_, one + "/words/{words:id}", if_matching<delete_words>);
    add(Method::get, one + "/suggestions", get_suggestions);
    add(Method::post, one + "/suggestions", if_matching<post_suggestions>);
    add(Method::post, "/api/v1/access-requests/{id:id}/phrases", post_phrase);
}

}  // namespace services
