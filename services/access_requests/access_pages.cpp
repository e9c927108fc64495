#include <algorithm>
#include <array>

#include "core/rules/exemptions.hpp"
#include "core/whole_number.hpp"
#include "services/access_requests/access_desk.hpp"
#include "services/access_requests/access_documents.hpp"
#include "services/access_requests/access_view.hpp"
#include "services/access_requests/access_words.hpp"
#include "services/access_requests/box_suggestions.hpp"
#include "services/cases/case_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/access_publication_store.hpp"
#include "services/web/words.hpp"

/// One request to work on, and what is done to it.
namespace services {

using core::AccessRequestId;
using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

std::int64_t version_of(const Request& request) {
    return core::whole_number(request.form_value("version")).value_or(-1);
}

std::optional<core::Date> typed_day(const Request& request, std::string_view field) {
    return core::parse_iso_date(request.form_value(field));
}

Json asker_json(const core::AccessRequest& one, Language language) {
    return {
        {"kind", spoken(language, one.asker.kind)},
        {"name", one.asker.name},
        {"mail", one.asker.mail},
        {"address", one.asker.address},
        {"channel", spoken(language, one.channel)},
    };
}

Json sizes_json(Language language, core::AccessSize chosen) {
    constexpr std::array sizes{
        core::AccessSize::simple, core::AccessSize::normal, core::AccessSize::large, core::AccessSize::very_large};
    auto list = Json::array();
    for (const auto size : sizes)
        list.push_back(choice(std::string{core::name_of(size)}, spoken(language, size), size == chosen));
    return list;
}

bool has_given(const std::vector<ListedAccessDocument>& rows) {
    return std::ranges::any_of(rows, [](const ListedAccessDocument& row) {
        return row.chosen.decision && *row.chosen.decision != core::AccessDecision::refuse;
    });
}

bool may_publish(const Caller& caller, const AccessFile& file) {
    const core::Resource there{file.on.unit, file.on.access_group};
    return file.request.state == core::AccessState::answered &&
           core::may(caller.principal, core::Action::review_post_list, there);
}

bool is_public(Transaction& tx, AccessRequestId id) {
    const auto publication = AccessPublicationStore{tx}.find(id);
    return publication && !publication->taken_down_at;
}

/// What a form that was refused held, to be shown again.
struct Typed {
    const Request& request;
    std::optional<Error> error{};
    std::string_view form{};  ///< "pause", "extend", "facts", "documents"
};

Json typed_json(const Typed& typed, core::Date today) {
    const auto value = [&](const char* field, const std::string& usual) {
        return typed.error ? typed.request.form_value(field) : usual;
    };
    return {
        {"reason", value("reason", "")},
        {"on", value("on", core::iso_date(today))},
        {"until", value("until", "")},
        {"told_on", value("told_on", core::iso_date(today))},
        {"minutes", value("minutes", "")},
        {"hours", value("hours", "")},
    };
}

/// What was typed into which of the page's forms, and what is wrong with it.
void put_typed(Json& data, const Typed& typed, core::Date today, Language language) {
    data["form"] = typed_json(typed, today);
    data["open_form"] = typed.form;
    data["is_pause_form"] = typed.form == "pause";
    data["is_extend_form"] = typed.form == "extend";
    data["is_facts_form"] = typed.form == "facts";
    auto& errors = data["errors"] = Json::object();
    if (typed.error)
        errors[typed.error->field.empty() ? "form" : typed.error->field] = said_of_request(language, *typed.error);
}

Result<Response> show(const AccessDesk& desk, const Request& request, const Caller& caller, const Typed& typed) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    const auto today = core::danish_date(now);
    const auto words = request.query_value("q").value_or("");
    Json data;
    std::string number;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        const auto& one = file.request;
        const auto names = desk.names->of(tx, caller);
        const auto documents = access_documents(tx, caller.principal, one.id);
        const bool is_open = one.state == core::AccessState::open;
        const auto outcome = one.outcome ? one.outcome : outcome_of_listed(documents);
        const auto latest = core::latest_extension(course_of(one, file.times), today);
        const auto expected = core::expected_by(one.size, one.received, CalendarStore{tx}.calendar());
        const bool is_paused = file.clock.standing == core::ClockStanding::paused;
        number = file.on.number;
        std::string unfit_words;
        auto hits = found_documents(tx, desk, caller, words, file, documents, language);
        if (!hits) unfit_words = translate(language, "Ordene kan ikke forstås. Prøv færre eller andre ord.");
        data = {
            {"path", access_path(one.id)},
            {"version", one.version},
            {"number", file.on.number},
            {"case_path", case_path(file.on.id)},
            {"title", file.on.title},
            {"asked_for", one.asked_for},
            {"asker", asker_json(one, language)},
            {"received", spoken_day(language, one.received)},
            {"unit", names->unit(file.on.unit)},
            {"caseworker", names->person(file.on.caseworker)},
            {"state_text", spoken(language, one.state)},
            {"is_open", is_open},
            {"can_work", file.may_work && is_open},
            {"is_paused", is_paused},
            {"clock", clock_json(language, file.clock)},
            {"laws", law_choices(language, one.laws)},
            {"sizes", sizes_json(language, one.size)},
            {"expected", spoken_date(language, expected)},
            {"hours_expected", one.hours_expected ? std::to_string(*one.hours_expected) : std::string{}},
            {"is_disproportionate", one.hours_expected && *one.hours_expected > core::disproportionate_hours},
            {"time_used", time_used_text(language, one.minutes_used)},
            {"latest", latest ? spoken_date(language, *latest) : std::string{}},
            {"documents", documents_json(documents, language, access_path(one.id))},
            {"undecided", undecided(documents)},
            {"outcome", outcome ? spoken(language, *outcome) : std::string{}},
            {"answer", answer_json(tx, file, language, now)},
            {"has_given", has_given(documents)},
            {"can_order", file.may_work && is_open && undecided(documents) == 0 && has_given(documents)},
            {"can_write", file.may_work && is_open && undecided(documents) == 0},
            {"may_work", file.may_work},
            {"today", core::iso_date(today)},
            {"complaints", complaints_json(tx, one, language, today)},
            {"complaint_choices", complaint_choices(tx, language, one, file.clock, today)},
            {"publish_path", may_publish(caller, file) ? access_path(one.id) + "/offentliggoer" : std::string{}},
            {"is_public", is_public(tx, one.id)},
            {"query", words},
            {"unfit_words", unfit_words},
            {"hits", hits ? std::move(hits.value()) : Json::array()},
        };
        put_typed(data, typed, today, language);
        put_agreement(tx, desk, caller, file, documents, *names, language, data);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Aktindsigt") + " " + number, desk.workplace);
    return page(desk.workplace, "access_requests/show", data, frame, typed.error ? 422 : 200);
}

