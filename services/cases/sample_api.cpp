#include "services/api/json.hpp"
#include "services/cases/sampling.hpp"
#include "services/cases/sheet_api.hpp"
#include "services/identity/for_signed_in.hpp"

/// The random sample of a management supervision under /api/v1.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

core::CaseId case_in(const Request& request) {
    return core::CaseId{request.id_parameter("id")};
}

/// A case that the reader may not read has its place in the sample, and nothing else.
Json item_json(Transaction& tx, const Caller& caller, const SampledCase& one) {
    const auto found = read_case(tx, caller.principal, one.id);
    return {
        {"place", one.place},
        {"case", found.has_value() ? Json(one.id.value) : Json(nullptr)},
        {"number", found.has_value() ? Json(found.value().number) : Json(nullptr)},
        {"verdict", name_of(one.verdict)},
        {"remarks", found.has_value() ? one.remarks : std::string{}},
        {"judged_at", one.judged_at ? Json(core::iso_time(*one.judged_at)) : Json(nullptr)},
        {"judged_by", one.judged_by ? Json(one.judged_by->value) : Json(nullptr)},
    };
}

Result<Json> sample_json(Transaction& tx, const Caller& caller, core::CaseId on) {
    TRY(read_case(tx, caller.principal, on));
    const SampleStore store{tx};
    const auto sample = store.find(on);
    if (!sample) return Error{ErrorCode::not_found, "no sample has been drawn on this case"};
    auto items = Json::array();
    for (const auto& one : store.items(on)) items.push_back(item_json(tx, caller, one));
    return Json{
        {"seed", sample->seed},
        {"rules", Json::parse(sample->rules, nullptr, /*allow_exceptions=*/false)},
        {"eligible", sample->eligible},
        {"drawn_at", core::iso_time(sample->drawn_at)},
        {"drawn_by", sample->drawn_by.value},
        {"items", std::move(items)},
    };
}

Result<Response> get_sample(const CaseApi& api, const Request& request, const Caller& caller) {
    return api.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto body, sample_json(tx, caller, case_in(request)));
        return services::json(body.dump());
    });
}

Result<Response> post_sample(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto seed = members.text_or("seed", "");
    TRY(members.check());
    TRY(const auto drawn, api.db.write([&](Transaction& tx) -> Result<Json> {
        const Acting acting{caller.principal, api.clock.now()};
        TRY(draw_sample(tx, acting, *api.settings.types, case_in(request), seed));
        return sample_json(tx, caller, case_in(request));
    }));
    return services::json(drawn.dump(), 201);
}

Result<Response> patch_item(const CaseApi& api, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto verdict = members.one_of("verdict", sample_verdict_named, SampleVerdict::none);
    const auto remarks = members.text_or("remarks", "");
    TRY(members.check());
    TRY(const auto judged, api.db.write([&](Transaction& tx) -> Result<Json> {
        const Acting acting{caller.principal, api.clock.now()};
        TRY(const auto one,
            judge_sampled(tx, acting, case_in(request), request.id_parameter("place"), verdict, remarks));
        return item_json(tx, caller, one);
    }));
    return services::json(judged.dump());
}

}  // namespace

void add_sample_api(Router& router, Identity& identity, const CaseApi& api) {
    const ForSignedIn add{router, identity, api};
    add(Method::get, "/api/v1/cases/{id:id}/sample", get_sample);
    add(Method::post, "/api/v1/cases/{id:id}/sample", post_sample);
    add(Method::patch, "/api/v1/cases/{id:id}/sample/{place:id}", patch_item);
}

}  // namespace services
