#include "services/store/public_list_store.hpp"

#include <algorithm>
#include <functional>

#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"
#include "store_fixture.hpp"

using services::PostPlace;
using services::PostScope;
using services::PostState;
using services::PublicListStore;
using services::Transaction;
using store_tests::StoreFixture;

namespace {

const core::Date today = core::danish_date(store_tests::morning());
using std::chrono::days;

struct PublicListFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);
    core::CaseId in_case = write([&](Transaction& tx) { return services::CaseStore{tx}.add(a_case(town, 1)); });
    std::int64_t documents = 0;

    core::PostListId add(PostState state, core::Date day = today, std::optional<core::UnitId> unit = {}) {
        return write([&](Transaction& tx) {
            const auto made = store_tests::a_document(town, in_case, ++documents);
            return services::PostListStore{tx}.add(
                {.id = {},
                 .document = services::DocumentStore{tx}.add(made),
                 .unit = unit.value_or(town.office),
                 .state = state,
                 .reason = "[]",
                 .listed_on = day,
                 .title = "Brev om carport",
                 .correspondent = "En borger",
                 .document_public = true}
            );
        });
    }
    template <class F>
    auto list(F&& work) {
        return read([&](Transaction& tx) { return work(PublicListStore{tx}); });
    }
    std::vector<std::int64_t> ids(const PostScope& scope, const std::optional<PostPlace>& after = {}) {
        std::vector<std::int64_t> found;
        for (const auto& post : list([&](auto store) { return store.page(scope, after, 10); }))
            found.push_back(post.id.value);
        return found;
    }
};

}  // namespace

SCENARIO_METHOD(
    PublicListFixture, "what is published is listed by unit and by every level of its subject", "[store][post_list]"
) {
    const auto shown = add(PostState::published).value;
    add(PostState::held);
    add(PostState::withheld);
    PostScope scope;
    CHECK(ids(scope) == std::vector{shown});
    for (const auto* subject : {"02", "02.34", "02.34.02"}) {
        scope.subject = subject;
        CHECK(ids(scope) == std::vector{shown});
        CHECK(list([&](auto store) { return store.count(scope, 10); }) == 1);
    }
    for (const auto* subject : {"03", "02.35", "02.34.03"}) {
        scope.subject = subject;
        CHECK(ids(scope).empty());
    }
    scope.subject.clear();
    scope.units = {town.office};
    CHECK(ids(scope) == std::vector{shown});
    scope.units = {core::UnitId{town.office.value + 1000}};
    CHECK(ids(scope).empty());
}

SCENARIO_METHOD(
    PublicListFixture,
    "several units are listed in one order, a page at a time, with nothing twice",
    "[store][post_list]"
) {
    const auto other = write([&](Transaction& tx) {
        return services::UnitStore{tx}.add({.id = {}, .parent = town.office, .name = "Teknik", .short_name = "T"});
    });
    std::vector<std::int64_t> wanted;
    constexpr int more_than_one_step = 250;
    for (int at = 0; at < more_than_one_step; ++at) {
        const auto day = today - days{at % 7};
        const auto id = add(PostState::published, day, at % 3 == 0 ? other : town.office);
        wanted.push_back(id.value);
    }
    add(PostState::held, today, other);
    std::ranges::sort(wanted, std::greater{});
    PostScope scope;
    scope.units = {town.office, other};
    std::vector<std::int64_t> all;
    std::optional<PostPlace> behind;
    for (;;) {
        const auto page = list([&](auto store) { return store.page(scope, behind, 120); });
        for (const auto& post : page) {
            if (behind) CHECK(std::pair{post.listed_on, post.id.value} < std::pair{behind->listed_on, behind->id});
            behind = PostPlace{post.listed_on, post.id.value};
            all.push_back(post.id.value);
        }
        if (page.size() < 120) break;
    }
    std::ranges::sort(all, std::greater{});
    CHECK(all == wanted);
    CHECK(list([&](auto store) { return store.count(scope, 1000); }) == more_than_one_step);
    CHECK(list([&](auto store) { return store.count(scope, 200); }) == 200);
    scope.from = today;
    CHECK(list([&](auto store) { return store.count(scope, 1000); }) == (more_than_one_step + 6) / 7);
}

