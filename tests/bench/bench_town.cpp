#include "tests/bench/bench_town.hpp"

#include <nlohmann/json.hpp>

#include "services/cases/case_api.hpp"
#include "services/cases/case_pages.hpp"
#include "services/files/sha256.hpp"
#include "services/mailroom/mailroom_api.hpp"
#include "services/store/document_store.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/postgres/postgres_database.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "services/store/subject_store.hpp"

namespace bench {

Town::Town(const std::filesystem::path& in, const std::string& url)
    : folder((std::filesystem::create_directories(in), in)),
      db(url.empty() ? services::open_sqlite(folder / "saglig.db") : services::open_postgres(url)),
      files(folder / "files"),
      identity(*db, clock, {}) {
    unit = write([](services::Transaction& tx) {
        return services::UnitStore{tx}.add({{}, std::nullopt, "Eksempel Kommune", "EK"});
    });
    services::NewUser made;
    made.name = person;
    made.full_name = "Mette Marie Lauridsen";
    made.password = password;
    made.roles = {{core::Role::caseworker, unit}, {core::Role::registrar, unit}};
    user = identity.add_user(made, std::nullopt).value();
    content = services::sha256("the one letter");
    write([&](services::Transaction& tx) {
        case_group = services::GroupStore{tx}.ensure(core::group_for(core::Confidentiality::unit, unit, user));
        post_group = services::GroupStore{tx}.ensure({core::GroupKind::registrars, unit, std::nullopt});
        services::SubjectStore{tx}.put(services::Subject{"02.34.02", "Byggetilladelser"});
        services::SubjectStore{tx}.put(services::Facet{"G01", "Generelle sager"});
        services::Content known{};
        known.hash = content;
        known.media_type = "application/pdf";
        known.size_bytes = 180'000;
        known.outcome = services::ReadOutcome::complete;
        known.page_count = 2;
        services::ContentStore{tx}.add(known);
        return true;
    });
}

core::Principal Town::principal() const {
    return db
        ->read([&](services::Transaction& tx) -> core::Result<core::Principal> {
            return services::UserStore{tx}.principal(user).value();
        })
        .value();
}

core::Case Town::add_case(services::Transaction& tx, std::int64_t number) const {
    core::Case like{};
    like.unit = unit;
    like.caseworker = user;
    like.access_group = case_group;
    like.opened_at = like.changed_at = clock.now();
    return add_case(tx, number, std::move(like));
}

core::Case Town::add_case(services::Transaction& tx, std::int64_t number, core::Case like) const {
    like.number = "2026-" + std::to_string(1'000'000 + number);
    like.title = "Ansøgning om carport, Strandvejen " + std::to_string(number);
    like.public_title = "Byggetilladelse";
    like.subject = "02.34.02";
    like.facet = "G01";
    like.confidentiality = core::Confidentiality::unit;
    like.id = services::CaseStore{tx}.add(like);
    return like;
}

core::Document Town::add_document(services::Transaction& tx, const core::Case& on) const {
    core::Document made{};
    made.in_case = on.id;
    made.number = services::CaseStore{tx}.next_document_number(on.id, clock.now());
    made.title = "Ansøgning om carport";
    made.public_title = on.public_title;
    made.correspondent = "Søren Ågård Østergård";
    made.public_correspondent = "Borger";
    made.received = core::danish_date(clock.now());
    made.letter_date = made.received;
    made.journaled_at = clock.now();
    made.journaled_by = user;
    made.publication = core::Publication::entry;
    made.access_group = on.access_group;
    made.content = content;
    made.file_name = "ansøgning.pdf";
    made.id = services::DocumentStore{tx}.add(made);
    return made;
}

void Town::add_party(services::Transaction& tx, const core::Case& on) const {
    core::Party made{};
    made.in_case = on.id;
    made.name = "Søren Ågård Østergård";
    made.address = "Strandvejen 27, 9999 Eksempelby";
    services::CaseStore{tx}.add_party(made);
}

core::IncomingId Town::add_item(services::Transaction& tx) const {
    core::IncomingItem made{};
    made.received_at = clock.now();
    made.file_name = "ansøgning.pdf";
    made.content = content;
    made.state = core::IncomingState::ready;
    made.first_words = "Ansøgning om carport";
    made.unit = unit;
    made.access_group = post_group;
    return services::IncomingStore{tx}.add(made);
}

struct TownServer::Impl {
    explicit Impl(Town& served)
        : town(served), log({.level = "info", .file = town.folder / "saglig.log"}), index(town.folder / "index") {
        services::add_case_api(router, town.identity, {*town.db, town.files, town.clock, {}, index});
        services::add_case_pages(router, town.identity, {workplace, town.files, index, {}});
        services::add_mailroom_api(router, town.identity, {*town.db, town.files, intake, town.clock, {}});
        services::HttpSettings settings;
        settings.port = 0;
        settings.io_threads = 1;
        settings.upload_folder = town.files.uploads();
        server = std::make_unique<services::Server>(settings, router, [this](const services::RequestLine& line) {
            note(line);
        });
        thread = std::thread{[this] { server->run(); }};
    }
    ~Impl() {
        server->stop();
        thread.join();
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// As services/cli/service.cpp does it.
    void note(const services::RequestLine& line) {
        metrics.count(line);
        log.info(line);
    }

    Town& town;
    services::Log log;
    services::Metrics metrics;
    services::Pages pages;
    services::Workplace workplace{*town.db, town.clock, "Eksempel Kommune", pages};
    services::Intake intake{*town.db, town.files, town.clock};
    search::Reader index;
    services::Router router;
    std::unique_ptr<services::Server> server;
    std::thread thread;
};

TownServer::TownServer(Town& town) : impl_(std::make_unique<Impl>(town)) {}

TownServer::~TownServer() = default;

std::uint16_t TownServer::port() const {
    return impl_->server->port();
}

}  // namespace bench
