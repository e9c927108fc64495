#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>

#include "tests/support/saglig_process.hpp"

namespace {

/// Has the installations of a test tell what their servers said, once an assertion has failed.
struct FailureListener : Catch::TestEventListenerBase {
    using TestEventListenerBase::TestEventListenerBase;

    bool assertionEnded(const Catch::AssertionStats& stats) override {
        if (!stats.assertionResult.isOk()) tests::note_failure();
        return true;
    }
};

}  // namespace

CATCH_REGISTER_LISTENER(FailureListener)
