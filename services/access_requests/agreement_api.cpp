#include <algorithm>
#include <functional>

#include "core/whole_number.hpp"
#include "services/access_requests/access_hearings.hpp"
#include "services/access_requests/access_routes.hpp"
#include "services/access_requests/second_person.hpp"
#include "services/identity/for_signed_in.hpp"

/// The second person's word, and those who are heard, under /api/v1/access-requests/{id}.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::string_view name_of(AccessApprovalState state) {
    switch (state) {
        case AccessApprovalState::asked:
            return "asked";
        case AccessApprovalState::approved:
            return "approved";
        case AccessApprovalState::sent_back:
            return "sent_back";
    }
    return {};
}

Json to_json(const AccessApproval& one) {
    return {
        {"state", name_of(one.state)},
        {"asked_of", id_or_null(one.asked_of)},
        {"asked_by", one.asked_by.value},
        {"asked_at", core::iso_time(one.asked_at)},
        {"settled_by", id_or_null(one.settled_by)},
        {"settled_at", or_null(one.settled_at)},
        {"reason", one.reason},
    };
}

Result<Response> get_approval(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        const auto second = second_person(tx, desk.settings, file.request.id);
        const bool is_open = file.request.state == core::AccessState::open;
        const Json json{
            {"is_needed", second.is_needed},
            {"is_asked", second.is_asked},
            {"is_approved", second.is_approved},
            {"may_approve", is_open && second.is_asked && may_approve(tx, caller.principal, file)},
            {"newest", second.newest ? to_json(*second.newest) : Json(nullptr)},
        };
        return services::json(json.dump());
    });
}

Result<Response> post_approval(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto what = members.text("what");
    const auto approver = members.maybe_id<core::UserId>("approver");
    const auto reason = members.text_or("reason", "");
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto acting = acting_of(desk, caller);
        if (what == "ask") return ask_second_person(tx, acting, access_request_in(request), approver);
        if (what == "approve") return approve_access(tx, acting, access_request_in(request));
        if (what == "send_back") return send_access_back(tx, acting, access_request_in(request), reason);
        return Error{ErrorCode::invalid_input, "what is ask, approve or send_back", "what"};
    }));
    return get_approval(desk, request, caller);
}

// Hearing those whom a document concerns

Json to_json(const AccessHearing& one, core::Date today) {
    auto documents = Json::array();
    for (const auto document : one.documents) documents.push_back(document.value);
    return {
        {"id", one.id},
        {"letter", one.letter.value},
        {"receiver", one.receiver},
        {"asked_on", core::iso_date(one.asked)},
        {"answer_by", core::iso_date(one.answer_by)},
        {"is_awaited", is_awaited(one, today)},
        {"outcome", name_of(one.outcome)},
        {"answered_on", or_null(one.answered)},
        {"answer", id_or_null(one.answer)},
        {"documents", std::move(documents)},
    };
}

Result<Response> get_hearings(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        auto items = Json::array();
        for (const auto& one : AccessAgreementStore{tx}.hearings(file.request.id)) items.push_back(to_json(one, today));
        return services::json(Json{{"items", std::move(items)}}.dump());
    });
}

/// The letter about the documents named in the query, as it begins.
Result<Response> get_hearing_draft(const AccessDesk& desk, const Request& request, const Caller& caller) {
    std::vector<core::DocumentId> about;
    if (const auto text = request.query_value("document")) {
        const auto id = core::whole_number(*text);
        if (!id) return Error{ErrorCode::invalid_input, "document is an id", "document"};
        about.push_back(core::DocumentId{*id});
    }
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto today = core::danish_date(desk.workplace.clock.now());
        TRY(const auto file, open_access_file(tx, acting_of(desk, caller), access_request_in(request)));
        const auto made = draft_of_hearing(tx, caller.principal, file, about, today);
        auto json = letter_json(made.letter);
        json["answer_by"] = core::iso_date(made.answer_by);
        return services::json(json.dump());
    });
}

Result<Response> answer_with_hearing(
    const AccessDesk& desk,
    const Request& request,
    int status,
    const std::function<bool(const AccessHearing&)>& is_wanted
) {
    const auto today = core::danish_date(desk.workplace.clock.now());
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        const auto all = AccessAgreementStore{tx}.hearings(access_request_in(request));
        const auto found = std::ranges::find_if(all, is_wanted);
        if (found == all.end()) return Error{ErrorCode::not_found, "nobody was asked by that"};
        return services::json(to_json(*found, today).dump(), status);
    });
}

Result<Response> post_hearing(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    NewHearing made;
    members.has("documents");
    made.answer_by = members.date("answer_by");
    made.letter = letter_members(members);
    TRY(members.check());
    TRY(made.documents, documents_member(body, "documents", access_documents_max));
    const LetterDesk letters{desk.workplace.db, desk.files, desk.settings.authority};
    TRY(const auto sent, start_hearing(letters, acting_of(desk, caller), access_request_in(request), made));
    return answer_with_hearing(desk, request, 201, [&](const AccessHearing& one) { return one.letter == sent.id; });
}

Result<Response> post_hearing_answer(const AccessDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    HearingAnswer answer;
    answer.objects = members.truth("objects");
    answer.text = members.text("text");
    TRY(members.check());
    const auto hearing = request.id_parameter("hearing");
    TRY(note_hearing_answer(
        desk.workplace.db, desk.files, acting_of(desk, caller), access_request_in(request), hearing, answer
    ));
    return answer_with_hearing(desk, request, 200, [&](const AccessHearing& one) { return one.id == hearing; });
}

}  // namespace

void add_agreement_api(Router& router, Identity& identity, const AccessDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/access-requests/{id:id}/approval", get_approval);
    add(Method::post, "/api/v1/access-requests/{id:id}/approval", post_approval);
    add(Method::get, "/api/v1/access-requests/{id:id}/hearings", get_hearings);
    add(Method::post, "/api/v1/access-requests/{id:id}/hearings", post_hearing);
    add(Method::get, "/api/v1/access-requests/{id:id}/hearings/draft", get_hearing_draft);
    add(Method::post, "/api/v1/access-requests/{id:id}/hearings/{hearing:id}/answer", post_hearing_answer);
}

}  // namespace services
