#include "services/store/access_figures_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

#define READABLE_IN_UNIT                                                                \
    " FROM access_requests AS r JOIN cases AS c ON c.id = r.case_id"                    \
    " AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)" \
    " AND (CAST($4 AS BIGINT) IS NULL OR c.unit_id = $4)"
constexpr std::string_view received_sql =
    "SELECT r.received_on, r.laws" READABLE_IN_UNIT " WHERE r.received_on BETWEEN $2 AND $3 ORDER BY r.received_on";
constexpr std::string_view answered_sql =
    "SELECT r.received_on, r.ended_on, r.outcome, r.laws, r.minutes_used" READABLE_IN_UNIT
    " WHERE r.ended_on IS NOT NULL AND r.ended_on BETWEEN $2 AND $3 AND r.state = 'answered' ORDER BY r.ended_on";
constexpr std::string_view exemptions_sql =
    "SELECT r.laws, d.exemptions, COUNT(*)" READABLE_IN_UNIT
    " JOIN access_request_documents AS d ON d.request_id = r.id AND d.exemptions <> ''"
    " WHERE r.ended_on IS NOT NULL AND r.ended_on BETWEEN $2 AND $3 AND r.state = 'answered'"
    " GROUP BY r.laws, d.exemptions ORDER BY 3 DESC";

core::Date day_in(const Row& row, std::size_t column) {
    const auto day = core::parse_iso_date(row.text(column));
    if (!day) throw DatabaseError{DatabaseError::Kind::broken, "no date in the database: " + row.text(column)};
    return *day;
}

std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> keys;
    while (!text.empty()) {
        const auto end = std::min(text.find(','), text.size());
        keys.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return keys;
}

std::vector<core::AccessLaw> laws_in(const std::string& text) {
    std::vector<core::AccessLaw> laws;
    for (const auto& name : parted(text))
        if (const auto law = core::access_law_named(name)) laws.push_back(*law);
    return laws;
}

}  // namespace

std::vector<ReceivedFigure> AccessFiguresStore::received(const AccessFigureFilter& filter) const {
    return all(
        tx_.run(received_sql, {filter.reader, core::iso_date(filter.from), core::iso_date(filter.to), filter.unit}),
        [](const Row& row) { return ReceivedFigure{.received = day_in(row, 0), .laws = laws_in(row.text(1))}; }
    );
}

std::vector<AnsweredFigure> AccessFiguresStore::answered(const AccessFigureFilter& filter) const {
    return all(
        tx_.run(answered_sql, {filter.reader, core::iso_date(filter.from), core::iso_date(filter.to), filter.unit}),
        [](const Row& row) {
            return AnsweredFigure{
                .received = day_in(row, 0),
                .ended = day_in(row, 1),
                .outcome = core::access_outcome_named(row.text(2)),
                .laws = laws_in(row.text(3)),
                .minutes_used = row.number(4),
            };
        }
    );
}

std::vector<ExemptionFigure> AccessFiguresStore::exemptions(const AccessFigureFilter& filter) const {
    return all(
        tx_.run(exemptions_sql, {filter.reader, core::iso_date(filter.from), core::iso_date(filter.to), filter.unit}),
        [](const Row& row) {
            return ExemptionFigure{
                .laws = laws_in(row.text(0)), .exemptions = parted(row.text(1)), .documents = row.number(2)};
        }
    );
}

}  // namespace services
