#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/reading.hpp"

namespace ocr_test {

/// Speaks a worker's language without reading anything: page 2 crashes, page 3 never answers, page 4 answers with
/// nonsense, page 5 takes more memory than there is; all other pages are read. A file named "crash" kills at once, and
/// all of one named "liar" is said to be blacked out, without anything being written.
int run_unreliable_worker();

/// Gives up its rights as a worker does, then tries what it may not do any more, such as removing `file`. Returns
/// all_refused, with a bit more for each thing that was allowed.
int probe_sandbox(const std::filesystem::path& file);
inline constexpr int all_refused = 64;

/// This very program in another role.
std::vector<std::string> as(std::string role);

/// A folder of its own for each test, removed with all that is in it.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    /// A new empty folder inside.
    std::filesystem::path output();

  private:
    std::filesystem::path path_;
    int outputs_{};
};

/// Workers that read, shared by all tests of the program so that models are loaded once.
ocr::Readers& real_readers();
/// Reads with the shared workers into a new folder.
ocr::Reading read(Folder& folder, const std::filesystem::path& file, std::string_view media_type);

void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace ocr_test
