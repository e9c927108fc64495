#pragma once

#include <string>
#include <vector>

#include "core/model/case.hpp"
#include "core/model/hearing.hpp"
#include "core/result.hpp"
#include "services/participation/gate.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/shown_document_store.hpp"

/// Public hearings on a case: written and released by those who work on it, read by everyone while they are published.
/// They are read and changed by the rights of their case. All that everyone sees passes the gate (gate.hpp).
namespace services {

struct ShownPick {
    core::DocumentId document;
    std::string title;  ///< as everyone sees it; empty: the document's public title
};

/// All that is written of a hearing.
struct HearingWords {
    std::string title;  ///< one line of 255 characters at most
    std::string text;   ///< 1 to 20,000 characters
    std::string asked;  ///< who was asked, one on each line; may be empty, 5,000 characters at most
    core::Date opens{}, closes{};
    bool shows_answers{true};
    bool takes_late{};
    bool takes_ideas{};
    std::vector<ShownPick> material;  ///< documents of the case; at most shown_documents_max
};
inline constexpr std::size_t hearing_text_limit = 20'000;
inline constexpr std::size_t shown_documents_max = 100;

/// A hearing with what belongs to it, for those who may read its case.
struct HearingFile {
    core::Hearing hearing;
    core::Case on;
    std::vector<ShownDocument> material, summary_documents;
    bool may_work{};
};

/// Errors: not_found.
core::Result<HearingFile> read_hearing(Transaction& tx, const core::Principal& who, core::HearingId id);

/// Makes a draft that nobody else sees. Errors: not_found, forbidden, invalid_input with its field (title, text, asked,
/// opens_on, closes_on, material).
core::Result<core::HearingId> open_hearing(
    Transaction& tx, const Acting& acting, core::CaseId on, const HearingWords& words
);
/// What is published passes the gate again, with `reason` where something is found. Errors: likewise, and conflict
/// (version; state, where it was taken down; document), invalid_input (reason, or a field that holds a CPR number).
core::Result<void> change_hearing(
    Transaction& tx,
    const Acting& acting,
    core::HearingId id,
    std::int64_t version,
    const HearingWords& words,
    const std::string& reason
);

/// What stands in the way of showing it, as it is now.
GateReport gate_of(Transaction& tx, const HearingFile& file);
/// Shows it to everyone from now on; those who may answer do so from its first day to its last. Errors: as
/// change_hearing; conflict (state) where it is published, or was taken down.
core::Result<void> publish_hearing(
    Transaction& tx, const Acting& acting, core::HearingId id, std::int64_t version, const std::string& reason
);
/// Off at once, with all answers; what stays is a page that says so. Errors: not_found, forbidden, conflict,
/// invalid_input (exemption, reason).
core::Result<void> take_down_hearing(
    Transaction& tx,
    const Acting& acting,
    core::HearingId id,
    std::int64_t version,
    const std::string& exemption,
    const std::string& reason
);

/// What came of it (høringsnotat), in words and as documents of the case.
struct HearingSummary {
    std::string text;  ///< 1 to 20,000 characters
    std::vector<ShownPick> documents;
    bool is_shown{};  ///< to everyone, through the gate; else it is a draft
};
/// Errors: as change_hearing; conflict (closes_on) where it is to be shown and the hearing has not ended.
core::Result<void> sum_up_hearing(
    Transaction& tx,
    const Acting& acting,
    core::HearingId id,
    std::int64_t version,
    const HearingSummary& summary,
    const std::string& reason
);

/// Forgets what is not needed of those who answered: their mail address goes so long after the hearing ended. Cheap
/// where nothing is due.
void keep_hearings(Database& db, core::Timestamp now);
inline constexpr std::chrono::days answerer_kept_for{365};

/// Checked against the case, with titles filled in. Errors: invalid_input (material).
core::Result<std::vector<ShownDocument>> checked_picks(
    Transaction& tx, const core::Case& on, const std::vector<ShownPick>& picks
);
std::vector<GateFile> files_of(const std::vector<ShownDocument>& shown);
/// They may be fetched from now on, as they are now: each is drawn for everyone.
void release_documents(Transaction& tx, const std::vector<ShownDocument>& shown, core::Timestamp now);
/// What is not shown by anything any more is not kept for everyone either.
void forget_documents(Transaction& tx, const std::vector<ShownDocument>& shown, core::Timestamp now);

}  // namespace services
