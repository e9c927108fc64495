// What a worker that was taken over could answer: refused, or within the bounds that its reader relies on.
#include <cstdint>
#include <cstdlib>

#include "ocr/messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto answer = ocr::answer_from_json(text);
    if (answer) {
        const ocr::Page& page = answer.value().page;
        if (page.rotation_degrees % 90 != 0 || page.confidence > 100 || page.width < 0) std::abort();
        if (!page.picture.empty() || !page.thumbnail.empty()) std::abort();
        const auto& found = answer.value().found;
        if (found.words_hidden < 0) std::abort();
        for (const auto& leak : found.leaks)
            if (leak.page < 0) std::abort();
    }
    const auto order = ocr::order_from_json(text);
    if (order) {
        const auto again = ocr::order_from_json(ocr::to_json(order.value()));
        if (!again || again.value().redaction.covers.size() != order.value().redaction.covers.size()) std::abort();
    }
    return 0;
}
