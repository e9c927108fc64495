#include "services/mailroom/mailroom_api.hpp"

#include "services/api/content_response.hpp"
#include "services/api/json.hpp"
#include "services/cases/case_api.hpp"
#include "services/cases/mail_threads.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/mailroom/mailroom.hpp"
#include "services/mailroom/mailroom_view.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

Json to_json(const Received& received) {
    return {
        {"id", received.id.value},
        {"state", core::name_of(received.state)},
        {"duplicate_of", received.duplicate_of ? Json(received.duplicate_of->value) : Json(nullptr)},
        {"sha256", received.content.text()},
    };
}

/// POST /api/v1/intake: the multipart field `file`, once or several times. One file is answered with its item, several
/// with a list in their order.
Result<Response> post_intake(const MailroomApi& api, const Request& request, const Caller& caller) {
    Json items = Json::array();
    for (const auto& part : request.parts) {
        if (part.name != "file" || part.file.empty()) continue;
        TRY(const auto received,
            api.intake.receive({
                .file = part.file,
                .file_name = part.file_name,
                .channel = core::Channel::api,
                .known_hash = core::ContentHash::parse(part.sha256),
                .from = &caller.principal,
            }));
        items.push_back(to_json(received));
    }
    if (items.empty()) return Error{ErrorCode::invalid_input, "send the file as the multipart field 'file'", "file"};
    auto response = services::json((items.size() == 1 ? items.front() : Json{{"items", items}}).dump(), 201);
    response.set("location", "/api/v1/incoming/" + std::to_string(items.front()["id"].get<std::int64_t>()));
    return response;
}

Result<Response> list_items(const MailroomApi& api, const Request& request, const Caller& caller) {
    IncomingFilter filter;
    filter.reader = caller.id();
    TRY(filter.limit, limit_of(request, 50));
    TRY(const auto after, cursor_of(request, 1));
    if (!after.empty()) filter.after = core::IncomingId{after[0]};
    if (request.query_value("mine").value_or("") == "true") filter.assigned_to = caller.id();
    if (const auto channel = request.query_value("channel")) {
        filter.channel = core::channel_named(*channel);
        if (!filter.channel) return Error{ErrorCode::invalid_input, "there is no such channel", "channel"};
    }
    const auto sort = request.query_value("sort").value_or("received");
    if (sort != "received" && sort != "-received")
        return Error{ErrorCode::invalid_input, "sort is no order of this list", "sort"};
    filter.is_falling = sort.starts_with('-');
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        const auto listed = list_waiting(tx, {filter, request.query_value("q").value_or("")});
        Json list = Json::array();
        for (const auto& item : listed.rows) list.push_back(services::to_json(item));
        Json body{
            {"items", std::move(list)}, {"total", IncomingStore{tx}.count_waiting(caller.id())}, {"next", nullptr}};
        if (listed.next) body["next"] = cursor_text({listed.next->value});
        return services::json(body.dump());
    });
}

/// Null where the item is no mail.
Json mail_json(Transaction& tx, const core::Principal& who, const core::IncomingItem& item) {
    const auto mail = MailStore{tx}.find(item.content);
    if (!mail) return nullptr;
    Json parts = Json::array();
    std::int64_t number = 0;
    for (const auto& part : MailStore{tx}.parts(item.content)) {
        const auto content = ContentStore{tx}.find(part.content).value_or(Content{});
        parts.push_back({
            {"number", ++number},
            {"file_name", part.file_name},
            {"media_type", content.media_type},
            {"size_bytes", content.size_bytes},
        });
    }
    return {
        {"from", {{"name", mail->sender_name}, {"address", mail->sender_address}}},
        {"to", mail->receivers},
        {"cc", mail->copies},
        {"subject", mail->subject},
        {"sent_at", mail->sent_at ? Json(core::iso_time(*mail->sent_at)) : Json(nullptr)},
        {"parts", std::move(parts)},
        {"thread", thread_json(tx, who, item.content)},
    };
}

Result<Response> get_item(const MailroomApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto item, read_item(tx, caller.principal, core::IncomingId{request.id_parameter("id")}));
        auto body = services::to_json(item);
        auto& pages = body["pages"] = Json::array();
        std::string text;
        for (const auto& page : ContentStore{tx}.pages(item.content)) {
            pages.push_back({
                {"number", page.number},
                {"source", page.source},
                {"reason", page.reason},
                {"confidence", page.confidence},
                {"text", page.text},
            });
            text += (text.empty() ? "" : "\f") + page.text;
        }
        body["text"] = std::move(text);
        body["mail"] = mail_json(tx, caller.principal, item);
        return services::json(body.dump());
    });
}

