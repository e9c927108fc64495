#include "services/demo/random.hpp"

namespace services {

DemoRandom::DemoRandom(std::uint64_t seed, std::string_view what, std::uint64_t index) : state_(seed) {
    std::uint64_t name = 0xcbf29ce484222325U;  // FNV-1a
    for (const char c : what) name = (name ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    state_ = next() ^ name;
    state_ = next() ^ index;
    state_ = next();
}

std::uint64_t DemoRandom::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

}  // namespace services
