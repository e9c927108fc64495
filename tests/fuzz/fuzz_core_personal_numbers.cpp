#include <cstdint>
#include <cstdlib>

#include "core/rules/personal_numbers.hpp"

/// Findings lie in the text, in order, and each is found again when it stands alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    std::size_t end = 0;
    for (const auto& finding : core::find_cpr(text)) {
        if (finding.begin < end || finding.end <= finding.begin || finding.end > size) std::abort();
        end = finding.end;
        const auto alone = text.substr(finding.begin, finding.end - finding.begin);
        if (core::find_cpr(alone).size() != 1) std::abort();
    }
    return 0;
}
