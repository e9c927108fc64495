#pragma once

#include <functional>
#include <utility>

#include "services/store/database.hpp"

namespace tests {

/// A database in which somebody else does something at the very last moment before the next write.
class Interrupted : public services::Database {
  public:
    explicit Interrupted(services::Database& db) : db_(db) {}

    core::Result<void> write_with(const services::Work& work) override {
        if (const auto first = std::exchange(before_write, nullptr)) first();
        return db_.write_with(work);
    }
    core::Result<void> read_with(const services::Work& work) override { return db_.read_with(work); }
    std::uint64_t commits() const override { return db_.commits(); }

    std::function<void()> before_write;

  private:
    services::Database& db_;
};

}  // namespace tests
