#include "ocr/worker_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cstdlib>
#include <utility>

#include "ocr/channel.hpp"
#include "ocr/sandbox.hpp"

namespace ocr {
namespace {

constexpr std::chrono::seconds start_patience{60};

/// All that a worker gets to know of its surroundings. TESSDATA_PREFIX tells where the models lie.
std::vector<std::string> worker_environment() {
    std::vector<std::string> environment{
        "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1", "MALLOC_ARENA_MAX=1"};
    if (const char* models = std::getenv("TESSDATA_PREFIX"))
        environment.push_back(std::string{"TESSDATA_PREFIX="} + models);
#ifdef __SANITIZE_ADDRESS__
    environment.emplace_back("ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1");
#endif
    return environment;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Runs in the child between fork and exec, where only async-signal-safe calls are allowed. The socket becomes both
/// standard input and output; the libraries' chatter, which may quote a letter, goes nowhere.
[[noreturn]] void become_worker(int socket, int parent, char* const* command, char* const* env) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (dup2(socket, STDIN_FILENO) < 0 || dup2(socket, STDOUT_FILENO) < 0) _exit(1);
    if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    close_range(3, ~0u, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int reset : {SIGPIPE, SIGXCPU, SIGXFSZ, SIGTERM, SIGINT, SIGHUP}) signal(reset, SIG_DFL);
    setsid();  // a Ctrl-C at the terminal is for the server, which ends its workers itself
    execve(command[0], command, env);
    _exit(1);
}

std::string reason_of_end(int status) {
    if (WIFSIGNALED(status)) {
        switch (WTERMSIG(status)) {
            case SIGXCPU:
                return "page_too_slow";
            case SIGXFSZ:
                return "page_too_large";
            default:
                return "page_crashed";
        }
    }
    // Poppler's gmalloc ends the process with status 1 when there is no memory; the worker itself never does.
    const int code = WEXITSTATUS(status);
    return code == exit_out_of_memory || code == 1 ? "out_of_memory" : "page_crashed";
}

}  // namespace

WorkerProcess::WorkerProcess(std::vector<std::string> command, Limits limits)
    : command_(std::move(command)), limits_(std::move(limits)) {}

WorkerProcess::~WorkerProcess() {
    kill_now();
    reap();
}

bool WorkerProcess::ensure_started() {
    if (id() != 0) {
        const std::scoped_lock lock{id_mutex_};
        if (waitpid(id_, nullptr, WNOHANG) == 0) return true;
        id_ = 0;
    }
    forget();
    if (!start()) return false;
    Order begin;
    begin.task = Task::begin;
    begin.limits = limits_;
    const bool ready = ask(begin, start_patience).reason.empty() && id() != 0;
    orders_done_ = 0;
    return ready;
}

bool WorkerProcess::start() {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return false;
    auto command = command_;
    auto environment = worker_environment();
    const auto argv = pointers_to(command);
    const auto env = pointers_to(environment);
    const int parent = getpid();
    const int child = fork();
    if (child == 0) become_worker(ends[1], parent, argv.data(), env.data());
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return false;
    }
    socket_ = ends[0];
    const std::scoped_lock lock{id_mutex_};
    id_ = child;
    return true;
}

Answer WorkerProcess::ask(const Order& order, std::chrono::milliseconds patience) {
    Answer answer;
    if (order.task != Task::begin && !ensure_started()) {
        answer.reason = "page_crashed";
        return answer;
    }
    const auto deadline = std::chrono::steady_clock::now() + patience;
    Incoming incoming;
    if (send_message(socket_, to_json(order), deadline)) incoming = receive_message(socket_, deadline);
    if (incoming.state == Received::message) {
        if (auto understood = answer_from_json(incoming.message)) {
            ++orders_done_;
            return std::move(understood).value();
        }
        incoming.state = Received::garbled;
    }
    if (incoming.state != Received::closed) kill_now();
    answer.reason = reap();
    if (incoming.state == Received::too_late) answer.reason = "page_too_slow";
    return answer;
}

void WorkerProcess::retire() {
    kill_now();
    reap();
}

void WorkerProcess::kill_now() {
    const std::scoped_lock lock{id_mutex_};
    if (id_ != 0) kill(id_, SIGKILL);
}

int WorkerProcess::id() const {
    const std::scoped_lock lock{id_mutex_};
    return id_;
}

/// Waits for the process's end without taking its id away from kill_now(), then says why it ended.
std::string WorkerProcess::reap() {
    std::string reason = "page_crashed";
    if (const int process = id(); process != 0) {
        siginfo_t end{};
        waitid(P_PID, static_cast<id_t>(process), &end, WEXITED | WNOWAIT);
        const std::scoped_lock lock{id_mutex_};
        int status = 0;
        if (waitpid(process, &status, 0) == process) reason = reason_of_end(status);
        id_ = 0;
    }
    forget();
    return reason;
}

void WorkerProcess::forget() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
    orders_done_ = 0;
}

}  // namespace ocr
