#include "services/store/subject_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view put_subject_sql = R"sql(
    INSERT INTO subjects (number, title) VALUES ($1, $2)
    ON CONFLICT (number) DO UPDATE SET title = excluded.title)sql";
constexpr std::string_view put_facet_sql = R"sql(
    INSERT INTO facets (code, title) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET title = excluded.title)sql";
constexpr std::string_view find_sql = "SELECT number, title FROM subjects WHERE number = $1";
constexpr std::string_view all_sql = "SELECT number, title FROM subjects ORDER BY number";
constexpr std::string_view find_facet_sql = "SELECT code, title FROM facets WHERE code = $1";
constexpr std::string_view facets_sql = "SELECT code, title FROM facets ORDER BY code";

constexpr std::string_view any_sql = "SELECT number FROM subjects LIMIT 1";

Subject subject_from(const Row& row) {
    return {row.text(0), row.text(1)};
}
Facet facet_from(const Row& row) {
    return {row.text(0), row.text(1)};
}

}  // namespace

void SubjectStore::put(const Subject& subject) {
    tx_.run(put_subject_sql, {subject.number, subject.title});
}
void SubjectStore::put(const Facet& facet) {
    tx_.run(put_facet_sql, {facet.code, facet.title});
}

std::optional<Subject> SubjectStore::find(std::string_view number) const {
    return first(tx_.run(find_sql, {number}), subject_from);
}

std::vector<Subject> SubjectStore::all() const {
    return services::all(tx_.run(all_sql), subject_from);
}

std::vector<Facet> SubjectStore::facets() const {
    return services::all(tx_.run(facets_sql), facet_from);
}

std::optional<Facet> SubjectStore::find_facet(std::string_view code) const {
    return first(tx_.run(find_facet_sql, {code}), facet_from);
}

bool SubjectStore::is_empty() const {
    return tx_.run(any_sql).empty();
}

}  // namespace services
