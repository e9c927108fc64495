#include <atomic>
#include <thread>

#include "index_fixture.hpp"

TEST_CASE_METHOD(IndexFixture, "without an index every answer is empty, until a writer makes one", "[search]") {
    CHECK(find("hund").total == 0);
    CHECK(find("").hits.empty());
    CHECK(reader.position() == core::EventId{0});
    index({document(1, "hund")});
    CHECK(ids("hund") == Ids{1});
    CHECK(reader.position() == core::EventId{1});
}

TEST_CASE_METHOD(IndexFixture, "a commit is in the very next answer", "[search]") {
    search::Writer writer(folder);
    for (int id = 1; id <= 20; ++id) {
        writer.put(document(id, "hund"));
        CHECK(find("hund").total == static_cast<std::uint64_t>(id - 1));
        writer.commit(core::EventId{id});
        CHECK(find("hund").total == static_cast<std::uint64_t>(id));
        CHECK(reader.position() == core::EventId{id});
    }
}

TEST_CASE_METHOD(IndexFixture, "the reader goes over to another index", "[search]") {
    index({document(1, "hund")});
    const auto beside = home.path() / "beside";
    {
        search::Writer writer(beside);
        writer.put(document(2, "hund"));
        writer.commit(core::EventId{9});
    }
    SECTION("when it is told to") {
        reader.switch_to(beside);
    }
    SECTION("when it is put in the place of the first") {
        CHECK(ids("hund") == Ids{1});
        std::filesystem::rename(folder, home.path() / "old");
        CHECK(find("hund").total == 0);
        std::filesystem::rename(beside, folder);
    }
    CHECK(ids("hund") == Ids{2});
    CHECK(reader.position() == core::EventId{9});
}

TEST_CASE_METHOD(IndexFixture, "questions are answered whole while the index is written and exchanged", "[search]") {
    const auto beside = home.path() / "beside";
    const auto fill = [](const std::filesystem::path& where) {
        search::Writer writer(where);
        for (int id = 1; id <= 50; ++id) writer.put(document(id, "hund", {"en hund på en side"}));
        writer.commit(core::EventId{1});
    };
    fill(folder);
    fill(beside);
    std::atomic<bool> stop{false};
    std::atomic<int> asked{0}, wrong{0};
    std::vector<std::thread> askers;
    for (int asker = 0; asker < 3; ++asker) {
        askers.emplace_back([&] {
            while (!stop) {
                try {
                    const auto answer = reader.find(query("hund"));
                    if (!answer || answer.value().total != 50 || answer.value().hits.size() != 20) ++wrong;
                } catch (...) {
                    ++wrong;
                }
                ++asked;
            }
        });
    }
    {
        search::Writer writer(folder);
        for (int round = 0; round < 30; ++round) {
            // Always the same entries anew: a reader of an older commit finds its blocks overwritten.
            for (int id = 1; id <= 50; ++id) writer.put(document(id, "hund", {"en hund på en side"}));
            writer.commit(core::EventId{round + 2});
            reader.switch_to(round % 2 == 0 ? beside : folder);
        }
    }
    while (asked < 50) std::this_thread::yield();
    stop = true;
    for (auto& asker : askers) asker.join();
    CHECK(wrong == 0);
}
