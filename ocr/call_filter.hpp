#pragma once

#include <memory>
#include <span>

/// System calls that a limited process does without. Refused ones answer EPERM.
namespace ocr {

class CallFilter {
  public:
    /// Refuses what no process of ours needs: looking into others, mounting, changing who one is, the kernel's own
    /// doors. Throws std::system_error, as all of it, where the kernel has no filters.
    CallFilter();
    void refuse(std::span<const int> calls);
    /// Sockets of another family than this machine's own (AF_UNIX).
    void refuse_networks();
    /// From now on, for this process and what it starts. Irreversible.
    void load() const;

  private:
    struct Release {
        void operator()(void* filter) const noexcept;
    };
    std::unique_ptr<void, Release> filter_;
};

}  // namespace ocr