Result<Response> get_original(const MailroomApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto item, read_item(tx, caller.principal, core::IncomingId{request.id_parameter("id")}));
        return original_response(api.files, item.content, item.media_type, item.file_name);
    });
}

Result<Response> get_part(const MailroomApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto item, read_item(tx, caller.principal, core::IncomingId{request.id_parameter("id")}));
        return mail_part_response(tx, api.files, item, request.id_parameter("number"));
    });
}

Result<std::vector<AttachedItem>> attachments_from(const Json& list) {
    std::vector<AttachedItem> attachments;
    const Error wrong{ErrorCode::invalid_input, "attachments is a list of objects with an item", "attachments"};
    if (!list.is_array()) return wrong;
    for (const auto& one : list) {
        if (!one.is_object()) return wrong;
        Members members{one};
        AttachedItem attached{core::IncomingId{members.number("item")}, members.text_or("title", "")};
        TRY(members.check());
        attachments.push_back(std::move(attached));
    }
    return attachments;
}

Result<Response> post_journal(const MailroomApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    TRY(auto made, journaling_from(body));
    const core::IncomingId id{request.id_parameter("id")};
    TRY(const auto journaled, api.db.write([&](Transaction& tx) -> Result<Journaled> {
        auto with_version = made;
        if (with_version.version == 0) {  // a script that does not care who else has touched the item
            TRY(const auto item, read_item(tx, caller.principal, id));
            with_version.version = item.version;
        }
        return journal_item(tx, {caller.principal, api.clock.now()}, api.settings, id, with_version);
    }));
    const Json answer{{"case", services::to_json(journaled.on)}, {"document", services::to_json(journaled.document)}};
    auto response = services::json(answer.dump(), 201);
    response.set("location", "/api/v1/documents/" + std::to_string(journaled.document.id.value));
    return response;
}

Result<Response> post_hand_over(const MailroomApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    HandOver made;
    made.unit = core::UnitId{members.number("unit")};
    made.to = members.maybe_id<core::UserId>("caseworker");
    made.version = members.number("version");
    TRY(members.check());
    TRY(const auto item, api.db.write([&](Transaction& tx) {
        return hand_over(tx, {caller.principal, api.clock.now()}, core::IncomingId{request.id_parameter("id")}, made);
    }));
    return services::json(services::to_json(item).dump());
}

Result<Response> post_attach(const MailroomApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    AttachTo made;
    made.document = core::DocumentId{members.number("document")};
    made.title = members.text_or("title", "");
    made.late_reason = members.text_or("late_reason", "");
    TRY(made.version, expected_version(request, members));
    TRY(members.check());
    TRY(const auto document, api.db.write([&](Transaction& tx) {
        const core::IncomingId id{request.id_parameter("id")};
        return attach_to_document(tx, {caller.principal, api.clock.now()}, id, made);
    }));
    return services::json(services::to_json(document).dump());
}

}  // namespace

Result<Journaling> journaling_from(const Json& object) {
    Members members{object};
    Journaling made;
    made.on_case = members.maybe_id<core::CaseId>("case");
    if (const auto* new_case = members.object("new_case")) {
        TRY(made.new_case, new_case_from(*new_case));
    }
    auto& document = made.document;
    document.title = members.text("title");
    document.public_title = members.text_or("public_title", "");
    document.direction = members.one_of("direction", core::direction_named, core::Direction::incoming);
    document.correspondent = members.text_or("correspondent", "");
    document.public_correspondent = members.text_or("public_correspondent", "");
    document.letter_date = members.maybe_date("letter_date");
    document.publication = members.one_of("publication", core::publication_named, core::Publication::entry);
    document.late_reason = members.text_or("late_reason", "");
    made.version = members.maybe_number("version").value_or(0);
    if (members.has("attachments")) {
        TRY(made.attachments, attachments_from(object.at("attachments")));
    }
    TRY(members.check());
    return made;
}

void add_mailroom_api(Router& router, Identity& identity, const MailroomApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::post, "/api/v1/intake", post_intake, BodyLimit::upload);
    add(Method::get, "/api/v1/incoming", list_items);
    add(Method::get, "/api/v1/incoming/{id:id}", get_item);
    add(Method::get, "/api/v1/incoming/{id:id}/original", get_original);
    add(Method::get, "/api/v1/incoming/{id:id}/parts/{number:id}", get_part);
    add(Method::post, "/api/v1/incoming/{id:id}/journal", post_journal);
    add(Method::post, "/api/v1/incoming/{id:id}/attach", post_attach);
    add(Method::post, "/api/v1/incoming/{id:id}/hand-over", post_hand_over);
}

}  // namespace services
