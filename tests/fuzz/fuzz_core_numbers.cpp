#include <cstdint>
#include <cstdlib>

#include "core/rules/kle.hpp"
#include "core/rules/numbering.hpp"
#include "core/time.hpp"
#include "core/utf8.hpp"

/// Dates that are read are written the same; patterns that are accepted make short numbers that differ.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto date = core::parse_iso_date(text); date && core::iso_date(*date) != text) std::abort();
    const core::NumberParts one{.year = 2026, .subject = "27.35.00", .facet = "P19", .number = 11};
    auto other = one;
    other.number = 111;
    const auto number = core::case_number(text, one);
    (void)core::is_subject_number(text);
    (void)core::is_facet(text);
    (void)core::is_journal_number(text);
    if (core::validate_pattern(text).has_value()) {
        if (!core::valid_utf8(number) || number == core::case_number(text, other)) std::abort();
        if (core::series_of(text, one).empty()) std::abort();
    }
    return 0;
}
