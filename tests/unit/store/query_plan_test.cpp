#include <sqlite3.h>

#include <memory>

#include "services/store/case_sheet_store.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/incoming_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/public_list_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "services/store/task_store.hpp"
#include "services/store/visit_store.hpp"
#include "store_fixture.hpp"

using services::Transaction;

namespace {

/// A transaction that runs nothing: it asks SQLite how each statement would be run, so that a store tells its plans
/// when its methods are called.
class Planner final : public Transaction {
  public:
    explicit Planner(const std::filesystem::path& file) {
        sqlite3* raw = nullptr;
        REQUIRE(sqlite3_open(file.c_str(), &raw) == SQLITE_OK);
        handle_.reset(raw);
    }

    services::Rows run(std::string_view sql, std::initializer_list<services::Parameter>) override {
        const auto explain = "EXPLAIN QUERY PLAN " + std::string{sql};
        sqlite3_stmt* statement = nullptr;
        REQUIRE(sqlite3_prepare_v2(handle_.get(), explain.c_str(), -1, &statement, nullptr) == SQLITE_OK);
        while (sqlite3_step(statement) == SQLITE_ROW) {
            constexpr int detail = 3;
            const auto* text =
                static_cast<const char*>(static_cast<const void*>(sqlite3_column_text(statement, detail)));
            plan_ += std::string{text} + "\n";
        }
        sqlite3_finalize(statement);
        if (sql.starts_with("SELECT 1 FROM cases") && reads_many)
            return services::Rows{std::vector<services::Value>(1, std::int64_t{1}), 1, 0};
        if (!sql.starts_with("SELECT group_id")) return services::Rows{{}, 0, 0};
        return services::Rows{std::vector<services::Value>(groups, std::int64_t{1}), 1, 0};
    }

    /// How many groups a reader is said to be in, for what is decided by that.
    std::size_t groups{0};
    /// Whether a reader is said to read more cases than are gathered and sorted.
    bool reads_many{true};

    /// What was planned since it was last asked.
    std::string plan() { return std::exchange(plan_, {}); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close(handle); }
    };
    std::unique_ptr<sqlite3, Close> handle_;
    std::string plan_;
};

/// Whether a whole table is read; "SCAN c USING INDEX …" walks an index in its order, up to the limit.
bool scans(const std::string& plan) {
    for (std::size_t at = plan.find("SCAN "); at != std::string::npos; at = plan.find("SCAN ", at + 1)) {
        const auto line = plan.substr(at, plan.find('\n', at) - at);
        const bool is_row_id_order = line == "SCAN e" || line == "SCAN events";  // the last event, by its id
        const bool is_made_up = line.starts_with("SCAN CONSTANT") || line.starts_with("SCAN (") || line == "SCAN due" ||
                                line == "SCAN newest";
        if (line.find("USING") == std::string::npos && !is_made_up && !is_row_id_order) return true;
    }
    return false;
}

struct PlanFixture {
    store_tests::Folder folder{};
    std::unique_ptr<services::Database> db = services::open_sqlite(folder.path() / "saglig.db");
    Planner tx{folder.path() / "saglig.db"};

