#include "services/store/case_store.hpp"

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "store_fixture.hpp"

using core::Result;
using services::CaseFilter;
using services::CaseStore;
using services::DocumentStore;
using services::Transaction;
using std::chrono::seconds;
using store_tests::a_case;
using store_tests::a_document;
using store_tests::morning;
using store_tests::StoreFixture;

namespace {

struct TownFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);

    core::CaseId add(const core::Case& made) {
        return write([&](Transaction& tx) { return CaseStore{tx}.add(made); });
    }
    core::Case find(core::CaseId id) {
        return read([&](Transaction& tx) { return CaseStore{tx}.find(id).value(); });
    }

    /// Every page of a list, one after the other.
    std::vector<core::CaseId> all_pages(CaseFilter filter) {
        std::vector<core::CaseId> ids;
        for (;;) {
            const auto page = read([&](Transaction& tx) { return CaseStore{tx}.list(filter); });
            CHECK(static_cast<std::int64_t>(page.size()) <= filter.limit);
            for (const auto& one : page) ids.push_back(one.id);
            if (static_cast<std::int64_t>(page.size()) < filter.limit) return ids;
            filter.after = services::place_of(filter.sort, page.back());
        }
    }
};

}  // namespace

SCENARIO_METHOD(TownFixture, "a case is read as it was added", "[store][cases]") {
    auto made = a_case(town, 1);
    made.title = "Æblehaven, 1. sal";
    made.closed_at = morning() + seconds{5};
    made.state = core::CaseState::closed;
    const auto id = add(made);
    const auto kept = find(id);
    CHECK(kept.number == made.number);
    CHECK(kept.title == made.title);
    CHECK(kept.public_title == made.public_title);
    CHECK(kept.subject == made.subject);
    CHECK(kept.facet == made.facet);
    CHECK(kept.state == made.state);
    CHECK(kept.unit == made.unit);
    CHECK(kept.caseworker == made.caseworker);
    CHECK(kept.confidentiality == made.confidentiality);
    CHECK(kept.access_group == made.access_group);
    CHECK(kept.opened_at == made.opened_at);
    CHECK(kept.changed_at == made.changed_at);
    CHECK(kept.closed_at == made.closed_at);
    CHECK(kept.version == 1);
    read([&](Transaction& tx) {
        CHECK(CaseStore{tx}.find_by_number(made.number)->id == id);
        CHECK_FALSE(CaseStore{tx}.find_by_number("2026-0"));
        CHECK_FALSE(CaseStore{tx}.find(core::CaseId{999}));
        CHECK(CaseStore{tx}.of_ids({core::CaseId{999}, id}).size() == 1);
        CHECK(CaseStore{tx}.highest_id() == id.value);
    });
    CHECK_THROWS_AS(add(made), services::DatabaseError);  // the number is taken
}

SCENARIO_METHOD(TownFixture, "of two who change a case, the second is told", "[store][cases]") {
    const auto id = add(a_case(town, 1));
    auto first = find(id);
    auto second = find(id);
    first.title = "Den førstes titel";
    second.title = "Den andens titel";
    const auto change = [&](const core::Case& changed) {
        return db->write_with([&](Transaction& tx) { return CaseStore{tx}.update(changed); });
    };
    CHECK(change(first).has_value());
    const auto outcome = change(second);
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == core::ErrorCode::conflict);
    CHECK(find(id).title == "Den førstes titel");
    CHECK(find(id).version == 2);
    second.version = 2;
    CHECK(change(second).has_value());
    CHECK(find(id).title == "Den andens titel");
}

SCENARIO_METHOD(
    TownFixture, "numbers have no gaps, whoever asks at the same time and whoever fails", "[store][cases]"
) {
    constexpr int threads = 8;
    constexpr int rounds = 20;
    {
        std::vector<std::jthread> crowd;
        for (int n = 0; n < threads; ++n)
            crowd.emplace_back([&, n] {
                for (int round = 0; round < rounds; ++round)
                    (void)db->write_with([&](Transaction& tx) -> Result<void> {
                        CaseStore cases{tx};
                        const auto number = cases.next_in_series("case:2026");
                        if ((n + round) % 3 == 0) return core::Error{core::ErrorCode::conflict, "no"};
                        cases.add(a_case(town, static_cast<int>(number)));
                        return core::done();
                    });
            });
    }
    std::set<std::string> numbers;
    for (const auto id : all_pages({.reader = town.caseworker, .caseworker = {}, .unit = {}, .state = {}, .after = {}}))
        numbers.insert(find(id).number);
    CHECK(numbers.size() > threads);
    for (std::size_t n = 1; n <= numbers.size(); ++n) CHECK(numbers.contains("2026-" + std::to_string(n)));
    write([&](Transaction& tx) {
        CHECK(CaseStore{tx}.next_in_series("case:2026") == static_cast<std::int64_t>(numbers.size()) + 1);
        CHECK(CaseStore{tx}.next_in_series("case:2027") == 1);
    });
}

