#include "ocr/office_sandbox.hpp"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "ocr/call_filter.hpp"
#include "ocr/sandbox.hpp"

namespace ocr {
namespace {

/// Sockets of this machine only: LibreOffice makes one to find out whether it runs already.
void load_filter() {
    CallFilter filter;
    filter.refuse_networks();
    filter.load();
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
