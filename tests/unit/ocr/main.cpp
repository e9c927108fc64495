// The test program is also its own workers: the pool starts it again with another first argument.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <string_view>

#include "ocr/reading.hpp"
#include "tests/unit/ocr/workers.hpp"

int main(int argc, char* argv[]) {
    const std::string_view role = argc > 1 ? argv[1] : "";
    if (role == "ocr-worker") return ocr::run_worker();
    if (role == "office-worker") return ocr::run_office_worker({argv + 2, argv + argc});
    if (role == "unreliable-worker") return ocr_test::run_unreliable_worker();
    if (role == "sandbox-probe") return ocr_test::probe_sandbox(argc > 2 ? argv[2] : "");
    return Catch::Session().run(argc, argv);
}
