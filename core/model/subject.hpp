#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rules/retention.hpp"
#include "core/time.hpp"

namespace core {

/// The places of KL's two schemes: the subject scheme (emneplan) in three levels, and the facets (handlingsfacetter) in
/// two. Only subjects and facets are put on cases.
enum class SchemeKind { main_group, group, subject, facet_category, facet };

/// One number of the classification scheme with what KL says of it. Retired numbers stay for good: old cases carry
/// them.
struct SchemeEntry {
    SchemeKind kind{SchemeKind::subject};
    std::string number;  ///< "27", "27.35", "27.35.00", "P", "P19"
    std::string title;
    std::string note{};      ///< what stood in brackets after the title, "udgår 2026": a warning, no part of it
    std::string guidance{};  ///< paragraphs with a line end between them; an item of a list begins with "- "
    std::string sources{};   ///< a law a line: "Serviceloven, § 83"
    std::vector<std::string> keywords{};
    Retention retention{Retention::unknown};
    std::string deletion{};  ///< as KL writes it, "P1825D" (xs:duration), counted from the closing; empty: not known
    std::optional<Date> created{};
    std::optional<Date> changed{};
    std::optional<Date> retired{};
    std::vector<std::string> successors{};  ///< numbers that took its place; there may be several, or groups
    std::string uuid{};

    friend bool operator==(const SchemeEntry&, const SchemeEntry&) = default;
};

/// A number that is retired on the day may be on no new case.
inline bool is_retired(const SchemeEntry& entry, Date on) {
    return entry.retired && *entry.retired <= on;
}

std::string_view name_of(SchemeKind kind);
std::optional<SchemeKind> scheme_kind_named(std::string_view name);

}  // namespace core
