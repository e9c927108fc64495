#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "core/rules/explanation.hpp"
#include "search/query.hpp"
#include "services/cases/cases.hpp"
#include "services/indexing/indexer.hpp"
#include "services/rights/readers.hpp"
#include "services/rights/upkeep.hpp"
#include "services/store/access_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

/// Random authorities, in which people come and go, units move, and cases change hands, levels, grants and blocks. Who
/// may read what is written here a second time, as plainly as it can be, and everything that gives an answer is asked:
/// the policy, the lists, opening, and the search with its counts and suggestions.

namespace {

using core::Role;
using services::Transaction;
using std::chrono::days;
using std::chrono::hours;

constexpr std::array all_roles{
    Role::registrar,
    Role::caseworker,
    Role::caseworker,
    Role::leader,
    Role::archivist,
    Role::politician,
    Role::auditor,
    Role::administrator};

/// Words of a made-up language, so that no two are a typing mistake away from each other.
constexpr std::array rare_words{
    "brombærranke",
    "kvartsglimmer",
    "tusindfrydsmark",
    "havblikstille",
    "morgenduggen",
    "skovsnegl",
    "vildgæsetræk",
    "ypperstepræst",
    "zinnoberrød",
    "polarlysnat"};

struct Person {
    bool is_active{true};
    std::vector<core::RoleInUnit> roles;
};

struct Grant {
    core::CaseAccess access;
    bool is_taken_back{};
};

struct Standing {
    core::UserId absent, substitute;
    core::Timestamp begins_at, ends_at;
};

/// What the world is, for the book.
struct Book {
    core::Timestamp now;
    std::map<core::UnitId, std::optional<core::UnitId>> parents;
    std::map<core::UserId, Person> people;
    std::map<core::CaseId, core::Case> cases;
    std::vector<Grant> grants;
    std::vector<Standing> standings;

    static bool handles(Role role) {
        return role == Role::registrar || role == Role::caseworker || role == Role::leader || role == Role::archivist;
    }
    bool is_above(core::UnitId holder, core::UnitId unit) const {
        for (std::optional<core::UnitId> at = unit; at; at = parents.at(*at))
            if (*at == holder) return true;
        return false;
    }
    bool holds(const Grant& one) const {
        return !one.is_taken_back && (!one.access.ends_at || now < *one.access.ends_at);
    }
    bool is_blocked(core::UserId user, core::CaseId id) const {
        for (const auto& one : grants)
            if (holds(one) && one.access.in_case == id && one.access.kind == core::CaseAccessKind::block &&
                one.access.user == user)
                return true;
        return false;
    }
    bool has_role_above(core::UserId user, core::UnitId unit, bool leaders_only) const {
        for (const auto& [role, at] : people.at(user).roles)
            if ((leaders_only ? role == Role::leader : handles(role)) && is_above(at, unit)) return true;
        return false;
    }
    bool handles_anything(core::UserId user) const {
        for (const auto& held : people.at(user).roles)
            if (handles(held.role)) return true;
        return false;
    }
    /// By themselves, not as a substitute.
    bool reads_alone(core::UserId user, const core::Case& one) const {
        if (!people.at(user).is_active || is_blocked(user, one.id)) return false;
        for (const auto& grant : grants) {
            if (!holds(grant) || grant.access.in_case != one.id || grant.access.kind != core::CaseAccessKind::grant)
                continue;
            if (grant.access.user == user) return true;
            if (grant.access.unit && has_role_above(user, *grant.access.unit, false)) return true;
        }
        if (one.confidentiality == core::Confidentiality::open) return handles_anything(user);
        if (one.confidentiality == core::Confidentiality::unit) return has_role_above(user, one.unit, false);
        return has_role_above(user, one.unit, true) || (one.caseworker == user && handles_anything(user));
    }
    bool reads(core::UserId user, const core::Case& one) const {
        if (!people.at(user).is_active || is_blocked(user, one.id)) return false;
        if (reads_alone(user, one)) return true;
        for (const auto& standing : standings)
            if (standing.substitute == user && standing.begins_at <= now && now < standing.ends_at &&
                reads_alone(standing.absent, one))
                return true;
        return false;
    }
};

/// On the engine that the tests are run on; nothing where that is SQLite.
std::optional<tests::FreshDatabase> cluster_database() {
    if (!tests::postgres_cluster()) return std::nullopt;
    return std::make_optional<tests::FreshDatabase>();
}

class World {
  public:
    explicit World(unsigned seed) : random_(seed) {
        book.now = core::Timestamp{core::Date{std::chrono::year{2026} / 11 / 3} + hours{9}};
        write([&](Transaction& tx) {
            for (int n = 0; n < 2 + below(6); ++n) add_unit(tx, n);
            for (int n = 0; n < 6 + below(5); ++n) add_person(tx, n);
            for (int n = 0; n < 10; ++n) add_case(tx, n);
        });
        index();
    }

