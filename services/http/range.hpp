#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace services {

struct ByteRange {
    std::uint64_t first{}, count{};
    friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

enum class RangeAnswer { whole, part, unsatisfiable };

struct Ranged {
    RangeAnswer answer{RangeAnswer::whole};
    ByteRange range{};  ///< of `part`
};

/// What a Range field asks of `size` bytes (RFC 9110 § 14.1.2, 14.2): one range of bytes is answered; several ranges,
/// other units and malformed fields are ignored, as the RFC allows, and get the whole.
Ranged range_of(std::string_view field, std::uint64_t size);

/// Whether an If-None-Match field names the entity tag (without quotes), by weak comparison (RFC 9110 § 13.1.2).
bool none_match_names(std::string_view field, std::string_view etag);

/// Whether an If-Match field names the entity tag (without quotes), by strong comparison (RFC 9110 § 13.1.1); a field
/// of "*" names any that there is.
bool match_names(std::string_view field, std::string_view etag);

/// Whether an If-Range field is this strong entity tag (RFC 9110 § 13.1.5); dates are not, since none is sent.
bool if_range_is(std::string_view field, std::string_view etag);

}  // namespace services
