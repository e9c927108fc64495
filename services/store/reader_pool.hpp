#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "services/store/engine_connection.hpp"

namespace services {

/// Reading connections, one for each reader at work.
class ReaderPool {
  public:
    explicit ReaderPool(Connect connect) : connect_(std::move(connect)) {}

    /// As Database::read_with.
    core::Result<void> run(const Work& work);

  private:
    std::unique_ptr<EngineConnection> take();

    Connect connect_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<EngineConnection>> free_;
};

}  // namespace services