Result<Response> get_one(const AccessDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, {request});
}

/// Back to the request, or its page with what was wrong.
Result<Response> answered(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const Result<void>& outcome,
    std::string_view form,
    std::string_view toast
) {
    if (outcome.has_value()) return with_toast(redirect(access_path(access_request_in(request))), toast);
    const auto code = outcome.error().code;
    if (code != ErrorCode::invalid_input && code != ErrorCode::conflict && code != ErrorCode::too_large)
        return outcome.error();
    return show(desk, request, caller, {request, outcome.error(), form});
}

Result<Response> post_pause(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto paused = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto on = typed_day(request, "on");
        if (!on) return Error{ErrorCode::invalid_input, "a date", "on"};
        return pause_access_request(
            tx,
            acting_of(desk, caller),
            desk.settings.cases,
            access_request_in(request),
            version_of(request),
            {.from = *on, .to = {}, .reason = request.form_value("reason")}
        );
    });
    return answered(desk, request, caller, paused, "pause", "Uret står stille.");
}

Result<Response> post_resume(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto resumed = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto on = typed_day(request, "on");
        if (!on) return Error{ErrorCode::invalid_input, "a date", "on"};
        return resume_access_request(
            tx, acting_of(desk, caller), desk.settings.cases, access_request_in(request), version_of(request), *on
        );
    });
    return answered(desk, request, caller, resumed, "pause", "Uret går videre.");
}

