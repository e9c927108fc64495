#include <cstdint>
#include <cstdlib>

#include "core/rules/file_name.hpp"
#include "core/utf8.hpp"

/// Whatever comes in, a harmless name comes out, which is left as it is the next time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto name = core::harmless_file_name({reinterpret_cast<const char*>(data), size});
    if (name.empty() || name.size() > core::longest_file_name || !core::valid_utf8(name)) std::abort();
    if (name.find_first_of("/\\\"<>|\r\n") != std::string::npos) std::abort();
    if (name.front() == '.' || name.back() == '.' || name.back() == ' ') std::abort();
    if (core::harmless_file_name(name) != name) std::abort();
    return 0;
}
