#include "services/store/post_list_store.hpp"

#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "store_fixture.hpp"

using core::PostListId;
using services::PostListStore;
using services::PostState;
using services::Transaction;
using store_tests::StoreFixture;

namespace {

const core::Date today = core::danish_date(store_tests::morning());

struct ListFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);
    core::CaseId in_case = write([&](Transaction& tx) { return services::CaseStore{tx}.add(a_case(town, 1)); });
    std::int64_t documents = 0;

    struct Entry {
        PostListId id;
        core::DocumentId document;
    };
    Entry add(PostState state, bool document_public = true, core::Date day = today) {
        return write([&](Transaction& tx) {
            auto made = store_tests::a_document(town, in_case, ++documents);
            const auto document = services::DocumentStore{tx}.add(made);
            const auto id = PostListStore{tx}.add(
                {.id = {},
                 .document = document,
                 .unit = town.office,
                 .state = state,
                 .reason = R"([{"what":"cpr"}])",
                 .listed_on = day,
                 .title = "Brev om carport",
                 .correspondent = "En borger",
                 .document_public = document_public}
            );
            return Entry{id, document};
        });
    }
    template <class F>
    auto list(F&& work) {
        return read([&](Transaction& tx) { return work(PostListStore{tx}); });
    }
};

}  // namespace

SCENARIO_METHOD(ListFixture, "only what is published is shown to the public", "[store][post_list]") {
    const auto published = add(PostState::published);
    const auto closed = add(PostState::published, false);
    const auto held = add(PostState::held);
    const auto withheld = add(PostState::withheld);
    for (const auto& hidden : {held, withheld}) {
        CHECK_FALSE(list([&](auto store) { return store.public_entry(hidden.id); }));
        CHECK_FALSE(list([&](auto store) { return store.public_document(hidden.document); }));
    }
    CHECK(list([&](auto store) { return store.public_document(published.document); }));
    CHECK(list([&](auto store) { return store.public_entry(closed.id); }));
    CHECK_FALSE(list([&](auto store) { return store.public_document(closed.document); }));
    CHECK(list([&](auto store) { return store.public_between(today, today, 100); }).size() == 2);
    CHECK(list([&](auto store) { return store.newest_public(100); }).size() == 2);
    CHECK(list([&](auto store) { return store.public_after(PostListId{}, 100); }).size() == 2);
    CHECK(list([&](auto store) { return store.newest_public(1); }).front().id == closed.id);
}

SCENARIO_METHOD(ListFixture, "what the public sees are the public words", "[store][post_list]") {
    const auto entry = add(PostState::published);
    const auto shown = list([&](auto store) { return store.public_entry(entry.id); });
    REQUIRE(shown);
    CHECK(shown->title == "Brev om carport");
    CHECK(shown->correspondent == "En borger");
    CHECK(shown->case_title == "Byggesag 1");
    CHECK(shown->case_number == "2026-1");
    CHECK(shown->document_number == 1);
    CHECK(shown->direction == core::Direction::incoming);
    CHECK(shown->letter_date == today - std::chrono::days{2});
    CHECK(shown->received == today);
    CHECK(shown->listed_on == today);
    CHECK(shown->unit == "Byg og Miljø");
    CHECK(shown->subject == "02.34.02");
    CHECK(shown->document_public);
}

SCENARIO_METHOD(ListFixture, "the list is of the days that are asked for, newest first", "[store][post_list]") {
    using std::chrono::days;
    const auto old = add(PostState::published, true, today - days{8});
    const auto newer = add(PostState::published, true, today - days{1});
    const auto newest = add(PostState::published, true, today);
    const auto shown = list([&](auto store) { return store.public_between(today - days{7}, today, 100); });
    REQUIRE(shown.size() == 2);
    CHECK(shown[0].id == newest.id);
    CHECK(shown[1].id == newer.id);
    CHECK(
        list([&](auto store) { return store.public_between(today - days{8}, today - days{8}, 100); }).front().id ==
        old.id
    );
    CHECK(list([&](auto store) { return store.public_between(today, today - days{1}, 100); }).empty());
}

SCENARIO_METHOD(ListFixture, "a held entry is decided once", "[store][post_list]") {
    const auto entry = add(PostState::held, false);
    const auto decide = [&](PostState state, bool document_public) {
        return write([&](Transaction& tx) {
            auto decided = PostListStore{tx}.find(entry.id).value();
            decided.state = state;
            decided.title = "Nyt ord for det";
            decided.reason = "[]";
            decided.document_public = document_public;
            return PostListStore{tx}.decide(decided, town.registrar, store_tests::morning());
        });
    };
    WHEN("the machine looks at it again") {
        write([&](Transaction& tx) { PostListStore{tx}.set_checked(entry.id, PostState::published, "[]"); });
        CHECK(list([&](auto store) { return store.public_entry(entry.id); }));
        CHECK_FALSE(decide(PostState::withheld, false));
    }
    WHEN("a person decides") {
        CHECK(decide(PostState::published, true));
        CHECK_FALSE(decide(PostState::withheld, false));
        THEN("it stays so, and what was found stays on record") {
            const auto kept = list([&](auto store) { return store.find(entry.id); });
            REQUIRE(kept);
            CHECK(kept->state == PostState::published);
            CHECK(kept->document_public);
            CHECK(kept->title == "Nyt ord for det");
            CHECK(kept->correspondent == "En borger");
            CHECK(kept->reason == R"([{"what":"cpr"}])");
            write([&](Transaction& tx) { PostListStore{tx}.set_checked(entry.id, PostState::withheld, "[]"); });
            CHECK(list([&](auto store) { return store.public_entry(entry.id); }));
        }
    }
    CHECK(list([&](auto store) { return store.of_document(entry.document); })->id == entry.id);
}

SCENARIO_METHOD(ListFixture, "held entries are shown to those who may read the document", "[store][post_list]") {
    add(PostState::published);
    const auto entry = add(PostState::held);
    const auto outsider = write([&](Transaction& tx) {
        return store_tests::add_user(tx, "politician", {{core::Role::politician, town.root}});
    });
    const auto seen = list([&](auto store) { return store.held(town.leader, 10); });
    REQUIRE(seen.size() == 1);
    CHECK(seen.front().entry.id == entry.id);
    CHECK(seen.front().entry.reason == R"([{"what":"cpr"}])");
    CHECK(seen.front().as_public.title == "Brev om carport");
    CHECK(list([&](auto store) { return store.count_held(town.leader); }) == 1);
    CHECK(list([&](auto store) { return store.held(outsider, 10); }).empty());
    CHECK(list([&](auto store) { return store.count_held(outsider); }) == 0);
}