SCENARIO_METHOD(TownFixture, "documents are numbered in their case without gaps", "[store][documents]") {
    const auto id = add(a_case(town, 1));
    std::atomic<int> journaled{0};
    {
        std::vector<std::jthread> crowd;
        for (int n = 0; n < 6; ++n)
            crowd.emplace_back([&, n] {
                for (int round = 0; round < 10; ++round) {
                    const auto outcome = db->write_with([&](Transaction& tx) -> Result<void> {
                        const auto number = CaseStore{tx}.next_document_number(id, morning() + seconds{100});
                        DocumentStore{tx}.add(a_document(town, id, number));
                        if ((n + round) % 4 == 0) return core::Error{core::ErrorCode::conflict, "no"};
                        return core::done();
                    });
                    if (outcome.has_value()) ++journaled;
                }
            });
    }
    const auto documents = read([&](Transaction& tx) { return DocumentStore{tx}.of_case(id, 1'000'000, 1000); });
    REQUIRE(static_cast<int>(documents.size()) == journaled);
    for (std::size_t i = 0; i < documents.size(); ++i)
        CHECK(documents[i].number == static_cast<std::int64_t>(documents.size() - i));
    CHECK(find(id).changed_at == morning() + seconds{100});
}

SCENARIO_METHOD(TownFixture, "a document is read as it was journaled, and follows its case", "[store][documents]") {
    const auto id = add(a_case(town, 1));
    const auto made = a_document(town, id, 1);
    const auto document = write([&](Transaction& tx) { return DocumentStore{tx}.add(made); });
    const auto kept = read([&](Transaction& tx) { return DocumentStore{tx}.find(document).value(); });
    CHECK(kept.in_case == id);
    CHECK(kept.title == made.title);
    CHECK(kept.public_title == made.public_title);
    CHECK(kept.direction == made.direction);
    CHECK(kept.correspondent == made.correspondent);
    CHECK(kept.public_correspondent == made.public_correspondent);
    CHECK(kept.letter_date == made.letter_date);
    CHECK(kept.received == made.received);
    CHECK(kept.journaled_at == made.journaled_at);
    CHECK(kept.journaled_by == made.journaled_by);
    CHECK(kept.publication == made.publication);
    CHECK(kept.content == town.content);
    CHECK(kept.media_type == "application/pdf");  // of its content
    CHECK(kept.size_bytes == 1000);
    CHECK(kept.file_name == made.file_name);
    write([&](Transaction& tx) { DocumentStore{tx}.set_access_group(id, town.post); });
    CHECK(read([&](Transaction& tx) { return DocumentStore{tx}.find(document)->access_group; }) == town.post);
}

SCENARIO_METHOD(TownFixture, "parties belong to one case", "[store][cases]") {
    const auto id = add(a_case(town, 1));
    const auto other = add(a_case(town, 2));
    const core::Party made{
        .id = {},
        .in_case = id,
        .role = core::PartyRole::representative,
        .name = "Holm & Bro",
        .identifier = "12345678",
        .address = "Bakkevej 12",
        .identifier_kind = core::IdentifierKind::cvr};
    const auto party = write([&](Transaction& tx) { return CaseStore{tx}.add_party(made); });
    const auto parties = read([&](Transaction& tx) { return CaseStore{tx}.parties(id); });
    REQUIRE(parties.size() == 1);
    CHECK(parties.front().id == party);
    CHECK(parties.front().role == made.role);
    CHECK(parties.front().name == made.name);
    CHECK(parties.front().identifier == made.identifier);
    CHECK(parties.front().identifier_kind == made.identifier_kind);
    CHECK(parties.front().address == made.address);
    CHECK_FALSE(write([&](Transaction& tx) { return CaseStore{tx}.remove_party(other, party); }));
    CHECK(write([&](Transaction& tx) { return CaseStore{tx}.remove_party(id, party); }));
    CHECK(read([&](Transaction& tx) { return CaseStore{tx}.parties(id).empty(); }));
}

