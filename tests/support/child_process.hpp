#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Other programs, started and ended by a test.
namespace tests {

/// A program that runs in a process group of its own. What it prints is appended to a file. It does not outlive the
/// test: it is killed, with all that it started, when this goes, and by the kernel if the test itself is.
class ChildProcess {
  public:
    struct Order {
        std::vector<std::string> command;  ///< the first is the program, searched for in PATH
        std::filesystem::path output;      ///< standard output and error
        std::filesystem::path input;       ///< empty: nothing to read
    };
    /// Throws std::system_error if there is no such program.
    explicit ChildProcess(const Order& order);
    ~ChildProcess();
    ChildProcess(ChildProcess&&) = delete;
    ChildProcess& operator=(ChildProcess&&) = delete;

    void signal(int number) const;
    /// The exit status, or 128 and the number of the signal that ended it; nothing while it runs on.
    std::optional<int> ended();
    /// Waits for the end, at most for so long.
    std::optional<int> wait(std::chrono::milliseconds limit);
    pid_t id() const { return id_; }

  private:
    pid_t id_{};
    std::optional<int> ended_;
};

struct Finished {
    int status{};
    std::string output;
};

/// Runs a program to its end. Throws std::runtime_error where that takes longer than `limit`.
Finished run(
    const std::vector<std::string>& command,
    const std::string& input = {},
    std::chrono::milliseconds limit = std::chrono::minutes{2}
);

}  // namespace tests
