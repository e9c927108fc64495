#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.hpp"

struct evp_md_ctx_st;

namespace services {

/// A file on its way in: written to a new name in the upload folder and hashed on the way. Removed again unless it was
/// finished. It is not synced: whoever keeps it does that.
class UploadFile {
  public:
    /// Errors: out_of_space. Throws std::system_error where the folder can't be written.
    static core::Result<UploadFile> create(const std::filesystem::path& folder);
    ~UploadFile();
    UploadFile(UploadFile&& other) noexcept;
    UploadFile& operator=(UploadFile&&) = delete;

    /// Errors: out_of_space. Throws std::system_error on other failures to write.
    core::Result<void> write(std::string_view bytes);

    struct Finished {
        std::filesystem::path path;
        std::string sha256;  ///< hexadecimal, lower case
        std::uint64_t size_bytes{};
    };
    /// The file is the caller's from here.
    Finished finish();

  private:
    struct FreeDigest {
        void operator()(evp_md_ctx_st* digest) const noexcept;
    };
    UploadFile(std::filesystem::path path, int descriptor);

    std::filesystem::path path_;
    int descriptor_{-1};
    std::unique_ptr<evp_md_ctx_st, FreeDigest> digest_;
    std::uint64_t size_bytes_{};
};

/// Whether the error says that the disk, the quota or the largest file is reached.
bool is_out_of_space(const std::error_code& error);

}  // namespace services
