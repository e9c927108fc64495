#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <thread>

#include "index_fixture.hpp"

namespace {

constexpr int entries_per_commit = 7;

/// Puts entries without end and tells through the pipe what was committed. Entry n is of event n.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int pipe) {
    try {
        search::Writer writer(folder);
        for (auto event = writer.position().value + 1;; ++event) {
            writer.put(document(event, "hund", {"side et af " + std::to_string(event), "side to"}));
            if (event % entries_per_commit != 0) continue;
            writer.commit(core::EventId{event});
            if (::write(pipe, &event, sizeof event) != sizeof event) break;
        }
    } catch (...) {
    }
    ::_exit(1);
}

/// The last event that a writer said was committed before it was killed, some time after its first commit.
std::int64_t run_and_kill(const std::filesystem::path& folder, std::chrono::microseconds after) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    if (child == 0) write_until_killed(folder, ends[1]);
    ::close(ends[1]);
    std::int64_t committed = 0;
    REQUIRE(::read(ends[0], &committed, sizeof committed) == sizeof committed);
    // The moment is the test's random input, not something that is waited for.
    std::this_thread::sleep_for(after);  // bounded wait
    ::kill(child, SIGKILL);
    while (::read(ends[0], &committed, sizeof committed) == sizeof committed) continue;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return committed;
}

}  // namespace

TEST_CASE_METHOD(IndexFixture, "an index whose writer is killed at any moment has all that was committed", "[search]") {
    std::mt19937 random(17);
    std::uniform_int_distribution<int> microseconds(0, 30'000);
    for (int round = 0; round < 12; ++round) {
        const auto committed = run_and_kill(folder, std::chrono::microseconds{microseconds(random)});
        const auto position = reader.position().value;
        CAPTURE(round, committed, position);
        CHECK(position >= committed);
        CHECK(position <= committed + entries_per_commit);
        CHECK(position % entries_per_commit == 0);
        CHECK(search::Writer(folder).position() == core::EventId{position});

        // Everything up to the position is there, once; something after it may be.
        auto asked = query("hund");
        asked.limit = 100;
        asked.order = search::Order::newest;
        const auto answer = find(asked);
        CHECK(answer.total >= static_cast<std::uint64_t>(position));
        CHECK(answer.total <= static_cast<std::uint64_t>(position + entries_per_commit));
        Ids unique;
        for (const auto& hit : answer.hits) unique.insert(hit.id);
        CHECK(unique.size() == answer.hits.size());
        CHECK(find(std::to_string(position)).total >= 1);
    }
}
