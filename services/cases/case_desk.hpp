#pragma once

#include <functional>
#include <limits>
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

class DocumentAddress;

struct CaseDesk : CasePages {
    std::shared_ptr<NameBook> names{std::make_shared<NameBook>()};
};

/// The parts of add_case_pages.
void add_case_lists(Router& router, Identity& identity, const CaseDesk& desk);
void add_bulk_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_case_suggestions(Router& router, Identity& identity, const CaseDesk& desk);
void add_case_views(Router& router, Identity& identity, const CaseDesk& desk);
void add_case_forms(Router& router, Identity& identity, const CaseDesk& desk);
void add_document_lists(Router& router, Identity& identity, const CaseDesk& desk);
void add_list_files(Router& router, Identity& identity, const CaseDesk& desk);
void add_document_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_note_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_party_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_relation_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_state_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_task_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_course_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_type_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_sample_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_filing_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_overview_pages(Router& router, Identity& identity, const CaseDesk& desk);
void add_withdrawal_pages(Router& router, Identity& identity, const CaseDesk& desk);

/// One of the pages that a case has beneath its head.
enum class CaseTab { documents, drafts, course, notes, parties, tasks, related, history, access, openness, none };

/// What a page of a case is made from.
struct CaseViewing {
    Transaction& tx;
    const core::Case& one;
    const Caller& caller;
    Language language{};
    core::Timestamp now{};
    const Names& names;
    const CaseTypes& types;
};

/// What every page of a case shows: `case` for cases/head and `tabs` for cases/tabs.
void put_case_frame(const CaseViewing& viewing, CaseTab current, nlohmann::json& data);

/// `sub_files`, `sub_files_path` and `moved_documents` of cases/filing.
void put_filing_of_case(const CaseViewing& viewing, nlohmann::json& data);

/// `news` and `news_since` of cases/show: what others did since the reader was last here.
void put_news(const CaseViewing& viewing, nlohmann::json& data);

struct CasePage {
    std::string_view template_name;
    CaseTab tab{};
    int status{200};
    std::function<void(const CaseViewing&, nlohmann::json& data)> fill;
};
/// The page of the case in the path, for those who may read it. Errors: not_found.
core::Result<Response> draw_case_page(
    const CaseDesk& desk, const Request& request, const Caller& caller, const CasePage& drawn
);

bool may_on_case(const Caller& caller, core::Action action, const core::Case& one);

/// Lists that go by falling numbers begin below this one.
inline constexpr auto newest_first = std::numeric_limits<std::int64_t>::max();
/// Where such a list goes on: the query's `fra`, a number; else from the newest.
std::int64_t before_of(const Request& request);

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
std::string party_path(core::PartyId id);

/// A row of a select or of an option list.
nlohmann::json choice(std::string value, std::string text, bool is_selected);
/// `nobody` first, with value ""; then those who handle cases, and whoever is selected although they no longer do.
nlohmann::json people_choices(std::string nobody, const Names& names, std::optional<core::UserId> selected);

/// What kinds of number a form lets one say it is: by its length, or a P-number.
nlohmann::json number_kinds(Language language, bool is_p_number);
/// What is wrong with a party's number that was refused.
std::string wrong_number_text(Language language, std::string_view typed, bool is_p_number);

/// The scheme's "27.35.00 Plejehjem" and "P19 Godkendelser"; the number alone where the scheme does not have it.
std::string subject_text(Transaction& tx, const std::string& number);
std::string facet_text(Transaction& tx, const std::string& code);

/// A row of cases/document_rows.
nlohmann::json listed_document_row(const core::Document& one, Language language);
/// What cases/document_rows shows beside its rows: `columns`, `csv_path` and `list_path`.
void put_document_list(core::CaseId id, const DocumentAddress& address, nlohmann::json& data);

/// What an event on a case says to people: "Ændrede tilstanden fra Opstået til Oplyst".
std::string spoken_event(Language language, const Event& event, const Names& names);

}  // namespace services
