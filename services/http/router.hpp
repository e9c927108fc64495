#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "services/http/message.hpp"

namespace services {

/// Where a handler runs. A quick one runs on the thread that read the request, which saves two changes of thread: it
/// must take well under a millisecond and never wait for another thread, a process or the disk (reading rows that are
/// in memory fits; writing does not). A slow one runs on the worker pool and may block.
enum class Pace { quick, slow };

enum class BodyLimit : std::uint64_t { none = 0, small = 1u << 20, upload = 0xffffffff };  ///< upload: as configured

/// Paths with typed parameters, "/api/v1/cases/{id:id}/documents/{name}": `:id` matches a positive number below 2^63,
/// `:hash` 64 hexadecimal digits, a bare name any one segment. Literal segments win over parameters.
class Router {
  public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    /// Asserts that the same method and pattern is not there already.
    void add(
        Method method,
        std::string_view pattern,
        Handler handler,
        BodyLimit body = BodyLimit::small,
        Pace pace = Pace::slow
    );

    struct Match {
        const Handler* handler{};  ///< null: no such path, or not this method
        std::string_view pattern;  ///< for metrics and logs; empty where nothing matched
        BodyLimit body{BodyLimit::none};
        Pace pace{Pace::slow};
        std::vector<std::pair<std::string, std::string>> parameters;
        std::vector<Method> allowed;  ///< not empty: the path exists with these methods (405)
    };
    /// HEAD matches what GET matches.
    Match find(Method method, std::string_view path) const;

    /// All patterns, for the test that holds them against openapi.yaml.
    std::vector<std::pair<Method, std::string>> routes() const;

  private:
    struct Node;
    std::unique_ptr<Node> root_;
};

}  // namespace services
