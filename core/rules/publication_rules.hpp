#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/model/document.hpp"

/// What an authority has decided once for all documents of a kind: whether they stand on its public post list, with
/// which words, when, and whether the document itself may be read there. Rules stand in an order, and the first that
/// fits decides alone: whoever reads them from the top can foretell what becomes of a letter. What the machine finds
/// (release_check.hpp) comes after the rules and may hold back what they let out, never the other way.
namespace core {

/// What a document is made of, as far as a rule tells documents apart.
enum class PaperKind { letter, mail, note };

/// Where the words on the list are taken from.
enum class ListedWords {
    own,         ///< the public title that whoever journaled it gave it
    case_title,  ///< the case's public title
    fixed        ///< the rule's own, with placeholders
};

struct PublicationRule {
    std::int64_t id{};
    std::string name;  ///< what people call it; told to those who review

    // What it is for; what is absent or empty fits everything.
    std::string subject{};  ///< KLE: a main group "27", a group "27.35" or a subject "27.35.00"
    std::optional<Direction> direction{};
    std::optional<UnitId> unit{};  ///< with the units below it
    std::optional<PaperKind> kind{};

    // What it does.
    bool is_listed{true};
    std::string exemption{};  ///< why not, where it is not listed: a name of exemptions.hpp, told to everyone
    ListedWords words{ListedWords::own};
    std::string text{};  ///< of ListedWords::fixed: "Henvendelse om {emne}"
    bool hides_correspondent{};
    std::optional<std::int64_t> delay_days{};  ///< working days; absent: the authority's usual
    bool on_request{};                         ///< the entry is shown, the document only to who asks for it
};

/// What a rule is held against.
struct RuledDocument {
    std::string subject;
    Direction direction{};
    PaperKind kind{};
    std::vector<UnitId> units;  ///< the case's unit and those above it
};

/// The first thing by which a rule does not fit.
enum class RuleMiss { none, subject, direction, unit, kind };
RuleMiss missed_by(const PublicationRule& rule, const RuledDocument& document);

/// The rule that decides, and why those before it did not.
struct RuleChoice {
    const PublicationRule* rule{};  ///< null: none fits, and the one who journaled it decides
    std::vector<RuleMiss> passed_over;
};
RuleChoice choose_rule(const std::vector<PublicationRule>& in_order, const RuledDocument& document);

/// What stands for {emne}, {sag} and {retning} in a rule's text.
struct RuleWords {
    std::string subject;  ///< what KL calls it, in lower case where it stands in a sentence
    std::string case_title;
    std::string direction;
};
std::string worded(std::string_view text, const RuleWords& words);
/// A placeholder that there is none of, or an empty name; empty where all are known.
std::string unknown_placeholder(std::string_view text);

PaperKind paper_kind_of(const Document& document);
std::string_view name_of(PaperKind kind);
std::optional<PaperKind> paper_kind_named(std::string_view name);
std::string_view name_of(ListedWords words);
std::optional<ListedWords> listed_words_named(std::string_view name);
std::string_view name_of(RuleMiss miss);

}  // namespace core
