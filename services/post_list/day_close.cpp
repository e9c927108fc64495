#include "services/post_list/day_close.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "services/post_list/exemption_words.hpp"
#include "services/post_list/statements.hpp"
#include "services/store/event_log.hpp"
#include "services/store/post_gate_store.hpp"

namespace services {

using core::Result;

namespace {

constexpr std::int64_t day_limit = 100'000;

void close_day(Transaction& tx, const KeyPair& key, core::Date day, core::Timestamp now) {
    const auto listed = PostListStore{tx}.listed_between(day, day, day_limit);
    const auto counted = count_day(listed, day, now);
    const auto statement = statement_text(counted);
    const bool is_new = DayStatementStore{tx}.add({
        .day = day,
        .statement = statement,
        .signature = signature_of(key, statement),
        .public_key = key.public_key,
        .entries = counted.total(),
        .last_serial = counted.last_serial,
        .made_at = now,
    });
    if (!is_new) return;  // another node was quicker
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::post_counted,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .payload =
            nlohmann::json{
                {"day", core::iso_date(day)},
                {"total", counted.total()},
                {"published", counted.published},
                {"held", counted.held},
                {"withheld", counted.withheld},
                {"entries_hash", counted.entries_hash}}
                .dump(),
    });
}

std::string number_at(std::int64_t year, std::int64_t serial) {
    return std::to_string(year) + "-" + std::to_string(serial);
}

/// Numbers are 1, 2, 3 … in each year.
void check_serials(Transaction& tx, std::vector<std::string>& faults) {
    for (const auto& year : PostListStore{tx}.serial_years()) {
        if (year.count != year.highest)
            faults.push_back(
                "post list " + std::to_string(year.year) + ": the last number is " +
                number_at(year.year, year.highest) + ", and there are " + std::to_string(year.count) + " entries"
            );
        if (year.given != year.highest)
            faults.push_back(
                "post list " + std::to_string(year.year) + ": " + std::to_string(year.given) +
                " numbers were given, and the last entry has " + number_at(year.year, year.highest)
            );
    }
}

void check_statement(Transaction& tx, const DayStatement& kept, const KeyPair& key, std::vector<std::string>& faults) {
    const auto name = "post list of " + core::iso_date(kept.day);
    if (!is_signature_of(kept.public_key, kept.statement, kept.signature))
        faults.push_back(name + ": the kept statement is not what was signed");
    if (kept.public_key != key.public_key) faults.push_back(name + ": it was signed with another key");
    if (kept.statement.find("\nday " + core::iso_date(kept.day) + "\n") == std::string::npos ||
        kept.statement.find("\ntotal " + std::to_string(kept.entries) + "\n") == std::string::npos)
        faults.push_back(name + ": the kept statement is about something else");
    const auto listed = PostListStore{tx}.listed_between(kept.day, kept.day, day_limit);
    const auto counted =
        std::ranges::count_if(listed, [&](const ListedPost& one) { return one.serial <= kept.last_serial; });
    if (counted != kept.entries)
        faults.push_back(
            name + ": " + std::to_string(kept.entries) + " entries were counted when the day was over, and " +
            std::to_string(counted) + " of them are there"
        );
}

bool is_told(Transaction& tx, const ListedPost& taken_down) {
    constexpr std::array kinds{EventKind::post_withheld, EventKind::document_withdrawn, EventKind::document_erased};
    return std::ranges::any_of(kinds, [&](EventKind kind) {
        return EventLog{tx}.last_of(SubjectKind::document, taken_down.document.value, kind).has_value();
    });
}

}  // namespace

void close_days(Database& db, core::Timestamp now) {
    constexpr int days_at_once = 400;
    const auto today = core::danish_date(now);
    const auto last_closed =
        db.read([](Transaction& tx) -> Result<std::optional<core::Date>> { return DayStatementStore{tx}.last_day(); });
    if (last_closed.has_value() && last_closed.value() && *last_closed.value() >= today - std::chrono::days{1}) return;
    const auto closed = db.write([&](Transaction& tx) -> Result<void> {
        const auto key = SigningKeyStore{tx}.find(post_list_key);
        if (!key) return core::done();
        const auto last = DayStatementStore{tx}.last_day();
        auto day = last ? *last + std::chrono::days{1} : today - std::chrono::days{1};
        for (int i = 0; i < days_at_once && day < today; ++i, day += std::chrono::days{1})
            close_day(tx, *key, day, now);
        return core::done();
    });
    static_cast<void>(closed);  // the work has no errors of its own
}

std::vector<std::string> post_list_faults(Transaction& tx) {
    std::vector<std::string> faults;
    check_serials(tx, faults);
    const auto key = SigningKeyStore{tx}.find(post_list_key);
    if (!key) return faults;
    constexpr std::int64_t step = 200;
    for (auto day = core::Date{};;) {
        const auto kept = DayStatementStore{tx}.after(day, step);
        for (const auto& one : kept) check_statement(tx, one, *key, faults);
        if (std::ssize(kept) < step) break;
        day = kept.back().day;
    }
    if (!is_signature_of(key->public_key, "whole", signature_of(*key, "whole")))
        faults.emplace_back("the post list's key: its two halves do not belong together");
    for (const auto& one : PostListStore{tx}.tombstones(day_limit))
        if (!is_told(tx, one))
            faults.push_back("entry " + number_of(one) + " of the post list was taken down, and no event says so");
    return faults;
}

}  // namespace services
