#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "services/http/body.hpp"

namespace services {

/// Decodes a chunked body (RFC 9112 § 7.1) as it arrives, in pieces of any size: lines end with CR LF and nothing else,
/// sizes have at most fifteen digits, extensions are passed over, and trailers are dropped. Our own, because Beast 1.81
/// stops the whole program by an assertion where the final chunk of an empty body arrives in two pieces.
class ChunkReader {
  public:
    static constexpr std::size_t line_bytes_max = 1024;
    static constexpr std::size_t trailer_lines_max = 32;

    /// Feeds the decoded bytes to `body`; returns how many of `bytes` belong to this body. Errors: body's, and
    /// invalid_input.
    core::Result<std::size_t> read(std::string_view bytes, Body& body);
    bool is_done() const { return state_ == State::done; }

  private:
    enum class State { size, data, data_end, trailer, done };

    core::Result<void> end_line();

    State state_{State::size};
    std::string line_;      ///< the line being read, with its CR
    std::uint64_t left_{};  ///< of the chunk being read
    std::size_t trailers_{};
};

}  // namespace services
