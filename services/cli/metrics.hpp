#pragma once

#include <memory>
#include <string>

#include "services/http/server.hpp"

/// Figures for /metrics, in Prometheus' text format.
namespace services {

class Metrics {
  public:
    Metrics();
    ~Metrics();

    void count(const RequestLine& request);
    /// Something that goes up and down, e.g. ("saglig_jobs", "state", "dead", 3).
    void set(const std::string& name, const std::string& label, const std::string& value, double figure);
    std::string text() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace services
