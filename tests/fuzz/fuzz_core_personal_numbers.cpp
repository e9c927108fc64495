#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/rules/personal_numbers.hpp"

namespace {

/// The text with nothing beside the finding but the lines of a form's boxes, of which a number needs as many as there
/// are around it.
std::string alone(std::string_view text, const core::Finding& finding) {
    std::string left{text};
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (i >= finding.begin && i < finding.end) continue;
        const bool is_digit = left[i] >= '0' && left[i] <= '9';
        const bool is_boxed = std::string_view{" -|[]"}.find(left[i]) != std::string_view::npos;
        if (!is_boxed) left[i] = is_digit ? ' ' : '\x01';
    }
    return left;
}

}  // namespace

/// Findings lie in the text, in order, and each is found again when it stands alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    std::size_t end = 0;
    for (const auto& finding : core::find_cpr(text)) {
        if (finding.begin < end || finding.end <= finding.begin || finding.end > size) std::abort();
        end = finding.end;
        if (core::find_cpr(alone(text, finding)).size() != 1) std::abort();
    }
    return 0;
}
