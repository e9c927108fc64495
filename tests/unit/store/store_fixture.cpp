#include "store_fixture.hpp"

#include <stdlib.h>

#include <iostream>
#include <system_error>

#include "services/files/sha256.hpp"
#include "services/store/content_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"

namespace store_tests {

Folder::Folder() {
    auto name = (std::filesystem::temp_directory_path() / "saglig-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Engine tested_engine() {
    static const auto engine = [] {
        if (tests::postgres_cluster()) return Engine::postgres;
        std::cerr << "PostgreSQL is left out: SAGLIG_TEST_POSTGRES names no cluster.\n";
        return Engine::sqlite;
    }();
    return engine;
}

std::unique_ptr<services::Database> open_database(const Place& place) {
    if (place.postgres) return services::open_postgres(place.postgres->url());
    return services::open_sqlite(place.folder.path() / "saglig.db");
}

const std::string& migrated_database() {
    static const auto made = [] {
        auto database = std::make_unique<tests::FreshDatabase>();
        services::open_postgres(database->url());
        return database;
    }();
    return made->name();
}

StoreFixture::StoreFixture() {
    if (engine == Engine::postgres) place.postgres.emplace(migrated_database());
    db = open_database(place);
}

core::Timestamp morning() {
    using namespace std::chrono;
    return core::danish_midnight(sys_days{2026y / November / 22}) + hours{8};
}

core::UserId add_user(
    services::Transaction& tx, const std::string& name, const std::vector<core::RoleInUnit>& roles, bool active
) {
    services::UserStore users{tx};
    const auto id = users.add(
        {.id = {},
         .name = name,
         .full_name = "Navn " + name,
         .initials = name.substr(0, 2),
         .email = {},
         .active = active},
        "hash of " + name,
        morning()
    );
    users.set_roles(id, roles);
    return id;
}

core::ContentHash add_content(services::Transaction& tx, int n) {
    const auto hash = services::sha256("bytes " + std::to_string(n));
    services::ContentStore{tx}.add(
        {.hash = hash,
         .media_type = "application/pdf",
         .size_bytes = 1000 + n,
         .outcome = services::ReadOutcome::unread,
         .reason = {},
         .page_count = 0,
         .pdf = {}}
    );
    return hash;
}

Town add_town(services::Transaction& tx) {
    services::UnitStore units{tx};
    services::GroupStore groups{tx};
    Town town;
    town.root = units.add({.id = {}, .parent = {}, .name = "Solbakke Kommune", .short_name = "SOL"});
    town.office = units.add({.id = {}, .parent = town.root, .name = "Byg og Miljø", .short_name = "BM"});
    town.registrar = add_user(tx, "registrar", {{core::Role::registrar, town.root}});
    town.caseworker = add_user(tx, "caseworker", {{core::Role::caseworker, town.office}});
    town.leader = add_user(tx, "leader", {{core::Role::leader, town.office}});
    town.staff = groups.ensure({core::GroupKind::staff, {}, {}});
    town.post = groups.ensure({core::GroupKind::registrars, town.root, {}});
    town.content = add_content(tx, 0);
    return town;
}

core::Case a_case(const Town& town, int n) {
    return {
        .id = {},
        .number = "2026-" + std::to_string(n),
        .title = "Byggesag " + std::to_string(n) + ", Anne Holm",
        .public_title = "Byggesag " + std::to_string(n),
        .subject = "02.34.02",
        .facet = "P19",
        .state = core::CaseState::opened,
        .unit = town.office,
        .caseworker = town.caseworker,
        .confidentiality = core::Confidentiality::open,
        .access_group = town.staff,
        .opened_at = morning(),
        .changed_at = morning() + std::chrono::seconds{n},
        .closed_at = {},
        .version = 1};
}

core::Document a_document(const Town& town, core::CaseId in_case, std::int64_t number) {
    return {
        .id = {},
        .in_case = in_case,
        .number = number,
        .title = "Brev fra Anne Holm",
        .public_title = "Brev",
        .direction = core::Direction::incoming,
        .correspondent = "Anne Holm",
        .public_correspondent = "Borger",
        .letter_date = core::danish_date(morning()) - std::chrono::days{2},
        .received = core::danish_date(morning()),
        .journaled_at = morning(),
        .journaled_by = town.caseworker,
        .publication = core::Publication::document,
        .access_group = town.staff,
        .content = town.content,
        .media_type = {},
        .file_name = "brev.pdf",
        .size_bytes = 0,
        .page_count = 0};
}

core::IncomingItem an_item(const Town& town, int n) {
    core::IncomingItem item;
    item.received_at = morning() + std::chrono::seconds{n};
    item.channel = core::Channel::scanner;
    item.file_name = "scan " + std::to_string(n) + ".pdf";
    item.content = town.content;
    item.state = core::IncomingState::received;
    item.unit = town.root;
    item.access_group = town.post;
    return item;
}

}  // namespace store_tests
