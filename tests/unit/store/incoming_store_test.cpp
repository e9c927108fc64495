#include "services/store/incoming_store.hpp"

#include <algorithm>

#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "store_fixture.hpp"

using core::IncomingId;
using core::IncomingState;
using services::IncomingFilter;
using services::IncomingStore;
using services::Transaction;
using std::chrono::seconds;
using store_tests::an_item;
using store_tests::StoreFixture;

namespace {

struct PostFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);

    IncomingId add(const core::IncomingItem& made) {
        return write([&](Transaction& tx) { return IncomingStore{tx}.add(made); });
    }
    core::IncomingItem find(IncomingId id) {
        return read([&](Transaction& tx) { return IncomingStore{tx}.find(id).value(); });
    }
    std::optional<IncomingId> next(IncomingId after) {
        return read([&](Transaction& tx) { return IncomingStore{tx}.next_waiting(town.registrar, after); });
    }
    core::DocumentId add_document() {
        return write([&](Transaction& tx) {
            const auto in_case = services::CaseStore{tx}.add(store_tests::a_case(town, 1));
            return services::DocumentStore{tx}.add(store_tests::a_document(town, in_case, 1));
        });
    }
    core::Result<void> journal(IncomingId id, std::int64_t version, core::DocumentId document) {
        return db->write_with([&](Transaction& tx) { return IncomingStore{tx}.set_journaled(id, version, document); });
    }
};

}  // namespace

SCENARIO_METHOD(PostFixture, "an item is read as it was received", "[store][incoming]") {
    auto made = an_item(town, 1);
    made.reason = "encrypted";
    made.assigned_to = town.caseworker;
    made.first_words = "Kære kommune";
    const auto kept = find(add(made));
    CHECK(kept.received_at == made.received_at);
    CHECK(kept.channel == made.channel);
    CHECK(kept.file_name == made.file_name);
    CHECK(kept.content == town.content);
    CHECK(kept.size_bytes == 1000);
    CHECK(kept.media_type == "application/pdf");
    CHECK(kept.state == IncomingState::received);
    CHECK(kept.reason == "encrypted");
    CHECK(kept.first_words == "Kære kommune");
    CHECK(kept.unit == town.root);
    CHECK(kept.assigned_to == town.caseworker);
    CHECK(kept.access_group == town.post);
    CHECK_FALSE(kept.duplicate_of);
    CHECK_FALSE(kept.document);
    CHECK(kept.version == 1);
}

SCENARIO_METHOD(PostFixture, "the same bytes twice are two items, and the earliest is known", "[store][incoming]") {
    const auto other = write([](Transaction& tx) { return store_tests::add_content(tx, 1); });
    CHECK_FALSE(read([&](Transaction& tx) { return IncomingStore{tx}.first_with(town.content); }));
    const auto first = add(an_item(town, 1));
    auto again = an_item(town, 2);
    again.duplicate_of = first;
    const auto second = add(again);
    read([&](Transaction& tx) {
        CHECK(IncomingStore{tx}.first_with(town.content) == first);
        CHECK(IncomingStore{tx}.with_content(town.content) == std::vector{first, second});
        CHECK(IncomingStore{tx}.with_content(other).empty());
    });
    CHECK(find(second).duplicate_of == first);
}

SCENARIO_METHOD(PostFixture, "the next item is the one after, and after the last the first", "[store][incoming]") {
    CHECK_FALSE(next(IncomingId{}));
    const auto b = add(an_item(town, 2));
    const auto a = add(an_item(town, 1));
    const auto c = add(an_item(town, 2));  // in the same second as b
    CHECK(next(IncomingId{}) == a);
    CHECK(next(a) == b);
    CHECK(next(b) == c);
    CHECK(next(c) == a);
    WHEN("the one in the middle is journaled") {
        REQUIRE(journal(b, 1, add_document()).has_value());
        CHECK(next(a) == c);
        CHECK(next(b) == c);
    }
    WHEN("only one is left") {
        const auto document = add_document();
        REQUIRE(journal(b, 1, document).has_value());
        REQUIRE(journal(c, 1, document).has_value());
        CHECK(next(b) == a);
        CHECK_FALSE(next(a));
    }
}

SCENARIO_METHOD(PostFixture, "pages of the waiting post show every item once, oldest first", "[store][incoming]") {
    std::vector<IncomingId> expected;
    for (int n = 0; n < 23; ++n) expected.push_back(add(an_item(town, n / 4)));
    const auto journaled = add(an_item(town, 3));
    REQUIRE(journal(journaled, 1, add_document()).has_value());
    const auto limit = GENERATE(std::int64_t{1}, std::int64_t{4}, std::int64_t{50});
    std::vector<IncomingId> listed;
    IncomingFilter filter{.reader = town.registrar, .assigned_to = {}, .unit = {}, .after = {}, .limit = limit};
    for (;;) {
        const auto page = read([&](Transaction& tx) { return IncomingStore{tx}.waiting(filter); });
        for (const auto& item : page) listed.push_back(item.id);
        if (static_cast<std::int64_t>(page.size()) < limit) break;
        filter.after = page.back().id;
    }
    CHECK(listed == expected);
    read([&](Transaction& tx) {
        CHECK(IncomingStore{tx}.count_waiting(town.registrar) == 23);
        CHECK(IncomingStore{tx}.count_waiting(town.caseworker) == 0);  // unsorted post is the registrars'
        CHECK_FALSE(IncomingStore{tx}.next_waiting(town.caseworker, IncomingId{}));
    });
}

