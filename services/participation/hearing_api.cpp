#include "services/api/json.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/participation/answers.hpp"
#include "services/participation/idea_taking.hpp"
#include "services/participation/ideas.hpp"
#include "services/participation/participation_desk.hpp"

/// Hearings under /api/v1/hearings.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Hearing;
using core::HearingAnswer;
using core::HearingId;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t listed_usually = 50;

HearingId id_of(const Request& request) {
    return HearingId{request.id_parameter("id")};
}

Json maybe_time(const std::optional<core::Timestamp>& at) {
    return at ? Json(core::iso_time(*at)) : Json(nullptr);
}

Json shown_list(const std::vector<ShownDocument>& shown) {
    auto list = Json::array();
    for (const auto& one : shown) list.push_back({{"document", one.document.value}, {"title", one.title}});
    return list;
}

Json to_json(const Hearing& one, core::Date today) {
    return {
        {"id", one.id.value},
        {"case", one.in_case.value},
        {"title", one.title},
        {"text", one.text},
        {"asked", one.asked},
        {"opens_on", core::iso_date(one.opens)},
        {"closes_on", core::iso_date(one.closes)},
        {"shows_answers", one.shows_answers},
        {"takes_late", one.takes_late},
        {"takes_ideas", one.takes_ideas},
        {"state", name_of(one.state)},
        {"phase", name_of(core::phase_of(one, today))},
        {"answers", one.answers},
        {"summary", one.summary},
        {"summary_shown_at", maybe_time(one.summary_shown_at)},
        {"published_at", maybe_time(one.published_at)},
        {"taken_down_at", maybe_time(one.taken_down_at)},
        {"version", one.version},
    };
}

Json to_json(const HearingAnswer& one) {
    return {
        {"number", one.number},
        {"document", one.document.value},
        {"name", one.name},
        {"organisation", one.organisation},
        {"mail", one.mail},
        {"hides_name", one.hides_name},
        {"text", one.text},
        {"received_at", core::iso_time(one.received_at)},
        {"is_late", one.is_late},
        {"state", name_of(one.state)},
        {"shown_name", one.shown_name},
        {"shown_text", one.shown_text},
        {"shows_files", one.shows_files},
        {"reason", one.reason},
        {"decided_at", maybe_time(one.decided_at)},
        {"version", one.version},
    };
}

Result<Response> answer_with(const ParticipationDesk& desk, const Caller& caller, HearingId id, int status = 200) {
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(const auto file, read_hearing(tx, caller.principal, id));
        auto json = to_json(file.hearing, today_of(desk));
        json["material"] = shown_list(file.material);
        json["summary_documents"] = shown_list(file.summary_documents);
        auto response = services::json(json.dump(), status);
        response.set("etag", '"' + std::to_string(file.hearing.version) + '"');
        if (status == 201) response.set("location", "/api/v1/hearings/" + std::to_string(id.value));
        return response;
    });
}

Result<Response> get_list(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, listed_usually));
    TRY(const auto after, cursor_of(request, 1));
    const auto from = after.empty() ? std::int64_t{} : after[0];
    if (from < 0) return Error{ErrorCode::invalid_input, "this is no cursor", "after"};
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        auto listed = HearingStore{tx}.readable(caller.id(), from, limit + 1);
        Json next = nullptr;
        if (std::ssize(listed) > limit) {
            listed.pop_back();
            next = cursor_text({from + limit});
        }
        auto items = Json::array();
        for (const auto& one : listed) {
            items.push_back(to_json(one.hearing, today_of(desk)));
            items.back()["waiting"] = one.waiting;
        }
        return services::json(Json{{"items", std::move(items)}, {"next", next}}.dump());
    });
}

Result<Response> get_one(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    return answer_with(desk, caller, id_of(request));
}

struct SentHearing {
    HearingWords words;
    std::string reason;
    std::int64_t version{};
    std::int64_t in_case{};
};

