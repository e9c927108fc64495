#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "services/http/body.hpp"
#include "services/http/chunks.hpp"
#include "services/http/message.hpp"

namespace services {

/// Turns the bytes of one request into a Request, as they arrive and without a socket. Heads are read by Beast's
/// parser, which only sees those that check_head has passed; bodies are counted or decoded here.
class RequestParser {
  public:
    RequestParser();
    ~RequestParser();
    RequestParser(const RequestParser&) = delete;
    RequestParser& operator=(const RequestParser&) = delete;

    enum class Fault { malformed, unknown_method, bad_target };
    /// `head` is what check_head has passed. Fills the request's method, path, query and headers.
    std::optional<Fault> read_head(std::string_view head, Request& request);

    bool has_body() const;
    bool is_keep_alive() const;
    std::optional<std::uint64_t> content_length() const;

    /// Feeds the body's bytes, chunks decoded, to `body`; returns how many were used. Errors: body's, and invalid_input
    /// where the chunks are malformed. Call until is_done().
    core::Result<std::size_t> read_body(std::string_view bytes, Body& body);
    bool is_done() const;

  private:
    class Events;
    std::unique_ptr<Events> events_;
    std::uint64_t left_{};               ///< of a body with a length
    std::optional<ChunkReader> chunks_;  ///< of one without
};

}  // namespace services
