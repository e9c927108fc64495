// Taking in cases by the hundred, as the job does it.
#include "services/imports/imports.hpp"

#include <nlohmann/json.hpp>

#include "services/store/accompaniment.hpp"
#include "services/store/event_log.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::Error;
using core::ErrorCode;
using core::Result;
using services::ImportId;
using services::JobEnd;
using services::Transaction;

namespace {

struct ImportHall : tests::TownHall {
    services::ImportJob job{*db, clock, {}};

    services::Import hand_in(int lines) {
        const auto wanted = a_case();
        const nlohmann::json line{
            {"case",
             {{"title", "Flyttet sag"}, {"subject", wanted.subject}, {"facet", wanted.facet}, {"unit", unit.value}}}};
        std::string text;
        for (int n = 0; n < lines; ++n) text += line.dump() + "\n";
        const auto who = principal(user);
        return write([&](Transaction& tx) { return services::begin_import(tx, {who, clock.now()}, text); }).value();
    }
    Result<JobEnd> run(ImportId id, const std::stop_token& stop = {}) {
        return job({core::JobId{1}, services::import_job_kind, id.value, 1, "", clock.now()}, stop);
    }
    services::ImportStore::Counts counts(ImportId id) {
        return db
            ->read([&](Transaction& tx) -> Result<services::ImportStore::Counts> {
                return services::ImportStore{tx}.counts(id);
            })
            .value();
    }
};

}  // namespace

TEST_CASE_METHOD(ImportHall, "the log tells who handed in how many lines", "[imports]") {
    const auto import = hand_in(3);
    const auto told = db->read([](Transaction& tx) -> Result<std::vector<services::Event>> {
                            return services::EventLog{tx}.matching({.kind = services::EventKind::import_begun});
                        }).value();
    REQUIRE(told.size() == 1);
    CHECK(told[0].actor == user);
    CHECK(nlohmann::json::parse(told[0].payload) == nlohmann::json{{"import", import.id.value}, {"rows", 3}});
}

TEST_CASE_METHOD(ImportHall, "a long import lets others through, and goes on to its end", "[imports]") {
    const auto import = hand_in(services::ImportJob::lines_at_once + 5);
    CHECK(run(import.id).value() == JobEnd::goes_on);
    CHECK(counts(import.id).waiting == 5);
    CHECK(run(import.id).value() == JobEnd::done);
    CHECK(counts(import.id).imported == services::ImportJob::lines_at_once + 5);
}

TEST_CASE_METHOD(ImportHall, "an import stops between two lines when it is asked to", "[imports]") {
    const auto import = hand_in(5);
    std::stop_source stop;
    stop.request_stop();
    CHECK(run(import.id, stop.get_token()).value() == JobEnd::goes_on);
    CHECK(counts(import.id).waiting == 5);
}

TEST_CASE_METHOD(ImportHall, "a line that there was no room for waits, and is refused by nobody", "[imports]") {
    const auto import = hand_in(1);
    const auto code = GENERATE(ErrorCode::out_of_space, ErrorCode::unavailable);
    {
        // The first write fails, and later ones would not.
        bool is_first = true;
        const services::Accompaniment full{[&](Transaction&) -> Result<void> {
            if (!std::exchange(is_first, false)) return core::done();
            return Error{code, "no room"};
        }};
        const auto outcome = run(import.id);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == code);
    }
    CHECK(counts(import.id).waiting == 1);
    CHECK(run(import.id).value() == JobEnd::done);
    CHECK(counts(import.id).imported == 1);
}