Result<SentHearing> sent_hearing(const Request& request, bool is_new) {
    TRY(auto body, json_body(request));
    SentHearing sent;
    TRY(sent.words.material, picks_in(body, "material"));
    body.erase("material");
    Members members{body};
    sent.words.title = members.text("title");
    sent.words.text = members.text("text");
    sent.words.asked = members.text_or("asked", "");
    sent.words.opens = members.date("opens_on");
    sent.words.closes = members.date("closes_on");
    sent.words.shows_answers = members.maybe_truth("shows_answers").value_or(true);
    sent.words.takes_late = members.maybe_truth("takes_late").value_or(false);
    sent.words.takes_ideas = members.maybe_truth("takes_ideas").value_or(false);
    if (is_new) {
        sent.in_case = members.number("case");
    } else {
        sent.reason = members.text_or("reason", "");
        TRY(sent.version, expected_version(request, members));
    }
    TRY(members.check());
    return sent;
}

Result<Response> post_new(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto sent, sent_hearing(request, /*is_new=*/true));
    TRY(const auto id, desk.workplace.db.write([&](Transaction& tx) {
        return open_hearing(tx, acting_of(desk, caller), core::CaseId{sent.in_case}, sent.words);
    }));
    return answer_with(desk, caller, id, 201);
}

Result<Response> put_one(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto sent, sent_hearing(request, /*is_new=*/false));
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return change_hearing(tx, acting_of(desk, caller), id_of(request), sent.version, sent.words, sent.reason);
    }));
    return answer_with(desk, caller, id_of(request));
}

Result<Response> post_publish(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return publish_hearing(tx, acting_of(desk, caller), id_of(request), version, reason);
    }));
    return answer_with(desk, caller, id_of(request));
}

Result<Response> post_take_down(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto exemption = members.text("exemption");
    const auto reason = members.text("reason");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return take_down_hearing(tx, acting_of(desk, caller), id_of(request), version, exemption, reason);
    }));
    return answer_with(desk, caller, id_of(request));
}

Result<Response> put_summary(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(auto body, json_body(request));
    HearingSummary summary;
    TRY(summary.documents, picks_in(body, "documents"));
    body.erase("documents");
    Members members{body};
    summary.text = members.text("summary");
    summary.is_shown = members.maybe_truth("is_shown").value_or(false);
    const auto reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return sum_up_hearing(tx, acting_of(desk, caller), id_of(request), version, summary, reason);
    }));
    return answer_with(desk, caller, id_of(request));
}

Result<Response> get_answers(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, listed_usually));
    TRY(const auto after, cursor_of(request, 1));
    std::optional<core::AnswerShowing> state;
    if (const auto name = request.query_value("state"); name && !name->empty()) {
        state = answer_showing_named(*name);
        if (!state) return Error{ErrorCode::invalid_input, "state is waiting, shown or hidden", "state"};
    }
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(read_hearing(tx, caller.principal, id_of(request)));
        auto answers = HearingStore{tx}.answers(id_of(request), state, after.empty() ? 0 : after[0], limit + 1);
        Json next = nullptr;
        if (std::ssize(answers) > limit) {
            answers.pop_back();
            next = cursor_text({answers.back().number});
        }
        auto items = Json::array();
        for (const auto& one : answers) items.push_back(to_json(one));
        return services::json(Json{{"items", std::move(items)}, {"next", next}}.dump());
    });
}

Result<Response> put_judgement(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    AnswerJudgement judgement;
    judgement.state = members.one_of("state", answer_showing_named, core::AnswerShowing::waiting);
    judgement.name = members.text_or("shown_name", "");
    judgement.text = members.text_or("shown_text", "");
    judgement.shows_files = members.maybe_truth("shows_files").value_or(false);
    judgement.reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    const auto number = request.id_parameter("number");
    return desk.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        TRY(judge_answer(tx, acting_of(desk, caller), id_of(request), number, version, judgement));
        return services::json(to_json(HearingStore{tx}.answer(id_of(request), number).value()).dump());
    });
}

