#include "services/cli/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>

namespace services {

struct Metrics::Impl {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter().Name("saglig_http_requests_total").Help("Requests answered").Register(registry);
    prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                             .Name("saglig_http_request_seconds")
                                                             .Help("From the request's end to the answer's")
                                                             .Register(registry);
    // Looking a series up in its family hashes all labels; these keep the few hundred that there are at hand.
    std::mutex mutex;
    std::map<std::pair<std::string, int>, prometheus::Counter*> counters;
    std::map<std::string, prometheus::Histogram*> histograms;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::count(const RequestLine& request) {
    const std::string route = std::string{request.method} + ' ' + std::string{request.pattern};
    const std::lock_guard lock{impl_->mutex};
    auto*& counter = impl_->counters[{route, request.status}];
    if (counter == nullptr)
        counter = &impl_->requests.Add({{"route", route}, {"status", std::to_string(request.status)}});
    counter->Increment();
    auto*& histogram = impl_->histograms[route];
    if (histogram == nullptr)
        histogram = &impl_->seconds.Add(
            {{"route", route}},
            prometheus::Histogram::BucketBoundaries{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5}
        );
    histogram->Observe(std::chrono::duration<double>(request.took).count());
}

void Metrics::set(const std::string& name, const std::string& label, const std::string& value, double figure) {
    prometheus::BuildGauge().Name(name).Help("").Register(impl_->registry).Add({{label, value}}).Set(figure);
}

std::string Metrics::text() const {
    return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

}  // namespace services
