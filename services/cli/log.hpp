#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "services/cli/config.hpp"
#include "services/http/server.hpp"

namespace spdlog {
class logger;
}

/// The log: one JSON object a line, with ids and codes; names, numbers of persons and texts stay out.
namespace services {

class Log {
  public:
    explicit Log(const LogConfig& config);
    ~Log();  ///< frees the name, so that one process may have one log after another
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    void info(std::string_view event, const nlohmann::json& fields) const;
    /// The line that every answer leaves.
    void info(const RequestLine& answered) const;
    void warning(std::string_view event, const nlohmann::json& fields) const;

  private:
    std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace services