Json to_json(const HearingIdea& one) {
    return {
        {"id", one.id},
        {"answers_to", one.answers_to ? Json(*one.answers_to) : Json(nullptr)},
        {"name", one.name},
        {"hides_name", one.hides_name},
        {"text", one.text},
        {"made_at", core::iso_time(one.made_at)},
        {"state", name_of(one.state)},
        {"shown_text", one.shown_text},
        {"reason", one.reason},
        {"voices", one.voices},
        {"taken_up_as", one.taken_up ? Json(one.taken_up->as.value) : Json(nullptr)},
        {"taken_up_words", one.taken_up ? one.taken_up->words : std::string{}},
        {"version", one.version},
    };
}

Result<Response> get_ideas(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto limit, limit_of(request, listed_usually));
    TRY(const auto after, cursor_of(request, 1));
    return desk.workplace.db.read([&](Transaction& tx) -> Result<Response> {
        TRY(read_hearing(tx, caller.principal, id_of(request)));
        auto ideas = IdeaStore{tx}.of(id_of(request), std::nullopt, after.empty() ? 0 : after[0], limit + 1);
        Json next = nullptr;
        if (std::ssize(ideas) > limit) {
            ideas.pop_back();
            next = cursor_text({ideas.back().id});
        }
        auto items = Json::array();
        for (const auto& one : ideas) items.push_back(to_json(one));
        return services::json(Json{{"items", std::move(items)}, {"next", next}}.dump());
    });
}

Result<Response> put_idea(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    const auto state = members.one_of("state", answer_showing_named, core::AnswerShowing::waiting);
    const auto text = members.text_or("shown_text", "");
    const auto reason = members.text_or("reason", "");
    TRY(const auto version, expected_version(request, members));
    TRY(members.check());
    if (state == core::AnswerShowing::waiting) return Error{ErrorCode::invalid_input, "it is shown or hidden", "state"};
    const auto idea = request.id_parameter("idea");
    return desk.workplace.db.write([&](Transaction& tx) -> Result<Response> {
        const bool is_shown = state == core::AnswerShowing::shown;
        TRY(judge_idea(tx, acting_of(desk, caller), id_of(request), idea, version, is_shown, text, reason));
        return services::json(to_json(IdeaStore{tx}.find(idea).value()).dump());
    });
}

Result<Response> post_taking_up(const ParticipationDesk& desk, const Request& request, const Caller& caller) {
    TRY(const auto body, json_body(request));
    Members members{body};
    TakingUp made;
    made.case_number = members.text_or("case_number", "");
    made.new_title = members.text_or("new_title", "");
    made.words = members.text("words");
    TRY(made.version, expected_version(request, members));
    TRY(members.check());
    const auto& workplace = desk.workplace;
    const TakingDesk taking{workplace.db, desk.files, workplace.authority, desk.cases.settings};
    const auto idea = request.id_parameter("idea");
    TRY(take_up_idea(taking, acting_of(desk, caller), id_of(request), idea, made));
    return workplace.db.read([&](Transaction& tx) -> Result<Response> {
        return services::json(to_json(IdeaStore{tx}.find(idea).value()).dump(), 201);
    });
}

}  // namespace

void add_hearing_api(Router& router, Identity& identity, const ParticipationDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    const std::string one = "/api/v1/hearings/{id:id}";
    add(Method::get, "/api/v1/hearings", get_list);
    add(Method::post, "/api/v1/hearings", post_new);
    add(Method::get, one, get_one);
    add(Method::put, one, put_one);
    add(Method::post, one + "/publish", post_publish);
    add(Method::post, one + "/take-down", post_take_down);
    add(Method::put, one + "/summary", put_summary);
    add(Method::get, one + "/answers", get_answers);
    add(Method::put, one + "/answers/{number:id}", put_judgement);
    add(Method::get, one + "/ideas", get_ideas);
    add(Method::put, one + "/ideas/{idea:id}", put_idea);
    add(Method::post, one + "/ideas/{idea:id}/take-up", post_taking_up);
}

}  // namespace services
