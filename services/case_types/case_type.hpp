#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/rules/access.hpp"
#include "core/time.hpp"
#include "services/case_types/field_schema.hpp"

/// Types of cases, which are data: a JSON file each, some built in, an authority's own beside them.
/// docs/case-types.md explains the file.
namespace services {

struct ChecklistItem {
    std::string key;  ///< unique in its type
    TypeWords words;
};

struct CasePhase {
    std::string key;
    TypeWords name;
    std::vector<ChecklistItem> checklist;
    TypeWords told{};  ///< what happens now and next, for the case's parties; empty: they are told what holds for any
};

/// A task that a case of the type gets by itself, with the day it is due.
struct CaseDeadline {
    enum class Unit { working_days, calendar_days, months };
    std::string key;
    TypeWords task;
    /// What it counts from, the first that there is: "opened" (the Danish date the case was opened), or a date field.
    std::vector<std::string> from;
    std::int64_t count{};  ///< negative: before
    Unit unit{};
    std::int64_t remind_days{3};
    std::string source{};  ///< the paragraph or agreement that it comes from, in Danish
    TypeWords told{};      ///< what the case's parties are told of it, with {day} where the day stands; empty: nothing
    std::vector<std::string> told_in{};  ///< the phases in which they are; empty: in each
};

/// Names the fields of a type whose cases draw a random sample of other cases.
struct CaseSampling {
    std::string size;          ///< a whole number
    std::string subject{};     ///< text: the sampled cases' subjects begin so; empty: any
    std::string from{}, to{};  ///< dates: the sampled cases were closed from this day on, and no later than that one
};

struct CaseType {
    /// By which KLE numbers a type is suggested; a part that is empty fits all.
    struct Suggestion {
        std::string subject;  ///< the number begins so
        std::string facet;    ///< likewise
    };
    std::string key;  ///< a-z, 0-9 and _
    TypeWords name, description;
    std::vector<Suggestion> suggested_by;
    std::vector<CaseField> fields;
    std::vector<std::string> columns;  ///< fields that the list of its cases shows
    std::string order_by;              ///< a field of them by which that list goes; empty: the newest case first
    std::vector<CasePhase> phases;     ///< in order; a new case is in the first
    std::vector<CaseDeadline> deadlines;
    std::vector<std::string> templates;  ///< keys of letter templates to offer first
    std::optional<core::Confidentiality> confidentiality;
    std::string unit;  ///< the name of the unit that has such cases; empty: whoever opens them
    std::optional<CaseSampling> sampling;

    const CasePhase* phase(std::string_view wanted) const;
    /// The phase that an item of a checklist belongs to; null if there is no such item.
    const CasePhase* phase_of_item(std::string_view item) const;
};

/// Reads one type. Errors: invalid_input; the sentence names the file and the place in it ("contract.json:
/// fields.properties.supplier.type: …"), or line and column where it is not JSON at all.
core::Result<CaseType> read_case_type(std::string_view file_name, std::string_view bytes);

/// The day that a deadline falls on; nothing where there is nothing yet to count from.
std::optional<core::Date> due_on(const CaseDeadline& deadline, core::Date opened, const nlohmann::json& values);

/// The type that a case has when nobody says otherwise.
inline constexpr std::string_view general_type = "general";

/// All types there are. They are read once and never change while the program runs.
class CaseTypes {
  public:
    /// Those that come with the program.
    static const CaseTypes& built_in();
    /// With those in `folder`, *.json: one with a new key is added, one with a known key takes its place. A folder that
    /// is not there holds none. Errors: invalid_input as read_case_type().
    static core::Result<CaseTypes> with_own(const std::filesystem::path& folder);

    /// Null if there is no such type (any more).
    const CaseType* find(std::string_view key) const;
    /// By name, the general one first.
    const std::vector<CaseType>& all() const { return types_; }
    /// The best fit for a case with such a KLE number: the longest subject that fits, then the longest facet; the
    /// general type where none does.
    const CaseType& suggested(std::string_view subject, std::string_view facet) const;

  private:
    void put(CaseType type);
    void sort();

    std::vector<CaseType> types_;
};

}  // namespace services
