#pragma once

#include <map>
#include <string>

#include "services/post_list/rules.hpp"
#include "services/web/translation.hpp"

/// Rules as one would say them.
namespace services {

/// What units and subjects are called.
struct RuleNames {
    std::map<std::int64_t, std::string> units;
    std::map<std::string, std::string> subjects;
};
RuleNames rule_names(Transaction& tx, const std::vector<core::PublicationRule>& rules);

std::string spoken(Language language, core::PaperKind kind);
/// "Emne 27.35 · indgående · Teknik og Miljø"; "Alle dokumenter".
std::string spoken_scope(Language language, const core::PublicationRule& rule, const RuleNames& names);
/// "Vises som »Henvendelse om {emne}« · efter 3 arbejdsdage".
std::string spoken_effect(Language language, const core::PublicationRule& rule);
/// What the rules make of an entry: "Vises ikke: …", "Titel: …", "Fra den 12. november 2026".
std::string spoken_outcome(Language language, const TriedEntry& one);
/// Why that rule, or why none: "Emnet 27.35.00 hører under 27. Regel 1 gælder en anden retning."
std::string spoken_reason(Language language, const TriedEntry& one, const RuleNames& names);

}  // namespace services
