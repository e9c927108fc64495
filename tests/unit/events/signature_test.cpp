#include "services/events/signature.hpp"

#include <catch2/catch.hpp>

TEST_CASE("A signature is the time of sending and the HMAC-SHA-256 of time, full stop and body") {
    const core::Timestamp at{std::chrono::seconds{1'762'160'400}};
    // Computed with Python's hmac.
    CHECK(
        services::webhook_signature("en hemmelighed", at, R"({"events":[]})") ==
        "t=1762160400,v1=c52dd409f3d25294ea154211240219cfa10f860e32030b0aba726d28fa69931d"
    );
    CHECK(
        services::webhook_signature("en anden", at, R"({"events":[]})") !=
        services::webhook_signature("en hemmelighed", at, R"({"events":[]})")
    );
}
