#include "ocr/sandbox.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "tests/unit/ocr/workers.hpp"

TEST_CASE("a worker can't reach the network, start a process or remove a file", "[ocr]") {
    ocr_test::Folder folder;
    const auto file = folder.path() / "precious";
    ocr_test::write_file(file, "x");
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        execl("/proc/self/exe", "ocr_tests", "sandbox-probe", file.c_str(), nullptr);
        _exit(1);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == ocr_test::all_refused);
    CHECK(std::filesystem::exists(file));
}
