#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace services {

/// An open file, closed with its owner. Failures are std::system_error with the path.
class Descriptor {
  public:
    Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {
        if (fd_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
    }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }

    int get() const { return fd_; }

    void write_all(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(fd_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) throw std::system_error(errno, std::generic_category(), "write");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    /// 0 at the end.
    std::size_t read_some(char* buffer, std::size_t size) {
        for (;;) {
            const auto got = ::read(fd_, buffer, size);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "read");
        }
    }

    void sync() {
        if (::fsync(fd_) != 0) throw std::system_error(errno, std::generic_category(), "fsync");
    }

  private:
    int fd_;
};

/// Makes renames and new names in a folder durable.
inline void sync_folder(const std::filesystem::path& folder) {
    Descriptor{folder, O_RDONLY | O_DIRECTORY}.sync();
}

}  // namespace services