Result<Response> post_extension(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto extended = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto told_on = typed_day(request, "told_on");
        const auto until = typed_day(request, "until");
        if (!told_on) return Error{ErrorCode::invalid_input, "a date", "told_on"};
        if (!until) return Error{ErrorCode::invalid_input, "a date", "until"};
        return extend_access_request(
            tx,
            acting_of(desk, caller),
            desk.settings.cases,
            access_request_in(request),
            version_of(request),
            {.told_on = *told_on, .until = *until, .reason = request.form_value("reason")}
        );
    });
    return answered(desk, request, caller, extended, "extend", "Udsættelsen er noteret.");
}

/// A field of whole numbers that may be left empty. Errors: invalid_input.
Result<std::optional<std::int64_t>> typed_number(const Request& request, const char* name, const char* field) {
    const auto text = request.form_value(name);
    if (text.empty()) return std::optional<std::int64_t>{};
    const auto number = core::whole_number(text);
    if (!number) return Error{ErrorCode::invalid_input, "a whole number", field};
    return number;
}

Result<Response> post_facts(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto changed = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto laws, typed_laws(request));
        TRY(const auto hours, typed_number(request, "hours", "hours_expected"));
        TRY(const auto minutes, typed_number(request, "minutes", "minutes_more"));
        AccessChange change;
        change.laws = laws;
        change.size = core::access_size_named(request.form_value("size"));
        change.hours_expected = hours;
        change.minutes_more = minutes;
        return change_access_request(
            tx, acting_of(desk, caller), desk.settings.cases, access_request_in(request), version_of(request), change
        );
    });
    return answered(desk, request, caller, changed, "facts", "Oplysningerne er gemt.");
}

Result<Response> post_withdrawal(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const auto withdrawn = desk.workplace.db.write([&](Transaction& tx) {
        return withdraw_access_request(
            tx, acting_of(desk, caller), desk.settings.cases, access_request_in(request), version_of(request)
        );
    });
    return answered(desk, request, caller, withdrawn, "facts", "Anmodningen er afsluttet som trukket tilbage.");
}

/// Those ticked in the list of hits, or a whole case.
Result<Response> post_documents(const AccessDesk& desk, const Request& request, const Caller& caller) {
    std::int64_t added = 0;
    const auto chosen = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        if (const auto whole = core::whole_number(request.form_value("case")); whole && *whole > 0) {
            TRY(added, choose_case(tx, acting_of(desk, caller), access_request_in(request), core::CaseId{*whole}));
            return core::done();
        }
        std::vector<core::DocumentId> documents;
        for (const auto& text : typed_all(request, "document"))
            if (const auto id = core::whole_number(text)) documents.push_back(core::DocumentId{*id});
        for (const auto& id : thread_typed(request)) documents.push_back(id);
        TRY(added, choose_documents(tx, acting_of(desk, caller), access_request_in(request), documents));
        return core::done();
    });
    return answered(
        desk,
        request,
        caller,
        chosen,
        "documents",
        translate_count(
            page_language(request), "{count} dokument er lagt til.", "{count} dokumenter er lagt til.", added
        )
    );
}

Result<Response> post_removal(const AccessDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId document{request.id_parameter("document")};
    const auto removed = desk.workplace.db.write([&](Transaction& tx) {
        return leave_document(tx, acting_of(desk, caller), access_request_in(request), document);
    });
    return answered(desk, request, caller, removed, "documents", "Dokumentet er taget af listen.");
}

// Deciding of one document

