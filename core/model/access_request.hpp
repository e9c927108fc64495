#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/rules/access_clock.hpp"
#include "core/time.hpp"

namespace core {

using AccessRequestId = Id<struct AccessRequestTag>;

enum class AskerKind { citizen, press, party, company, other };
enum class AskChannel { form, letter, staff };
enum class AccessState { open, answered, withdrawn };
enum class AccessOutcome { full, partial, refused, nothing_held };

/// Somebody asks for access to files (aktindsigt). It is a case of its own, with the request as its first document.
struct AccessRequest {
    AccessRequestId id;
    CaseId in_case;
    std::vector<AccessLaw> laws;  ///< that it is answered by, in the order of the enumeration
    std::string asked_for;
    std::optional<CaseId> about_case{};  ///< that it was asked from
    std::optional<DocumentId> about_document{};
    struct Asker {
        AskerKind kind{};
        std::string name, mail, address;  ///< empty where it was not told, or is forgotten
    };
    Asker asker;
    AskChannel channel{};
    std::string follow_hash{};  ///< of the secret in the asker's link
    Date received{};
    AccessState state{};
    Date due{};  ///< as access_clock says
    AccessSize size{AccessSize::normal};
    std::optional<std::int64_t> hours_expected{};
    std::int64_t minutes_used{};
    std::optional<AccessOutcome> outcome{};
    std::optional<Date> ended{};
    std::optional<Timestamp> forget_at{};
    std::int64_t version{1};
};

enum class AccessDecision { give, partly, refuse };

/// A document that a request is about.
struct AccessDocument {
    AccessRequestId request;
    DocumentId document;
    std::int64_t place{};  ///< in the file list
    std::optional<AccessDecision> decision{};
    std::vector<std::string> exemptions{};  ///< keys of core::exemptions
    std::string reason{};
    bool is_extracted{};  ///< facts that must be given anyway were looked for (offentlighedslovens § 28)
    bool is_widened{};    ///< giving more than one must was considered (offentlighedslovens § 14)
    std::optional<UserId> decided_by{};
    std::optional<Timestamp> decided_at{};
};

/// What the decisions come to together; nothing while one is missing. No documents at all: nothing is held.
std::optional<AccessOutcome> outcome_of(const std::vector<AccessDocument>& documents);

std::string_view name_of(AskerKind kind);
std::optional<AskerKind> asker_kind_named(std::string_view name);
std::string_view name_of(AskChannel channel);
std::optional<AskChannel> ask_channel_named(std::string_view name);
std::string_view name_of(AccessState state);
std::optional<AccessState> access_state_named(std::string_view name);
std::string_view name_of(AccessOutcome outcome);
std::optional<AccessOutcome> access_outcome_named(std::string_view name);
std::string_view name_of(AccessDecision decision);
std::optional<AccessDecision> access_decision_named(std::string_view name);

}  // namespace core