    /// A list that is read page by page: by an index, and in its order.
    void check_paged() {
        const auto plan = tx.plan();
        CAPTURE(plan);
        REQUIRE_FALSE(plan.empty());
        CHECK_FALSE(scans(plan));
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
    /// As check_paged, and a page begins where the one before ended without going through what lies before.
    void check_ranged(const std::string& by) { check_ranged(by, tx.plan()); }
    static void check_ranged(const std::string& by, const std::string& plan) {
        CAPTURE(plan);
        CHECK(plan.starts_with("SEARCH c USING INDEX "));
        CHECK((plan.find(by) != std::string::npos || plan.find("sqlite_autoindex_cases_1 (number") != std::string::npos)
        );
        CHECK_FALSE(scans(plan));
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
    void check_indexed() {
        const auto plan = tx.plan();
        CAPTURE(plan);
        REQUIRE_FALSE(plan.empty());
        CHECK_FALSE(scans(plan));
    }
};

}  // namespace

SCENARIO_METHOD(PlanFixture, "lists of cases are read by an index, in its order", "[store][plans]") {
    services::CaseStore cases{tx};
    services::CaseFilter filter{.reader = {}, .caseworker = {}, .unit = {}, .state = {}, .after = {}};
    tx.groups = 17;  // so many that none is followed by itself
    using services::CaseSort;
    for (const auto sort : {CaseSort::changed, CaseSort::opened, CaseSort::number, CaseSort::title, CaseSort::deadline})
        for (const bool is_rising : {false, true}) {
            filter.sort = sort;
            filter.is_rising = is_rising;
            filter.caseworker.reset();
            filter.unit.reset();
            cases.list(filter);
            const auto plan = tx.plan();
            check_ranged("cases_by_", plan.substr(plan.find("SEARCH c ")));
            filter.unit = core::UnitId{1};
            cases.list(filter);
            check_ranged("unit_id=? AND ");
            filter.caseworker = core::UserId{1};
            cases.list(filter);
            check_ranged("caseworker_id=? AND ");
        }
    filter.subject = "27.35";
    (void)cases.of_few(filter, 10);
    check_paged();
    cases.after({}, 10);
    check_paged();
    cases.parties({});
    check_paged();
    cases.parties_with({.reader = {}, .kind = core::IdentifierKind::cvr, .identifier = "29189714"});
    check_paged();
    (void)cases.find_party({});
    check_indexed();
    (void)cases.find({});
    (void)cases.find_by_number("2026-1");
    check_paged();
}

SCENARIO_METHOD(PlanFixture, "what one in few groups may read is followed group by group", "[store][plans]") {
    services::CaseFilter filter{.reader = {}, .caseworker = {}, .unit = {}, .state = {}, .after = {}};
    tx.groups = GENERATE(as<std::size_t>{}, 1, 2, 16);
    for (const bool is_rising : {false, true}) {
        filter.is_rising = is_rising;
        services::CaseStore{tx}.list(filter);
        const auto plan = tx.plan();
        CAPTURE(plan);
        const std::string of_a_group = "SEARCH c USING INDEX cases_by_access_group (access_group_id=? AND changed_at";
        std::size_t followed = 0;
        for (auto at = plan.find(of_a_group); at != std::string::npos; at = plan.find(of_a_group, at + 1)) ++followed;
        CHECK(followed == tx.groups);
        CHECK(plan.find("TEMP B-TREE") == std::string::npos);
        CHECK_FALSE(scans(plan));
    }
}

SCENARIO_METHOD(
    PlanFixture, "what is read by one who may read little is gathered, whatever its order", "[store][plans]"
) {
    using services::CaseSort;
    services::CaseFilter filter{.reader = {}, .caseworker = {}, .unit = {}, .state = {}, .after = {}};
    tx.reads_many = false;
    for (const auto sort : {CaseSort::opened, CaseSort::number, CaseSort::title, CaseSort::deadline})
        for (const bool is_rising : {false, true}) {
            filter.sort = sort;
            filter.is_rising = is_rising;
            services::CaseStore{tx}.list(filter);
            const auto plan = tx.plan();
            CAPTURE(plan);
            CHECK(plan.find("SEARCH c USING INDEX cases_by_access_group (access_group_id=?") != std::string::npos);
            CHECK_FALSE(scans(plan));
        }
}

SCENARIO_METHOD(PlanFixture, "documents and contents are read by an index, in its order", "[store][plans]") {
    services::DocumentStore documents{tx};
    documents.of_case({}, 10, 10);
    check_paged();
    for (const auto sort :
         {services::DocumentSort::number, services::DocumentSort::received, services::DocumentSort::title})
        for (const bool is_rising : {false, true}) {
            (void)documents.list({.in_case = {}, .sort = sort, .is_rising = is_rising});
            check_paged();
        }
    documents.notes_of_case({}, 10, 10);
    check_paged();
    documents.after({}, 10);
    check_paged();
    (void)documents.find({});
    documents.set_access_group({}, {});
    check_paged();
    services::ContentStore contents{tx};
    contents.originals_after({}, 10);
    contents.pages({});
    contents.page_heads({});
    check_paged();
}

SCENARIO_METHOD(PlanFixture, "the waiting post is read by an index, in its order", "[store][plans]") {
    services::IncomingStore items{tx};
    for (const bool is_falling : {false, true}) {
        items.waiting({.reader = {}, .assigned_to = {}, .unit = {}, .after = {}, .is_falling = is_falling});
        check_paged();
    }
    items.after({}, 10);
    check_paged();
    (void)items.first_with({});
    items.with_content({});
    check_paged();
    (void)items.next_waiting({}, {});
    items.unread({}, 10);
    check_paged();
}

SCENARIO_METHOD(PlanFixture, "tasks and visits are read by an index, in its order", "[store][plans]") {
    services::TaskStore tasks{tx};
    for (const bool is_done : {false, true}) {
        services::TaskFilter filter{.reader = {}, .person = core::UserId{1}, .is_done = is_done};
        tasks.list(filter);
        check_paged();
        for (const auto sort : {services::TaskSort::due, services::TaskSort::title})
            for (const bool is_falling : {false, true}) {
                filter.sort = sort;
                filter.is_falling = is_falling;
                filter.person = core::UserId{1};
                filter.unit.reset();
                tasks.list(filter);
                check_paged();
                filter.person.reset();
                filter.unit = core::UnitId{1};
                tasks.list(filter);
                check_paged();
            }
        filter.unit.reset();
        filter.in_case = core::CaseId{1};
        tasks.list(filter);
        check_paged();
    }
    tasks.set_access_group({}, {});
    check_paged();
    const services::VisitStore visits{tx};
    (void)visits.recent({}, 10);
    check_paged();
    (void)visits.starred({}, 10);
    check_paged();
}

SCENARIO_METHOD(PlanFixture, "the cases of a type are read by an index, in its order", "[store][plans]") {
    services::CaseSheetStore sheets{tx};
    for (const bool by_order_key : {false, true}) {
        sheets.list({.reader = {}, .type = "contract", .by_order_key = by_order_key});
        check_paged();
    }
    (void)sheets.find({});
    check_paged();
    (void)sheets.deadline_tasks({});
    check_paged();
}

SCENARIO_METHOD(PlanFixture, "events and jobs are read by an index, in its order", "[store][plans]") {
    services::EventLog log{tx};
    log.after({}, 10);
    check_paged();
    log.of_case({}, {}, 10);
    check_paged();
    (void)log.last();
    check_paged();
    services::JobQueue queue{tx};
    (void)queue.is_due({});
    check_paged();
    (void)queue.take("a", {}, std::chrono::seconds{1});
    check_indexed();
}

SCENARIO_METHOD(PlanFixture, "the post list is read by an index, in its order", "[store][plans]") {
    services::PostListStore list{tx};
    list.public_between({}, {}, 10);
    check_paged();
    list.newest_public(10);
    check_paged();
    list.public_after({}, 10);
    check_paged();
    list.held({}, 10);
    list.held({}, 10, {core::Date{}, core::PostListId{7}});
    check_paged();
    (void)list.public_entry({});
    (void)list.public_document({});
    (void)list.of_document({});
    check_paged();
    services::GroupStore{tx}.of_user({});
    check_paged();
    services::PublishedFileStore files{tx};
    (void)files.find({});
    (void)files.pages({});
    (void)files.shown_by({});
    files.forget_of({}, {});
    check_indexed();
}

SCENARIO_METHOD(PlanFixture, "each part of the public post list is read by an index, in its order", "[store][plans]") {
    const services::PublicListStore list{tx};
    services::PostScope scope;
    for (const auto* subject : {"", "27", "27.35", "27.35.00"}) {
        scope.subject = subject;
        (void)list.page(scope, services::PostPlace{scope.to, 7}, 10);
        check_paged();
    }
    scope.units = {core::UnitId{1}};
    (void)list.page(scope, std::nullopt, 10);
    check_paged();
    scope.units = {core::UnitId{1}, core::UnitId{2}};
    (void)list.page(scope, std::nullopt, 10);
    check_paged();
    (void)list.listed(scope.from, scope.to, std::nullopt, 10);
    check_paged();
    (void)list.numbered({}, {});
    check_paged();
}