SCENARIO_METHOD(PublicListFixture, "each page goes on where the one before ended", "[store][post_list]") {
    const auto old = add(PostState::published, today - days{3}).value;
    const auto first = add(PostState::published).value;
    const auto second = add(PostState::published).value;
    CHECK(ids({}) == std::vector{second, first, old});
    CHECK(ids({}, PostPlace{today, second}) == std::vector{first, old});
    CHECK(ids({}, PostPlace{today, first}) == std::vector{old});
    CHECK(ids({}, PostPlace{today - days{3}, old}).empty());
    PostScope recent;
    recent.from = today - days{1};
    CHECK(ids(recent) == std::vector{second, first});
    CHECK(list([&](auto store) { return store.count({}, 2); }) == 2);
}

SCENARIO_METHOD(
    PublicListFixture, "a day is listed with every number, and what is published of them", "[store][post_list]"
) {
    add(PostState::published);
    add(PostState::held);
    add(PostState::published);
    const auto listed = list([&](auto store) { return store.listed(today, today, std::nullopt, 10); });
    REQUIRE(listed.size() == 3);
    CHECK(listed[0].serial == 3);
    CHECK(listed[1].state == PostState::held);
    CHECK(listed[1].title.empty());
    CHECK(list([&](auto store) { return store.numbered(listed[2], listed[0]); }).size() == 2);
    CHECK(list([&](auto store) { return store.numbered(listed[1], listed[1]); }).empty());
    const auto rest = list([&](auto store) { return store.listed(today, today, PostPlace{today, 3}, 10); });
    REQUIRE(rest.size() == 2);
    CHECK(rest[0].serial == 2);
    const auto totals = list([&](auto store) { return store.totals(today, today); });
    REQUIRE(totals.size() == 2);
    CHECK(totals[0].count + totals[1].count == 3);
}

SCENARIO_METHOD(PublicListFixture, "an entry follows its case to another subject", "[store][post_list]") {
    const auto shown = add(PostState::published).value;
    write([&](Transaction& tx) {
        auto changed = services::CaseStore{tx}.find(in_case).value();
        changed.subject = "27.35.00";
        REQUIRE(services::CaseStore{tx}.update(changed).has_value());
        PublicListStore{tx}.refresh_subjects(in_case);
    });
    PostScope scope;
    scope.subject = "02";
    CHECK(ids(scope).empty());
    scope.subject = "27.35";
    CHECK(ids(scope) == std::vector{shown});
}

SCENARIO_METHOD(PublicListFixture, "units and subjects are told with how much they have", "[store][post_list]") {
    write([&](Transaction& tx) { services::SubjectStore{tx}.put(services::Subject{"02.34.02", "Byggetilladelser"}); });
    add(PostState::published);
    add(PostState::published, today - days{100});
    add(PostState::held);
    const auto since = today - days{30};
    const auto units = list([&](auto store) { return store.units(since); });
    std::int64_t of_all = 0;
    for (const auto& unit : units) of_all += unit.count;
    CHECK(of_all == 1);
    const auto subjects = list([&](auto store) { return store.subjects("02.34", since); });
    REQUIRE(subjects.size() == 1);
    CHECK(subjects[0].key == "02.34.02");
    CHECK(subjects[0].count == 1);
    CHECK(list([&](auto store) { return store.subjects("03", since); }).empty());
    CHECK(list([](auto store) { return store.subject_title("02.34.02"); }) == "Byggetilladelser");
    CHECK(list([](auto store) { return store.subject_title("99"); }).empty());
}