    void change_something() {
        write([&](Transaction& tx) {
            for (int n = 0; n < 4; ++n) change(tx);
        });
        book.now += hours{below(30)};
        write([&](Transaction& tx) { services::keep_rights_current(tx, book.now); });
        index();
    }

    template <class F>
    void read(F&& work) {
        const auto done = db->read([&](Transaction& tx) -> core::Result<void> {
            work(tx);
            return core::done();
        });
        REQUIRE(done.has_value());
    }

    Book book;
    tests::TemporaryFolder folder{};
    std::optional<tests::FreshDatabase> cluster = cluster_database();
    std::unique_ptr<services::Database> db =
        cluster ? services::open_postgres(cluster->url()) : services::open_sqlite(folder.path / "saglig.db");
    search::Reader reader{services::live_index(folder.path / "index")};

  private:
    int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    template <class Map>
    auto any_of(const Map& map) {
        return std::next(map.begin(), below(static_cast<int>(map.size())))->first;
    }
    template <class F>
    void write(F&& work) {
        const auto done = db->write([&](Transaction& tx) -> core::Result<void> {
            work(tx);
            return core::done();
        });
        REQUIRE(done.has_value());
    }
    std::vector<core::RoleInUnit> some_roles() {
        std::vector<core::RoleInUnit> roles;
        for (auto left = below(4); left > 0; --left) {
            const core::RoleInUnit one{all_roles[static_cast<std::size_t>(below(8))], any_of(book.parents)};
            if (std::ranges::find(roles, one) == roles.end()) roles.push_back(one);
        }
        return roles;
    }
    void add_unit(Transaction& tx, int n) {
        std::optional<core::UnitId> parent;
        if (n > 0) parent = any_of(book.parents);
        const auto name = "Enhed " + std::to_string(n);
        book.parents.emplace(services::UnitStore{tx}.add({{}, parent, name, name}), parent);
    }
    void add_person(Transaction& tx, int n) {
        const auto name = "person" + std::to_string(n);
        const auto id = services::UserStore{tx}.add({{}, name, name, "P", "", true}, "", book.now);
        book.people[id] = {true, some_roles()};
        services::UserStore{tx}.set_roles(id, book.people[id].roles);
    }
    std::optional<core::UserId> maybe_person() {
        return below(3) == 0 ? std::nullopt : std::optional{any_of(book.people)};
    }
    void add_case(Transaction& tx, int n) {
        core::Case one{};
        one.number = "2026-" + std::to_string(n);
        one.title =
            std::string{"Fællesord "} + rare_words[static_cast<std::size_t>(n)] + (n % 2 == 0 ? " lige" : " ulige");
        one.public_title = "Sag";
        one.subject = "27.35.00";
        one.facet = "G01";
        one.unit = any_of(book.parents);
        one.caseworker = maybe_person();
        one.confidentiality = static_cast<core::Confidentiality>(below(3));
        one.opened_at = one.changed_at = book.now + std::chrono::seconds{n};
        one.access_group =
            services::GroupStore{tx}.ensure(core::group_for(one.confidentiality, one.unit, one.caseworker));
        one.id = services::CaseStore{tx}.add(one);
        book.cases[one.id] = one;
        core::Document document{};
        document.in_case = one.id;
        document.number = services::CaseStore{tx}.next_document_number(one.id, one.changed_at);
        document.title = "Dokumentord";
        document.received = core::danish_date(book.now);
        document.journaled_at = book.now;
        document.journaled_by = book.people.begin()->first;
        document.access_group = one.access_group;
        services::Content content;
        content.hash = document.content = services::sha256(one.number);
        content.media_type = "application/pdf";
        services::ContentStore{tx}.add(content);
        document.id = services::DocumentStore{tx}.add(document);
        documents_[one.id] = document.id;
        touch(tx, one.id);
    }
    /// As the use cases do: an event that has the indexer take up the whole case.
    void touch(Transaction& tx, core::CaseId id) {
        services::EventLog{tx}.append({
            .at = book.now,
            .kind = services::EventKind::case_access_changed,
            .subject_kind = services::SubjectKind::case_file,
            .subject = id.value,
            .in_case = id,
        });
    }

