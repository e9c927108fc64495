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

#define LOST(table, column, target)                                                                             \
    "SELECT a.id, CAST(a." column " AS TEXT) FROM " table " AS a LEFT JOIN " target " AS b ON b.id = a." column \
    " WHERE b.id IS NULL AND a." column " IS NOT NULL ORDER BY a.id LIMIT 100"
#define LOST_CONTENT(table)                                    \
    "SELECT a.id, a.content_hash FROM " table                  \
    " AS a LEFT JOIN contents AS b ON b.hash = a.content_hash" \
    " WHERE b.hash IS NULL ORDER BY a.id LIMIT 100"
// What a case that was merged into another may not hold any more; a party that both had stays on both.
#define LEFT_BEHIND(table)                                 \
    "SELECT a.id, CAST(m.into_id AS TEXT) FROM " table     \
    " AS a JOIN case_merges AS m ON m.case_id = a.case_id" \
    " AND m.undone_at IS NULL ORDER BY a.id LIMIT 100"

// One statement a reference that the schema declares, and one for what it can't: that a journaled item has a document.
constexpr std::array references{
    Reference{"document ", "case ", LOST("documents", "case_id", "cases")},
    Reference{"document ", "content ", LOST_CONTENT("documents")},
    Reference{"document ", "access group ", LOST("documents", "access_group_id", "access_groups")},
    Reference{"case ", "access group ", LOST("cases", "access_group_id", "access_groups")},
    Reference{"case ", "unit ", LOST("cases", "unit_id", "units")},
    Reference{"party ", "case ", LOST("parties", "case_id", "cases")},
    Reference{"draft ", "case ", LOST("drafts", "case_id", "cases")},
    Reference{"draft ", "document ", R"sql(
        SELECT a.id, COALESCE(CAST(a.document_id AS TEXT), 'it was journaled as') FROM drafts AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL AND (a.document_id IS NOT NULL OR a.state = 'journaled') ORDER BY a.id LIMIT 100)sql"},
    Reference{"draft ", "document that it replaces, ", LOST("drafts", "replaces_id", "documents")},
    // Versions are numbered without gaps; the newest is the one that the draft names.
    Reference{"draft ", "version ", R"sql(
        SELECT a.id, CAST(a.newest AS TEXT) FROM drafts AS a
         WHERE a.newest <> (SELECT COUNT(*) FROM draft_versions AS v
                             WHERE v.draft_id = a.id AND v.number BETWEEN 1 AND a.newest)
         ORDER BY a.id LIMIT 100)sql"},
    Reference{"version of a draft ", "draft ", LOST("draft_versions", "draft_id", "drafts")},
    Reference{"version of a draft ", "content ", LOST_CONTENT("draft_versions")},
    Reference{"attachment ", "content ", LOST_CONTENT("attachments")},
    Reference{"attachment ", "draft ", LOST("attachments", "draft_id", "drafts")},
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
    Reference{"part of a mail ", "content ", R"sql(
        SELECT a.place, a.part_hash FROM mail_parts AS a LEFT JOIN contents AS b ON b.hash = a.part_hash
         WHERE b.hash IS NULL ORDER BY a.part_hash LIMIT 100)sql"},
    Reference{"sending ", "document ", LOST("sendings", "document_id", "documents")},
    Reference{"sending ", "proof ", R"sql(
        SELECT a.id, a.proof_hash FROM sendings AS a LEFT JOIN contents AS b ON b.hash = a.proof_hash
         WHERE b.hash IS NULL AND (a.proof_hash <> '' OR a.state IN ('sent', 'handed_over', 'delivered'))
         ORDER BY a.id LIMIT 100)sql"},
    Reference{"hearing of a party ", "letter ", LOST("party_hearings", "letter_id", "documents")},
    Reference{"hearing of a party ", "answer ", LOST("party_hearings", "answer_id", "documents")},
    Reference{"document shown to a party ", "document ", LOST("party_documents", "document_id", "documents")},
    Reference{"incoming item ", "content ", LOST_CONTENT("incoming_items")},
    Reference{"published file made at ", "content ", R"sql(
        SELECT a.made_at, a.content_hash FROM published_files AS a LEFT JOIN contents AS b ON b.hash = a.content_hash
         WHERE b.hash IS NULL ORDER BY a.content_hash LIMIT 100)sql"},
    Reference{"incoming item ", "document ", R"sql(
        SELECT a.id, COALESCE(CAST(a.document_id AS TEXT), 'it was journaled as') FROM incoming_items AS a
          LEFT JOIN documents AS b ON b.id = a.document_id
         WHERE b.id IS NULL AND (a.document_id IS NOT NULL OR a.state = 'journaled') ORDER BY a.id LIMIT 100)sql"},
    Reference{"part of a case ", "case ", LOST("sub_files", "case_id", "cases")},
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
    Reference{"document left behind by a merge into ", "case ", LEFT_BEHIND("documents")},
    Reference{"draft left behind by a merge into ", "case ", LEFT_BEHIND("drafts")},
    Reference{"task ", "case ", LOST("tasks", "case_id", "cases")},
    Reference{"task ", "access group ", LOST("tasks", "access_group_id", "access_groups")},
    // What a case is known by follows from what it was before.
    Reference{"case ", "last state ", R"sql(
        SELECT c.id, c.state FROM cases AS c
         WHERE c.state <> (SELECT s.state FROM case_states AS s WHERE s.case_id = c.id ORDER BY s.id DESC LIMIT 1)
         ORDER BY c.id LIMIT 100)sql"},
    Reference{"state ", "case ", LOST("case_states", "case_id", "cases")},
    Reference{"relation ", "case ", LOST("case_relations", "from_id", "cases")},
    Reference{"relation ", "related case ", LOST("case_relations", "to_id", "cases")},
    Reference{"visits of user ", "case ", R"sql(
        SELECT a.user_id, CAST(a.case_id AS TEXT) FROM visits AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.user_id, a.case_id LIMIT 100)sql"},
    Reference{"sheet of case ", "case ", R"sql(
        SELECT a.case_id, CAST(a.case_id AS TEXT) FROM case_sheets AS a LEFT JOIN cases AS b ON b.id = a.case_id
         WHERE b.id IS NULL ORDER BY a.case_id LIMIT 100)sql"},
    Reference{"deadline of case ", "task ", R"sql(
        SELECT a.case_id, CAST(a.task_id AS TEXT) FROM case_deadlines AS a LEFT JOIN tasks AS b ON b.id = a.task_id
         WHERE b.id IS NULL ORDER BY a.case_id LIMIT 100)sql"},
    Reference{"hearing ", "case ", LOST("hearings", "case_id", "cases")},
    Reference{"answer to a hearing ", "hearing ", LOST("hearing_answers", "hearing_id", "hearings")},
    Reference{"answer to a hearing ", "document ", LOST("hearing_answers", "document_id", "documents")},
    Reference{"idea ", "hearing ", LOST("hearing_ideas", "hearing_id", "hearings")},
    Reference{"idea ", "document that it became, ", LOST("hearing_ideas", "document_id", "documents")},
    Reference{"release to a party ", "attachment ", R"sql(
        SELECT a.release_id, CAST(a.attachment_id AS TEXT) FROM party_attachments AS a
          LEFT JOIN attachments AS b ON b.id = a.attachment_id
         WHERE b.id IS NULL ORDER BY a.release_id LIMIT 100)sql"},
    Reference{"case that is followed ", "case ", LOST("followed_cases", "case_id", "cases")},
    Reference{"document shown to everyone ", "document ", LOST("shown_documents", "document_id", "documents")},
    // What everyone has seen is among the changes that copies are kept up by.
    Reference{"hearing ", "its change for everyone, ", R"sql(
        SELECT h.id, CAST(h.id AS TEXT) FROM hearings AS h
          LEFT JOIN public_changes AS c ON c.kind = 'hearing' AND c.subject_id = h.id
         WHERE h.published_at IS NOT NULL AND c.subject_id IS NULL ORDER BY h.id LIMIT 100)sql"},
    Reference{"case that is followed ", "its change for everyone, ", R"sql(
        SELECT f.id, CAST(f.id AS TEXT) FROM followed_cases AS f
          LEFT JOIN public_changes AS c ON c.kind = 'followed_case' AND c.subject_id = f.id
         WHERE f.published_at IS NOT NULL AND c.subject_id IS NULL ORDER BY f.id LIMIT 100)sql"},
    Reference{"published answer to request ", "its change for everyone, ", R"sql(
        SELECT p.request_id, CAST(p.request_id AS TEXT) FROM access_publications AS p
          LEFT JOIN public_changes AS c ON c.kind = 'access_answer' AND c.subject_id = p.request_id
         WHERE c.subject_id IS NULL ORDER BY p.request_id LIMIT 100)sql"},
    // Answers are numbered without gaps.
    Reference{"hearing ", "answer ", R"sql(
        SELECT h.id, CAST(h.answers AS TEXT) FROM hearings AS h
         WHERE h.answers <> (SELECT COUNT(*) FROM hearing_answers AS a
                              WHERE a.hearing_id = h.id AND a.number BETWEEN 1 AND h.answers)
         ORDER BY h.id LIMIT 100)sql"},
    Reference{"entry on the post list ", "document ", LOST("post_list_entries", "document_id", "documents")},
    Reference{"complaint over access ", "document ", LOST("access_complaints", "document_id", "documents")},
    Reference{"hearing on access ", "letter ", LOST("access_hearings", "letter_id", "documents")},
    Reference{"published answer to request ", "answer ", R"sql(
        SELECT a.request_id, CAST(a.answer_id AS TEXT) FROM access_publications AS a
          LEFT JOIN access_answers AS b ON b.id = a.answer_id
         WHERE b.id IS NULL ORDER BY a.request_id LIMIT 100)sql"},
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
