#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// The head of a request, judged on its raw bytes before any parser sees it. Two parsers that read one head differently
/// (a proxy's and ours) are how requests are smuggled, so whatever RFC 9112 leaves to taste is refused.
namespace services {

/// Why a head is refused; the connection is closed after the answer, since where the next request begins is in doubt.
enum class HeadFault {
    bad_request_line,
    unsupported_version,  ///< neither HTTP/1.0 nor HTTP/1.1
    bare_line_end,        ///< CR or LF alone (RFC 9112 § 2.2)
    control_character,    ///< NUL and its like, anywhere
    space_before_colon,   ///< RFC 9112 § 5.1
    folded_line,          ///< obs-fold (RFC 9112 § 5.2)
    bad_field_name,
    too_many_fields,
    bad_host,               ///< none or several in HTTP/1.1, or no host's name (RFC 9112 § 3.2)
    bad_length,             ///< not a number below 10^18, or more than one, even where they agree
    bad_transfer_encoding,  ///< anything but `chunked`, once, in HTTP/1.1 (RFC 9112 § 6.1)
    length_and_chunked,     ///< RFC 9112 § 6.3
};

inline constexpr std::size_t head_fields_max = 100;

/// `raw` is the whole head: request line, fields and the empty line that ends it.
std::optional<HeadFault> check_head(std::string_view raw);

/// How many bytes at the beginning of `buffer` are the head, its empty line included; nothing while it is incomplete.
/// Also ends at an empty line made of bare LFs, so that check_head refuses it at once instead of waiting for more.
/// `searched` bytes are known not to contain the end.
std::optional<std::size_t> head_size(std::string_view buffer, std::size_t searched = 0);

/// 400, 431 or 505.
int status_of(HeadFault fault);
/// One English sentence.
std::string_view sentence(HeadFault fault);

}  // namespace services