    void change(Transaction& tx) {
        switch (below(8)) {
            case 0:
                return change_roles(tx);
            case 1:
                return move_unit(tx);
            case 2:
                return change_case(tx);
            case 3:
                return add_standing(tx);
            case 4:
                return take_back(tx);
            default:
                return add_access(tx);
        }
    }
    void change_roles(Transaction& tx) {
        const auto id = any_of(book.people);
        auto& person = book.people[id];
        person.roles = some_roles();
        person.is_active = below(5) != 0;
        services::UserStore{tx}.set_active(id, person.is_active);
        services::UserStore{tx}.set_roles(id, person.roles);
    }
    void move_unit(Transaction& tx) {
        const auto id = any_of(book.parents);
        const auto under = any_of(book.parents);
        if (!book.parents[id] || book.is_above(id, under)) return;
        auto unit = services::UnitStore{tx}.find(id).value();
        unit.parent = book.parents[id] = under;
        REQUIRE(services::UnitStore{tx}.update(unit).has_value());
        services::GroupStore{tx}.refresh_all();
    }
    void change_case(Transaction& tx) {
        const auto id = any_of(book.cases);
        auto one = services::CaseStore{tx}.find(id).value();
        one.unit = any_of(book.parents);
        one.caseworker = maybe_person();
        one.confidentiality = static_cast<core::Confidentiality>(below(3));
        REQUIRE(services::CaseStore{tx}.update(one).has_value());
        services::regroup(tx, one);
        book.cases[id] = one;
        touch(tx, id);
    }
    void add_standing(Transaction& tx) {
        const Standing made{
            any_of(book.people), any_of(book.people), book.now + hours{below(24)}, book.now + hours{24 + below(48)}};
        if (made.absent == made.substitute) return;
        services::SubstitutionStore{tx}.add(
            {{}, made.absent, made.substitute, made.begins_at, made.ends_at, made.absent, book.now}
        );
        book.standings.push_back(made);
    }
    void add_access(Transaction& tx) {
        core::CaseAccess made{};
        made.in_case = any_of(book.cases);
        made.kind = below(2) == 0 ? core::CaseAccessKind::grant : core::CaseAccessKind::block;
        if (made.kind == core::CaseAccessKind::grant && below(3) == 0)
            made.unit = any_of(book.parents);
        else
            made.user = any_of(book.people);
        made.reason = "Grund";
        made.given_by = any_of(book.people);
        made.given_at = book.now;
        if (below(2) == 0) made.ends_at = book.now + hours{1 + below(60)};
        made.id = services::CaseAccessStore{tx}.add(made);
        book.grants.push_back({made, false});
        follow(tx, made.in_case);
    }
    void take_back(Transaction& tx) {
        if (book.grants.empty()) return;
        auto& one = book.grants[static_cast<std::size_t>(below(static_cast<int>(book.grants.size())))];
        one.is_taken_back = true;
        services::CaseAccessStore{tx}.end(one.access.id, book.now, std::nullopt);
        follow(tx, one.access.in_case);
    }
    void follow(Transaction& tx, core::CaseId id) {
        services::regroup(tx, services::CaseStore{tx}.find(id).value());
        touch(tx, id);
    }
    void index() {
        for (;;) {
            std::vector<services::Event> events;
            read([&](Transaction& tx) { events = services::EventLog{tx}.after(indexer_.position(), 1000); });
            if (events.empty()) return;
            indexer_.take(events);
        }
    }

  public:
    std::map<core::CaseId, core::DocumentId> documents_;

