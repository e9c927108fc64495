#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "core/time.hpp"
#include "services/intake/intake.hpp"

/// Watches the folder that scanners write to.
///
/// A file is taken when it is complete: unchanged for `quiet`, and, for a PDF without its end mark, for `patience`.
/// Once it is received it is moved to taken/; what can't be received goes to rejected/ with a text file that says why.
/// Names that begin with a dot or end in .tmp, .part or .filepart are not looked at: scanners write under those first.
namespace services {

struct ScanSettings {
    std::filesystem::path folder;
    std::uint64_t size_limit_bytes{256ull << 20};
    std::chrono::milliseconds glance{300};
    std::chrono::milliseconds quiet{1000};  ///< at least a second: Intake::was_received() counts in seconds
    std::chrono::seconds patience{30};
};

class ScanFolder {
  public:
    /// Makes the folder and starts watching. `log` hears of every file taken, rejected or failed.
    ScanFolder(Intake& intake, ScanSettings settings, std::function<void(std::string_view)> log);
    ~ScanFolder();

  private:
    struct Seen {
        std::uint64_t size{};
        std::filesystem::file_time_type changed{};
        std::chrono::steady_clock::time_point since{};
    };

    void loop(const std::stop_token& stop);
    void glance();
    bool is_complete(const std::filesystem::path& file, const Seen& seen) const;
    void take(const std::filesystem::path& file);
    void reject(const std::filesystem::path& file, std::string_view reason);

    Intake& intake_;
    ScanSettings settings_;
    std::function<void(std::string_view)> log_;
    std::map<std::filesystem::path, Seen> seen_;
    std::jthread thread_;
};

}  // namespace services
