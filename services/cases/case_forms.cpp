#include <array>

#include "core/utf8.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/store/subject_store.hpp"
#include "services/subjects/subjects.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array confidentialities{
    core::Confidentiality::open, core::Confidentiality::unit, core::Confidentiality::restricted};
/// What both forms ask for, as it was typed.
struct Typed {
    std::string title, public_title, subject, subject_text, facet, type;
    std::optional<core::UnitId> unit;
    std::optional<core::UserId> caseworker;
    core::Confidentiality confidentiality{core::Confidentiality::unit};
    std::optional<core::Date> deadline;
    std::string waiting_for;
    std::int64_t version{};
};

template <class IdType>
std::optional<IdType> id_in(const Request& request, std::string_view field) {
    const auto number = std::strtoll(request.form_value(field).c_str(), nullptr, 10);
    return number > 0 ? std::optional{IdType{number}} : std::nullopt;
}

/// The number that was picked from the list, or else the first word that was typed.
std::string subject_in(const Request& request) {
    auto picked = request.form_value("subject");
    if (!picked.empty()) return picked;
    const auto typed = core::on_one_line(request.form_value("subject_text"));
    return typed.substr(0, typed.find(' '));
}

Typed typed_in(const Request& request) {
    Typed typed;
    typed.title = request.form_value("title");
    typed.public_title = request.form_value("public_title");
    typed.subject = subject_in(request);
    typed.subject_text = request.form_value("subject_text");
    typed.facet = request.form_value("facet");
    typed.type = request.form_value("type");
    typed.unit = id_in<core::UnitId>(request, "unit");
    typed.caseworker = id_in<core::UserId>(request, "caseworker");
    typed.confidentiality =
        core::confidentiality_named(request.form_value("confidentiality")).value_or(typed.confidentiality);
    typed.deadline = core::parse_iso_date(request.form_value("deadline"));
    typed.waiting_for = core::on_one_line(request.form_value("waiting_for"));
    typed.version = std::strtoll(request.form_value("version").c_str(), nullptr, 10);
    return typed;
}

Typed typed_as(const core::Case& one) {
    Typed typed;
    typed.title = one.title;
    typed.public_title = one.public_title;
    typed.unit = one.unit;
    typed.caseworker = one.caseworker;
    typed.confidentiality = one.confidentiality;
    typed.deadline = one.deadline;
    typed.waiting_for = one.waiting_for;
    typed.version = one.version;
    return typed;
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "title") return translate(language, "Skriv en titel på én linje, højst 255 tegn.");
    if (error.field == "public_title")
        return translate(language, "Skriv en offentlig titel på én linje, højst 255 tegn.");
    if (error.field == "unit") return translate(language, "Vælg en enhed.");
    if (error.field == "caseworker") return translate(language, "Sagsbehandleren er ikke aktiv mere. Vælg en anden.");
    return services::spoken(language, error.code).message;
}

/// Beside the field where the template has a place for it, else above the form.
Json errors_of(Language language, const std::optional<Error>& error) {
    auto errors = Json::object();
    if (!error) return errors;
    const bool has_place = error->field == "title" || error->field == "public_title" || error->field == "subject";
    errors[has_place ? error->field : "form"] = said_of(language, *error);
    return errors;
}

Json form_json(Language language, const Typed& typed, const Names& names) {
    auto levels = Json::array();
    for (const auto level : confidentialities)
        levels.push_back(
            choice(std::string{core::name_of(level)}, spoken(language, level), level == typed.confidentiality)
        );
    return {
        {"title", typed.title},
        {"public_title", typed.public_title},
        {"caseworkers", people_choices(translate(language, "Ingen endnu"), names, typed.caseworker)},
        {"confidentialities", std::move(levels)},
    };
}

// ---------------------------------------------------------------------------------------------------------- opening

Json type_choices(Language language, const CaseTypes& types, const std::string& chosen) {
    auto choices = Json::array({choice(
        std::string{suggested_type}, translate(language, "Som KLE-emnet foreslår"), types.find(chosen) == nullptr
    )});
    for (const auto& type : types.all())
        choices.push_back(choice(type.key, type.name.in(language), type.key == chosen));
    return choices;
}

bool may_open(const Caller& caller, core::UnitId unit) {
    return core::may(caller.principal, core::Action::open_case, {unit, std::nullopt});
}

