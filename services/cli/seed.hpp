#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/cli/house.hpp"
#include "services/demo/municipality.hpp"
#include "services/participation/answers.hpp"

namespace services {

/// Puts the demonstration municipality into an installation, many cases in a transaction. What it writes is what the
/// use cases write, events included; only the policy is not asked, for everything happens at once and in the past.
class Seeder {
  public:
    Seeder(House& house, const Municipality& town, const SeedOptions& options)
        : house_(house), town_(town), options_(options) {}

    bool is_empty();
    void add_people();
    void add_cases(std::size_t first, std::size_t end);
    /// Hearings and a case to follow, by the use cases, as those who work on them.
    void add_openness();
    std::size_t documents() const { return documents_; }

  private:
    /// A document with its bytes made and kept, waiting for its transaction.
    struct Made {
        DemoDocument document;
        std::string text;
        Stored stored;
        const char* media_type{};
    };
    /// What happens on a day: a case is opened (document 0), or its document of that place, counted from 1, is
    /// journaled.
    struct Act {
        core::Date day;
        std::size_t on{}, document{};
        auto operator<=>(const Act&) const = default;
    };
    static std::vector<Act> in_order(
        const std::vector<DemoCase>& cases, const std::vector<std::vector<Made>>& documents
    );
    std::vector<std::vector<Made>> make_documents(const std::vector<DemoCase>& cases) const;
    core::Case add_case(Transaction& tx, const DemoCase& demo, const std::vector<Made>& documents);
    void add_sheet(Transaction& tx, const core::Case& on, const DemoCase& demo);
    void add_document(Transaction& tx, const core::Case& on, const Made& made);
    core::CaseId open_case_with(const std::string& title, core::Date opened, std::vector<DemoDocument> papers);
    void as_caseworker(
        core::CaseId on, core::Timestamp now, const std::function<core::Result<void>(Transaction&, const Acting&)>& act
    );
    core::CaseId add_open_hearing(core::Timestamp now);
    void add_closed_hearing(core::Timestamp now);
    core::HearingId add_hearing(core::CaseId on, const HearingWords& words, core::Timestamp now);
    void take_answer(
        core::CaseId on, core::HearingId id, const NewHearingAnswer& made, core::Timestamp now, bool is_shown
    );

    House& house_;
    const Municipality& town_;
    const SeedOptions& options_;
    std::vector<core::UnitId> units_;
    std::vector<core::UserId> users_;
    std::size_t documents_{0};
};

}  // namespace services
