#pragma once

#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

namespace files_tests {

/// A folder of the test's own, gone with it.
class Folder {
  public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "saglig-files-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

    /// A file with these bytes.
    std::filesystem::path file(std::string_view name, std::string_view bytes) const {
        const auto path = path_ / name;
        std::ofstream{path, std::ios::binary} << bytes;
        return path;
    }

  private:
    std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace files_tests
