#include "services/cases/sheet_words.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/time.hpp"
#include "services/web/words.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

/// Dots between thousands and at most two decimals: amounts and areas need no more.
std::string number_text(Language language, double number) {
    constexpr double hundred = 100;
    const auto hundredths = std::llround(number * hundred);
    auto text = spoken_number(language, hundredths / 100);
    if (hundredths < 0 && hundredths > -100) text = "-" + text;
    const auto rest = std::abs(hundredths % 100);
    if (rest == 0) return text;
    return text + (language == Language::danish ? "," : ".") + (rest < 10 ? "0" : "") + std::to_string(rest);
}

std::string lines_text(const Json& value) {
    std::string lines;
    for (const auto& one : value) {
        if (!lines.empty()) lines += '\n';
        lines += one.is_string() ? one.get<std::string>() : one.dump();
    }
    return lines;
}

std::string limit_text(Language language, const CaseField* field, bool is_least) {
    const auto limit = field == nullptr ? std::nullopt : is_least ? field->least : field->most;
    constexpr double fallback = 1e15;
    return number_text(language, limit.value_or(is_least ? -fallback : fallback));
}

}  // namespace

std::string spoken_value(Language language, const CaseField* field, const Json& value) {
    if (value.is_null()) return {};
    if (value.is_boolean()) return value.get<bool>() ? translate(language, "Ja") : translate(language, "Nej");
    if (value.is_number()) return number_text(language, value.get<double>());
    if (value.is_array()) return lines_text(value);
    if (!value.is_string()) return value.dump();
    const auto& text = value.get_ref<const std::string&>();
    if (field == nullptr) return text;
    if (field->kind == FieldKind::date) {
        const auto date = core::parse_iso_date(text);
        return date ? spoken_date(language, *date) : text;
    }
    const auto choice = std::ranges::find(field->choices, text, &CaseField::Choice::value);
    return choice == field->choices.end() ? text : choice->words.in(language);
}

std::string spoken_fault(Language language, const CaseField* field, FieldFaultKind fault) {
    const auto count = [&](std::size_t number) {
        return Values{{"count", spoken_number(language, static_cast<std::int64_t>(number))}};
    };
    switch (fault) {
        case FieldFaultKind::missing:
            return translate(language, "Feltet skal udfyldes.");
        case FieldFaultKind::wrong_type:
            if (field != nullptr && field->kind == FieldKind::integer) return translate(language, "Skriv et helt tal.");
            if (field != nullptr && field->kind == FieldKind::number)
                return translate(language, "Skriv et tal som 1.250,50.");
            return translate(language, "Feltet kan ikke rumme det, der er skrevet.");
        case FieldFaultKind::not_a_date:
            return translate(language, "Skriv en dato mellem 1900 og 2199 som 2026-11-03.");
        case FieldFaultKind::not_a_choice:
            return translate(language, "Vælg en af mulighederne.");
        case FieldFaultKind::too_small:
            return translate(
                language, "Tallet skal være mindst {number}.", {{"number", limit_text(language, field, true)}}
            );
        case FieldFaultKind::too_large:
            return translate(
                language, "Tallet må højst være {number}.", {{"number", limit_text(language, field, false)}}
            );
        case FieldFaultKind::too_short:
            return translate(language, "Skriv mindst {count} tegn.", count(field == nullptr ? 0 : field->shortest));
        case FieldFaultKind::too_long:
            return translate(
                language, "Skriv højst {count} tegn.", count(field == nullptr ? CaseField::text_max : field->longest)
            );
        case FieldFaultKind::not_as_pattern:
            return translate(language, "Det, der er skrevet, har ikke den form, feltet skal have.");
        case FieldFaultKind::unknown_field:
            return translate(language, "Sagens type har ikke det felt mere.");
    }
    return {};
}

}  // namespace services
