#include "services/store/oversight_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view begin_sql = "INSERT INTO read_writers (alive_at) VALUES ($1) RETURNING id";
constexpr std::string_view alive_sql = "UPDATE read_writers SET alive_at = $2 WHERE id = $1";
constexpr std::string_view end_sql = "UPDATE read_writers SET alive_at = $2, ended_at = $2 WHERE id = $1";
constexpr std::string_view bury_sql =
    "UPDATE read_writers SET ended_at = $2 WHERE ended_at IS NULL AND alive_at < $1 RETURNING alive_at";
constexpr std::string_view add_check_sql =
    "INSERT INTO log_checks (checked_at, events, fault_id, fault) VALUES ($1, $2, $3, $4)";
constexpr std::string_view last_check_sql =
    "SELECT checked_at, events, fault_id, fault FROM log_checks ORDER BY id DESC LIMIT 1";

}  // namespace

ReadWriterId ReadWriterStore::begin(core::Timestamp now) {
    return tx_.run(begin_sql, {seconds(now)}).front().id<ReadWriterId>(0);
}

void ReadWriterStore::note_alive(ReadWriterId id, core::Timestamp now) {
    tx_.run(alive_sql, {id, seconds(now)});
}

void ReadWriterStore::end(ReadWriterId id, core::Timestamp now) {
    tx_.run(end_sql, {id, seconds(now)});
}

std::vector<core::Timestamp> ReadWriterStore::bury(core::Timestamp silent_since, core::Timestamp now) {
    return all(tx_.run(bury_sql, {seconds(silent_since), seconds(now)}), [](const Row& row) {
        return timestamp(row.number(0));
    });
}

void LogCheckStore::add(const LogCheck& check) {
    tx_.run(add_check_sql, {seconds(check.checked_at), check.events, check.fault_at, check.fault});
}

std::optional<LogCheck> LogCheckStore::last() const {
    return first(tx_.run(last_check_sql), [](const Row& row) {
        return LogCheck{timestamp(row.number(0)), row.number(1), row.maybe_id<core::EventId>(2), row.text(3)};
    });
}

}  // namespace services
