#include "services/files/file_store.hpp"

#include <sys/resource.h>
#include <csignal>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <vector>

#include "folder.hpp"
#include "services/files/sha256.hpp"

namespace fs = std::filesystem;
using files_tests::bytes_of;
using files_tests::Folder;
using services::FileStore;
using services::sha256;

namespace {

std::size_t objects_in(const FileStore& store) {
    std::size_t count = 0;
    store.for_each([&](const core::ContentHash&) { ++count; });
    return count;
}

bool has_drafts(const FileStore& store) {
    return !fs::is_empty(store.uploads());
}

/// For its lifetime, files of this process can't grow beyond `bytes`: as on a disk without room.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &old_);
        rlimit limited = old_;
        limited.rlim_cur = bytes;
        is_set_ = ::setrlimit(RLIMIT_FSIZE, &limited) == 0;
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }
    bool is_set() const { return is_set_; }

  private:
    rlimit old_{};
    void (*old_handler_)(int);
    bool is_set_{false};
};

}  // namespace

TEST_CASE("bytes are kept under their hash, read-only", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    const std::string bytes = GENERATE(std::string{}, std::string{"Kære kommune"}, std::string(1'000'000, 'x'));
    const auto stored = store.put_bytes(bytes);
    CHECK(stored.hash == sha256(bytes));
    CHECK(stored.size_bytes == bytes.size());
    CHECK(store.has(stored.hash));
    CHECK(store.verify(stored.hash));
    const auto path = store.path_of(stored.hash);
    CHECK(bytes_of(path) == bytes);
    const auto& text = stored.hash.text();
    CHECK(
        fs::relative(path, folder.path()) == fs::path{"files/objects"} / text.substr(0, 2) / text.substr(2, 2) / text
    );
    CHECK((fs::status(path).permissions() & (fs::perms::owner_write | fs::perms::others_all)) == fs::perms::none);
    CHECK_FALSE(has_drafts(store));
    WHEN("the same bytes come again, and the store is opened again") {
        CHECK(store.put_bytes(bytes).hash == stored.hash);
        CHECK(FileStore{folder.path() / "files"}.has(stored.hash));
        CHECK(objects_in(store) == 1);
        CHECK_FALSE(has_drafts(store));
    }
}

TEST_CASE("a copy is taken of a file, and the file stays", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    const std::string bytes(700'000, 'y');  // more than one piece
    const auto source = folder.file("scan.pdf", bytes);
    const auto stored = store.put_copy(source);
    CHECK(stored.hash == sha256(bytes));
    CHECK(stored.size_bytes == bytes.size());
    CHECK(bytes_of(source) == bytes);
    CHECK(bytes_of(store.path_of(stored.hash)) == bytes);
    CHECK(store.put_copy(source).hash == stored.hash);
    CHECK(objects_in(store) == 1);
    CHECK_FALSE(has_drafts(store));
    CHECK_THROWS_AS(store.put_copy(folder.path() / "nothing"), std::system_error);
}

TEST_CASE("an upload is taken over, once or twice", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    for (int time = 0; time < 2; ++time) {
        const auto upload = store.uploads() / "upload";
        fs::copy_file(folder.file("brev", "bytes"), upload);
        const auto stored = store.adopt(upload, sha256("bytes"), 5);
        CHECK(stored.size_bytes == 5);
        CHECK_FALSE(fs::exists(upload));
        CHECK(store.verify(stored.hash));
        CHECK((fs::status(store.path_of(stored.hash)).permissions() & fs::perms::owner_write) == fs::perms::none);
    }
    CHECK(objects_in(store) == 1);
}

TEST_CASE("a byte that has changed is found", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    const auto good = store.put_bytes("the good bytes").hash;
    const auto bad = store.put_bytes("the bad bytes").hash;
    const auto path = store.path_of(bad);
    fs::permissions(path, fs::perms::owner_all);
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(4);
        file.put('B');
    }
    CHECK(store.verify(good));
    CHECK_FALSE(store.verify(bad));
    CHECK_FALSE(store.verify(sha256("never put")));
    CHECK_FALSE(store.has(core::ContentHash{}));
    fs::resize_file(path, 3);
    CHECK_FALSE(store.verify(bad));
}

TEST_CASE("every object is visited, and nothing else", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    std::vector<core::ContentHash> expected;
    for (int n = 0; n < 20; ++n) expected.push_back(store.put_bytes("object " + std::to_string(n)).hash);
    std::ofstream{folder.path() / "files" / "objects" / "README"} << "not an object";
    std::vector<core::ContentHash> visited;
    store.for_each([&](const core::ContentHash& hash) { visited.push_back(hash); });
    std::ranges::sort(expected);
    std::ranges::sort(visited);
    CHECK(visited == expected);
}

TEST_CASE("many who put the same bytes at once put one object", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    std::atomic<int> faults{0};
    {
        std::vector<std::jthread> crowd;
        for (int thread = 0; thread < 6; ++thread)
            crowd.emplace_back([&] {
                for (int n = 0; n < 30; ++n) {
                    const auto bytes = "shared " + std::to_string(n);
                    try {
                        if (store.put_bytes(bytes).hash != sha256(bytes)) ++faults;
                        if (bytes_of(store.path_of(sha256(bytes))) != bytes) ++faults;
                    } catch (const std::exception&) {
                        ++faults;
                    }
                }
            });
    }
    CHECK(faults == 0);
    CHECK(objects_in(store) == 30);
    CHECK_FALSE(has_drafts(store));
}

TEST_CASE("where there is no room for the bytes, nothing is left of them", "[files]") {
    const Folder folder;
    FileStore store{folder.path() / "files"};
    const std::string bytes(300'000, 'z');
    const auto source = folder.file("scan.pdf", bytes);
    bool is_limited = false;
    int failures = 0;
    {
        const FileSizeLimit limit{100'000};
        is_limited = limit.is_set();
        try {
            store.put_bytes(bytes);
        } catch (const std::system_error&) {
            ++failures;
        }
        try {
            store.put_copy(source);
        } catch (const std::system_error&) {
            ++failures;
        }
    }
    REQUIRE(is_limited);
    CHECK(failures == 2);
    CHECK_FALSE(store.has(sha256(bytes)));
    CHECK(objects_in(store) == 0);
    CHECK_FALSE(has_drafts(store));
    CHECK(store.verify(store.put_copy(source).hash));  // there is room again
}
