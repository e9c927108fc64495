#include "services/case_types/field_schema.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/time.hpp"
#include "core/utf8.hpp"

namespace services {

using Json = nlohmann::json;

namespace {

constexpr double number_max = 1e15;  // whole numbers up to here are exact
constexpr std::chrono::year first_year{1900}, last_year{2199};

std::size_t characters_in(const std::string& text) {
    const auto is_first_byte = [](unsigned char c) { return (c & 0xC0U) != 0x80U; };
    return static_cast<std::size_t>(std::ranges::count_if(text, is_first_byte));
}

bool has_control(const std::string& text) {
    return std::ranges::any_of(text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; });
}

std::optional<FieldFaultKind> text_fault(const CaseField& field, const std::string& text) {
    if (!core::valid_utf8(text) || has_control(text)) return FieldFaultKind::wrong_type;
    const auto length = characters_in(text);
    if (length < field.shortest) return FieldFaultKind::too_short;
    if (length > field.longest) return FieldFaultKind::too_long;
    if (!field.pattern.empty() && !std::regex_search(text, std::regex{field.pattern}))
        return FieldFaultKind::not_as_pattern;
    return std::nullopt;
}

std::optional<FieldFaultKind> date_fault(const std::string& text) {
    const auto date = core::parse_iso_date(text);
    if (!date) return FieldFaultKind::not_a_date;
    const auto year = std::chrono::year_month_day{*date}.year();
    return year < first_year || year > last_year ? std::optional{FieldFaultKind::not_a_date} : std::nullopt;
}

std::optional<FieldFaultKind> number_fault(const CaseField& field, const Json& value) {
    const auto number = value.get<double>();
    if (!std::isfinite(number)) return FieldFaultKind::wrong_type;
    if (number < field.least.value_or(-number_max)) return FieldFaultKind::too_small;
    if (number > field.most.value_or(number_max)) return FieldFaultKind::too_large;
    return std::nullopt;
}

std::optional<FieldFaultKind> list_fault(const CaseField& field, const Json& value) {
    if (value.size() > CaseField::list_max) return FieldFaultKind::too_long;
    for (const auto& one : value) {
        if (!one.is_string()) return FieldFaultKind::wrong_type;
        if (const auto fault = text_fault(field, one.get_ref<const std::string&>())) return fault;
    }
    return std::nullopt;
}

bool is_empty(const Json& value) {
    return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
           (value.is_array() && value.empty());
}

/// "1.250,50" as a Danish hand writes it, and "1250.5" as a machine does: a point before exactly three digits parts
/// thousands, and so does every point where there is a comma.
std::string plain_number(std::string typed) {
    std::erase(typed, ' ');
    const bool has_comma = typed.find(',') != std::string::npos;
    const auto last_point = typed.rfind('.');
    const bool is_parted = last_point != std::string::npos &&
                           (typed.find('.') != last_point || typed.size() - last_point == sizeof("123"));
    if (has_comma || is_parted) std::erase(typed, '.');
    std::ranges::replace(typed, ',', '.');
    return typed;
}

template <class Number>
Json number_in(const std::string& typed) {
    const auto plain = plain_number(typed);
    Number number{};
    const auto* end = plain.data() + plain.size();
    const auto [at, error] = std::from_chars(plain.data(), end, number);
    return error == std::errc{} && at == end ? Json(number) : Json(typed);
}

Json lines_in(const std::string& typed) {
    auto lines = Json::array();
    std::string_view left{typed};
    while (!left.empty()) {
        const auto end = std::min(left.find('\n'), left.size());
        auto line = core::on_one_line(std::string{left.substr(0, end)});
        left.remove_prefix(std::min(end + 1, left.size()));
        if (!line.empty()) lines.push_back(std::move(line));
    }
    return lines.empty() ? Json(nullptr) : lines;
}

}  // namespace

std::string_view said(FieldFaultKind kind) {
    switch (kind) {
        case FieldFaultKind::missing:
            return "the field is required and empty";
        case FieldFaultKind::wrong_type:
            return "the value is not of the field's type";
        case FieldFaultKind::not_a_date:
            return "the value is not a date such as 2026-11-03, from 1900 to 2199";
        case FieldFaultKind::not_a_choice:
            return "the value is not one of the field's choices";
        case FieldFaultKind::too_small:
            return "the number is too small";
        case FieldFaultKind::too_large:
            return "the number is too large";
        case FieldFaultKind::too_short:
            return "the text is too short";
        case FieldFaultKind::too_long:
            return "the text or list is too long";
        case FieldFaultKind::not_as_pattern:
            return "the text is not as the field's pattern has it";
        case FieldFaultKind::unknown_field:
            return "the case's type has no such field";
    }
    return {};
}

