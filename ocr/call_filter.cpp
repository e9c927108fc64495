#include "ocr/call_filter.hpp"

#include <seccomp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace ocr {
namespace {

constexpr std::array never_needed{
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

void check(int outcome, const char* what) {
    if (outcome != 0) throw std::system_error(-outcome, std::generic_category(), what);
}

}  // namespace

void CallFilter::Release::operator()(void* filter) const noexcept {
    seccomp_release(filter);
}

CallFilter::CallFilter() : filter_(seccomp_init(SCMP_ACT_ALLOW)) {
    if (!filter_) throw std::system_error(ENOMEM, std::generic_category(), "seccomp_init");
    refuse(never_needed);
}

void CallFilter::refuse(std::span<const int> calls) {
    for (const int call : calls)
        check(seccomp_rule_add(filter_.get(), SCMP_ACT_ERRNO(EPERM), call, 0), "seccomp_rule_add");
}

void CallFilter::refuse_networks() {
    const scmp_arg_cmp of_another_kind{0, SCMP_CMP_NE, AF_UNIX, 0};
    check(
        seccomp_rule_add_array(filter_.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1, &of_another_kind),
        "seccomp_rule_add"
    );
}

void CallFilter::load() const {
    check(seccomp_load(filter_.get()), "seccomp_load");
}

}  // namespace ocr
