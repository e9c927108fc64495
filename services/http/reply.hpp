#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "services/http/message.hpp"

namespace services {

/// A file being sent. Owns the descriptor.
class FileReader {
  public:
    FileReader() = default;
    /// Throws std::system_error where the file can't be opened.
    explicit FileReader(const std::filesystem::path& path);
    ~FileReader();
    FileReader(FileReader&& other) noexcept;
    FileReader& operator=(FileReader&& other) noexcept;

    std::uint64_t size() const { return size_; }
    void limit(std::uint64_t first, std::uint64_t count);
    std::uint64_t left() const { return left_; }
    /// Appends the next bytes to `out`, at most `count_max`. Throws std::system_error; also where the file has shrunk.
    void read(std::string& out, std::size_t count_max);

  private:
    int descriptor_{-1};
    std::uint64_t size_{}, offset_{}, left_{};
};

/// A response as it goes out.
struct Outgoing {
    int status{};
    std::string bytes;                                 ///< the head, and as much of the body as fits
    std::string text;                                  ///< then this,
    std::string_view fixed;                            ///< then this,
    FileReader file;                                   ///< then what is left of this,
    std::function<std::optional<std::string>()> poll;  ///< or events until they end,
    std::chrono::milliseconds longest_pause{};         ///< asked for at least so often
    bool closes{};                                     ///< the connection ends after it
};

enum class Connection { keep_alive, close };

/// Lays a response out: conditional requests, ranges, HEAD, the security headers a handler did not set itself. Reads
/// the first piece of a file, so that small files cost no second visit to the disk. Throws std::system_error where a
/// file can't be read.
Outgoing lay_out(Response response, const Request& request, Connection connection);

inline constexpr std::size_t piece_bytes = 128u << 10;  ///< of a file, read and sent at once

}  // namespace services