const CaseField* find_field(const std::vector<CaseField>& fields, std::string_view name) {
    const auto found = std::ranges::find(fields, name, &CaseField::name);
    return found == fields.end() ? nullptr : &*found;
}

std::optional<FieldFaultKind> fault_of(const CaseField& field, const Json& value) {
    if (value.is_null()) return std::nullopt;
    switch (field.kind) {
        case FieldKind::text:
            return value.is_string() ? text_fault(field, value.get_ref<const std::string&>())
                                     : std::optional{FieldFaultKind::wrong_type};
        case FieldKind::number:
            return value.is_number() ? number_fault(field, value) : std::optional{FieldFaultKind::wrong_type};
        case FieldKind::integer:
            return value.is_number_integer() ? number_fault(field, value) : std::optional{FieldFaultKind::wrong_type};
        case FieldKind::truth:
            return value.is_boolean() ? std::nullopt : std::optional{FieldFaultKind::wrong_type};
        case FieldKind::date:
            return value.is_string() ? date_fault(value.get_ref<const std::string&>())
                                     : std::optional{FieldFaultKind::not_a_date};
        case FieldKind::choice: {
            const bool is_known =
                value.is_string() && std::ranges::any_of(field.choices, [&](const CaseField::Choice& choice) {
                    return choice.value == value.get_ref<const std::string&>();
                });
            return is_known ? std::nullopt : std::optional{FieldFaultKind::not_a_choice};
        }
        case FieldKind::list:
            return value.is_array() ? list_fault(field, value) : std::optional{FieldFaultKind::wrong_type};
    }
    return FieldFaultKind::wrong_type;
}

Json changed_values(
    const std::vector<CaseField>& fields, const Json& before, const Json& change, std::vector<FieldFault>& faults
) {
    auto after = before.is_object() ? before : Json::object();
    for (const auto& [name, value] : change.items()) {
        if (is_empty(value)) {
            after.erase(name);
            continue;
        }
        if (const auto kept = after.find(name); kept != after.end() && *kept == value) continue;
        const auto* field = find_field(fields, name);
        const auto fault = field == nullptr ? FieldFaultKind::unknown_field : fault_of(*field, value);
        if (fault)
            faults.push_back({name, *fault});
        else
            after[name] = value;
    }
    for (const auto& field : fields) {
        const bool is_refused = std::ranges::find(faults, field.name, &FieldFault::field) != faults.end();
        if (field.is_required && !after.contains(field.name) && !is_refused)
            faults.push_back({field.name, FieldFaultKind::missing});
    }
    return after;
}

Json value_from_text(const CaseField& field, const std::string& typed) {
    if (typed.find_first_not_of(" \t\r\n") == std::string::npos) return nullptr;
    switch (field.kind) {
        case FieldKind::number:
            return number_in<double>(typed);
        case FieldKind::integer:
            return number_in<std::int64_t>(typed);
        case FieldKind::truth:
            if (typed == "true" || typed == "false") return typed == "true";
            return typed;
        case FieldKind::list:
            return lines_in(typed);
        case FieldKind::text: {
            auto text = typed;
            std::erase(text, '\r');
            return text;
        }
        case FieldKind::date:
        case FieldKind::choice:
            break;
    }
    return typed;
}

std::string text_from_value(const CaseField& field, const Json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (field.kind == FieldKind::list && value.is_array()) {
        std::string lines;
        for (const auto& one : value) {
            if (!lines.empty()) lines += '\n';
            if (one.is_string()) lines += one.get_ref<const std::string&>();
        }
        return lines;
    }
    auto text = value.dump();
    std::ranges::replace(text, '.', ',');
    return text;
}

std::string order_key_of(const Json& values, std::string_view field) {
    if (field.empty() || !values.is_object()) return {};
    const auto found = values.find(field);
    if (found == values.end() || !found->is_string()) return "1";
    return "0" + found->get<std::string>();
}

}  // namespace services
