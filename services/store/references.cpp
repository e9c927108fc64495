#include "services/store/references.hpp"

#include <array>

#include "services/store/columns.hpp"

namespace services {

namespace {

struct Reference {
    const char* from;
    const char* to;
    std::string_view broken_sql;  ///< the row's id, and what it names, as text
};

// One statement a reference that the schema declares, and one for what it can't: that a journaled item has a document.
constexpr std::array references{
    Reference{"document ", "case ", R"sql(
        SELECT a.id, CAST(a.case_id AS TEXT) FROM documents AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"document ", "content ", R"sql(
        SELECT a.id, a.content_hash FROM documents AS a LEFT JOIN contents AS b ON b.hash = a.content_hash
         WHERE b.hash IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"document ", "access group ", R"sql(
        SELECT a.id, CAST(a.access_group_id AS TEXT) FROM documents AS a
          LEFT JOIN access_groups AS b ON b.id = a.access_group_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"case ", "access group ", R"sql(
        SELECT a.id, CAST(a.access_group_id AS TEXT) FROM cases AS a
          LEFT JOIN access_groups AS b ON b.id = a.access_group_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"case ", "unit ", R"sql(
        SELECT a.id, CAST(a.unit_id AS TEXT) FROM cases AS a LEFT JOIN units AS b ON b.id = a.unit_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"party ", "case ", R"sql(
        SELECT a.id, CAST(a.case_id AS TEXT) FROM parties AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"draft ", "case ", R"sql(
        SELECT a.id, CAST(a.case_id AS TEXT) FROM drafts AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"draft ", "document ", R"sql(
        SELECT a.id, COALESCE(CAST(a.document_id AS TEXT), 'it was journaled as') FROM drafts AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL AND (a.document_id IS NOT NULL OR a.state = 'journaled') ORDER BY a.id LIMIT 100)sql"},
    Reference{"draft ", "document that it replaces, ", R"sql(
        SELECT a.id, CAST(a.replaces_id AS TEXT) FROM drafts AS a LEFT JOIN documents AS b ON b.id = a.replaces_id
         WHERE b.id IS NULL AND a.replaces_id IS NOT NULL ORDER BY a.id LIMIT 100)sql"},
    // Versions are numbered without gaps; the newest is the one that the draft names.
    Reference{"draft ", "version ", R"sql(
        SELECT a.id, CAST(a.newest AS TEXT) FROM drafts AS a
         WHERE a.newest <> (SELECT COUNT(*) FROM draft_versions AS v
                             WHERE v.draft_id = a.id AND v.number BETWEEN 1 AND a.newest)
         ORDER BY a.id LIMIT 100)sql"},
    Reference{"version of a draft ", "draft ", R"sql(
        SELECT a.id, CAST(a.draft_id AS TEXT) FROM draft_versions AS a LEFT JOIN drafts AS b ON b.id = a.draft_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"version of a draft ", "content ", R"sql(
        SELECT a.id, a.content_hash FROM draft_versions AS a LEFT JOIN contents AS b ON b.hash = a.content_hash
         WHERE b.hash IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"attachment ", "content ", R"sql(
        SELECT a.id, a.content_hash FROM attachments AS a LEFT JOIN contents AS b ON b.hash = a.content_hash
         WHERE b.hash IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"attachment ", "draft ", R"sql(
        SELECT a.id, CAST(a.draft_id AS TEXT) FROM attachments AS a LEFT JOIN drafts AS b ON b.id = a.draft_id
         WHERE b.id IS NULL AND a.draft_id IS NOT NULL ORDER BY a.id LIMIT 100)sql"},
    // One of a draft that is journaled belongs to that document, and each belongs to something.
    Reference{"attachment ", "document ", R"sql(
        SELECT a.id, COALESCE(CAST(a.document_id AS TEXT), CAST(d.document_id AS TEXT), 'that it belongs to')
          FROM attachments AS a
          LEFT JOIN drafts AS d ON d.id = a.draft_id LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE (b.id IS NULL AND (a.document_id IS NOT NULL OR a.draft_id IS NULL))
            OR (d.document_id IS NOT NULL AND (a.document_id IS NULL OR a.document_id <> d.document_id))
         ORDER BY a.id LIMIT 100)sql"},
    // Places are 1, 2, 3 … in each document.
    Reference{"attachment ", "place ", R"sql(
        SELECT MAX(a.id), CAST(MAX(a.place) AS TEXT) FROM attachments AS a
         GROUP BY a.draft_id, a.document_id HAVING MAX(a.place) <> COUNT(*)
         ORDER BY 1 LIMIT 100)sql"},
    Reference{"sending ", "document ", R"sql(
        SELECT a.id, CAST(a.document_id AS TEXT) FROM sendings AS a LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"sending ", "proof ", R"sql(
        SELECT a.id, a.proof_hash FROM sendings AS a LEFT JOIN contents AS b ON b.hash = a.proof_hash
         WHERE b.hash IS NULL AND (a.proof_hash <> '' OR a.state IN ('sent', 'handed_over', 'delivered'))
         ORDER BY a.id LIMIT 100)sql"},
    Reference{"incoming item ", "content ", R"sql(
        SELECT a.id, a.content_hash FROM incoming_items AS a LEFT JOIN contents AS b ON b.hash = a.content_hash
         WHERE b.hash IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"incoming item ", "document ", R"sql(
        SELECT a.id, COALESCE(CAST(a.document_id AS TEXT), 'it was journaled as') FROM incoming_items AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL AND (a.document_id IS NOT NULL OR a.state = 'journaled') ORDER BY a.id LIMIT 100)sql"},
    Reference{"part of a case ", "case ", R"sql(
        SELECT a.id, CAST(a.case_id AS TEXT) FROM sub_files AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
    Reference{"document ", "part ", R"sql(
        SELECT a.document_id, CAST(a.sub_file_id AS TEXT) || ' of its own case' FROM sub_file_documents AS a
          LEFT JOIN sub_files AS s ON s.id = a.sub_file_id LEFT JOIN documents AS d ON d.id = a.document_id
         WHERE s.case_id IS NULL OR d.case_id IS NULL OR s.case_id <> d.case_id
         ORDER BY a.document_id LIMIT 100)sql"},
    Reference{"number left behind on case ", "document ", R"sql(
        SELECT a.case_id, CAST(a.document_id AS TEXT) FROM moved_documents AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL ORDER BY a.case_id, a.number LIMIT 100)sql"},
    Reference{"merged case ", "case ", R"sql(
        SELECT a.case_id, CAST(a.into_id AS TEXT) FROM case_merges AS a LEFT JOIN cases AS b ON b.id = a.into_id
         WHERE b.id IS NULL ORDER BY a.case_id LIMIT 100)sql"},
    Reference{"sheet of case ", "case ", R"sql(
        SELECT a.case_id, CAST(a.case_id AS TEXT) FROM case_sheets AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.case_id LIMIT 100)sql"},
    Reference{"deadline of case ", "task ", R"sql(
        SELECT a.case_id, CAST(a.task_id AS TEXT) FROM case_deadlines AS a LEFT JOIN tasks AS b ON b.id = a.task_id
         WHERE b.id IS NULL ORDER BY a.case_id LIMIT 100)sql"},
    Reference{"entry on the post list ", "document ", R"sql(
        SELECT a.id, CAST(a.document_id AS TEXT) FROM post_list_entries AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL ORDER BY a.id LIMIT 100)sql"},
};

// Other counters stand in the table too, such as that of the rights' version.
constexpr std::string_view series_sql =
    "SELECT name, last FROM number_series WHERE name = 'case' OR name LIKE 'case:%' ORDER BY name";
// The last number is that of a document, or was left behind by one.
#define LAST_NUMBER                                                                                       \
    "(SELECT COALESCE(MAX(n.number), 0) FROM (SELECT d.number FROM documents AS d WHERE d.case_id = c.id" \
    " UNION ALL SELECT m.number FROM moved_documents AS m WHERE m.case_id = c.id) AS n)"
constexpr std::string_view miscounted_sql =
    "SELECT c.number, c.documents, " LAST_NUMBER " FROM cases AS c WHERE c.documents <> " LAST_NUMBER
    " ORDER BY c.id LIMIT 100";

}  // namespace

std::vector<BrokenReference> broken_references(Transaction& tx) {
    std::vector<BrokenReference> broken;
    for (const auto& reference : references) {
        const auto rows = tx.run(reference.broken_sql);
        for (std::size_t i = 0; i < rows.size(); ++i)
            broken.push_back(
                {reference.from + std::to_string(rows[i].number(0)), std::string{reference.to} + rows[i].text(1)}
            );
    }
    return broken;
}

std::vector<NumberSeries> number_series(Transaction& tx) {
    return all(tx.run(series_sql), [](const Row& row) { return NumberSeries{row.text(0), row.number(1)}; });
}

std::vector<MiscountedCase> miscounted_cases(Transaction& tx) {
    return all(tx.run(miscounted_sql), [](const Row& row) {
        return MiscountedCase{row.text(0), row.number(1), row.number(2)};
    });
}

}  // namespace services
