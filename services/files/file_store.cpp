#include "services/files/file_store.hpp"

#include <sys/stat.h>

#include <atomic>
#include <mutex>
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

void make_missing(const fs::path& folder) {
    if (fs::exists(folder)) return;
    make_missing(folder.parent_path());
    fs::create_directory(folder);
    sync_folder(folder.parent_path());
}

/// A folder's own name is durable only once the folder that holds it is synced. One at a time: whoever finds a folder
/// there must not go on before the one who made it has synced it.
void make_folder(const fs::path& folder) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock{one_at_a_time};
    make_missing(folder);
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

/// Whether the bytes are there already; then they are marked as put just now, which keeps remove_unused() from them.
bool is_put_again(const fs::path& target) {
    if (::utimensat(AT_FDCWD, target.c_str(), nullptr, 0) == 0) return true;
    if (errno == ENOENT || errno == ENOTDIR) return false;
    throw std::system_error(errno, std::generic_category(), target.string());
}

fs::path draft_name(const fs::path& uploads) {
    static std::atomic<std::uint64_t> count{0};
    return uploads / ("draft-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
}

}  // namespace

FileStore::FileStore(const fs::path& root) : root_(fs::absolute(root)), uploads_(root_ / "uploads") {
    make_folder(root_ / "objects");
    make_folder(uploads_);
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
    if (is_put_again(path_of(hash))) {
        sync_folder(path_of(hash).parent_path());  // as in adopt
        return {hash, bytes.size()};
    }
    const Draft draft{draft_name(uploads())};
    Descriptor{draft.path(), O_WRONLY | O_CREAT | O_EXCL, 0440}.write_all(bytes);
    return adopt(draft.path(), hash, bytes.size());
}

std::vector<Stored> FileStore::put_batch(const std::vector<std::string>& files) {
    std::vector<Stored> stored;
    std::vector<fs::path> drafts;
    stored.reserve(files.size());
    for (const auto& bytes : files) {
        stored.push_back({sha256(bytes), bytes.size()});
        drafts.push_back(draft_name(uploads()));
        Descriptor{drafts.back(), O_WRONLY | O_CREAT | O_EXCL, 0440}.write_all(bytes);
    }
    const Descriptor volume{root_, O_RDONLY | O_DIRECTORY};
    const auto sync_volume = [&] {
        if (::syncfs(volume.get()) != 0) throw std::system_error(errno, std::generic_category(), "syncfs");
    };
    sync_volume();  // the bytes before the names
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto target = path_of(stored[i].hash);
        fs::create_directories(target.parent_path());
        fs::rename(drafts[i], target);
    }
    sync_volume();
    return stored;
}

void FileStore::claim_uploads(const std::string& name) {
    uploads_ = root_ / "uploads" / name;
    make_folder(uploads_);
    for (const auto& entry : fs::directory_iterator(uploads_)) fs::remove_all(entry.path());
}

Stored FileStore::adopt(const fs::path& source, const core::ContentHash& hash, std::uint64_t size_bytes) {
    const auto target = path_of(hash);
    if (is_put_again(target)) {
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

bool FileStore::remove_unused(const core::ContentHash& hash, std::chrono::seconds since) {
    const auto target = path_of(hash);
    const auto is_young = [&](const fs::path& file) {
        std::error_code missing;
        const auto put_at = fs::last_write_time(file, missing);
        return missing || put_at > fs::file_time_type::clock::now() - since;
    };
    if (is_young(target)) return false;
    // Under another name first: whoever puts these bytes now finds none and writes them anew, and whoever found them
    // before has left the mark that is looked for.
    const auto aside = draft_name(uploads());
    std::error_code missing;
    fs::rename(target, aside, missing);
    if (missing) return false;
    if (is_young(aside)) {
        fs::rename(aside, target);
        return false;
    }
    fs::remove(aside);
    sync_folder(target.parent_path());
    return true;
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
