#include <cstdint>
#include <cstdlib>

#include "core/rules/danish_dates.hpp"
#include "core/rules/letter_facts.hpp"
#include "core/utf8.hpp"

/// What is suggested can be shown: UTF-8 on one line; and a date is suggested only with its quote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const core::Date received{std::chrono::days{20'779}};  // 2026-11-22
    const auto facts = core::facts_in(text, received);
    for (const auto* shown : {&facts.letter_date_quote, &facts.sender, &facts.title})
        if (!core::valid_utf8(*shown) || shown->find('\n') != std::string::npos) std::abort();
    if (facts.letter_date.has_value() == facts.letter_date_quote.empty()) std::abort();
    if (facts.letter_date && *facts.letter_date > received + std::chrono::days{1}) std::abort();
    std::size_t end = 0;
    for (const auto& written : core::dates_in(text)) {
        if (written.begin < end || written.end <= written.begin || written.end > size) std::abort();
        end = written.end;
    }
    return 0;
}
