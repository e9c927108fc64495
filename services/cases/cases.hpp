#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "services/case_types/case_type.hpp"
#include "services/rights/acting.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/database.hpp"
#include "services/store/event_log.hpp"

/// Cases and the documents journaled on them.
///
/// The functions on a Transaction are the building stones: the mailroom journals on a new case by calling two of them
/// in one transaction. Every one of them asks the policy first. What the asker may not read does not exist for them:
/// not_found, never forbidden.
namespace services {

struct CaseSettings {
    std::string number_pattern{"{year}-{number:6}"};  ///< core/rules/numbering.hpp
    const CaseTypes* types{&CaseTypes::built_in()};
};

struct NewCase {
    std::string title;                 ///< 1 to 255 characters, one line
    std::string public_title;          ///< empty: the subject's own title, which gives nothing away
    std::string subject;               ///< KLE number; must be in the scheme once one is imported
    std::string facet;                 ///< KLE facet
    std::optional<core::UnitId> unit;  ///< absent: the type's, or the unit where the opener handles cases
    std::optional<core::UserId> caseworker;
    std::optional<core::Confidentiality> confidentiality{};  ///< absent: as the type has it, else the unit's
    std::string type{};                                      ///< empty: the general one; or suggested_type
    std::string fields{};  ///< what the type asks for, as a JSON object; empty: to be filled in later
};
/// A new case's type by its subject and facet.
inline constexpr std::string_view suggested_type = "suggested";

/// Where a case comes to.
struct NewState {
    core::CaseState state{};
    std::string reason{};               ///< needed as core/rules/case_states.hpp says; 1,000 characters at most
    std::optional<core::Date> since{};  ///< Danish date from which it holds; absent: today
};

/// Only what is set is changed.
struct CaseChange {
    std::optional<std::string> title, public_title, subject, facet;
    std::optional<NewState> state;
    std::optional<core::UnitId> unit;
    std::optional<std::optional<core::UserId>> caseworker;
    std::optional<core::Confidentiality> confidentiality;
    std::optional<std::optional<core::Date>> deadline{};
    std::optional<std::string> waiting_for{};  ///< one line; empty: it waits for nothing any more
};

struct NewDocument {
    std::string title;
    std::string public_title;  ///< empty: the case's public title
    core::Direction direction{};
    std::string correspondent;
    std::string public_correspondent;  ///< empty: not shown
    std::optional<core::Date> letter_date;
    core::Date received{};
    core::Publication publication{core::Publication::entry};
    core::ContentHash content;
    std::string file_name;
    core::DocumentKind kind{core::DocumentKind::file};
    std::string late_reason{};  ///< why it comes on a case that is closed; not kept where the case is open
};

/// Errors: invalid_input with its field (of what the type asks for, "fields.<name>"), forbidden.
core::Result<core::Case> open_case(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, const NewCase& made
);
/// The end of opening a case, with nobody asked: gives it access group, number and id, keeps it and appends its event.
/// For what makes cases wholesale; `opened` must hold all the rest.
void file_new_case(
    Transaction& tx, const CaseSettings& settings, core::Case& opened, std::optional<core::UserId> opener
);
/// Errors: not_found.
core::Result<core::Case> read_case(Transaction& tx, const core::Principal& who, core::CaseId id);
/// Errors: not_found, forbidden, invalid_input, conflict where the case is no longer at `version`.
core::Result<core::Case> change_case(
    Transaction& tx, const Acting& acting, core::CaseId id, std::int64_t version, const CaseChange& change
);
/// Errors: not_found, forbidden, invalid_input, conflict (field late_reason) where the case is closed and no reason is
/// given.
core::Result<core::Document> journal_document(
    Transaction& tx, const Acting& acting, const core::Case& on, const NewDocument& made
);
/// Errors: not_found, forbidden, invalid_input.
core::Result<core::Party> add_party(Transaction& tx, const Acting& acting, const core::Party& made);
core::Result<void> remove_party(Transaction& tx, const Acting& acting, core::CaseId in_case, core::PartyId party);

struct CaseFile {
    core::Case the_case;
    std::vector<core::Document> documents;  ///< newest first, at most document_limit
    bool has_more_documents{};
    std::vector<core::Party> parties;
};
inline constexpr std::int64_t document_limit = 100;

/// A case with what lies on it. Errors: not_found.
core::Result<CaseFile> read_case_file(Transaction& tx, const core::Principal& who, core::CaseId id);

}  // namespace services
