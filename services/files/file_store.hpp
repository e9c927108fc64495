#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/content.hpp"
#include "core/result.hpp"

/// Bytes by their SHA-256: `objects/ab/cd/abcd…`, read-only once there. A name that exists is whole
/// and durable: the file is synced before it is renamed into place, and its folder after.
namespace services {

struct Stored {
    core::ContentHash hash;
    std::uint64_t size_bytes{};
};

class FileStore {
  public:
    /// Makes the folders that are missing.
    explicit FileStore(const std::filesystem::path& root);

    /// Takes a copy of the file's bytes. Throws std::system_error where the disk won't (ENOSPC,
    /// EDQUOT).
    Stored put_copy(const std::filesystem::path& source);
    /// Takes over a file that lies on the same volume (uploads/) and whose hash is known; the
    /// source is gone afterwards.
    Stored adopt(const std::filesystem::path& source, const core::ContentHash& hash, std::uint64_t size_bytes);
    Stored put_bytes(std::string_view bytes);
    /// Many small files at the price of two syncs of the volume: for filling a store, not for serving.
    std::vector<Stored> put_batch(const std::vector<std::string>& files);

    /// Where the bytes are; whether they exist is for the caller to see.
    std::filesystem::path path_of(const core::ContentHash& hash) const;
    bool has(const core::ContentHash& hash) const;

    /// Reads the bytes again and compares: true if they still have that hash.
    bool verify(const core::ContentHash& hash) const;

    /// Removes bytes that nothing needs any more; the caller knows. False where someone has put the same bytes within
    /// that time, and so may be about to need them, or where they are not there.
    bool remove_unused(const core::ContentHash& hash, std::chrono::seconds since);

    /// Every object, for `saglig verify`.
    void for_each(const std::function<void(const core::ContentHash&)>& visit) const;

    /// Makes a folder of this process's own the one for files on their way in, and removes what a process that had the
    /// same name, and died, left there. Before anything else is done with the store.
    void claim_uploads(const std::string& name);

    /// A folder on the same volume for files on their way in.
    const std::filesystem::path& uploads() const { return uploads_; }

  private:
    std::filesystem::path root_;
    std::filesystem::path uploads_;
};

/// The hash of a file's bytes, read in one pass.
Stored hash_of(const std::filesystem::path& file);

/// The media type by the first bytes, never by name: "application/pdf", "image/tiff", …, "text/plain",
/// "application/x-empty", and "application/octet-stream" where unknown.
std::string media_type_of(const std::filesystem::path& file);

}  // namespace services
