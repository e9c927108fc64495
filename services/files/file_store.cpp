#include "services/files/file_store.hpp"

#include <sys/stat.h>

#include <atomic>
#include <vector>

#include "services/files/descriptor.hpp"
#include "services/files/sha256.hpp"

namespace services {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

/// Calls `take` with each piece of the file.
template <class Take>
void read_pieces(const fs::path& file, Take take) {
    Descriptor in{file, O_RDONLY};
    std::vector<char> buffer(buffer_bytes);
    while (const auto got = in.read_some(buffer.data(), buffer.size())) take({buffer.data(), got});
}

/// A folder's own name is durable only once the folder that holds it is synced.
void make_folder(const fs::path& folder) {
    if (fs::exists(folder)) return;
    make_folder(folder.parent_path());
    fs::create_directory(folder);
    sync_folder(folder.parent_path());
}

/// Removes a half-made file when its making fails.
class Draft {
  public:
    explicit Draft(fs::path path) : path_(std::move(path)) {}
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft() {
        std::error_code gone;
        fs::remove(path_, gone);
    }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

fs::path draft_name(const fs::path& uploads) {
    static std::atomic<std::uint64_t> count{0};
    return uploads / ("draft-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
}

}  // namespace

FileStore::FileStore(fs::path root) : root_(fs::absolute(std::move(root))) {
    make_folder(root_ / "objects");
    make_folder(root_ / "uploads");
}

fs::path FileStore::path_of(const core::ContentHash& hash) const {
    const auto& text = hash.text();
    return root_ / "objects" / text.substr(0, 2) / text.substr(2, 2) / text;
}

bool FileStore::has(const core::ContentHash& hash) const {
    return !hash.empty() && fs::exists(path_of(hash));
}

Stored FileStore::put_copy(const fs::path& source) {
    const Draft draft{draft_name(uploads())};
    Stored stored;
    {
        Descriptor out{draft.path(), O_WRONLY | O_CREAT | O_EXCL, 0440};
        Sha256 hash;
        read_pieces(source, [&](std::string_view piece) {
            hash.add(piece);
            out.write_all(piece);
            stored.size_bytes += piece.size();
        });
        stored.hash = hash.finish();
    }
    return adopt(draft.path(), stored.hash, stored.size_bytes);
}

Stored FileStore::put_bytes(std::string_view bytes) {
    const auto hash = sha256(bytes);
    if (has(hash)) return {hash, bytes.size()};
    const Draft draft{draft_name(uploads())};
    Descriptor{draft.path(), O_WRONLY | O_CREAT | O_EXCL, 0440}.write_all(bytes);
    return adopt(draft.path(), hash, bytes.size());
}

Stored FileStore::adopt(const fs::path& source, const core::ContentHash& hash, std::uint64_t size_bytes) {
    const auto target = path_of(hash);
    if (fs::exists(target)) {
        // Whoever made it may not have synced its folder yet; the name must be durable before we
        // say so.
        sync_folder(target.parent_path());
        fs::remove(source);
        return {hash, size_bytes};
    }
    make_folder(target.parent_path());
    Descriptor{source, O_RDONLY}.sync();
    fs::permissions(source, fs::perms::owner_read | fs::perms::group_read);
    fs::rename(source, target);
    sync_folder(target.parent_path());
    return {hash, size_bytes};
}

bool FileStore::verify(const core::ContentHash& hash) const {
    return has(hash) && hash_of(path_of(hash)).hash == hash;
}

void FileStore::for_each(const std::function<void(const core::ContentHash&)>& visit) const {
    for (const auto& entry : fs::recursive_directory_iterator(root_ / "objects")) {
        if (!entry.is_regular_file()) continue;
        if (const auto hash = core::ContentHash::parse(entry.path().filename().string())) visit(*hash);
    }
}

Stored hash_of(const fs::path& file) {
    Sha256 hash;
    std::uint64_t size = 0;
    read_pieces(file, [&](std::string_view piece) {
        hash.add(piece);
        size += piece.size();
    });
    return {hash.finish(), size};
}

}  // namespace services
