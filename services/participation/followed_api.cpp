#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/followed_cases.hpp"
#include "services/participation/participation_desk.hpp"

/// What everyone may follow of a case, under /api/v1/cases/{id}/publication.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

core::CaseId case_of(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}

Json maybe_time(const std::optional<core::Timestamp>& at) {
    return at ? Json(core::iso_time(*at)) : Json(nullptr);
}

Json to_json(const FollowedFile& file) {
    const auto& one = *file.followed;
    auto steps = Json::array();
    for (const auto& step : one.steps)
        steps.push_back({{"on", core::iso_date(step.on)}, {"kind", name_of(step.kind)}, {"text", step.text}});
    auto documents = Json::array();
    for (const auto& shown : file.documents)
        documents.push_back({{"document", shown.document.value}, {"title", shown.title}});
    return {
        {"id", one.id.value},
        {"case", one.in_case.value},
        {"title", one.title},
        {"summary", one.summary},
        {"contact", one.contact},
        {"steps", std::move(steps)},
        {"documents", std::move(documents)},
        {"state", name_of(one.state)},
        {"published_at", maybe_time(one.published_at)},
        {"taken_down_at", maybe_time(one.taken_down_at)},
        {"version", one.version},
    };
}

Result<Response> get_publication(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, read_followed(tx, caller.principal, case_of(request)));
        if (!file.followed) return Error{ErrorCode::not_found, "nobody has written of the case for everyone"};
        auto response = services::json(to_json(file).dump());
        response.set("etag", '"' + std::to_string(file.followed->version) + '"');
        return response;
    });
}

Result<std::vector<core::CaseStep>> steps_in(const Json& body) {
    std::vector<core::CaseStep> steps;
    if (!body.contains("steps")) return steps;
    const Error wrong{ErrorCode::invalid_input, "steps are objects with `on`, `kind` and `text`", "steps"};
    const auto& list = body.at("steps");
    if (!list.is_array() || list.size() > steps_max) return wrong;
    for (const auto& one : list) {
        if (!one.is_object()) return wrong;
        Members members{one};
        core::CaseStep step;
        step.on = members.date("on");
        step.kind = members.one_of("kind", step_kind_named, core::StepKind::other);
        step.text = members.text("text");
        if (members.check().has_error()) return wrong;
        steps.push_back(std::move(step));
    }
    return steps;
}

Result<Response> put_publication(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(auto body, json_body(request));
    FollowedWords words;
    TRY(words.steps, steps_in(body));
    TRY(words.documents, picks_in(body, "documents"));
    body.erase("steps");
    body.erase("documents");
    Members members{body};
    words.title = members.text("title");
    words.summary = members.text("summary");
    words.contact = members.text_or("contact", "");
    const bool is_published = members.maybe_truth("is_published").value_or(false);
    const auto reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return write_followed(tx, acting_of(desk, caller), case_of(request), version, words, is_published, reason);
    }));
    return get_publication(desk, request, caller);
}

Result<Response> post_publication_down(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto exemption = members.text("exemption");
    const auto reason = members.text("reason");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return take_down_followed(tx, acting_of(desk, caller), case_of(request), version, exemption, reason);
    }));
    return get_publication(desk, request, caller);
}

}  // namespace

void add_followed_api(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/api/v1/cases/{id:id}/publication", get_publication);
    add(Method::put, "/api/v1/cases/{id:id}/publication", put_publication);
    add(Method::post, "/api/v1/cases/{id:id}/publication/take-down", post_publication_down);
}

}  // namespace services