SCENARIO_METHOD(
    PostFixture, "what is not read yet is told to those who may see it, oldest first", "[store][incoming]"
) {
    const auto late = add(an_item(town, 3));
    const auto early = add(an_item(town, 1));
    const auto busy = add(an_item(town, 2));
    const auto read_already = add(an_item(town, 0));
    const auto journaled = add(an_item(town, 0));
    write([&](Transaction& tx) {
        IncomingStore{tx}.set_state(busy, IncomingState::reading, "");
        IncomingStore{tx}.set_state(read_already, IncomingState::partly_read, "damaged");
    });
    REQUIRE(journal(journaled, 1, add_document()).has_value());
    read([&](Transaction& tx) {
        CHECK(IncomingStore{tx}.unread(town.registrar, 10) == std::vector{early, busy, late});
        CHECK(IncomingStore{tx}.unread(town.registrar, 2) == std::vector{early, busy});
        CHECK(IncomingStore{tx}.unread(town.caseworker, 10).empty());
    });
}

SCENARIO_METHOD(PostFixture, "what waits is counted by unit, and by whom it is assigned to", "[store][incoming]") {
    const auto group = write([&](Transaction& tx) {
        return services::GroupStore{tx}.ensure({core::GroupKind::unit, town.office, {}});
    });
    const auto hand_over = [&](core::IncomingId id, std::optional<core::UserId> to) {
        auto changed = find(id);
        changed.unit = town.office;
        changed.assigned_to = to;
        changed.access_group = group;
        write([&](Transaction& tx) { REQUIRE(IncomingStore{tx}.hand_over(changed).has_value()); });
    };
    add(an_item(town, 1));
    const auto journaled = add(an_item(town, 1));
    REQUIRE(journal(journaled, 1, add_document()).has_value());
    hand_over(add(an_item(town, 2)), town.caseworker);
    hand_over(add(an_item(town, 3)), town.leader);
    hand_over(add(an_item(town, 4)), {});
    read([&](Transaction& tx) {
        const auto of_worker = IncomingStore{tx}.waiting_by_unit(town.caseworker);
        REQUIRE(of_worker.size() == 1);  // the unsorted post is not theirs to count
        CHECK(of_worker[0].unit == town.office);
        CHECK(of_worker[0].items == 3);
        CHECK(of_worker[0].assigned == 1);
        const auto of_registrar = IncomingStore{tx}.waiting_by_unit(town.registrar);
        REQUIRE_FALSE(of_registrar.empty());
        CHECK(of_registrar[0].unit == town.root);
        CHECK(of_registrar[0].items == 1);
        CHECK(of_registrar[0].assigned == 0);
    });
}

SCENARIO_METHOD(PostFixture, "an item that is handed over is seen by the new unit", "[store][incoming]") {
    const auto id = add(an_item(town, 1));
    auto changed = find(id);
    changed.unit = town.office;
    changed.assigned_to = town.caseworker;
    changed.access_group = write([&](Transaction& tx) {
        return services::GroupStore{tx}.ensure({core::GroupKind::unit, town.office, {}});
    });
    const auto hand_over = [&] {
        return db->write_with([&](Transaction& tx) { return IncomingStore{tx}.hand_over(changed); });
    };
    REQUIRE(hand_over().has_value());
    CHECK(find(id).version == 2);
    read([&](Transaction& tx) {
        const auto list = [&](std::optional<core::UserId> to, std::optional<core::UnitId> unit) {
            return IncomingStore{tx}.waiting({.reader = town.caseworker, .assigned_to = to, .unit = unit, .after = {}}
            ).size();
        };
        CHECK(list({}, {}) == 1);
        CHECK(list(town.caseworker, {}) == 1);
        CHECK(list(town.leader, {}) == 0);
        CHECK(list({}, town.office) == 1);
        CHECK(list({}, town.root) == 0);
    });
    const auto outcome = hand_over();  // still names version 1
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == core::ErrorCode::conflict);
}

SCENARIO_METHOD(PostFixture, "an item is journaled once", "[store][incoming]") {
    const auto id = add(an_item(town, 1));
    const auto document = add_document();
    CHECK(journal(id, 7, document).has_error());
    REQUIRE(journal(id, 1, document).has_value());
    CHECK(find(id).state == IncomingState::journaled);
    CHECK(find(id).document == document);
    for (const std::int64_t version : {1, 2}) {
        const auto outcome = journal(id, version, document);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == core::ErrorCode::conflict);
    }
    WHEN("a worker that read it is done only now") {
        write([&](Transaction& tx) { IncomingStore{tx}.set_state(id, IncomingState::failed, "too late"); });
        THEN("it stays journaled") {
            CHECK(find(id).state == IncomingState::journaled);
        }
    }
}

SCENARIO_METHOD(PostFixture, "progress, state and first words are kept", "[store][incoming]") {
    const auto id = add(an_item(town, 1));
    write([&](Transaction& tx) {
        IncomingStore items{tx};
        items.set_state(id, IncomingState::reading, "");
        items.set_progress(id, 2, 9);
        items.set_first_words(id, "Kære Solbakke…");
    });
    const auto kept = find(id);
    CHECK(kept.state == IncomingState::reading);
    CHECK(kept.pages_read == 2);
    CHECK(kept.page_count == 9);
    CHECK(kept.first_words == "Kære Solbakke…");
    CHECK(kept.version == 1);
    CHECK(read([](Transaction& tx) { return IncomingStore{tx}.after(IncomingId{}, 10).size(); }) == 1);
    CHECK(read([](Transaction& tx) { return IncomingStore{tx}.highest_id(); }) == id.value);
}
