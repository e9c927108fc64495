#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/http/message.hpp"

namespace services {

/// Cross-origin resource sharing (Fetch § 3.2): which other web sites' scripts may read answers. Each is named; there
/// is no `*`, and cookies are never asked for, so that a script elsewhere acts by a token or not at all.
class Cors {
  public:
    /// Origins as browsers send them: "https://app.example.dk", with the port where it is not the scheme's own.
    explicit Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {}

    bool is_on() const { return !origins_.empty(); }

    /// Says on an answer that the asking site may read it, if it may. Does nothing while it is off.
    void mark(const Request& request, Response& response) const;

    /// The answer to OPTIONS: what a browser asks before it sends what no form could.
    Response preflight(const Request& request, std::string_view methods) const;

  private:
    bool allows(std::string_view origin) const;

    std::vector<std::string> origins_;
};

/// Whether it is an origin: scheme and host in lower case, perhaps a port, and nothing after it.
bool is_origin(const std::string& text);

}  // namespace services
