#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "core/embedded.hpp"
#include "core/rules/working_days.hpp"
#include "services/case_types/case_type.hpp"

namespace core {
std::span<const Embedded> case_type_files();
}

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;

namespace {

constexpr std::uintmax_t most_bytes = 1U << 20U;

core::Date months_from(core::Date from, std::int64_t count) {
    const std::chrono::year_month_day day{from};
    const auto month = std::chrono::year_month{day.year(), day.month()} + std::chrono::months{count};
    const std::chrono::year_month_day same_day{month.year(), month.month(), day.day()};
    // 31 January and a month is the last day of February.
    return same_day.ok() ? core::Date{same_day} : core::Date{month / std::chrono::last};
}

/// The length by which a suggestion fits, longer subjects counting before facets; 0: not at all.
std::size_t fit_of(const CaseType::Suggestion& suggestion, std::string_view subject, std::string_view facet) {
    constexpr std::size_t subject_weight = 100;
    if (!subject.starts_with(suggestion.subject) || !facet.starts_with(suggestion.facet)) return 0;
    return suggestion.subject.size() * subject_weight + suggestion.facet.size();
}

}  // namespace

const CasePhase* CaseType::phase(std::string_view wanted) const {
    const auto found = std::ranges::find(phases, wanted, &CasePhase::key);
    return found == phases.end() ? nullptr : &*found;
}

const CasePhase* CaseType::phase_of_item(std::string_view item) const {
    const auto found = std::ranges::find_if(phases, [&](const CasePhase& one) {
        return std::ranges::find(one.checklist, item, &ChecklistItem::key) != one.checklist.end();
    });
    return found == phases.end() ? nullptr : &*found;
}

std::optional<core::Date> due_on(const CaseDeadline& deadline, core::Date opened, const nlohmann::json& values) {
    std::optional<core::Date> from;
    for (const auto& name : deadline.from) {
        const auto found = values.is_object() ? values.find(name) : values.end();
        if (name == "opened")
            from = opened;
        else if (found != values.end() && found->is_string())
            from = core::parse_iso_date(found->get<std::string>());
        if (from) break;
    }
    if (!from) return std::nullopt;
    switch (deadline.unit) {
        case CaseDeadline::Unit::working_days:
            return core::working_days_from(*from, deadline.count);
        case CaseDeadline::Unit::calendar_days:
            return *from + std::chrono::days{deadline.count};
        case CaseDeadline::Unit::months:
            return months_from(*from, deadline.count);
    }
    return std::nullopt;
}

const CaseTypes& CaseTypes::built_in() {
    static const CaseTypes types = [] {
        CaseTypes made;
        for (const auto& file : core::case_type_files()) {
            auto type = read_case_type(file.name, file.bytes());
            if (type.has_error()) throw std::logic_error(type.error().detail);
            made.put(std::move(type.value()));
        }
        made.sort();
        return made;
    }();
    return types;
}

Result<CaseTypes> CaseTypes::with_own(const std::filesystem::path& folder) {
    CaseTypes types = built_in();
    std::error_code none;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder, none})
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        const auto name = "case_types/" + file.filename().string();
        if (std::filesystem::file_size(file, none) > most_bytes || none)
            return Error{ErrorCode::invalid_input, name + ": can't be read, or is larger than 1 MiB.", "case_types"};
        std::ostringstream text;
        text << std::ifstream{file, std::ios::binary}.rdbuf();
        TRY(auto type, read_case_type(name, text.str()));
        types.put(std::move(type));
    }
    types.sort();
    return types;
}

const CaseType* CaseTypes::find(std::string_view key) const {
    const auto found = std::ranges::find(types_, key, &CaseType::key);
    return found == types_.end() ? nullptr : &*found;
}

const CaseType& CaseTypes::suggested(std::string_view subject, std::string_view facet) const {
    const auto* best = find(general_type);
    std::size_t best_fit = 0;
    for (const auto& type : types_)
        for (const auto& suggestion : type.suggested_by)
            if (const auto fit = fit_of(suggestion, subject, facet); fit > best_fit) {
                best = &type;
                best_fit = fit;
            }
    return *best;  // the general type is always there: it comes with the program
}

void CaseTypes::put(CaseType type) {
    const auto same = std::ranges::find(types_, type.key, &CaseType::key);
    if (same == types_.end())
        types_.push_back(std::move(type));
    else
        *same = std::move(type);
}

void CaseTypes::sort() {
    std::ranges::sort(types_, {}, [](const CaseType& type) {
        return std::pair{type.key != general_type, type.name.danish};
    });
}

}  // namespace services
