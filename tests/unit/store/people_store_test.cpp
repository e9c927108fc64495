#include "services/store/people_store.hpp"

#include "services/store/session_store.hpp"
#include "services/store/subject_store.hpp"
#include "store_fixture.hpp"

using core::GroupKind;
using core::Role;
using services::GroupStore;
using services::SessionStore;
using services::Transaction;
using services::UserStore;
using std::chrono::seconds;
using store_tests::morning;
using store_tests::StoreFixture;

namespace {

struct TownFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);

    std::vector<core::GroupId> groups(core::UserId user) {
        return read([&](Transaction& tx) { return GroupStore{tx}.of_user(user); });
    }
    core::GroupId ensure(const core::AccessGroup& group) {
        return write([&](Transaction& tx) { return GroupStore{tx}.ensure(group); });
    }
    std::int64_t version() {
        return read([](Transaction& tx) { return services::rights_version(tx); });
    }
};

using Groups = std::vector<core::GroupId>;

}  // namespace

SCENARIO_METHOD(TownFixture, "a group is made once, with its members", "[store][people]") {
    const auto before = version();
    const core::AccessGroup unit{GroupKind::unit, town.office, {}};
    const auto id = ensure(unit);
    CHECK(version() > before);
    CHECK(ensure(unit) == id);
    CHECK(read([&](Transaction& tx) { return GroupStore{tx}.find(id); }) == unit);
    CHECK(groups(town.registrar) == Groups{town.staff, town.post, id});  // of the unit above
    CHECK(groups(town.caseworker) == Groups{town.staff, id});
    CHECK_FALSE(read([](Transaction& tx) { return GroupStore{tx}.find(core::GroupId{999}); }));
    const core::AccessGroup confidants{GroupKind::confidants, town.office, town.caseworker};
    const auto close = ensure(confidants);
    CHECK(read([&](Transaction& tx) { return GroupStore{tx}.find(close); }) == confidants);
    CHECK(groups(town.caseworker) == Groups{town.staff, id, close});
    CHECK(groups(town.leader) == Groups{town.staff, id, close});
    CHECK(groups(town.registrar) == Groups{town.staff, town.post, id});
}

SCENARIO_METHOD(TownFixture, "groups follow the roles that a person is given and loses", "[store][people]") {
    const auto unit = ensure({GroupKind::unit, town.office, {}});
    const auto before = version();
    write([&](Transaction& tx) { UserStore{tx}.set_roles(town.caseworker, {{Role::registrar, town.root}}); });
    CHECK(version() > before);
    CHECK(groups(town.caseworker) == Groups{town.staff, town.post, unit});
    write([&](Transaction& tx) { UserStore{tx}.set_roles(town.caseworker, {{Role::auditor, town.root}}); });
    CHECK(groups(town.caseworker).empty());
    write([&](Transaction& tx) { UserStore{tx}.set_roles(town.caseworker, {}); });
    CHECK(read([&](Transaction& tx) { return UserStore{tx}.roles(town.caseworker).empty(); }));
}

SCENARIO_METHOD(TownFixture, "one who is not active loses everything, and gets it back", "[store][people]") {
    const auto before = groups(town.leader);
    REQUIRE_FALSE(before.empty());
    write([&](Transaction& tx) { UserStore{tx}.set_active(town.leader, false); });
    CHECK(groups(town.leader).empty());
    CHECK_FALSE(read([&](Transaction& tx) { return UserStore{tx}.principal(town.leader); }));
    THEN("groups made meanwhile leave them out") {
        const auto unit = ensure({GroupKind::unit, town.office, {}});
        CHECK(groups(town.leader).empty());
        write([&](Transaction& tx) { UserStore{tx}.set_active(town.leader, true); });
        auto after = before;
        after.push_back(unit);
        CHECK(groups(town.leader) == after);
    }
}

SCENARIO_METHOD(TownFixture, "a principal is what the policy asks about", "[store][people]") {
    const auto principal = read([&](Transaction& tx) { return UserStore{tx}.principal(town.registrar); });
    REQUIRE(principal);
    CHECK(principal->user == town.registrar);
    CHECK(principal->roles == std::vector<core::RoleInUnit>{{Role::registrar, town.root}});
    CHECK(principal->groups == Groups{town.staff, town.post});
    CHECK(principal->units.size() == 2);
    CHECK_FALSE(read([](Transaction& tx) { return UserStore{tx}.principal(core::UserId{999}); }));
}

