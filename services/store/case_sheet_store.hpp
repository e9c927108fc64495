#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/model/task.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// What cases have by their type: fields, phase, ticked items, and the tasks that deadlines have become.
namespace services {

struct CaseSheet {
    core::CaseId of;
    std::string type;
    std::string phase;         ///< empty where the type has none
    std::string fields{"{}"};  ///< values by name, as a JSON object
    std::string order_key{};
};

struct CaseTick {
    std::string item;
    core::Timestamp at{};
    core::UserId by;
};

struct DeadlineTask {
    std::string deadline;
    core::TaskId task;
};

/// A row of the list of a type's cases.
struct TypedCase {
    CaseSheet sheet;
    std::string number, title;
    core::CaseState state{};
    std::optional<core::UserId> caseworker;
};

/// The cases of a type that `reader` may read.
struct TypedCaseFilter {
    core::UserId reader;
    std::string type;
    bool open_only{true};
    bool by_order_key{};  ///< ascending; else the newest case first
    struct Place {        ///< the last row of the page before
        std::string order_key;
        core::CaseId id;
    };
    std::optional<Place> after{};
    std::int64_t limit{50};
};

class CaseSheetStore {
  public:
    explicit CaseSheetStore(Transaction& tx) : tx_(tx) {}

    /// Nothing for a case of the general type that nothing was filled in on.
    std::optional<CaseSheet> find(core::CaseId id) const;
    void put(const CaseSheet& sheet);

    std::vector<CaseTick> ticks(core::CaseId id) const;
    /// False if it was ticked already, or not.
    bool tick(core::CaseId id, const CaseTick& made);
    bool untick(core::CaseId id, std::string_view item);

    std::vector<DeadlineTask> deadline_tasks(core::CaseId id) const;
    /// In the place of the deadline's task before, if there was one.
    void put_deadline_task(core::CaseId id, const DeadlineTask& made);

    std::vector<TypedCase> list(const TypedCaseFilter& filter) const;
    /// By which field a type's cases are in order; nothing if it was never said.
    std::optional<std::string> order_of(std::string_view type) const;
    void set_order(std::string_view type, std::string_view order_by);
    /// Sheets of a type in order of id, for putting them in another order.
    std::vector<CaseSheet> of_type(std::string_view type, core::CaseId after, std::int64_t limit) const;
    void set_order_key(core::CaseId id, std::string_view order_key);

  private:
    Transaction& tx_;
};

}  // namespace services
