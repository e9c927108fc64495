#include <array>

#include "core/utf8.hpp"
#include "services/cases/case_desk.hpp"
#include "services/cases/relations.hpp"

/// The cases that a case belongs with.
namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::array relations{core::CaseRelation::see_also, core::CaseRelation::follows, core::CaseRelation::precedes};

struct RelationForm {
    core::CaseRelation relation{};
    std::string case_id, case_text;
    std::string error;
};

std::string spoken(Language language, core::CaseRelation relation) {
    switch (relation) {
        case core::CaseRelation::see_also:
            return translate(language, "Se også");
        case core::CaseRelation::follows:
            return translate(language, "Fortsætter");
        case core::CaseRelation::precedes:
            return translate(language, "Fortsættes af");
    }
    return {};
}

Result<Response> show_relations(
    const CaseDesk& desk, const Request& request, const Caller& caller, const RelationForm& form
) {
    const auto fill = [&](const CaseViewing& viewing, Json& data) {
        const bool can_edit = may_on_case(caller, core::Action::edit_case, viewing.one);
        auto& list = data["related"] = Json::array();
        for (const auto& other : RelationStore{viewing.tx}.of_case(viewing.one.id, caller.id()))
            list.push_back({
                {"path", case_path(other.id)},
                {"number", other.number},
                {"title", other.title},
                {"relation", spoken(viewing.language, other.relation)},
                {"state_text", services::spoken(viewing.language, other.state)},
                {"tone", tone_of(other.state)},
                {"remove_path",
                 can_edit ? case_path(viewing.one.id) + "/relaterede/" + std::to_string(other.id.value) + "/fjern"
                          : std::string{}},
            });
        data["can_edit"] = can_edit;
        auto& choices = data["relations"] = Json::array();
        for (const auto relation : relations)
            choices.push_back(choice(
                std::string{core::name_of(relation)}, spoken(viewing.language, relation), relation == form.relation
            ));
        data["relation_form"] = Json{{"case_id", form.case_id}, {"case_text", form.case_text}};
        data["error"] = form.error;
    };
    return draw_case_page(
        desk, request, caller, {"cases/related", CaseTab::related, form.error.empty() ? 200 : 422, fill}
    );
}

Result<Response> get_relations(const CaseDesk& desk, const Request& request, const Caller& caller) {
    return show_relations(desk, request, caller, {});
}

/// The case that was picked from the list, or else the one whose number was typed.
core::CaseId chosen_case(Transaction& tx, const RelationForm& form) {
    if (const auto id = std::strtoll(form.case_id.c_str(), nullptr, 10); id > 0) return core::CaseId{id};
    const auto number = form.case_text.substr(0, form.case_text.find(' '));
    const auto found = CaseStore{tx}.find_by_number(number);
    return found ? found->id : core::CaseId{};
}

std::string said_of(Language language, const Error& error) {
    if (error.code == ErrorCode::conflict) return translate(language, "De to sager er knyttet sammen i forvejen.");
    if (error.code == ErrorCode::invalid_input) return translate(language, "En sag kan ikke knyttes til sig selv.");
    return translate(language, "Der er ingen sag med det nummer, som du har adgang til. Vælg en fra listen.");
}

Result<Response> post_relation(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    RelationForm form;
    form.relation = core::case_relation_named(request.form_value("relation")).value_or(form.relation);
    form.case_id = request.form_value("case_id");
    form.case_text = core::on_one_line(request.form_value("case_text"));
    TRY(desk.workplace.db.read([&](Transaction& tx) { return read_case(tx, caller.principal, id); }));
    const auto related = desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        const auto other = chosen_case(tx, form);
        return relate_cases(tx, {caller.principal, desk.workplace.clock.now()}, id, form.relation, other);
    });
    if (related.has_value()) return with_toast(redirect(case_path(id) + "/relaterede"), "Sagerne er knyttet sammen.");
    if (related.error().code == ErrorCode::forbidden) return related.error();
    form.error = said_of(page_language(request), related.error());
    return show_relations(desk, request, caller, form);
}

Result<Response> post_removal(const CaseDesk& desk, const Request& request, const Caller& caller) {
    const core::CaseId id{request.id_parameter("id")};
    const core::CaseId other{request.id_parameter("other")};
    TRY(desk.workplace.db.write([&](Transaction& tx) {
        return unrelate_cases(tx, {caller.principal, desk.workplace.clock.now()}, id, other);
    }));
    return with_toast(redirect(case_path(id) + "/relaterede"), "Sagerne er ikke knyttet sammen mere.");
}

}  // namespace

void add_relation_pages(Router& router, Identity& identity, const CaseDesk& desk) {
    add_case_page(router, identity, desk, Method::get, "/sager/{id:id}/relaterede", get_relations);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/relaterede", post_relation);
    add_case_page(router, identity, desk, Method::post, "/sager/{id:id}/relaterede/{other:id}/fjern", post_removal);
}

}  // namespace services