SCENARIO_METHOD(TownFixture, "users are found by name, and units by id", "[store][people]") {
    read([&](Transaction& tx) {
        UserStore users{tx};
        CHECK(users.find_by_name("leader")->id == town.leader);
        CHECK_FALSE(users.find_by_name("Leader"));
        CHECK(users.find(town.leader)->full_name == "Navn leader");
        CHECK(users.all().size() == 3);
        CHECK(users.password_hash(town.leader) == "hash of leader");
        CHECK(users.password_hash(core::UserId{999}).empty());
        services::UnitStore units{tx};
        CHECK(units.root() == town.root);
        CHECK(units.find(town.office)->parent == town.root);
        CHECK(units.find(town.office)->name == "Byg og Miljø");
        CHECK_FALSE(units.find(core::UnitId{999}));
        CHECK(units.all().size() == 2);
    });
    write([&](Transaction& tx) { UserStore{tx}.set_password_hash(town.leader, "another"); });
    CHECK(read([&](Transaction& tx) { return UserStore{tx}.password_hash(town.leader); }) == "another");
}

SCENARIO_METHOD(TownFixture, "a session is found until it ends", "[store][sessions]") {
    const services::Session made{
        .user = town.leader,
        .csrf = "csrf",
        .created_at = morning(),
        .seen_at = morning(),
        .ends_at = morning() + seconds{100}};
    write([&](Transaction& tx) {
        SessionStore sessions{tx};
        sessions.add("one", made);
        sessions.add("two", made);
        sessions.touch("one", morning() + seconds{5});
    });
    const auto find = [&](std::string_view hash) {
        return read([&](Transaction& tx) { return SessionStore{tx}.find(hash); });
    };
    REQUIRE(find("one"));
    CHECK(find("one")->user == town.leader);
    CHECK(find("one")->csrf == "csrf");
    CHECK(find("one")->created_at == morning());
    CHECK(find("one")->seen_at == morning() + seconds{5});
    CHECK(find("one")->ends_at == morning() + seconds{100});
    CHECK_FALSE(find("three"));
    WHEN("one is ended") {
        write([](Transaction& tx) { SessionStore{tx}.end("one"); });
        CHECK_FALSE(find("one"));
        CHECK(find("two"));
    }
    WHEN("all of the person's are ended") {
        write([&](Transaction& tx) { SessionStore{tx}.end_all_of(town.leader); });
        CHECK_FALSE(find("one"));
        CHECK_FALSE(find("two"));
    }
    WHEN("those that have ended are removed") {
        write([](Transaction& tx) { SessionStore{tx}.remove_ended(morning() + seconds{99}); });
        CHECK(find("one"));
        write([](Transaction& tx) { SessionStore{tx}.remove_ended(morning() + seconds{100}); });
        CHECK_FALSE(find("one"));
    }
}

SCENARIO_METHOD(TownFixture, "tokens open for their owner, and failures are counted by key", "[store][sessions]") {
    write([&](Transaction& tx) {
        SessionStore sessions{tx};
        services::ApiToken made;
        made.user = town.leader;
        made.name = "Scanner";
        made.scopes = {false, false, true};
        made.created_at = morning();
        made.ends_at = morning() + seconds{100};
        sessions.add_api_token("token", made);
        sessions.set_failures("leader", {.count = 1, .next_at = morning()});
        sessions.set_failures("leader", {.count = 2, .next_at = morning() + seconds{4}});
    });
    read([&](Transaction& tx) {
        SessionStore sessions{tx};
        const auto token = sessions.api_token("token");
        REQUIRE(token);
        CHECK(token->user == town.leader);
        CHECK(token->name == "Scanner");
        CHECK(token->scopes == services::TokenScopes{false, false, true});
        CHECK(token->ends_at == morning() + seconds{100});
        CHECK_FALSE(token->used_at);
        CHECK_FALSE(sessions.api_token("other"));
        CHECK(sessions.api_tokens(town.leader).size() == 1);
        CHECK(sessions.api_tokens(town.caseworker).empty());
        CHECK(sessions.failures("leader")->count == 2);
        CHECK(sessions.failures("leader")->next_at == morning() + seconds{4});
        CHECK_FALSE(sessions.failures("other"));
    });
    write([](Transaction& tx) { SessionStore{tx}.clear_failures("leader"); });
    CHECK_FALSE(read([](Transaction& tx) { return SessionStore{tx}.failures("leader"); }));
}

SCENARIO_METHOD(StoreFixture, "subjects and facets are put and put again", "[store][subjects]") {
    write([](Transaction& tx) {
        services::SubjectStore subjects{tx};
        subjects.put(services::Subject{"02.34.02", "Byggetilladelser"});
        subjects.put(services::Subject{"00.01.10", "Opgaver"});
        subjects.put(services::Subject{"02.34.02", "Byggesager"});
        subjects.put(services::Facet{"Ø54", "Kontrakter"});
    });
    read([](Transaction& tx) {
        services::SubjectStore subjects{tx};
        REQUIRE(subjects.all(services::SchemeName::subjects).size() == 2);
        CHECK(subjects.all(services::SchemeName::subjects).front().number == "00.01.10");
        CHECK(subjects.find("02.34.02")->title == "Byggesager");
        CHECK_FALSE(subjects.find("99.99.99"));
        CHECK(subjects.facets(core::Date{}).size() == 1);
    });
}
