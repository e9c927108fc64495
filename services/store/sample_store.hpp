#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/case.hpp"
#include "core/time.hpp"
#include "services/store/database.hpp"

/// Random samples of closed cases that management looks at.
namespace services {

struct CaseSample {
    core::CaseId on;  ///< the case of the supervision
    std::string seed;
    std::string rules;        ///< as JSON
    std::int64_t eligible{};  ///< how many it was drawn from
    core::Timestamp drawn_at{};
    core::UserId drawn_by;
};

enum class SampleVerdict { none, fine, remarks, wrong };
std::string_view name_of(SampleVerdict verdict);
std::optional<SampleVerdict> sample_verdict_named(std::string_view name);

struct SampledCase {
    std::int64_t place{};  ///< 1, 2, 3 … as drawn
    core::CaseId id;
    SampleVerdict verdict{};
    std::string remarks{};
    std::optional<core::Timestamp> judged_at{};
    std::optional<core::UserId> judged_by{};
};

/// Which cases a sample may be drawn from, of those that `reader` may read.
struct SampleRules {
    core::UserId reader;
    core::CaseId not_this;
    std::string subject;              ///< their subjects begin so
    core::Timestamp from{}, until{};  ///< closed from this second on, and before that one
};

class SampleStore {
  public:
    explicit SampleStore(Transaction& tx) : tx_(tx) {}

    struct Eligible {
        core::CaseId id;
        std::string number;
    };
    std::vector<Eligible> eligible(const SampleRules& rules, std::int64_t limit) const;

    /// In place of one that was drawn before.
    void put(const CaseSample& sample, const std::vector<core::CaseId>& drawn);
    std::optional<CaseSample> find(core::CaseId on) const;
    std::vector<SampledCase> items(core::CaseId on) const;
    void judge(core::CaseId on, const SampledCase& judged);

  private:
    Transaction& tx_;
};

}  // namespace services
