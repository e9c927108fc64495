#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "services/cases/case_pages.hpp"
#include "services/identity/name_book.hpp"
#include "services/store/event_log.hpp"
#include "services/web/words.hpp"

/// What the pages of cases share among themselves.
namespace services {

struct CaseDesk : CasePages {
    std::shared_ptr<NameBook> names{std::make_shared<NameBook>()};
};

/// The parts of add_case_pages.
void add_case_lists(Router& router, Identity& identity, const CaseDesk& desk);
void add_case_views(Router& router, Identity& identity, const CaseDesk& desk);
void add_case_forms(Router& router, Identity& identity, const CaseDesk& desk);
void add_document_pages(Router& router, Identity& identity, const CaseDesk& desk);

using CasePageHandler = core::Result<Response> (*)(const CaseDesk&, const Request&, const Caller&);
void add_case_page(
    Router& router,
    Identity& identity,
    const CaseDesk& desk,
    Method method,
    std::string_view pattern,
    CasePageHandler act,
    Pace pace = Pace::slow
);

std::string case_path(core::CaseId id);
std::string document_path(core::DocumentId id);

/// A row of a select or of an option list.
nlohmann::json choice(std::string value, std::string text, bool is_selected);

/// The scheme's "27.35.00 Plejehjem" and "P19 Godkendelser"; the number alone where the scheme does not have it.
std::string subject_text(Transaction& tx, const std::string& number);
std::string facet_text(Transaction& tx, const std::string& code);

/// What an event on a case says to people: "Ændrede tilstanden fra Opstået til Oplyst".
std::string spoken_event(Language language, const Event& event, const Names& names);

}  // namespace services
