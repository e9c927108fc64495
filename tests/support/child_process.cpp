#include "tests/support/child_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "tests/support/temporary_folder.hpp"
#include "tests/support/waiting.hpp"

namespace tests {

namespace {

constexpr int not_started = 127;

/// Becomes the program. Between fork and exec only what is safe after a fork of many threads.
[[noreturn]] void become(char* const* words, const char* input, const char* output) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int in = ::open(input, O_RDONLY);
    const int out = ::open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (in < 0 || out < 0 || ::dup2(in, 0) < 0 || ::dup2(out, 1) < 0 || ::dup2(out, 2) < 0) ::_exit(not_started);
    ::execvp(words[0], words);
    ::_exit(not_started);
}

}  // namespace

ChildProcess::ChildProcess(const Order& order) {
    auto command = order.command;
    std::vector<char*> words;
    for (auto& word : command) words.push_back(word.data());
    words.push_back(nullptr);
    const auto input = order.input.empty() ? std::string{"/dev/null"} : order.input.string();
    const auto output = order.output.string();
    id_ = ::fork();
    if (id_ < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    if (id_ == 0) become(words.data(), input.c_str(), output.c_str());
    ::setpgid(id_, id_);  // whichever of the two comes first
}

ChildProcess::~ChildProcess() {
    ::kill(-id_, SIGKILL);
    if (!ended_) ::waitpid(id_, nullptr, 0);
}

void ChildProcess::signal(int number) const {
    if (!ended_) ::kill(id_, number);
}

std::optional<int> ChildProcess::ended() {
    int status = 0;
    if (!ended_ && ::waitpid(id_, &status, WNOHANG) == id_)
        ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ended_;
}

std::optional<int> ChildProcess::wait(std::chrono::milliseconds limit) {
    within(limit, [&] { return ended().has_value(); });
    return ended_;
}

Finished run(const std::vector<std::string>& command, const std::string& input, std::chrono::milliseconds limit) {
    const TemporaryFolder folder;
    const auto read_from = folder.path() / "input";
    const auto written_to = folder.path() / "output";
    write_file(read_from, input);
    ChildProcess process{{command, written_to, read_from}};
    const auto status = process.wait(limit);
    const auto output = bytes_of(written_to);
    if (!status) throw std::runtime_error{command.front() + " does not come to an end: " + output};
    return {*status, output};
}

}  // namespace tests
