#include "services/cases/case_desk.hpp"
#include "services/cases/documents.hpp"

/// Taking back a document that should not have been journaled.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Result<Response> show_form(
    const CaseDesk& desk, const Request& request, const Caller& caller, const std::string& reason, std::string error
) {
    const core::DocumentId id{request.id_parameter("id")};
    Json data{{"reason", reason}, {"error", error}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_document(tx, caller.principal, id));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        if (!may_on_case(caller, core::Action::journal, on))
            return Error{ErrorCode::forbidden, "the role does not carry the right to withdraw on this case"};
        if (one.withdrawn) return Error{ErrorCode::conflict, "the document has been withdrawn already"};
        data["document"] = Json{
            {"path", document_path(id)},
            {"title", one.title},
            {"number", on.number + "-" + std::to_string(one.number)},
            {"is_listed", one.publication != core::Publication::withheld},
        };
        return core::done();
    }));
    const auto language = page_language(request);
    const auto frame = staff_frame(request, caller, translate(language, "Træk dokumentet tilbage"), desk.workplace);
    return page(desk.workplace, "cases/withdraw", data, frame, error.empty() ? 200 : 422);
}

Result<Response> get_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_form(desk, request, caller, {}, {});
}

Result<Response> post_form(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto reason = request.form_value("reason");
    const auto withdrawn = desk.workplace.db.write([&](Transaction& tx) {
        return withdraw_document(tx, {caller.principal, desk.workplace.clock.now()}, id, reason);
    });
    if (withdrawn.has_value()) return with_toast(redirect(document_path(id)), "Dokumentet er trukket tilbage.");
    if (withdrawn.error().code != ErrorCode::invalid_input) return withdrawn.error();
    const auto language = page_language(request);
    return show_form(
        desk,
        request,
        caller,
        reason,
        translate(language, "Skriv, hvorfor dokumentet trækkes tilbage, højst 1.000 tegn.")
    );
}

}  // namespace

void add_withdrawal_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/dokumenter/{id:id}/tilbagetraek", get_form);
    add_case_page(router, identity, desk, Method::post, "/dokumenter/{id:id}/tilbagetraek", post_form);
}

}  // namespace services
