#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/model/access_request.hpp"
#include "services/store/database.hpp"

/// What statistics of access requests are counted from, of requests whose case the reader may read.
namespace services {

struct AccessFigureFilter {
    core::UserId reader;
    core::Date from{}, to{};  ///< both counted
    std::optional<core::UnitId> unit{};
};

struct ReceivedFigure {
    core::Date received{};
    std::vector<core::AccessLaw> laws;
};
struct AnsweredFigure {
    core::Date received{}, ended{};
    std::optional<core::AccessOutcome> outcome{};
    std::vector<core::AccessLaw> laws;
    std::int64_t minutes_used{};
};
struct ExemptionFigure {
    std::vector<core::AccessLaw> laws;    ///< of the request
    std::vector<std::string> exemptions;  ///< of its documents
    std::int64_t documents{};
};

class AccessFiguresStore {
  public:
    explicit AccessFiguresStore(Transaction& tx) : tx_(tx) {}

    std::vector<ReceivedFigure> received(const AccessFigureFilter& filter) const;
    /// By the day of the answer; those that were withdrawn are not among them.
    std::vector<AnsweredFigure> answered(const AccessFigureFilter& filter) const;
    /// Of what was answered.
    std::vector<ExemptionFigure> exemptions(const AccessFigureFilter& filter) const;

  private:
    Transaction& tx_;
};

}  // namespace services
