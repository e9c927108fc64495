#include <cstdint>
#include <cstdlib>

#include "core/rules/release_check.hpp"

/// Findings lie in the text, in order, and never overlap; the text is split into words that lie in it, too.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const core::ReleaseCheck check{core::WatchList{
        {{core::WatchedKind::name, "Karen Holm"},
         {core::WatchedKind::word, "kri*"},
         {core::WatchedKind::address, "Skovvej 1"},
         {core::WatchedKind::allowed, "@b.dk"}}}};
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    std::size_t end = 0;
    for (const auto& finding : check(text)) {
        if (finding.begin < end || finding.end <= finding.begin || finding.end > size) std::abort();
        end = finding.end;
    }
    end = 0;
    for (const auto& token : core::tokens_of(text)) {
        if (token.begin < end || token.end <= token.begin || token.end > size || token.folded.empty()) std::abort();
        end = token.end;
    }
    return 0;
}
