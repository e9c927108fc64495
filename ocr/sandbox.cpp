#include "ocr/sandbox.hpp"

#include <leptonica/allheaders.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <new>
#include <system_error>

#include "ocr/call_filter.hpp"

namespace ocr {
namespace {

/// With what CallFilter refuses to all: everything that opens a way out of the process or changes a file that it did
/// not make. A list of what is refused rather than of what is allowed: it holds across versions of libc and of the
/// readers.
constexpr std::array refused{
    SCMP_SYS(socket),   SCMP_SYS(socketpair), SCMP_SYS(connect),   SCMP_SYS(bind),    SCMP_SYS(listen),
    SCMP_SYS(accept),   SCMP_SYS(accept4),    SCMP_SYS(sendto),    SCMP_SYS(sendmsg), SCMP_SYS(sendmmsg),
    SCMP_SYS(recvmsg),  SCMP_SYS(execve),     SCMP_SYS(execveat),  SCMP_SYS(fork),    SCMP_SYS(vfork),
    SCMP_SYS(clone),    SCMP_SYS(clone3),     SCMP_SYS(tkill),     SCMP_SYS(unlink),  SCMP_SYS(unlinkat),
    SCMP_SYS(rename),   SCMP_SYS(renameat),   SCMP_SYS(renameat2), SCMP_SYS(rmdir),   SCMP_SYS(link),
    SCMP_SYS(linkat),   SCMP_SYS(symlink),    SCMP_SYS(symlinkat), SCMP_SYS(chmod),   SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat), SCMP_SYS(chown),      SCMP_SYS(fchown),    SCMP_SYS(lchown),  SCMP_SYS(fchownat),
    SCMP_SYS(truncate),
};

void load_filter() {
    CallFilter filter;
    filter.refuse(refused);
    filter.load();
}

[[noreturn]] void end_without_memory() {
    _exit(exit_out_of_memory);
}

void* pixels_or_end(std::size_t bytes) {
    void* pixels = std::malloc(bytes);  // NOLINT(cppcoreguidelines-no-malloc): leptonica frees it with std::free
    if (pixels == nullptr) end_without_memory();
    return pixels;
}

}  // namespace

void limit_resource(__rlimit_resource resource, rlim_t most) {
    rlimit now{};
    getrlimit(resource, &now);
    now.rlim_cur = std::min(most, now.rlim_max);
    now.rlim_max = now.rlim_cur;
    setrlimit(resource, &now);
}

void leave_network() {
    // In a container neither may be allowed; then the filter alone refuses every socket.
    if (unshare(CLONE_NEWNET) != 0) unshare(CLONE_NEWUSER | CLONE_NEWNET);
}

void give_up_rights(const Limits& limits) {
    // Reading takes every core that is free; whoever waits for a page of Saglig's comes first.
    setpriority(PRIO_PROCESS, 0, 5);
    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_NPROC, 1);
    limit_resource(RLIMIT_NOFILE, 64);
    limit_resource(RLIMIT_FSIZE, limits.output_bytes);
    leave_network();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        throw std::system_error(errno, std::generic_category(), "PR_SET_NO_NEW_PRIVS");
    load_filter();
}

void limit_memory(std::uint64_t bytes) {
    std::set_new_handler(end_without_memory);
    // Leptonica passes a failed allocation on as a null picture, which would look like a damaged file.
    setPixMemoryManager(pixels_or_end, std::free);
    std::uint64_t pages = 0;
    std::ifstream{"/proc/self/statm"} >> pages;
    limit_resource(RLIMIT_AS, pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) + bytes);
}

void limit_cpu(int seconds) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    rlimit now{};
    getrlimit(RLIMIT_CPU, &now);
    const auto until = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 1 + seconds);
    now.rlim_cur = std::min(until, now.rlim_max);
    setrlimit(RLIMIT_CPU, &now);
}

}  // namespace ocr
