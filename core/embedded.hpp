#pragma once

#include <span>
#include <string_view>

namespace core {

/// A file that was put into the binary when it was built (cmake/embed.cmake).
struct Embedded {
    std::string_view name;  ///< its path relative to the folder it came from, with '/'
    const char* begin;
    const char* end;

    std::string_view bytes() const { return {begin, static_cast<std::size_t>(end - begin)}; }
};

}  // namespace core
