#pragma once

#include "services/access_requests/access_documents.hpp"
#include "services/access_requests/access_requests.hpp"
#include "services/store/event_log.hpp"
#include "services/store/task_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

namespace tests {

inline core::Date date(const char* text) {
    return core::parse_iso_date(text).value();
}

/// Where access is asked for: a town hall on Monday 11 May 2026 at 10, three days before Ascension Day.
struct AccessOffice : TownHall {
    services::FileStore files{folder.path / "files"};
    services::AccessSettings access{settings, "Eksempel Kommune", "Teknik og Miljø"};
    core::UserId boss = add_user("adam", {{core::Role::administrator, authority}});

    AccessOffice() {
        at("2026-05-11");
        write([](services::Transaction& tx) -> core::Result<void> {
            services::SubjectStore store{tx};
            store.put(services::Subject{"00.07.00", "Forvaltningsprincipper"});
            store.put(services::Facet{"A53", "Aktindsigt"});
            return core::done();
        }).value();
    }
    void at(const char* day) { clock.set(core::danish_midnight(date(day)) + std::chrono::hours{10}); }

    static services::NewAccessRequest wish() {
        services::NewAccessRequest made;
        made.asked_for = "Alle breve om plejeboligerne i Sønderup";
        made.asker = {core::AskerKind::press, "Karen Blåbjerg", "karen@example.dk", ""};
        return made;
    }
    core::Result<services::AskedAccess> ask(const services::NewAccessRequest& made) {
        return services::ask_access(*db, files, clock.now(), access, made);
    }
    template <class F>
    auto as(core::UserId by, F&& act) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) { return act(tx, services::Acting{who, clock.now()}); });
    }
    core::Result<services::AccessFile> file(core::UserId by, core::AccessRequestId id) {
        const auto who = principal(by);
        const auto today = core::danish_date(clock.now());
        return db->read([&](services::Transaction& tx) { return services::read_access_request(tx, who, id, today); });
    }
    core::Result<void> pause(core::UserId by, core::AccessRequestId id, const char* from) {
        return as(by, [&](services::Transaction& tx, const services::Acting& acting) {
            return services::pause_access_request(
                tx, acting, settings, id, 0, {.from = date(from), .to = {}, .reason = "Hvilke breve?"}
            );
        });
    }
    core::Result<void> resume(core::UserId by, core::AccessRequestId id, const char* on) {
        return as(by, [&](services::Transaction& tx, const services::Acting& acting) {
            return services::resume_access_request(tx, acting, settings, id, 0, date(on));
        });
    }
    core::Result<void> extend(core::UserId by, core::AccessRequestId id, const char* until) {
        return as(by, [&](services::Transaction& tx, const services::Acting& acting) {
            const auto today = core::danish_date(acting.now);
            return services::extend_access_request(
                tx, acting, settings, id, 0, {.told_on = today, .until = date(until), .reason = "Der er mange"}
            );
        });
    }
    core::Result<void> decide(
        core::UserId by, core::AccessRequestId id, core::DocumentId document, const services::NewAccessDecision& made
    ) {
        return as(by, [&](services::Transaction& tx, const services::Acting& acting) {
            return services::decide_access(tx, acting, id, document, made);
        });
    }
    std::vector<services::Event> events(core::CaseId of) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                return services::EventLog{tx}.of_case(of, core::EventId{1'000'000}, 100);
            })
            .value();
    }
    std::int64_t count(core::CaseId of, services::EventKind kind) {
        std::int64_t found = 0;
        for (const auto& event : events(of)) found += event.kind == kind ? 1 : 0;
        return found;
    }
    std::string task_day(core::CaseId of) {
        const auto tasks = db->read([&](services::Transaction& tx) -> core::Result<std::vector<core::Task>> {
                                 return services::TaskStore{tx}.list({.reader = user, .in_case = of});
                             }).value();
        return tasks.size() == 1 ? core::iso_date(tasks.front().due) : std::to_string(tasks.size()) + " tasks";
    }
};

}  // namespace tests
