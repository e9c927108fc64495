#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/attachment.hpp"
#include "core/model/case.hpp"
#include "core/model/document.hpp"
#include "core/result.hpp"
#include "core/rules/party_access.hpp"
#include "services/store/citizen_store.hpp"
#include "services/store/database.hpp"

/// The cases of somebody who is no user: what core/rules/party_access.hpp shows of them, and nothing else. Titles are
/// the public ones, as the case's own may name others.
namespace services {

/// Who is signed in.
struct Citizen {
    core::CitizenNumber number;
    std::string name;
    std::string csrf;
    std::string session;  ///< hash of the token
};

/// What the citizen's pages go by on a day.
struct CitizenRules {
    core::Confidentiality most{core::Confidentiality::unit};  ///< how closely a case that is shown may be kept
    core::Date today{};
};

/// A case and as whom it is seen.
struct OwnCase {
    core::Case on;
    core::Standpoint as;
    std::string party;  ///< the party's name on the case
};

/// What belongs to a document and is seen with it.
struct OwnAttachment {
    core::Attachment attachment;
    core::PartyGround ground{};
};

struct OwnDocument {
    core::Document document;
    core::PartyGround ground{};
    std::string title;                         ///< as the party may see it
    core::Timestamp at{};                      ///< when it was written, sent or released
    std::vector<OwnAttachment> attachments{};  ///< in order of place
};

struct OwnCases {
    std::vector<OwnCase> cases;  ///< the one opened last first
    std::size_t total{};
};
inline constexpr std::size_t own_cases_at_once = 50;

/// The page of that number, from 0.
OwnCases own_cases(Transaction& tx, const Citizen& who, const CitizenRules& rules, std::size_t page);

/// `power` is that by which they act, 0 for their own case; a case of one's own comes before one by a power where
/// nobody said which. Errors: not_found.
core::Result<OwnCase> own_case(
    Transaction& tx, const Citizen& who, const CitizenRules& rules, core::CaseId id, std::optional<std::int64_t> power
);

/// The latest first.
std::vector<OwnDocument> own_documents(Transaction& tx, const OwnCase& seen);
/// Errors: not_found.
core::Result<OwnDocument> own_document(Transaction& tx, const OwnCase& seen, core::DocumentId id);
/// By its place in the document. Errors: not_found.
core::Result<OwnAttachment> own_attachment(const OwnDocument& one, std::int64_t place);

}  // namespace services
