#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bench {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// As Beast's own coroutine examples do it, on one thread: every request is answered with these fields and this body.
class BareServer {
  public:
    BareServer(Fields fields, std::string body);
    ~BareServer();
    std::uint16_t port() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bench
