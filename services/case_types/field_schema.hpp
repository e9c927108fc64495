#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/case_types/type_words.hpp"

/// The extra fields of a type of case, and whether values fit them. A strict subset of JSON Schema (2020-12): what is
/// not understood is refused, so that nobody believes a rule to hold that nobody keeps.
namespace services {

enum class FieldKind {
    text,
    number,
    integer,
    truth,
    date,    ///< "2026-11-03": {"type": "string", "format": "date"}
    choice,  ///< {"type": "string", "enum": […]}
    list     ///< of texts: {"type": "array", "items": {"type": "string"}}
};

struct CaseField {
    struct Choice {
        std::string value;
        TypeWords words;
    };
    std::string name;  ///< a-z, 0-9 and _; at most 40
    FieldKind kind{};
    TypeWords title;
    TypeWords hint{};
    bool is_required{};
    std::optional<double> least{}, most{};       ///< of numbers
    std::size_t shortest{0}, longest{text_max};  ///< characters of a text, or of each text of a list
    std::string pattern{};                       ///< ECMAScript, found anywhere in the text; empty: none
    std::vector<Choice> choices{};
    static constexpr std::size_t text_max = 4000;
    static constexpr std::size_t list_max = 200;
};

/// Why a value does not fit.
enum class FieldFaultKind {
    missing,
    wrong_type,
    not_a_date,
    not_a_choice,
    too_small,
    too_large,
    too_short,
    too_long,
    not_as_pattern,
    unknown_field
};
struct FieldFault {
    std::string field;
    FieldFaultKind kind{};
};
/// An English sentence.
std::string_view said(FieldFaultKind kind);

const CaseField* find_field(const std::vector<CaseField>& fields, std::string_view name);

/// What is wrong with one value; null is nothing, and never wrong here.
std::optional<FieldFaultKind> fault_of(const CaseField& field, const nlohmann::json& value);

/// The values after a change, which holds new ones by name, and null for what is to be empty. Values of fields that the
/// type does not have (any more) stay as they are. `faults` gets all that is wrong with what is new, and the required
/// fields that are empty afterwards.
nlohmann::json changed_values(
    const std::vector<CaseField>& fields,
    const nlohmann::json& before,
    const nlohmann::json& change,
    std::vector<FieldFault>& faults
);

/// A value as someone typed it in a form: "1.250,50", one text of a list a line, "" for nothing. What can't be read
/// comes back as the text that it is, for fault_of() to refuse.
nlohmann::json value_from_text(const CaseField& field, const std::string& typed);
/// The same back again, for a form.
std::string text_from_value(const CaseField& field, const nlohmann::json& value);

/// Sorts as the values do, those without one last; for dates, texts and choices.
std::string order_key_of(const nlohmann::json& values, std::string_view field);

}  // namespace services
