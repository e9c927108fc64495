#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace services {

/// A ZIP file being written, by libarchive. Throws std::runtime_error where the disk won't.
class ZipFile {
  public:
    explicit ZipFile(const std::filesystem::path& target);
    ~ZipFile();
    ZipFile(const ZipFile&) = delete;
    ZipFile& operator=(const ZipFile&) = delete;

    /// `name` is a path inside the archive, UTF-8, with '/' between its parts.
    void add(const std::string& name, std::string_view bytes);
    void add_file(const std::string& name, const std::filesystem::path& source);
    /// Writes the directory of the archive; without it the file is no ZIP.
    void finish();

  private:
    void begin_entry(const std::string& name, std::uint64_t size);
    void write(std::string_view bytes);

    archive* archive_;
};

}  // namespace services
