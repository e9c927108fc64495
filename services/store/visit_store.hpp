#pragma once

#include <optional>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Which cases a person has starred and which they have looked at lately.
namespace services {

struct Visit {
    core::CaseId of;
    std::optional<core::Timestamp> seen_at;  ///< absent: starred, never opened
    core::EventId seen_event;                ///< the case's last event at that time
    bool is_starred{};
};

class VisitStore {
  public:
    explicit VisitStore(Transaction& tx) : tx_(tx) {}

    void saw(core::UserId who, core::CaseId one, core::Timestamp now, core::EventId last_event);
    void set_starred(core::UserId who, core::CaseId one, bool is_starred);
    std::optional<Visit> find(core::UserId who, core::CaseId one) const;
    bool is_starred(core::UserId who, core::CaseId one) const;

    struct Visited {
        Visit visit;
        std::string number, title;
        core::CaseState state{};
    };
    /// Of cases that the person may (still) read: the one seen last first.
    std::vector<Visited> recent(core::UserId who, std::int64_t limit) const;
    /// Likewise: in the order in which the cases were opened.
    std::vector<Visited> starred(core::UserId who, std::int64_t limit) const;

  private:
    Transaction& tx_;
};

}  // namespace services
