#include "services/intake/scan_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <vector>

#include "services/files/descriptor.hpp"
#include "services/store/pause.hpp"

namespace services {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 5> kinds{
    "application/pdf", "image/tiff", "image/jpeg", "image/png", "message/rfc822"};

bool is_unfinished_name(const std::string& name) {
    return name.starts_with('.') || name.ends_with(".tmp") || name.ends_with(".part") || name.ends_with(".filepart");
}

/// Whether the last kilobyte holds a PDF's end mark, "%%EOF".
bool has_pdf_end(const fs::path& file, std::uint64_t size) {
    std::ifstream in{file, std::ios::binary};
    in.seekg(static_cast<std::streamoff>(size > 1024 ? size - 1024 : 0));
    const std::string tail{std::istreambuf_iterator<char>{in}, {}};
    return tail.find("%%EOF") != std::string::npos;
}

/// A name that is free in the folder: "brev.pdf", "brev (2).pdf" …
fs::path free_name(const fs::path& folder, const fs::path& name) {
    auto candidate = folder / name;
    for (int number = 2; fs::exists(candidate); ++number)
        candidate = folder / (name.stem().string() + " (" + std::to_string(number) + ")" + name.extension().string());
    return candidate;
}

/// When the file came to lie there. The inode's time of change, for `cp -p` and scanners set the other one back;
/// rounded up to the second, so that a file that came after an item was received never counts as received.
core::Timestamp arrived_at(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) throw std::system_error(errno, std::generic_category(), file.string());
    return core::Timestamp{std::chrono::seconds{status.st_ctim.tv_sec + (status.st_ctim.tv_nsec > 0 ? 1 : 0)}};
}

/// Of the processes that watch a folder one takes from it at a time, so that no letter comes in twice. The lock goes
/// with the descriptor, or with the process. Nothing if it is another's.
std::optional<Descriptor> our_turn(const fs::path& folder) {
    const auto file = folder / "taken" / ".turn";
    Descriptor turn{file, O_RDWR | O_CREAT, 0660};
    if (::flock(turn.get(), LOCK_EX | LOCK_NB) == 0) return turn;
    if (errno == EWOULDBLOCK) return std::nullopt;
    if (errno == EOPNOTSUPP || errno == ENOLCK) return turn;  // a share without locks, which only one may watch
    throw std::system_error(errno, std::generic_category(), file.string());
}

fs::path move_into(const fs::path& file, const fs::path& folder) {
    auto target = free_name(folder, file.filename());
    fs::rename(file, target);
    sync_folder(folder);
    return target;
}

}  // namespace

ScanFolder::ScanFolder(Intake& intake, ScanSettings settings, std::function<void(std::string_view)> log)
    : intake_(intake), settings_(std::move(settings)), log_(std::move(log)) {
    fs::create_directories(settings_.folder / "taken");
    fs::create_directories(settings_.folder / "rejected");
    thread_ = std::jthread{[this](const std::stop_token& stop) { loop(stop); }};
}

ScanFolder::~ScanFolder() {
    thread_.request_stop();
    thread_.join();
}

void ScanFolder::loop(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            glance();
        } catch (const std::exception& e) {
            log_(std::string{"the scanner folder can't be read now: "} + e.what());
            pause(stop, std::chrono::seconds{5});
        }
        pause(stop, settings_.glance);
    }
}

void ScanFolder::glance() {
    const auto now = std::chrono::steady_clock::now();
    std::map<fs::path, Seen> there;
    for (const auto& entry : fs::directory_iterator(settings_.folder)) {
        std::error_code vanished;
        if (!entry.is_regular_file(vanished) || is_unfinished_name(entry.path().filename().string())) continue;
        Seen seen{entry.file_size(vanished), entry.last_write_time(vanished), now};
        if (vanished) continue;
        const auto before = seen_.find(entry.path());
        if (before != seen_.end() && before->second.size == seen.size && before->second.changed == seen.changed)
            seen.since = before->second.since;
        there.emplace(entry.path(), seen);
    }
    seen_ = std::move(there);
    std::vector<fs::path> complete;
    for (const auto& [file, seen] : seen_)
        if (is_complete(file, seen)) complete.push_back(file);
    if (complete.empty()) return;
    const auto turn = our_turn(settings_.folder);
    if (!turn) return;
    for (const auto& file : complete)
        if (fs::exists(file)) take(file);  // else another process has, since this one looked
}

bool ScanFolder::is_complete(const fs::path& file, const Seen& seen) const {
    const auto still = std::chrono::steady_clock::now() - seen.since;
    if (still < settings_.quiet) return false;
    if (still >= settings_.patience) return true;
    if (seen.size == 0) return false;
    return media_type_of(file) != "application/pdf" || has_pdf_end(file, seen.size);
}

void ScanFolder::take(const fs::path& file) {
    const auto name = file.filename().string();
    try {
        if (fs::file_size(file) == 0) return reject(file, "Filen er tom.");
        if (fs::file_size(file) > settings_.size_limit_bytes) return reject(file, "Filen er større end grænsen.");
        if (std::ranges::find(kinds, media_type_of(file)) == kinds.end())
            return reject(file, "Filen er hverken PDF, TIFF, JPEG, PNG eller en mail, uanset hvad den hedder.");
        if (!intake_.was_received(name, hash_of(file).hash, arrived_at(file))) {
            const auto received = intake_.receive(
                {.file = file, .file_name = name, .channel = core::Channel::scanner, .known_hash = {}, .from = nullptr}
            );
            if (received.has_error()) {
                log_("a scanned file waits: " + received.error().detail);
                return;
            }
            log_("a scanned file was received as item " + std::to_string(received.value().id.value));
        }
        move_into(file, settings_.folder / "taken");
    } catch (const std::exception& e) {
        // A full disk or a lost database: the file stays where it is and is tried again.
        log_(std::string{"a scanned file could not be received yet: "} + e.what());
    }
}

void ScanFolder::reject(const fs::path& file, std::string_view reason) {
    const auto target = move_into(file, settings_.folder / "rejected");
    // Whoever looks finds the reason whole, or not yet.
    const fs::path unfinished{target.string() + ".grund.ny"};
    std::ofstream{unfinished} << reason << "\nFilen ligger her uændret: " << target.filename().string() << '\n';
    fs::rename(unfinished, target.string() + ".grund.txt");
    log_("a scanned file was rejected");
}

}  // namespace services
