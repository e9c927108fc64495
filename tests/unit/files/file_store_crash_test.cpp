#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <string>

#include "folder.hpp"
#include "services/files/file_store.hpp"

namespace {

constexpr std::size_t hash_length = 64;

/// Puts files of many sizes without end, and tells each hash on `out` once it is acknowledged.
[[noreturn]] void put_until_killed(const std::filesystem::path& root, int out) {
    services::FileStore store{root};
    for (std::size_t n = 0;; ++n) {
        const auto bytes = std::to_string(n) + std::string((n * 7919) % 400'000, static_cast<char>('a' + n % 26));
        const auto hash = store.put_bytes(bytes).hash.text();
        if (::write(out, hash.data(), hash.size()) != static_cast<ssize_t>(hash.size())) ::_exit(1);
    }
}

}  // namespace

TEST_CASE("after kill -9 every name is whole, and what was acknowledged is there", "[files][crash]") {
    const files_tests::Folder folder;
    const auto root = folder.path() / "files";
    constexpr int lives = 12;
    for (int life = 0; life < lives; ++life) {
        std::array<int, 2> pipe{};
        REQUIRE(::pipe(pipe.data()) == 0);
        const auto child = ::fork();
        REQUIRE(child >= 0);
        if (child == 0) {
            ::close(pipe[0]);
            put_until_killed(root / std::to_string(life), pipe[1]);
        }
        ::close(pipe[1]);
        std::string told;
        std::array<char, 4096> buffer{};
        // Killed at some point while it works on, a different one in each life.
        const auto enough = hash_length * static_cast<std::size_t>(1 + life * 2);
        bool is_killed = false;
        for (ssize_t got = 0; (got = ::read(pipe[0], buffer.data(), buffer.size())) > 0;) {
            told.append(buffer.data(), static_cast<std::size_t>(got));
            if (told.size() < enough || is_killed) continue;
            REQUIRE(::kill(child, SIGKILL) == 0);
            is_killed = true;
        }
        ::close(pipe[0]);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));

        services::FileStore store{root / std::to_string(life)};
        std::size_t whole = 0;
        store.for_each([&](const core::ContentHash& hash) {
            CHECK(store.verify(hash));
            ++whole;
        });
        CHECK(whole >= told.size() / hash_length);
        for (std::size_t at = 0; at + hash_length <= told.size(); at += hash_length) {
            const auto hash = core::ContentHash::parse(told.substr(at, hash_length));
            REQUIRE(hash);
            CHECK(store.has(*hash));
        }
    }
}