  private:
    std::mt19937 random_;
    services::Indexer indexer_{*db, folder.path / "index", 1, reader};
};

std::set<core::CaseId> found(World& world, const core::Principal& who, const std::string& words, search::Kind kind) {
    search::Query query;
    query.text = words;
    query.groups = who.groups;
    query.kind = kind;
    query.limit = 100;
    const auto answer = world.reader.find(query).value();
    std::set<core::CaseId> cases;
    for (const auto& hit : answer.hits)
        cases.insert(kind == search::Kind::case_file ? core::CaseId{hit.id} : hit.in_case.value());
    CHECK(answer.total == cases.size());
    std::uint64_t counted = 0;
    for (const auto& count : answer.by_unit) counted += count.hits;
    CHECK(counted == cases.size());
    return cases;
}

void check_search(World& world, const core::Principal& who, const std::set<core::CaseId>& readable) {
    using search::Kind;
    CHECK(found(world, who, "fællesord", Kind::case_file) == readable);
    CHECK(found(world, who, "", Kind::case_file) == readable);
    CHECK(found(world, who, "dokumentord", Kind::document) == readable);
    std::set<core::CaseId> odd;
    std::size_t n = 0;
    for (const auto& [id, one] : world.book.cases) {
        const bool is_odd = n % 2 == 1;
        if (is_odd && readable.contains(id)) odd.insert(id);
        const auto* word = rare_words[n++];
        CHECK(
            found(world, who, word, Kind::case_file) ==
            (readable.contains(id) ? std::set{id} : std::set<core::CaseId>{})
        );
        auto all_but = readable;
        all_but.erase(id);
        CHECK(found(world, who, std::string{"fællesord -"} + word, Kind::case_file) == all_but);
        // One letter less: a suggestion may come, but only of a word that the asker may see.
        search::Query misspelt;
        misspelt.text = std::string{word}.substr(0, std::string_view{word}.size() - 1);
        misspelt.groups = who.groups;
        const auto suggestion = world.reader.find(misspelt).value().suggestion;
        if (!readable.contains(id)) CHECK(suggestion.find(word) == std::string::npos);
    }
    CHECK(found(world, who, "fællesord -lige", Kind::case_file) == odd);
}

void check_lists(
    World& world, Transaction& tx, core::UserId user, const std::set<core::CaseId>& readable, std::int64_t page
) {
    services::CaseFilter filter{.reader = user, .caseworker = {}, .unit = {}, .state = {}, .after = {}, .limit = page};
    std::set<core::CaseId> listed;
    std::size_t rows = 0;
    for (;;) {
        const auto cases = services::CaseStore{tx}.list(filter);
        for (const auto& one : cases) listed.insert(one.id);
        rows += cases.size();
        if (static_cast<std::int64_t>(cases.size()) < page) break;
        filter.after = services::place_of(filter.sort, cases.back());
    }
    CHECK(listed == readable);
    CHECK(rows == readable.size());
    for (const auto& [id, one] : world.book.cases) {
        const auto by_number = services::CaseStore{tx}.with_number_prefix(user, one.number, 10);
        CHECK(std::ranges::count(by_number, id, &core::Case::id) == (readable.contains(id) ? 1 : 0));
    }
}

void check_person(World& world, Transaction& tx, core::UserId user) {
    std::set<core::CaseId> readable;
    for (const auto& [id, one] : world.book.cases)
        if (world.book.reads(user, one)) readable.insert(id);
    CAPTURE(user.value);
    const auto principal = services::UserStore{tx}.principal(user);
    REQUIRE(principal.has_value() == world.book.people.at(user).is_active);
    check_lists(world, tx, user, readable, 3);
    const auto staffing = services::read_staffing(tx);
    for (const auto& [id, was] : world.book.cases) {
        CAPTURE(id.value);
        const auto one = services::CaseStore{tx}.find(id).value();
        const auto readers = services::CaseAccessStore{tx}.readers(one);
        const auto personas = staffing.personas(user);
        const bool reads = readable.contains(id);
        CHECK(core::may_read_case(readers, personas, staffing.units) == reads);
        CHECK(core::explain_reading(readers, personas, staffing.units).reasons.empty() == !reads);
        if (!principal) continue;
        CHECK(core::may(*principal, core::Action::read, {one.unit, one.access_group}) == reads);
        CHECK(services::read_case(tx, *principal, id).has_value() == reads);
        CHECK(services::read_document(tx, *principal, world.documents_.at(id)).has_value() == reads);
        CHECK(services::why_readable(tx, *principal, id).has_value() == reads);
    }
    if (principal) check_search(world, *principal, readable);
}

}  // namespace

TEST_CASE("in random worlds policy, lists and search agree on who reads what", "[rights][worlds]") {
    constexpr unsigned first_seed = 20261122;
    constexpr unsigned worlds = 8;
    for (unsigned seed = first_seed; seed < first_seed + worlds; ++seed) {
        CAPTURE(seed);
        World world{seed};
        for (int round = 0; round < 4; ++round) {
            CAPTURE(round);
            world.read([&](Transaction& tx) {
                for (const auto& [user, person] : world.book.people) check_person(world, tx, user);
            });
            world.change_something();
        }
    }
}
