#include "services/store/content_store.hpp"

#include <algorithm>

#include "services/files/sha256.hpp"
#include "store_fixture.hpp"

using services::Content;
using services::ContentStore;
using services::ReadOutcome;
using services::StoredPage;
using services::Transaction;
using store_tests::StoreFixture;

namespace {

StoredPage a_page(std::int64_t number) {
    return {
        .number = number,
        .source = "recognised",
        .reason = {},
        .text = "Side " + std::to_string(number) + " på dansk",
        .confidence = 91,
        .width = 2480,
        .height = 3508,
        .words = services::sha256("words"),
        .picture = services::sha256("picture"),
        .thumbnail = {}};
}

}  // namespace

SCENARIO_METHOD(StoreFixture, "what is known of some bytes is kept once", "[store][contents]") {
    const auto hash = write([](Transaction& tx) { return store_tests::add_content(tx, 1); });
    write([](Transaction& tx) { store_tests::add_content(tx, 1); });
    auto content = read([&](Transaction& tx) { return ContentStore{tx}.find(hash).value(); });
    CHECK(content.media_type == "application/pdf");
    CHECK(content.size_bytes == 1001);
    CHECK(content.outcome == ReadOutcome::unread);
    CHECK(content.pdf.empty());
    CHECK_FALSE(read([](Transaction& tx) { return ContentStore{tx}.find(services::sha256("unknown")); }));
    WHEN("its pages are read, and read again") {
        content.outcome = ReadOutcome::partly;
        content.reason = "page_failed";
        content.page_count = 3;
        content.pdf = services::sha256("pdf");
        write([&](Transaction& tx) {
            ContentStore{tx}.set_read(content, {a_page(1), a_page(2), a_page(3)}, store_tests::morning());
        });
        content.page_count = 2;
        write([&](Transaction& tx) {
            ContentStore{tx}.set_read(content, {a_page(2), a_page(1)}, store_tests::morning());
        });
        THEN("the last reading counts") {
            read([&](Transaction& tx) {
                ContentStore contents{tx};
                const auto kept = contents.find(hash).value();
                CHECK(kept.outcome == ReadOutcome::partly);
                CHECK(kept.reason == "page_failed");
                CHECK(kept.page_count == 2);
                CHECK(kept.pdf == content.pdf);
                const auto pages = contents.pages(hash);
                REQUIRE(pages.size() == 2);
                CHECK(pages[0].number == 1);
                CHECK(pages[1].text == "Side 2 på dansk");
                CHECK(pages[1].confidence == 91);
                CHECK(pages[1].width == 2480);
                CHECK(pages[1].height == 3508);
                CHECK(pages[1].words == services::sha256("words"));
                CHECK(pages[1].picture == services::sha256("picture"));
                CHECK(pages[1].thumbnail.empty());
                CHECK(contents.page(hash, 2)->text == pages[1].text);
                CHECK_FALSE(contents.page(hash, 3));
                const auto heads = contents.page_heads(hash);
                REQUIRE(heads.size() == 2);
                CHECK(heads[0].text.empty());
                CHECK(heads[0].source == "recognised");
            });
        }
    }
}

SCENARIO_METHOD(StoreFixture, "originals are walked through in order of their hash", "[store][contents]") {
    std::vector<core::ContentHash> expected;
    write([&](Transaction& tx) {
        for (int n = 0; n < 10; ++n) expected.push_back(store_tests::add_content(tx, n));
    });
    std::ranges::sort(expected);
    std::vector<core::ContentHash> walked;
    for (core::ContentHash last;;) {
        const auto step = read([&](Transaction& tx) { return ContentStore{tx}.originals_after(last, 3); });
        if (step.empty()) break;
        walked.insert(walked.end(), step.begin(), step.end());
        last = step.back();
    }
    CHECK(walked == expected);
}
