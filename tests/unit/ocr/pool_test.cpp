// How the pool bears workers that crash, hang and lie. The workers here are unreliable ones (workers.hpp).
#include <signal.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "ocr/messages.hpp"
#include "ocr/redaction.hpp"
#include "tests/unit/ocr/workers.hpp"

namespace {

using namespace std::chrono_literals;
using ocr::Outcome;
using ocr::TextSource;
using ocr_test::Folder;

ocr::Limits impatient() {
    ocr::Limits limits;
    limits.page_wall = 1s;
    limits.page_cpu = 1s;
    return limits;
}

ocr::Reading read_seven_pages(ocr::Readers& readers, Folder& folder) {
    const auto file = folder.path() / "letter";
    ocr_test::write_file(file, "seven pages");
    return readers.read(file, "image/tiff", folder.output(), {});
}

}  // namespace

TEST_CASE("a page that kills its worker fails alone and says so", "[ocr]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    Folder folder;
    const ocr::Reading reading = read_seven_pages(readers, folder);
    CHECK(reading.outcome == Outcome::partly);
    CHECK(reading.page_count == 7);
    REQUIRE(reading.pages.size() == 7);
    CHECK(reading.pages[1].reason == "page_crashed");
    CHECK(reading.pages[2].reason == "page_too_slow");
    CHECK(reading.pages[3].reason == "page_crashed");
    CHECK(reading.pages[4].reason == "out_of_memory");
    for (const int good : {1, 6, 7}) {
        const ocr::Page& page = reading.pages[static_cast<std::size_t>(good - 1)];
        CHECK(page.number == good);
        CHECK(page.source == TextSource::recognised);
        CHECK(page.text == "side " + std::to_string(good) + "\n");
    }
    CHECK(reading.pages[1].source == TextSource::none);
}

TEST_CASE("a file that kills every worker fails and the next one is read", "[ocr]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    Folder folder;
    const auto file = folder.path() / "crash";
    ocr_test::write_file(file, "x");
    const auto crashed = readers.read(file, "image/png", folder.output(), {});
    CHECK(crashed.outcome == Outcome::failed);
    CHECK(crashed.reason == "page_crashed");
    CHECK(read_seven_pages(readers, folder).outcome == Outcome::partly);
}

TEST_CASE("progress is told after every page and ends at the last", "[ocr]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    Folder folder;
    ocr_test::write_file(folder.path() / "letter", "x");
    int calls = 0;
    const auto told = [&](const ocr::Progress& progress) {
        ++calls;
        CHECK(progress.pages_done == calls);
        CHECK(progress.page_count == 7);
    };
    readers.read(folder.path() / "letter", "image/tiff", folder.output(), told);
    CHECK(calls == 7);
}

TEST_CASE("a caller that throws from its progress leaves the pool working", "[ocr]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    Folder folder;
    ocr_test::write_file(folder.path() / "letter", "x");
    const auto stop = [](const ocr::Progress&) { throw std::runtime_error("stopped"); };
    CHECK_THROWS(readers.read(folder.path() / "letter", "image/tiff", folder.output(), stop));
    CHECK(read_seven_pages(readers, folder).pages.size() == 7);
}

TEST_CASE("several files are read at once", "[ocr]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    std::atomic<int> complete{0};
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 3; ++i)
            callers.emplace_back([&] {
                Folder folder;
                if (read_seven_pages(readers, folder).pages.at(6).source == TextSource::recognised) ++complete;
            });
    }
    CHECK(complete == 3);
}

TEST_CASE("a worker killed between two files is replaced unnoticed", "[ocr]") {
    auto& readers = ocr_test::real_readers();
    Folder folder;
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (readers.worker_ids().empty() && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    for (const int id : readers.worker_ids()) kill(id, SIGKILL);
    ocr_test::write_file(folder.path() / "text.png", "not a picture");
    CHECK(ocr_test::read(folder, folder.path() / "text.png", "image/png").reason == "not_what_it_says");
    for (const int id : readers.worker_ids()) CHECK(kill(id, 0) == 0);
}

TEST_CASE("a worker that can't be started is an error of the house, not of the file", "[ocr]") {
    ocr::Readers readers{{"/nonexistent/worker"}, impatient()};
    Folder folder;
    ocr_test::write_file(folder.path() / "letter", "x");
    CHECK_THROWS_AS(readers.read(folder.path() / "letter", "image/tiff", folder.output(), {}), std::runtime_error);
}

TEST_CASE("a page that kills its worker while it is blacked out leaves nothing to hand over", "[ocr][redaction]") {
    ocr::Readers readers{ocr_test::as("unreliable-worker"), impatient()};
    Folder folder;
    ocr::RedactionOrder order;
    order.media_type = "image/tiff";
    for (int number = 1; number <= 7; ++number) {
        order.pages.emplace_back();
        order.pages.back().number = number;
        order.pages.back().width = order.pages.back().height = 100;
    }
    SECTION("it crashes") {
        order.file = folder.path() / "letter";
        ocr_test::write_file(order.file, "seven pages");
        const auto redaction = readers.redact(order, folder.output(), {});
        CHECK(redaction.outcome == Outcome::failed);
        CHECK_FALSE(redaction.reason.empty());
        CHECK(redaction.path.empty());
    }
    SECTION("it says that it is done and has written nothing") {
        order.file = folder.path() / "liar";
        ocr_test::write_file(order.file, "seven pages");
        const auto redaction = readers.redact(order, folder.output(), {});
        CHECK(redaction.outcome == Outcome::failed);
        CHECK(redaction.reason == "damaged");
        CHECK(redaction.path.empty());
    }
}

TEST_CASE("orders and findings of a redaction are understood as they were meant", "[ocr][redaction]") {
    ocr::Order order;
    order.task = ocr::Task::check_page;
    order.redaction.covers = {{3, {10, 20, 30, 40}, "§ 30"}};
    order.redaction.gone = {{"Hansen", {11, 21, 20, 10}, 90, 4}};
    order.redaction.phrases = {"Hansen", "010203-1234"};
    order.redaction.parts = {{"/a/b.pdf", "Bilag 1", "Bilag"}};
    const auto understood = ocr::order_from_json(ocr::to_json(order));
    REQUIRE(understood);
    const auto& work = understood.value().redaction;
    REQUIRE(work.covers.size() == 1);
    CHECK(work.covers[0].page == 3);
    CHECK(work.covers[0].box.height == 40);
    CHECK(work.covers[0].label == "§ 30");
    CHECK(work.gone.at(0).text == "Hansen");
    CHECK(work.phrases == order.redaction.phrases);
    CHECK(work.parts.at(0).stamp == "Bilag");

    ocr::Answer answer;
    answer.found = {{{7, "Hansen"}}, 3};
    const auto heard = ocr::answer_from_json(ocr::to_json(answer));
    REQUIRE(heard);
    CHECK(heard.value().found.leaks.at(0).word == "Hansen");
    CHECK(heard.value().found.words_hidden == 3);

    SECTION("a worker that was taken over can't tell of pages that there are not") {
        answer.found.leaks[0].page = -1;
        CHECK_FALSE(ocr::answer_from_json(ocr::to_json(answer)));
    }
}
