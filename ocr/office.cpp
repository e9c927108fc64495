#include "ocr/office.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "ocr/office_kind.hpp"
#include "ocr/office_sandbox.hpp"
#include "ocr/sandbox.hpp"

namespace ocr {
namespace {

namespace fs = std::filesystem;

constexpr int exit_restart = 81;  ///< LibreOffice has made its profile and wants to be started again
constexpr int starts_max = 3;
constexpr std::chrono::milliseconds look_again{20};

/// Macros off for good, nothing fetched from elsewhere, no links updated, no first-start wizard, no lock files.
constexpr std::string_view settings = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Recovery/AutoSave"><prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
)xml";

/// LibreOffice is large; one at a time is enough for what a house writes in a day.
std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

[[noreturn]] void become_office(int parent, char* const* command, char* const* env) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
    close_range(3, ~0U, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int reset : {SIGPIPE, SIGXCPU, SIGXFSZ, SIGTERM, SIGINT, SIGHUP}) signal(reset, SIG_DFL);
    setsid();
    execve(command[0], command, env);
    _exit(1);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (auto& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// The status as waitpid has it; nothing where it had to be killed because its time was out.
std::optional<int> wait_for(int child, std::chrono::seconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            kill(-child, SIGKILL);
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return std::nullopt;
        }
        std::this_thread::sleep_for(look_again);
    }
    kill(-child, SIGKILL);  // whatever it left behind
    return status;
}

std::optional<int> run(std::vector<std::string> command, const fs::path& folder, std::chrono::seconds patience) {
    std::vector<std::string> environment{
        "PATH=/usr/bin:/bin",
        "LANG=C.UTF-8",
        "HOME=" + folder.string(),
        "TMPDIR=" + folder.string(),
        "SAL_USE_VCLPLUGIN=svp",
#ifdef __SANITIZE_ADDRESS__
        "ASAN_OPTIONS=detect_leaks=0",
#endif
    };
    const auto argv = pointers_to(command);
    const auto env = pointers_to(environment);
    const int parent = getpid();
    const int child = fork();
    if (child == 0) become_office(parent, argv.data(), env.data());
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    return wait_for(child, patience);
}

/// LibreOffice asks by a socket in /tmp whether it runs already, and is not let to remove it again. A socket of this
/// user's that nobody listens to any more is removed here.
void clear_sockets() {
    const auto prefix = "OSL_PIPE_" + std::to_string(getuid()) + "_SingleOfficeIPC_";
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{"/tmp", fs::directory_options::skip_permission_denied, ignored}) {
        const auto path = entry.path().string();
        sockaddr_un address{};
        if (!entry.path().filename().string().starts_with(prefix) || path.size() >= sizeof address.sun_path) continue;
        if (!entry.is_socket(ignored)) continue;
        address.sun_family = AF_UNIX;
        path.copy(static_cast<char*>(address.sun_path), path.size());
        const int asking = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (asking < 0) return;
        const int answer = connect(asking, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        const bool is_left_over = answer != 0 && errno == ECONNREFUSED;
        close(asking);
        if (is_left_over) fs::remove(entry.path(), ignored);
    }
}

std::string reason_of(const std::optional<int>& status) {
    if (!status) return "office_too_slow";
    if (WIFSIGNALED(*status) && WTERMSIG(*status) == SIGXCPU) return "office_too_slow";
    if (WIFEXITED(*status) && WEXITSTATUS(*status) == exit_out_of_memory) return "out_of_memory";
    return "office_failed";
}

/// Whether it was made at all, and begins as it should: a PDF, or the archive that OOXML is.
bool is_made(const fs::path& file) {
    const std::string_view wanted = file.extension() == ".pdf" ? "%PDF-" : "PK\x03\x04";
    std::string head(wanted.size(), '\0');
    std::ifstream in{file, std::ios::binary};
    in.read(head.data(), static_cast<std::streamsize>(head.size()));
    return in && head == wanted;
}

void write_settings(const fs::path& folder) {
    fs::create_directories(folder / "profile" / "user");
    std::ofstream{folder / "profile" / "user" / "registrymodifications.xcu"} << settings;
}

}  // namespace

fs::path office_program() {
    for (const auto* place :
         {"/usr/lib/libreoffice/program/soffice.bin",
          "/usr/lib64/libreoffice/program/soffice.bin",
          "/opt/libreoffice/program/soffice.bin"})
        if (access(place, X_OK) == 0) return place;
    return {};
}

Converted convert_office(
    const std::vector<std::string>& command,
    const Limits& limits,
    const fs::path& file,
    std::string_view media_type,
    std::string_view wanted,
    const fs::path& folder
) {
    if (limits.office.empty()) return {{}, "no_office"};
    const std::lock_guard one{one_at_a_time()};
    fs::create_directories(folder);
    write_settings(folder);
    const auto name = "document." + std::string{office_ending(media_type)};
    fs::copy_file(file, folder / name);
    fs::permissions(folder / name, fs::perms::owner_read | fs::perms::owner_write);
    auto started = command;
    started.insert(
        started.end(),
        {folder.string(),
         name,
         std::string{wanted},
         limits.office.string(),
         std::to_string(limits.office_memory_bytes),
         std::to_string(limits.office_cpu.count()),
         std::to_string(limits.output_bytes)}
    );
    std::optional<int> status;
    for (int start = 0; start < starts_max; ++start) {
        status = run(started, folder, limits.office_wall);
        clear_sockets();
        if (!status || !WIFEXITED(*status) || WEXITSTATUS(*status) != exit_restart) break;
    }
    auto made = folder / ("document." + std::string{wanted});
    if (status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0 && is_made(made)) return {std::move(made), {}};
    return {{}, reason_of(status)};
}

int run_office_worker(const std::vector<std::string>& arguments) {
    if (arguments.size() != 7) return 2;
    const fs::path folder{arguments[0]};
    Limits limits;
    limits.office = arguments[3];
    limits.office_memory_bytes = std::stoull(arguments[4]);
    limits.office_cpu = std::chrono::seconds{std::stoll(arguments[5])};
    limits.output_bytes = std::stoull(arguments[6]);
    std::vector<std::string> command{
        limits.office.string(),
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        "-env:UserInstallation=file://" + (folder / "profile").string(),
        "--convert-to",
        arguments[2],
        "--outdir",
        folder.string(),
        (folder / arguments[1]).string(),
    };
    try {
        give_up_rights_for_office(limits, folder);
    } catch (const std::system_error&) {
        return 3;  // rather none than one that is not limited
    }
    const auto argv = pointers_to(command);
    execv(argv.front(), argv.data());
    return 1;
}

}  // namespace ocr
