#pragma once

#include <cstddef>

namespace core {

/// Something found in a text that may not be meant for everyone.
struct Finding {
    std::size_t begin{}, end{};  ///< bytes in the text
    /// False where something speaks against it. It is found all the same: what slips through is worse than what a
    /// person looks at in vain.
    bool certain{};

    friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace core