Result<Response> new_form(
    const CaseDesk& desk, const Request& request, const Caller& caller, Typed typed, const std::optional<Error>& error
) {
    if (!core::may_anywhere(caller.principal, core::Action::open_case))
        return Error{ErrorCode::forbidden, "the role does not carry the right to open a case"};
    const auto language = page_language(request);
    Json data{{"errors", errors_of(language, error)}};
    const auto today = core::danish_date(desk.workplace.clock.now());
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        if (error && error->field == "subject")
            data["errors"]["subject"] = refused_subject_text(tx, language, typed.subject, today);
        if (error && error->field == "facet")
            data["errors"]["form"] = refused_facet_text(tx, language, typed.facet, today);
        const auto names = desk.names->of(tx, caller);
        auto form = form_json(language, typed, *names);
        auto& units = form["units"] = Json::array();
        for (const auto& unit : names->units)
            if (may_open(caller, unit.id))
                units.push_back(choice(std::to_string(unit.id.value), unit.name, unit.id == typed.unit));
        auto& facets = form["facets"] = Json::array();
        for (const auto& facet : SubjectStore{tx}.facets(today))
            facets.push_back(choice(facet.code, facet.code + " " + facet.title, facet.code == typed.facet));
        if (facets.empty()) facets.push_back(choice(typed.facet, typed.facet, true));
        const bool is_known = SubjectStore{tx}.find(typed.subject).has_value();
        form["types"] = type_choices(language, *desk.settings.types, typed.type);
        form["subject"] = is_known ? typed.subject : "";
        form["subject_text"] = is_known ? subject_text(tx, typed.subject) : typed.subject_text;
        data["form"] = std::move(form);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Opret sag"), desk.workplace);
    return page(desk.workplace, "cases/new", data, frame, error ? 422 : 200);
}

Result<Response> get_new(const CaseDesk& desk, const Request& request, const Caller& caller) {
    Typed typed;
    typed.facet = "G01";
    typed.type = request.query_value("type").value_or(std::string{suggested_type});
    if (const auto* type = desk.settings.types->find(typed.type)) {
        typed.confidentiality = type->confidentiality.value_or(typed.confidentiality);
    }
    for (const auto& held : caller.principal.roles) {
        if (!may_open(caller, held.unit)) continue;
        typed.unit = held.unit;
        if (held.role == core::Role::caseworker) typed.caseworker = caller.id();
        break;
    }
    return new_form(desk, request, caller, std::move(typed), std::nullopt);
}

Result<Response> post_new(const CaseDesk& desk, const Request& request, const Caller& caller) {
    auto typed = typed_in(request);
    const NewCase made{
        .title = typed.title,
        .public_title = typed.public_title,
        .subject = typed.subject,
        .facet = typed.facet,
        .unit = typed.unit,
        .caseworker = typed.caseworker,
        .confidentiality = typed.confidentiality,
        .type = typed.type,
    };
    bool has_fields = false;
    const auto opened = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Case> {
        TRY(auto one, open_case(tx, {caller.principal, desk.workplace.clock.now()}, desk.settings, made));
        const auto* type = sheet_of(tx, *desk.settings.types, one.id).type;
        has_fields = type != nullptr && !type->fields.empty();
        return one;
    });
    if (opened.has_error()) {
        if (opened.error().code != ErrorCode::invalid_input) return opened.error();
        return new_form(desk, request, caller, std::move(typed), opened.error());
    }
    const auto path = case_path(opened.value().id);
    return with_toast(redirect(has_fields ? path + "/forloeb?ret=1" : path), "Sagen er oprettet.");
}

// ---------------------------------------------------------------------------------------------------------- editing

Json short_case(const core::Case& one) {
    return {{"path", case_path(one.id)}, {"number", one.number}, {"title", one.title}};
}

Result<Response> edit_form(
    const CaseDesk& desk,
    const Request& request,
    const Caller& caller,
    const std::optional<Typed>& typed,
    const std::optional<Error>& error
) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data{{"errors", errors_of(language, error)}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_case(tx, caller.principal, id));
        if (!core::may(caller.principal, core::Action::edit_case, {one.unit, one.access_group}))
            return Error{ErrorCode::forbidden, "the role does not carry the right to change the case"};
        const auto shown = typed.value_or(typed_as(one));
        auto form = form_json(language, shown, *desk.names->of(tx, caller));
        form["version"] = shown.version;
        form["deadline"] = shown.deadline ? core::iso_date(*shown.deadline) : std::string{};
        form["waiting_for"] = shown.waiting_for;
        data["form"] = std::move(form);
        data["case"] = short_case(one);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Rediger sagen"), desk.workplace);
    return page(desk.workplace, "cases/edit", data, frame, error ? 422 : 200);
}

