#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "services/http/message.hpp"
#include "services/http/multipart.hpp"

namespace services {

/// A request's body while it arrives: kept in memory, or, where it is multipart/form-data, read part by part.
class Body {
  public:
    /// `limit_bytes` holds for the body as a whole; what is kept in memory is at most `in_memory_max` however large the
    /// limit. Errors: unsupported, for a Content-Encoding; invalid_input, for a multipart body without a boundary.
    static core::Result<Body> of(
        const Request& request, std::uint64_t limit_bytes, const std::filesystem::path& folder
    );
    static constexpr std::uint64_t in_memory_max = 1u << 20;

    /// Errors: as MultipartParser::feed, and too_large.
    core::Result<void> feed(std::string_view bytes);

    /// Puts the body, or the form's parts, into the request.
    core::Result<void> finish(Request& request);

    /// Whether feeding writes to disk, so that it belongs on the worker pool.
    bool is_multipart() const { return multipart_ != nullptr; }
    std::uint64_t limit_bytes() const { return limit_bytes_; }

  private:
    std::uint64_t limit_bytes_{};
    std::uint64_t taken_bytes_{};
    bool is_form_{};
    std::string text_;
    std::unique_ptr<MultipartParser> multipart_;
};

}  // namespace services
