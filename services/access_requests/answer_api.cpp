#include "services/access_requests/access_answers.hpp"
#include "services/access_requests/access_routes.hpp"
#include "services/api/content_response.hpp"
#include "services/identity/for_signed_in.hpp"

/// Answering under /api/v1/access-requests/{id}/answer: the file, the letter as it begins, and the letter that goes.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

/// The file of the answer that is current, as far as there is one.
Json to_json(const CurrentAnswer& current) {
    if (!current.answer) return {{"state", "none"}};
    const auto& one = *current.answer;
    const bool has_failed = one.state == AnswerState::failed;
    return {
        {"state", name_of(one.state)},
        {"is_stale", current.is_stale},
        {"done", one.done},
        {"total", one.total},
        {"pages", one.page_count},
        {"has_file", !one.file.empty()},
        {"has_zip", !one.zip.empty()},
        {"failure", has_failed ? Json(one.reason) : Json(nullptr)},
        {"failed_place", has_failed ? Json(one.failed_place) : Json(nullptr)},
        {"letter", id_or_null(one.letter)},
        {"fetched", one.fetched},
        {"fetched_until", or_null(one.ends_at)},
    };
}

Result<Response> get_answer(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        return services::json(to_json(current_answer(tx, file.request.id)).dump());
    });
}

Result<AccessAnswer> newest_file(
    Transaction& tx, const AccessDesk& desk, const Request& request, const Caller& caller
) {
    const auto id = access_request_in(request);
    TRY(access_file_to_work_on(tx, acting_of(desk, caller), id, 0));
    const auto newest = AccessAnswerStore{tx}.newest(id);
    return read_answer(tx, acting_of(desk, caller), id, newest ? newest->id : 0);
}

Result<Response> get_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto answer, newest_file(tx, desk, request, caller));
        return original_response(desk.files, answer.file, "application/pdf", "aktindsigt.pdf");
    });
}

Result<Response> get_zip(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto answer, newest_file(tx, desk, request, caller));
        if (answer.zip.empty()) return Error{ErrorCode::not_found, "there is no such file"};
        return original_response(desk.files, answer.zip, "application/zip", "aktindsigt.zip");
    });
}

Result<Response> post_file(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const bool widens = members.maybe_truth("widens").value_or(false);
    TRY(members.check());
    return desk.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(order_answer(tx, acting_of(desk, caller), access_request_in(request), widens));
        return services::json(to_json(current_answer(tx, access_request_in(request))).dump(), 202);
    });
}

Result<Response> get_draft(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, access_file_to_work_on(tx, acting_of(desk, caller), access_request_in(request), 0));
        return services::json(letter_json(draft_of_answer(tx, caller.principal, file)).dump());
    });
}

Result<Response> post_answer(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto letter = letter_members(members);
    TRY(members.check());
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    TRY(const auto sent,
        send_answer(letters, desk.settings, acting_of(desk, caller), access_request_in(request), letter));
    return answer_with_letter(sent);
}

}  // namespace

Json letter_json(const LetterDraft& letter) {
    return {{"title", letter.title}, {"receiver", letter.receiver}, {"text", letter.text}};
}

LetterDraft letter_members(Members& members) {
    LetterDraft letter{members.text("title"), members.text("receiver"), members.text("text")};
    std::erase(letter.text, '\r');
    std::erase(letter.receiver, '\r');
    return letter;
}

Response answer_with_letter(const core::Document& letter) {
    auto response = services::json(to_json(letter).dump(), 201);
    response.set("location", "/api/v1/documents/" + std::to_string(letter.id.value));
    return response;
}

void add_answer_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/access-requests/{id:id}/answer", get_answer);
    add(Method::post, "/api/v1/access-requests/{id:id}/answer", post_answer);
    add(Method::get, "/api/v1/access-requests/{id:id}/answer/draft", get_draft);
    add(Method::get, "/api/v1/access-requests/{id:id}/answer/file", get_file);
    add(Method::post, "/api/v1/access-requests/{id:id}/answer/file", post_file);
    add(Method::get, "/api/v1/access-requests/{id:id}/answer/zip", get_zip);
}

}  // namespace services
