#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/store/database.hpp"

/// Requests for access to files, what moved their days, and the documents that they are about.
namespace services {

/// Which requests a list shows, of those whose case `reader` may read.
struct AccessRequestFilter {
    core::UserId reader;
    bool is_open{true};  ///< those that are open, the one due first first; else those that ended, the newest first
    std::optional<core::UnitId> unit{};
    std::optional<core::UserId> caseworker{};
    std::optional<core::Date> due_before{};  ///< of those that are open
    struct Place {                           ///< the last row of the page before
        core::Date when{};                   ///< due, or ended
        core::AccessRequestId id;
    };
    std::optional<Place> after{};
    std::int64_t limit{50};
};

/// Who has requests that are late.
struct LateAccess {
    std::optional<core::UserId> caseworker;
    core::UnitId unit;
    std::int64_t count{};
    core::Date oldest_due{};
};

struct ListedAccessRequest {
    core::AccessRequest request;
    std::string case_number;
    core::UnitId unit;
    std::optional<core::UserId> caseworker;
};

/// Something that moved a request's day.
struct AccessTime {
    std::int64_t id{};
    enum class Kind { pause, extension } kind{};
    core::Date from{};
    std::optional<core::Date> to{};
    std::string reason;
    std::optional<core::UserId> noted_by{};  ///< absent: Saglig itself
    core::Timestamp noted_at{};
};

class AccessRequestStore {
  public:
    explicit AccessRequestStore(Transaction& tx) : tx_(tx) {}

    core::AccessRequestId add(const core::AccessRequest& made);  ///< the id is not read
    std::optional<core::AccessRequest> find(core::AccessRequestId id) const;
    std::optional<core::AccessRequest> of_case(core::CaseId id) const;
    std::optional<core::AccessRequest> followed_by(std::string_view follow_hash) const;
    std::vector<ListedAccessRequest> list(const AccessRequestFilter& filter) const;
    /// How many are open and due before that day, of those that the reader may read.
    std::int64_t count_due(core::UserId reader, core::Date before) const;
    /// The same by who has them, the most first, at most 100.
    std::vector<LateAccess> late(core::UserId reader, core::Date before) const;
    /// Writes every field that may change. Errors: conflict, if it is no longer at `changed.version`.
    core::Result<void> update(const core::AccessRequest& changed);
    /// Those that are open, in order of id.
    std::vector<core::AccessRequest> open_after(core::AccessRequestId last, std::int64_t limit) const;
    /// Those that ended from `from` to `to`, whoever may read them: for counts.
    std::vector<core::AccessRequest> ended_between(core::Date from, core::Date to) const;
    bool has_askers_to_forget(core::Timestamp now) const;
    /// Empties mail and address of those that need them no more; how many.
    std::int64_t forget_askers(core::Timestamp now);

    void add_time(core::AccessRequestId id, const AccessTime& made);  ///< its id is not read
    std::vector<AccessTime> times(core::AccessRequestId id) const;
    /// The same of many requests at once; those without are not in it.
    std::map<core::AccessRequestId, std::vector<AccessTime>> times_of(const std::vector<core::AccessRequestId>& ids
    ) const;
    /// Ends the pause that lasts; false if there is none.
    bool end_pause(core::AccessRequestId id, core::Date on);

    std::vector<core::AccessDocument> documents(core::AccessRequestId id) const;
    std::optional<core::AccessDocument> document(core::AccessRequestId id, core::DocumentId document) const;
    /// At the end of the file list; false if it is there already.
    bool add_document(core::AccessRequestId id, core::DocumentId document);
    void remove_document(core::AccessRequestId id, core::DocumentId document);
    void decide_document(const core::AccessDocument& decided);

  private:
    Transaction& tx_;
};

/// All that the clock goes by, as it is kept.
core::AccessCourse course_of(const core::AccessRequest& one, const std::vector<AccessTime>& times);

/// Days that are other than the law has them.
class CalendarStore {
  public:
    explicit CalendarStore(Transaction& tx) : tx_(tx) {}

    struct Day {
        std::int64_t id{};
        core::CalendarChange change;
        core::UserId noted_by;
        core::Timestamp noted_at{};
    };
    std::vector<Day> all() const;
    core::WorkCalendar calendar() const;
    /// Takes the place of what was said of that day before.
    void put(const core::CalendarChange& change, core::UserId by, core::Timestamp now);
    std::optional<Day> find(std::int64_t id) const;
    void remove(std::int64_t id);

  private:
    Transaction& tx_;
};

}  // namespace services
