#pragma once

#include <filesystem>
#include <string>

#include "services/files/file_store.hpp"
#include "services/identity/token.hpp"

/// A file for a letter to take over (LetterAttachment), under a name of its own, and gone again where no letter does.
namespace services {

class PassingFile {
  public:
    explicit PassingFile(const FileStore& files) : path_(files.uploads() / ("letter-" + random_token() + ".pdf")) {}
    ~PassingFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    PassingFile(const PassingFile&) = delete;
    PassingFile& operator=(const PassingFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace services
