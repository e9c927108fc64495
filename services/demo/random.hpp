#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace services {

/// The chance in the demonstration municipality: splitmix64, written out here because the
/// distributions of the standard library differ from one library to the next, and the same seed has
/// to give the same municipality everywhere. Not for secrets.
class DemoRandom {
  public:
    explicit DemoRandom(std::uint64_t seed) : state_(seed) {}
    /// A stream of its own for one thing: what case 7 looks like does not depend on case 6.
    DemoRandom(std::uint64_t seed, std::string_view what, std::uint64_t index);

    std::uint64_t next();
    /// 0 to `count` - 1; `count` is at least 1 and below 2^32.
    std::size_t below(std::size_t count) { return ((next() >> 32) * count) >> 32; }
    /// Both ends included.
    int between(int low, int high) { return low + static_cast<int>(below(static_cast<std::size_t>(high - low) + 1)); }
    bool chance(int percent) { return between(1, 100) <= percent; }
    /// 0 (included) to 1 (excluded).
    double fraction() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    double between(double low, double high) { return low + fraction() * (high - low); }
    /// One of a range that is not empty.
    template <class Range>
    const auto& pick(const Range& range) {
        return *(std::begin(range) + static_cast<std::ptrdiff_t>(below(std::size(range))));
    }

  private:
    std::uint64_t state_;
};

}  // namespace services