SCENARIO_METHOD(
    TownFixture, "a list may be in any of its orders, either way, and every page goes on with it", "[store][cases]"
) {
    const std::vector<std::string> titles{"Ørred i åen", "ørreder", "Æbler", "Åben dør", "abe", "Zebra", "zoo", "År 1"};
    write([&](Transaction& tx) {
        for (int n = 0; n < 40; ++n) {
            auto made = a_case(town, n);
            made.title = titles.at(static_cast<std::size_t>(n) % titles.size());
            made.opened_at = morning() + seconds{(n * 7) % 11};
            made.changed_at = morning() + seconds{(n * 5) % 13};
            if (n % 3 == 0) made.state = core::CaseState::closed;
            if (n % 2 == 0) made.deadline = core::Date{std::chrono::days{20'000 + (n * 3) % 17}};
            if (n % 4 == 0) made.caseworker = town.leader;
            CaseStore{tx}.add(made);
        }
    });
    using services::CaseSort;
    CaseFilter filter{.reader = town.registrar, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = 7};
    filter.sort = GENERATE(CaseSort::changed, CaseSort::opened, CaseSort::number, CaseSort::title, CaseSort::deadline);
    filter.is_rising = GENERATE(false, true);
    filter.gathered_up_to = GENERATE(0, 40);  // walked and gathered
    const auto owner = GENERATE(0, 1, 2);
    if (owner == 1) filter.unit = town.office;
    if (owner == 2) filter.caseworker = town.leader;

    const auto ids = all_pages(filter);
    std::vector<core::Case> expected;
    for (int n = 0; n < 40; ++n) {
        auto one = read([&](Transaction& tx) { return *CaseStore{tx}.find_by_number("2026-" + std::to_string(n)); });
        if (services::passes(one, filter)) expected.push_back(one);
    }
    REQUIRE(ids.size() == expected.size());
    std::ranges::sort(expected, [&](const auto& a, const auto& b) {
        const auto one = services::place_of(filter.sort, a);
        const auto other = services::place_of(filter.sort, b);
        return filter.is_rising ? services::is_before(one, other) : services::is_before(other, one);
    });
    for (std::size_t at = 0; at < ids.size(); ++at) CHECK(ids[at] == expected[at].id);
}

SCENARIO_METHOD(TownFixture, "a list shows what all of its filters let through", "[store][cases]") {
    const auto today = core::danish_date(morning());
    write([&](Transaction& tx) {
        for (int n = 0; n < 60; ++n) {
            auto made = a_case(town, n);
            made.subject = n % 2 == 0 ? "27.35.00" : "27.36.04";
            made.opened_at = morning() + std::chrono::days{n % 5};
            made.changed_at = morning() + std::chrono::days{5 + n % 7};
            if (n % 3 == 0) made.state = core::CaseState::closed;
            if (n % 4 == 0) made.waiting_for = "svar fra naboer";
            if (n % 7 == 0) made.confidentiality = core::Confidentiality::restricted;
            if (n % 5 != 0) made.deadline = today + std::chrono::days{n % 6 - 3};
            CaseStore{tx}.add(made);
        }
    });
    CaseFilter filter{.reader = town.registrar, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = 9};
    const auto check = [&] {
        std::vector<core::CaseId> expected;
        for (int n = 0; n < 60; ++n) {
            const auto one =
                read([&](Transaction& tx) { return *CaseStore{tx}.find_by_number("2026-" + std::to_string(n)); });
            if (services::passes(one, filter)) expected.push_back(one.id);
        }
        auto ids = all_pages(filter);
        std::ranges::sort(ids);
        REQUIRE_FALSE(expected.empty());
        REQUIRE(expected.size() < 60);
        CHECK(ids == expected);
    };
    WHEN("a subject's beginning is asked for") {
        filter.subject = "27.35";
        check();
    }
    WHEN("those that wait are asked for") {
        filter.waiting_only = true;
        check();
    }
    WHEN("those overdue are asked for, by their deadline") {
        filter.due_before = today;
        filter.sort = services::CaseSort::deadline;
        filter.is_rising = true;
        filter.gathered_up_to = GENERATE(0, 60);
        check();
    }
    WHEN("days of opening and change are asked for") {
        filter.opened_from = morning() + std::chrono::days{1};
        filter.opened_until = morning() + std::chrono::days{4};
        filter.changed_from = morning() + std::chrono::days{6};
        filter.changed_until = morning() + std::chrono::days{9};
        check();
    }
    WHEN("a level is asked for in one unit") {
        filter.confidentiality = core::Confidentiality::restricted;
        filter.unit = town.office;
        check();
    }
}

SCENARIO_METHOD(TownFixture, "pages of a list show every case once, newest change first", "[store][cases]") {
    constexpr int cases = 57;
    write([&](Transaction& tx) {
        for (int n = 0; n < cases; ++n) {
            auto made = a_case(town, n);
            made.changed_at = morning() + seconds{n / 10};  // ten at a time changed in the same second
            if (n % 3 == 0) made.state = core::CaseState::closed;
            if (n % 2 == 0) made.caseworker = town.leader;
            if (n % 5 == 0) made.unit = town.root;
            CaseStore{tx}.add(made);
        }
    });
    const auto limit = GENERATE(std::int64_t{1}, std::int64_t{7}, std::int64_t{100});
    CaseFilter filter{.reader = town.registrar, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = limit};
    const auto expect = [&](auto belongs) {
        std::vector<core::Case> expected;
        for (int n = 0; n < cases; ++n) {
            auto one =
                read([&](Transaction& tx) { return *CaseStore{tx}.find_by_number("2026-" + std::to_string(n)); });
            if (belongs(one)) expected.push_back(one);
        }
        std::ranges::sort(expected, [](const auto& a, const auto& b) {
            return std::pair{a.changed_at, a.id} > std::pair{b.changed_at, b.id};
        });
        std::vector<core::CaseId> ids;
        for (const auto& one : expected) ids.push_back(one.id);
        CHECK(all_pages(filter) == ids);
    };
    WHEN("nothing is asked for") {
        expect([](const core::Case&) { return true; });
    }
    WHEN("a state is asked for") {
        filter.state = core::CaseState::closed;
        expect([](const core::Case& one) { return one.state == core::CaseState::closed; });
    }
    WHEN("open ones of a caseworker are asked for") {
        filter.caseworker = town.leader;
        filter.open_only = true;
        expect([&](const core::Case& one) {
            return one.caseworker == town.leader && one.state != core::CaseState::closed;
        });
    }
    WHEN("a unit's are asked for") {
        filter.unit = town.root;
        expect([&](const core::Case& one) { return one.unit == town.root; });
    }
    WHEN("the reader has no role that handles cases") {
        filter.reader = write([&](Transaction& tx) {
            return store_tests::add_user(tx, "auditor", {{core::Role::auditor, town.root}});
        });
        expect([](const core::Case&) { return false; });
    }
}

SCENARIO_METHOD(
    TownFixture, "in however many groups a reader is, every page goes on with what they may read", "[store][cases]"
) {
    const auto people = GENERATE(1, 5, 40);
    const auto may_read = write([&](Transaction& tx) {
        std::vector<core::GroupId> groups;
        for (int n = 0; n < people; ++n) {
            const auto caseworker =
                store_tests::add_user(tx, "person" + std::to_string(n), {{core::Role::caseworker, town.office}});
            groups.push_back(services::GroupStore{tx}.ensure(
                core::group_for(core::Confidentiality::restricted, town.office, caseworker)
            ));
        }
        for (int n = 0; n < 100; ++n) {
            auto made = a_case(town, n);
            made.access_group = groups[static_cast<std::size_t>(n * n) % groups.size()];
            made.changed_at = morning() + seconds{(n * 7) % 13};
            if (n % 3 == 0) made.state = core::CaseState::closed;
            CaseStore{tx}.add(made);
        }
        return services::GroupStore{tx}.of_user(town.leader).size();
    });
    CHECK((may_read > 16) == (people == 40));
    CaseFilter filter{.reader = town.leader, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = 9};
    filter.is_rising = GENERATE(false, true);
    filter.open_only = GENERATE(false, true);
    std::vector<core::Case> expected;
    for (int n = 0; n < 100; ++n) {
        auto one = read([&](Transaction& tx) { return *CaseStore{tx}.find_by_number("2026-" + std::to_string(n)); });
        if (services::passes(one, filter)) expected.push_back(one);
    }
    std::ranges::sort(expected, [&](const auto& a, const auto& b) {
        const auto is_less = std::pair{a.changed_at, a.id} < std::pair{b.changed_at, b.id};
        return filter.is_rising == is_less;
    });
    std::vector<core::CaseId> ids;
    for (const auto& one : expected) ids.push_back(one.id);
    CHECK(all_pages(filter) == ids);
    filter.reader = town.registrar;
    CHECK(all_pages(filter).empty());
}

SCENARIO_METHOD(
    StoreFixture, "in random worlds everyone lists just what the policy lets them read", "[store][access]"
) {
    std::mt19937 random{static_cast<unsigned>(GENERATE(1, 2, 3, 4, 5))};
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    constexpr std::array roles{
        core::Role::registrar,
        core::Role::caseworker,
        core::Role::leader,
        core::Role::archivist,
        core::Role::politician,
        core::Role::auditor,
        core::Role::administrator};

    store_tests::Town town = write(store_tests::add_town);
    std::vector<core::UnitId> units{town.root, town.office};
    std::vector<core::UserId> users{town.registrar, town.caseworker, town.leader};
    write([&](Transaction& tx) {
        for (int n = 0; n < 8; ++n) {
            const auto name = "unit " + std::to_string(n);
            units.push_back(services::UnitStore{tx}.add(
                {.id = {}, .parent = units[below(units.size())], .name = name, .short_name = name}
            ));
        }
        for (int n = 0; n < 12; ++n) {
            std::vector<core::RoleInUnit> held;
            for (auto left = below(3); left > 0; --left) {
                const core::RoleInUnit one{roles[below(roles.size())], units[below(units.size())]};
                if (std::ranges::find(held, one) == held.end()) held.push_back(one);
            }
            users.push_back(store_tests::add_user(tx, "user " + std::to_string(n), held, below(6) != 0));
        }
    });
    std::vector<std::pair<core::CaseId, core::AccessGroup>> cases;
    write([&](Transaction& tx) {
        for (int n = 0; n < 60; ++n) {
            auto made = a_case(town, n);
            made.unit = units[below(units.size())];
            made.caseworker = below(3) == 0 ? std::nullopt : std::optional{users[below(users.size())]};
            const auto group =
                core::group_for(static_cast<core::Confidentiality>(below(3)), made.unit, made.caseworker);
            made.access_group = services::GroupStore{tx}.ensure(group);
            cases.emplace_back(CaseStore{tx}.add(made), group);
        }
        // Some change roles or leave after the groups were made.
        for (int n = 0; n < 4; ++n)
            services::UserStore{tx}.set_roles(
                users[below(users.size())], {{roles[below(roles.size())], units[below(units.size())]}}
            );
        services::UserStore{tx}.set_active(users[below(users.size())], false);
    });
    read([&](Transaction& tx) {
        const auto tree = services::UnitStore{tx}.tree();
        for (const auto user : users) {
            const bool is_active = services::UserStore{tx}.find(user)->active;
            const auto held = services::UserStore{tx}.roles(user);
            std::set<core::CaseId> expected;
            for (const auto& [id, group] : cases)
                if (is_active && core::is_member(group, user, held, tree)) expected.insert(id);
            std::set<core::CaseId> listed;
            for (const auto& one : CaseStore{tx}.list(
                     {.reader = user, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = 1000}
                 ))
                listed.insert(one.id);
            CAPTURE(user.value);
            CHECK(listed == expected);
            const auto principal = services::UserStore{tx}.principal(user);
            CHECK(principal.has_value() == is_active);
            for (const auto& [id, group] : cases) {
                const auto one = CaseStore{tx}.find(id).value();
                const bool reads =
                    principal &&
                    core::may(*principal, core::Action::read, {.unit = one.unit, .group = one.access_group});
                CHECK(reads == expected.contains(id));
            }
        }
    });
}