/// Those that are used almost every day; the rest is folded away.
bool is_usual(const core::Exemption& one) {
    constexpr std::array usual{
        "ofl-21", "ofl-23", "ofl-30-1", "ofl-30-2", "ofl-33-5", "fvl-12", "fvl-15b", "dbl-22", "mol-4"};
    return std::ranges::find(usual, one.name) != usual.end();
}

/// `exemptions` and `more_exemptions` of the page.
void put_exemptions(const std::vector<core::AccessLaw>& laws, const std::vector<std::string>& chosen, Json& data) {
    auto& list = data["exemptions"] = Json::array();
    auto& more = data["more_exemptions"] = Json::array();
    for (const auto& one : core::exemptions()) {
        if (std::ranges::find(laws, one.by) == laws.end()) continue;
        const bool is_chosen = std::ranges::find(chosen, one.name) != chosen.end();
        Json row{{"key", one.name}, {"paragraph", core::cited(one)}, {"words", one.text}, {"is_selected", is_chosen}};
        if (is_chosen || is_usual(one)) {
            list.push_back(std::move(row));
            continue;
        }
        if (more.empty() || more.back().at("law") != one.law)
            more.push_back({{"law", one.law}, {"rows", Json::array()}});
        more.back()["rows"].push_back(std::move(row));
    }
}

/// By what a box is blacked out: as the document is so far, else private matters, which is most often the case.
Json box_exemptions_json(const std::vector<core::AccessLaw>& laws, const std::vector<std::string>& chosen) {
    const auto usual = chosen.empty() ? usual_exemption(laws) : chosen.front();
    auto list = Json::array();
    for (const auto& one : core::exemptions())
        if (std::ranges::find(laws, one.by) != laws.end())
            list.push_back(choice(std::string{one.name}, core::cited(one), one.name == usual));
    return list;
}

Json decisions_json(Language language, const std::optional<core::AccessDecision>& chosen) {
    constexpr std::array all{core::AccessDecision::give, core::AccessDecision::partly, core::AccessDecision::refuse};
    auto list = Json::array();
    for (const auto one : all)
        list.push_back(choice(std::string{core::name_of(one)}, spoken(language, one), one == chosen));
    return list;
}

Result<Response> show_decision(
    const AccessDesk& desk,
    const Request& request,
    const Caller& caller,
    const core::AccessDocument& shown,
    const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto today = core::danish_date(desk.workplace.clock.now());
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto file, read_access_request(tx, caller.principal, access_request_in(request), today));
        const auto documents = access_documents(tx, caller.principal, file.request.id);
        const auto row = std::ranges::find_if(documents, [&](const ListedAccessDocument& one) {
            return one.chosen.document == shown.document;
        });
        if (row == documents.end() || !row->document)
            return Error{ErrorCode::not_found, "there is no such document on the file list"};
        auto errors = Json::object();
        if (error) errors[error->field.empty() ? "form" : error->field] = said_of_request(language, *error);
        const auto next = std::ranges::find_if(row + 1, documents.end(), [](const ListedAccessDocument& one) {
            return one.document && !one.chosen.decision;
        });
        data = {
            {"path", access_path(file.request.id) + "/dokumenter/" + std::to_string(shown.document.value)},
            {"request_path", access_path(file.request.id)},
            {"number", file.on.number},
            {"place", row->chosen.place},
            {"count", documents.size()},
            {"document", document_json(*row, language, access_path(file.request.id))},
            {"pages_path", "/dokumenter/" + std::to_string(shown.document.value)},
            {"can_work", file.may_work && file.request.state == core::AccessState::open},
            {"decisions", decisions_json(language, shown.decision)},
            {"box_exemptions", box_exemptions_json(file.request.laws, shown.exemptions)},
            {"warnings", hearing_warnings(tx, file.request.id, shown.document, language, today)},
            {"hear_path",
             access_path(file.request.id) + "/hoeringer/ny?dokument=" + std::to_string(shown.document.value)},
            {"reason", shown.reason},
            {"is_extracted", shown.is_extracted},
            {"is_widened", shown.is_widened},
            {"next_path",
             next == documents.end()
                 ? std::string{}
                 : access_path(file.request.id) + "/dokumenter/" + std::to_string(next->chosen.document.value)},
            {"errors", std::move(errors)},
        };
        put_exemptions(file.request.laws, shown.exemptions, data);
        return put_judged_pages(tx, desk.files, caller.principal, file, shown.document, language, data);
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Afgør aktindsigt"), desk.workplace);
    return page(desk.workplace, "access_requests/decide", data, frame, error ? 422 : 200);
}

