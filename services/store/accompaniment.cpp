#include "services/store/accompaniment.hpp"

#include <boost/assert.hpp>

namespace services {

namespace {

thread_local const Work* accompanying = nullptr;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

Accompaniment::Accompaniment(Work extra) : extra_(std::move(extra)) {
    BOOST_ASSERT_MSG(accompanying == nullptr, "one at a time");
    accompanying = &extra_;
}

Accompaniment::~Accompaniment() {
    accompanying = nullptr;
}

const Work* Accompaniment::of_this_thread() {
    return accompanying;
}

}  // namespace services