Result<Response> get_edit(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return edit_form(desk, request, caller, std::nullopt, std::nullopt);
}

/// The fields of the form in words, as the two versions have them.
Json compared(Language language, const Typed& mine, const core::Case& theirs, const Names& names) {
    auto rows = Json::array();
    const auto add = [&](std::string label, const std::string& my_words, const std::string& their_words, bool differs) {
        rows.push_back(
            {{"label", std::move(label)}, {"mine", my_words}, {"theirs", their_words}, {"is_different", differs}}
        );
    };
    const auto person = [&](std::optional<core::UserId> id) {
        return id ? names.person(id) : translate(language, "Ingen endnu");
    };
    add(translate(language, "Titel"), mine.title, theirs.title, mine.title != theirs.title);
    add(translate(language, "Offentlig titel"),
        mine.public_title,
        theirs.public_title,
        mine.public_title != theirs.public_title);
    add(translate(language, "Sagsbehandler"),
        person(mine.caseworker),
        person(theirs.caseworker),
        mine.caseworker != theirs.caseworker);
    add(translate(language, "Hvem må læse sagen"),
        spoken(language, mine.confidentiality),
        spoken(language, theirs.confidentiality),
        mine.confidentiality != theirs.confidentiality);
    const auto day = [&](const std::optional<core::Date>& date) {
        return date ? spoken_date(language, *date) : translate(language, "Ingen");
    };
    add(translate(language, "Frist"), day(mine.deadline), day(theirs.deadline), mine.deadline != theirs.deadline);
    add(translate(language, "Afventer"), mine.waiting_for, theirs.waiting_for, mine.waiting_for != theirs.waiting_for);
    return rows;
}

Json sent_fields(const Request& request) {
    auto fields = Json::array();
    for (const auto* name : {"title", "public_title", "caseworker", "confidentiality", "deadline", "waiting_for"})
        fields.push_back({{"name", name}, {"value", request.form_value(name)}});
    return fields;
}

/// The second of two writers sees both versions, and nothing of theirs is lost.
Result<Response> conflict_page(const CaseDesk& desk, const Request& request, const Caller& caller, const Typed& mine) {
    const core::CaseId id{request.id_parameter("id")};
    const auto language = page_language(request);
    Json data{{"changed_by", ""}};
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto theirs, read_case(tx, caller.principal, id));
        const auto names = desk.names->of(tx, caller);
        auto changed_at = theirs.changed_at;
        if (const auto event = EventLog{tx}.last_of(SubjectKind::case_file, id.value, EventKind::case_changed)) {
            changed_at = event->at;
            data["changed_by"] = names->person(event->actor);
        }
        data["changed"] = spoken_time(language, changed_at, desk.workplace.clock.now());
        data["changed_exact"] = exact_time(language, changed_at);
        data["case"] = short_case(theirs);
        data["rows"] = compared(language, mine, theirs, *names);
        data["form"] = Json{{"version", theirs.version}, {"fields", sent_fields(request)}};
        return core::done();
    }));
    const auto frame =
        staff_frame(request, caller, translate(language, "Sagen er ændret i mellemtiden"), desk.workplace);
    return page(desk.workplace, "cases/conflict", data, frame, 409);
}

Result<Response> post_edit(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const auto typed = typed_in(request);
    CaseChange change;
    change.title = typed.title;
    change.public_title = typed.public_title;
    change.caseworker = typed.caseworker;
    change.confidentiality = core::confidentiality_named(request.form_value("confidentiality"));
    change.deadline = typed.deadline;
    change.waiting_for = typed.waiting_for;
    const auto changed = desk.workplace.db.write([&](Transaction& tx) {
        return change_case(tx, {caller.principal, desk.workplace.clock.now()}, id, typed.version, change);
    });
    if (changed.has_value()) return with_toast(redirect(case_path(id)), "Ændringerne er gemt.");
    if (changed.error().code == ErrorCode::conflict) return conflict_page(desk, request, caller, typed);
    if (changed.error().code != ErrorCode::invalid_input) return changed.error();
    return edit_form(desk, request, caller, typed, changed.error());
}

}  // namespace

void add_case_forms(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/ny", get_new);
    add_case_page(router, identity, desk, Method::post, "/sager/ny", post_new);
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/rediger", get_edit);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}", post_edit);
}

}  // namespace services
