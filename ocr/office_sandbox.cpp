#include "ocr/office_sandbox.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>

#include "ocr/sandbox.hpp"

namespace ocr {
namespace {

struct ReleaseFilter {
    void operator()(void* filter) const noexcept { seccomp_release(filter); }
};

constexpr std::array refused_calls{
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kill),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(setuid),
    SCMP_SYS(setgid),
    SCMP_SYS(setresuid),
    SCMP_SYS(setresgid),
    SCMP_SYS(setgroups),
};

void check(int failed, const char* what) {
    if (failed != 0) throw std::system_error(-failed, std::generic_category(), what);
}

/// Sockets of this machine only: LibreOffice makes one to find out whether it runs already.
void load_filter() {
    const std::unique_ptr<void, ReleaseFilter> filter{seccomp_init(SCMP_ACT_ALLOW)};
    if (!filter) throw std::system_error(ENOMEM, std::generic_category(), "seccomp_init");
    for (const int call : refused_calls)
        check(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0), "seccomp_rule_add");
    const scmp_arg_cmp of_another_kind{0, SCMP_CMP_NE, AF_UNIX, 0};
    check(
        seccomp_rule_add_array(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, &of_another_kind),
        "seccomp_rule_add"
    );
    check(seccomp_load(filter.get()), "seccomp_load");
}

constexpr std::uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t running = reading | LANDLOCK_ACCESS_FS_EXECUTE;
/// All that the first version of Landlock knows.
constexpr std::uint64_t everything = running | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                     LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                     LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

struct Opened {
    const char* path;
    std::uint64_t access;
};

void allow(int rules, const char* path, std::uint64_t access) {
    const int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0) return;  // what is not there need not be allowed
    landlock_path_beneath_attr beneath{};
    beneath.allowed_access = access;
    beneath.parent_fd = place;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(place);
}

/// A document may name files of the machine that are to be drawn into it; none but LibreOffice's own can be read.
void hide_files(const std::filesystem::path& folder) {
    landlock_ruleset_attr handled{};
    handled.handled_access_fs = everything;
    const auto rules =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0));
    if (rules < 0) return;  // an older kernel: the user that Saglig runs as decides what can be read
    for (const auto* path : {"/usr", "/lib", "/lib64", "/opt/libreoffice"}) allow(rules, path, running);
    for (const auto* path :
         {"/etc/fonts",
          "/etc/libreoffice",
          "/var/lib/libreoffice",
          "/var/spool/libreoffice",
          "/var/cache/fontconfig",
          "/proc",
          "/sys/devices/system"})
        allow(rules, path, reading);
    for (const auto* path :
         {"/etc/ld.so.cache",
          "/etc/locale.alias",
          "/etc/localtime",
          "/etc/nsswitch.conf",
          "/etc/passwd",
          "/dev/urandom",
          "/dev/random",
          "/dev/zero"})
        allow(rules, path, LANDLOCK_ACCESS_FS_READ_FILE);
    allow(rules, "/dev/null", LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE);
    // Where it puts its local socket, whatever TMPDIR says; other files there stay out of its reach.
    allow(rules, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK);
    allow(rules, folder.c_str(), everything);
    const auto failed = syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
    if (failed != 0) throw std::system_error(errno, std::generic_category(), "landlock_restrict_self");
}

}  // namespace

void give_up_rights_for_office(const Limits& limits, const std::filesystem::path& folder) {
    setpriority(PRIO_PROCESS, 0, 5);
    limit_resource(RLIMIT_CORE, 0);
    limit_resource(RLIMIT_NOFILE, 512);
    limit_resource(RLIMIT_FSIZE, limits.output_bytes);
    limit_resource(RLIMIT_AS, limits.office_memory_bytes);
    limit_resource(RLIMIT_CPU, static_cast<std::uint64_t>(limits.office_cpu.count()));
    leave_network();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        throw std::system_error(errno, std::generic_category(), "PR_SET_NO_NEW_PRIVS");
    hide_files(folder);
    load_filter();
}

}  // namespace ocr