Result<Response> get_decision(const AccessDesk& desk, const Request& request, const Caller& caller) {
    core::AccessDocument shown;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        const auto found = AccessRequestStore{tx}.document(
            access_request_in(request), core::DocumentId{request.id_parameter("document")}
        );
        if (!found) return Error{ErrorCode::not_found, "there is no such document on the file list"};
        shown = *found;
        return core::done();
    }));
    return show_decision(desk, request, caller, shown, std::nullopt);
}

Result<Response> post_decision(const AccessDesk& desk, const Request& request, const Caller& caller) {
    core::AccessDocument typed;
    typed.document = core::DocumentId{request.id_parameter("document")};
    typed.decision = core::access_decision_named(request.form_value("decision"));
    typed.exemptions = typed_all(request, "exemption");
    typed.reason = request.form_value("reason");
    typed.is_extracted = !request.form_value("extracted").empty();
    typed.is_widened = !request.form_value("widened").empty();
    const auto decided = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        if (!typed.decision) return Error{ErrorCode::invalid_input, "decide what becomes of it", "decision"};
        return decide_access(
            tx,
            acting_of(desk, caller),
            access_request_in(request),
            typed.document,
            {*typed.decision, typed.exemptions, typed.reason, typed.is_extracted, typed.is_widened}
        );
    });
    if (decided.has_error()) {
        const auto code = decided.error().code;
        if (code != ErrorCode::invalid_input && code != ErrorCode::conflict) return decided.error();
        return show_decision(desk, request, caller, typed, decided.error());
    }
    const auto next = request.form_value("next");
    const bool goes_on = next.starts_with(access_path(access_request_in(request)) + "/dokumenter/");
    return with_toast(redirect(goes_on ? next : access_path(access_request_in(request))), "Afgørelsen er gemt.");
}

}  // namespace

AccessRequestId access_request_in(const Request& request) {
    return AccessRequestId{request.id_parameter("id")};
}

Acting acting_of(const AccessDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}

std::string access_path(AccessRequestId id) {
    return "/aktindsigter/" + std::to_string(id.value);
}

void add_access_pages(Router& router, Identity& identity, const AccessDesk& desk) {
    add_access_lists(router, identity, desk);
    add_blackout_pages(router, identity, desk);
    add_answer_pages(router, identity, desk);
    add_complaint_pages(router, identity, desk);
    add_agreement_pages(router, identity, desk);
    add_statistics_pages(router, identity, desk);
    add_publication_pages(router, identity, desk);
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/aktindsigter/{id:id}", get_one);
    add(Method::post, "/aktindsigter/{id:id}/pause", post_pause);
    add(Method::post, "/aktindsigter/{id:id}/genoptag", post_resume);
    add(Method::post, "/aktindsigter/{id:id}/udsaet", post_extension);
    add(Method::post, "/aktindsigter/{id:id}/oplysninger", post_facts);
    add(Method::post, "/aktindsigter/{id:id}/traek-tilbage", post_withdrawal);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter", post_documents);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}/fjern", post_removal);
    add(Method::get, "/aktindsigter/{id:id}/dokumenter/{document:id}", get_decision);
    add(Method::post, "/aktindsigter/{id:id}/dokumenter/{document:id}", post_decision);
}

}  // namespace services
