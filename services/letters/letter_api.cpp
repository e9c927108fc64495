#include "services/api/json.hpp"
#include "services/letters/letter_pages.hpp"

namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

/// Documents of the case by their ids, in order.
Result<std::vector<LetterAttachment>> attachments_from(const Json& list) {
    std::vector<LetterAttachment> attachments;
    const core::Error wrong{
        core::ErrorCode::invalid_input, "attachments is a list of objects with a document", "attachments"};
    if (!list.is_array()) return wrong;
    for (const auto& one : list) {
        if (!one.is_object()) return wrong;
        Members members{one};
        const core::DocumentId document{members.number("document")};
        TRY(members.check());
        attachments.push_back({.document = document});
    }
    return attachments;
}

Result<NewLetter> letter_from(const Json& body) {
    Members members{body};
    NewLetter made;
    made.title = members.text("title");
    made.receiver = members.text("receiver");
    made.text = members.text("text");
    made.public_title = members.text_or("public_title", "");
    made.public_receiver = members.text_or("public_receiver", "");
    made.publication = members.one_of("publication", core::publication_named, core::Publication::entry);
    made.late_reason = members.text_or("late_reason", "");
    if (members.has("attachments")) {
        TRY(made.attachments, attachments_from(body.at("attachments")));
    }
    TRY(members.check());
    return made;
}

}  // namespace

void add_letter_api(Router& router, Identity& identity, const core::Clock& clock, const LetterDesk& desk) {
    const auto post = [&clock, desk](const Request& request, const Caller& caller) -> Result<Response> {
        TRY(const auto body, json_body(request));
        TRY(const auto made, letter_from(body));
        const core::CaseId on{request.id_parameter("id")};
        TRY(const auto journaled, journal_letter(desk, {caller.principal, clock.now()}, on, made));
        auto response = services::json(to_json(journaled).dump(), 201);
        response.set("location", "/api/v1/documents/" + std::to_string(journaled.id.value));
        return response;
    };
    const auto list = [desk](const Request&, const Caller&) -> Result<Response> {
        auto items = Json::array();
        for (const auto& one : letter_templates(desk.own_templates))
            items.push_back({{"key", one.key}, {"name", one.name}, {"title", one.title}, {"text", one.text}});
        return services::json(Json{{"items", std::move(items)}}.dump());
    };
    router.add(Method::post, "/api/v1/cases/{id:id}/letters", signed_in(identity, post));
    router.add(Method::get, "/api/v1/letter-templates", signed_in(identity, list));
}

}  // namespace services
