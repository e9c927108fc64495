#include "services/cases/case_pages.hpp"

#include "services/cases/case_desk.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using Json = nlohmann::json;

std::string case_path(core::CaseId id) {
    return "/sager/" + std::to_string(id.value);
}

std::string document_path(core::DocumentId id) {
    return "/dokumenter/" + std::to_string(id.value);
}

Json choice(std::string value, std::string text, bool is_selected) {
    return {{"value", std::move(value)}, {"text", std::move(text)}, {"is_selected", is_selected}};
}

Json people_choices(std::string nobody, const Names& names, std::optional<core::UserId> selected) {
    auto choices = Json::array({choice("", std::move(nobody), !selected)});
    bool is_listed = false;
    for (const auto& user : names.handlers) {
        is_listed = is_listed || user.id == selected;
        choices.push_back(choice(std::to_string(user.id.value), user.full_name, user.id == selected));
    }
    if (selected && !is_listed)
        choices.push_back(choice(std::to_string(selected->value), names.person(selected), true));
    return choices;
}

std::string subject_text(Transaction& tx, const std::string& number) {
    const auto subject = SubjectStore{tx}.find(number);
    return subject ? number + " " + subject->title : number;
}

std::string facet_text(Transaction& tx, const std::string& code) {
    const auto facet = SubjectStore{tx}.find_facet(code);
    return facet ? code + " " + facet->title : code;
}

void add_case_page(
    Router& router,
    Identity& identity,
    const CaseDesk& desk,
    Method method,
    std::string_view pattern,
    CasePageHandler act,
    Pace pace
) {
    ForSignedIn{router, identity, desk}(method, pattern, act, BodyLimit::small, pace);
}

void add_case_pages(Router& router, Identity& identity, const CasePages& pages) {
    const CaseDesk desk{pages};
    add_case_lists(router, identity, desk);
    add_case_suggestions(router, identity, desk);
    add_bulk_pages(router, identity, desk);
    add_case_views(router, identity, desk);
    add_case_forms(router, identity, desk);
    add_document_lists(router, identity, desk);
    add_list_files(router, identity, desk);
    add_document_pages(router, identity, desk);
    add_note_pages(router, identity, desk);
    add_party_pages(router, identity, desk);
    add_relation_pages(router, identity, desk);
    add_state_pages(router, identity, desk);
    add_task_pages(router, identity, desk);
    add_course_pages(router, identity, desk);
    add_type_pages(router, identity, desk);
    add_filing_pages(router, identity, desk);
    add_sample_pages(router, identity, desk);
    add_overview_pages(router, identity, desk);
    add_withdrawal_pages(router, identity, desk);
}

}  // namespace services
