#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "core/model/followed_case.hpp"
#include "core/result.hpp"
#include "services/cases/cases.hpp"
#include "services/files/file_store.hpp"
#include "services/store/access_request_store.hpp"
#include "services/store/database.hpp"

/// Requests for access to files (aktindsigt): asked by anyone, filed as cases of their own, and kept to their day.
///
/// A request is read by those who may read its case, and worked on by those who may journal there. The asker follows it
/// by a link with a secret in it. Law and sources: core/rules/access_clock.hpp and core/rules/exemptions.hpp.
namespace services {

struct AccessSettings {
    CaseSettings cases;
    std::string authority;
    std::string unit{};  ///< the name of the unit that gets what nobody else is asked for; empty: the root
    bool two_people{};   ///< whether a second person approves before any answer
};

struct NewAccessRequest {
    std::string asked_for;                         ///< 1 to 5,000 characters, on any number of lines
    std::vector<core::AccessLaw> laws;             ///< none: offentlighedsloven
    core::AccessRequest::Asker asker;              ///< an address to write to, or a mail, where it is to be answered
    std::optional<core::PostListId> about_post{};  ///< by guests: an entry of the public post list
    std::optional<core::FollowedCaseId> about_followed{};  ///< by guests: a case that everyone may follow
    std::optional<core::DocumentId> about_document{};
    std::optional<core::CaseId> about_case{};
    core::AskChannel channel{};
    std::optional<core::Date> received{};  ///< absent: today
    /// The asker's CPR or CVR number, as somebody who knows gives it: it is kept with the party on the case, and what
    /// is sent goes there by Digital Post. Wants a name.
    std::string identifier{};
};
inline constexpr std::size_t asked_for_limit = 5'000;

struct AskedAccess {
    core::AccessRequest request;
    core::Case filed;
    std::string secret;  ///< of the asker's link; said once
};

/// By a guest: filed by Saglig itself, in the unit whose case it is about, or else in the settings' one. What it is
/// about must be on the public post list. The request is drawn and journaled as the first document of its case, with
/// the asker as party. Errors: invalid_input with its field (asked_for, name, mail, address, identifier).
core::Result<AskedAccess> ask_access(
    Database& db, FileStore& files, core::Timestamp now, const AccessSettings& settings, const NewAccessRequest& made
);
/// By a member of staff who was asked, in words or on paper: in a unit of theirs. Errors: likewise, and not_found (what
/// it is about), forbidden.
core::Result<AskedAccess> file_access_request(
    Database& db, FileStore& files, const Acting& acting, const AccessSettings& settings, const NewAccessRequest& made
);
/// On a case that is there already, such as one that was opened in the mailroom for a letter that asks. Errors:
/// not_found, forbidden, invalid_input, conflict where the case has a request.
core::Result<AskedAccess> begin_access_request(
    Transaction& tx, const Acting& acting, const AccessSettings& settings, core::CaseId on, const NewAccessRequest& made
);

/// All there is to a request, for those who may read its case.
struct AccessFile {
    core::AccessRequest request;
    core::Case on;
    std::vector<AccessTime> times;
    core::AccessClock clock;
    bool may_work{};  ///< whether the reader may do more than read
};
/// Errors: not_found.
core::Result<AccessFile> read_access_request(
    Transaction& tx, const core::Principal& who, core::AccessRequestId id, core::Date today
);
core::Result<AccessFile> read_access_request_of(
    Transaction& tx, const core::Principal& who, core::CaseId id, core::Date today
);
/// The same to work on. Errors: not_found, forbidden, conflict where it is no longer at `version` (0: at any).
core::Result<AccessFile> access_file_to_work_on(
    Transaction& tx, const Acting& acting, core::AccessRequestId id, std::int64_t version
);
/// The same of one that has not been ended. Errors: likewise, and conflict (field "state").
core::Result<AccessFile> open_access_file(Transaction& tx, const Acting& acting, core::AccessRequestId id);

/// What the one with the link may see. Errors: not_found.
struct FollowedAccess {
    core::AccessRequest request;
    std::string case_number;
    std::string unit;
    core::AccessClock clock;
};
core::Result<FollowedAccess> follow_access_request(Transaction& tx, std::string_view secret, core::Date today);

/// The asker does not want it any more; by the one with the link, or by staff. Errors: not_found, forbidden, conflict.
core::Result<void> withdraw_followed(
    Transaction& tx, std::string_view secret, const CaseSettings& settings, core::Timestamp now
);
core::Result<void> withdraw_access_request(
    Transaction& tx, const Acting& acting, const CaseSettings& settings, core::AccessRequestId id, std::int64_t version
);

/// Ends a request that is answered, with what the decisions come to. For the step that journals the answer.
void end_answered(
    Transaction& tx,
    const CaseSettings& settings,
    core::AccessRequest one,
    std::optional<core::UserId> actor,
    core::Timestamp now
);

/// Only what is set is changed.
struct AccessChange {
    std::optional<std::vector<core::AccessLaw>> laws{};  ///< one at least
    std::optional<core::AccessSize> size{};
    std::optional<std::optional<std::int64_t>> hours_expected{};  ///< 1 to 10,000
    std::optional<std::int64_t> minutes_more{};                   ///< were used; added to those before
};
/// Errors: not_found, forbidden, conflict, invalid_input with its field.
core::Result<void> change_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    core::AccessRequestId id,
    std::int64_t version,
    const AccessChange& change
);

/// The clock stands still because the asker has been asked something, and goes on when the answer has come. `on` is
/// today or before. Errors: not_found, forbidden, conflict, invalid_input (reason, on).
core::Result<void> pause_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    core::AccessRequestId id,
    std::int64_t version,
    const core::AccessPause& pause
);
core::Result<void> resume_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    core::AccessRequestId id,
    std::int64_t version,
    core::Date on
);
/// The asker was told that it takes longer, why and until when. Errors: likewise (reason, until: not after what holds
/// now, or later than the law allows).
core::Result<void> extend_access_request(
    Transaction& tx,
    const Acting& acting,
    const CaseSettings& settings,
    core::AccessRequestId id,
    std::int64_t version,
    const core::AccessExtension& extension
);

/// Works out the day anew; where it is another, keeps it on the request and its case, and appends why: a word of
/// `because`: "pause", "resumed", "extension", "laws", "calendar", "complaint", "day_passed".
void keep_due(
    Transaction& tx,
    const CaseSettings& settings,
    core::AccessRequestId id,
    const core::WorkCalendar& calendar,
    std::string_view because,
    std::optional<core::UserId> actor,
    core::Timestamp now
);

/// Moves what waits along with the days, queues what is to be reminded of (reminders.hpp), and forgets what is not
/// needed of askers any more. Cheap where nothing is due.
void keep_access_requests(Database& db, const CaseSettings& settings, core::Timestamp now);

/// How long mail and address of an asker are kept after the answer: the time in which a complaint is dealt with, and a
/// year.
inline constexpr std::chrono::days asker_kept_for{365};

}  // namespace services
