#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace services {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Target {
    std::string path;
    Pairs query;
};

/// Reads a request target in origin-form ("/a/b?c=d") or absolute-form ("http://host/a"); nothing where it is malformed
/// or not safe: an incomplete or non-UTF-8 percent escape, control characters, a backslash, "." and ".." as segments
/// (encoded or not), a path that begins with "//". In the path, "%2F" and "%25" stay encoded, so that '/' always
/// separates segments; Router decodes them in parameters.
std::optional<Target> decode_target(std::string_view raw);

/// "a=1&b=x+y%26z": of a query or an application/x-www-form-urlencoded body, in order. Nothing where an escape is
/// malformed, the text is not UTF-8, holds NUL, or has more than `form_fields_max` pairs.
std::optional<Pairs> decode_form(std::string_view text);
inline constexpr std::size_t form_fields_max = 1000;

/// Decodes the escapes that decode_target leaves in a path's segment: "%2F" and "%25".
std::string decode_segment(std::string_view segment);

bool is_utf8(std::string_view text);

}  // namespace services
