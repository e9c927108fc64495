#include "tests/integration/crash_checks.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "core/time.hpp"
#include "tests/integration/town.hpp"

namespace tests {

namespace {

std::string numbered(const char* path, std::int64_t id, const char* after = "") {
    return path + std::to_string(id) + after;
}

}  // namespace

void check_uploads(HttpClient& client, const Ledger& ledger) {
    std::size_t wrong = 0;
    for (const auto& upload : ledger.uploads) {
        const auto item = client.get(numbered("/api/v1/incoming/", upload.item));
        const auto original = client.get(numbered("/api/v1/incoming/", upload.item, "/original"));
        const bool is_right = item.status == 200 && item.json().at("sha256") == upload.sha256 &&
                              original.status == 200 && original.body == bytes_for(upload.serial);
        if (!is_right) UNSCOPED_INFO("upload " << upload.serial << ", item " << upload.item << ": " << item.body);
        wrong += is_right ? 0 : 1;
    }
    CHECK(wrong == 0);
}

void check_journalings(HttpClient& client, const Ledger& ledger) {
    std::size_t wrong = 0;
    std::set<std::int64_t> documents;
    for (const auto& one : ledger.journalings) {
        const auto document = client.get(numbered("/api/v1/documents/", one.document));
        const auto item = client.get(numbered("/api/v1/incoming/", one.item));
        const bool is_right = document.status == 200 && document.json().at("title") == title_for(one.serial) &&
                              document.json().at("case") == one.in_case && document.json().at("number") == one.number &&
                              item.json().at("state") == "journaled" && item.json().at("document") == one.document;
        if (!is_right) UNSCOPED_INFO("document " << one.document << ": " << document.body << item.body);
        wrong += is_right ? 0 : 1;
        documents.insert(one.document);
    }
    CHECK(wrong == 0);
    CHECK(documents.size() == ledger.journalings.size());
    for (const auto item : ledger.found_journaled)
        CHECK(client.get(numbered("/api/v1/incoming/", item)).json().at("state") == "journaled");
}

void check_cases(HttpClient& client, const Ledger& ledger) {
    std::size_t wrong = 0;
    std::map<std::string, std::int64_t> by_number;
    for (const auto& one : ledger.cases) {
        const auto found = client.get(numbered("/api/v1/cases/", one.id));
        const bool is_right = found.status == 200 && found.json().at("number") == one.number &&
                              by_number.emplace(one.number, one.id).first->second == one.id;
        if (!is_right) UNSCOPED_INFO("case " << one.number << ": " << found.body);
        wrong += is_right ? 0 : 1;
    }
    CHECK(wrong == 0);
}

/// Each asks for what must not be: the count of it.
void check_nothing_is_half(const DatabasePlace& database) {
    const auto year =
        std::to_string(static_cast<int>(std::chrono::year_month_day{core::danish_date(core::SystemClock{}.now())}.year()
        ));
    const std::pair<const char*, std::string> faults[]{
        {"bytes received twice",
         "SELECT count(*) FROM (SELECT 1 FROM incoming_items GROUP BY content_hash HAVING count(*) > 1) AS twice"},
        {"items journaled twice",
         "SELECT count(*) FROM (SELECT 1 FROM documents WHERE title LIKE 'Kvittering %' GROUP BY title HAVING "
         "count(*) > 1) AS twice"},
        {"journaled items without a document, or the other way round",
         "SELECT count(*) FROM incoming_items i LEFT JOIN documents d ON d.id = i.document_id WHERE (i.state = "
         "'journaled') <> (d.id IS NOT NULL) OR (d.id IS NOT NULL AND d.content_hash <> i.content_hash)"},
        {"documents whose item does not know them",
         "SELECT count(*) FROM documents d WHERE title LIKE 'Kvittering %' AND NOT EXISTS (SELECT 1 FROM "
         "incoming_items i WHERE i.document_id = d.id)"},
        {"items without their one event",
         "SELECT count(*) FROM incoming_items i WHERE 1 <> (SELECT count(*) FROM events e WHERE e.subject_kind = "
         "'incoming' AND e.subject_id = i.id AND e.kind = 'item_received')"},
        {"documents without their one event",
         "SELECT count(*) FROM documents d WHERE 1 <> (SELECT count(*) FROM events e WHERE e.subject_kind = "
         "'document' AND e.subject_id = d.id AND e.kind = 'document_journaled')"},
        {"cases without their one event",
         "SELECT count(*) FROM cases c WHERE 1 <> (SELECT count(*) FROM events e WHERE e.subject_kind = 'case' AND "
         "e.subject_id = c.id AND e.kind = 'case_opened')"},
        {"gaps in this year's case numbers",
         "SELECT coalesce(max(CAST(substr(number, 6) AS INTEGER)) - count(*), 0) FROM cases WHERE number LIKE '" +
             year + "-%'"},
        {"gaps in documents' numbers",
         "SELECT count(*) FROM (SELECT 1 FROM documents d JOIN cases c ON c.id = d.case_id GROUP BY d.case_id HAVING "
         "max(d.number) <> count(*) OR max(d.number) <> max(c.documents)) AS wrong"},
        {"items that no job read", "SELECT count(*) FROM incoming_items WHERE state IN ('received', 'reading')"},
    };
    for (const auto& [what, query] : faults) {
        INFO(what);
        CHECK(asked(database, query) == "0");
    }
}

bool has_figure(const std::string& metrics, const std::string& line) {
    return metrics.find("\n" + line + "\n") != std::string::npos;
}

bool is_all_work_done(HttpClient& client) {
    const auto metrics = client.get("/metrics").body;
    return has_figure(metrics, "saglig_jobs{state=\"waiting\"} 0") &&
           has_figure(metrics, "saglig_jobs{state=\"running\"} 0") &&
           has_figure(metrics, "saglig_follower_events_behind{follower=\"index\"} 0");
}

void check_search(HttpClient& client, const Ledger& ledger) {
    std::size_t missing = 0;
    for (const auto& one : ledger.journalings) {
        const bool is_found = finds(client, word_for(one.serial), "document", one.document);
        if (!is_found) UNSCOPED_INFO("not found: " << title_for(one.serial));
        missing += is_found ? 0 : 1;
    }
    CHECK(missing == 0);
}

}  // namespace tests
