// Journaling by the API on PostgreSQL, 16 connections, beside pgbench with as many clients: once with the same
// statements, lock and chain of events included, and once with the rows alone, as a program would write them that
// promises no order.
//
//   bench_postgres [LETTERS]   journaled a round
//
// The cluster is the one that SAGLIG_TEST_POSTGRES names; one that syncs, or the figures mean little.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/bench/bench_load.hpp"
#include "tests/bench/bench_town.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using bench::Town;

constexpr int rounds = 3;
constexpr int clients = 16;
constexpr std::int64_t journaled_cases = 100;

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Each client has letters of its own; what a client sets stays set from one transaction to the next.
constexpr const char* choose_letter = R"(
\set n :n + 1
\set letter :first + :client_id * :each + :n
\set on (:letter - 1) % 100 + 1
BEGIN;
)";
constexpr const char* lock = "SELECT pg_advisory_xact_lock(5388614279);\n";
constexpr const char* look = R"(
SELECT i.id, i.received_at, i.channel, i.file_name, i.content_hash, i.state, i.reason, i.pages_read, i.first_words,
    i.unit_id, i.assigned_to, i.access_group_id, i.duplicate_of, i.document_id, i.version, k.size_bytes, k.media_type
    FROM incoming_items AS i JOIN contents AS k ON k.hash = i.content_hash WHERE i.id = :letter;
SELECT id, number, title, public_title, subject, facet, state, unit_id, caseworker_id, confidentiality, access_group_id,
    opened_at, changed_at, closed_at, version FROM cases WHERE id = :on;
)";
constexpr const char* write_document = R"(
UPDATE cases SET documents = documents + 1, changed_at = 1795305600 WHERE id = :on RETURNING documents AS number \gset
INSERT INTO documents (case_id, number, title, public_title, direction, correspondent, public_correspondent, letter_date,
    received, journaled_at, journaled_by, publication, access_group_id, content_hash, file_name)
    SELECT :on, :number, 'Ansøgning om carport', 'Byggetilladelse', 'incoming', 'Søren Ågård Østergård', '', '2026-11-03',
    '2026-11-22', 1795305600, 1, 'entry', access_group_id, content_hash, 'ansøgning.pdf'
    FROM incoming_items WHERE id = :letter RETURNING id AS document \gset
)";
constexpr const char* write_item = R"(
UPDATE incoming_items SET state = 'journaled', document_id = :document, version = version + 1
    WHERE id = :letter AND version = 1 AND state <> 'journaled';
)";

/// An event after the last one, or one with a number from a sequence.
std::string write_event(const char* kind, const char* subject_kind, const char* subject, bool is_chained) {
    const std::string values = std::string{"1795305600, '"} + kind + "', '" + subject_kind + "', " + subject +
                               ", :on, 1, '{\"number\":1,\"content\":\"" + std::string(64, 'a') + "\"}', '" +
                               std::string(64, 'b') + "');\n";
    const std::string columns = "at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash) VALUES (";
    if (!is_chained) return "INSERT INTO events (" + columns + values;
    return "SELECT id AS last, hash FROM events ORDER BY id DESC LIMIT 1 \\gset\nINSERT INTO events (id, " + columns +
           ":last + 1, " + values;
}

std::string script(bool is_ordered) {
    return std::string{choose_letter} + (is_ordered ? lock : "") + look + write_document +
           write_event("document_journaled", "document", ":document", is_ordered) + write_item +
           write_event("item_journaled", "incoming", ":letter", is_ordered) + "COMMIT;\n";
}

void fill(const Town& town, std::int64_t letters) {
    town.write([&](services::Transaction& tx) {
        for (std::int64_t number = 1; number <= journaled_cases; ++number) town.add_case(tx, number);
        for (std::int64_t letter = 0; letter < letters; ++letter) town.add_item(tx);
        return true;
    });
}

/// Letters a second of one pgbench run over `each` letters a client.
double pgbench(const std::string& url, const std::filesystem::path& file, std::int64_t first, std::int64_t each) {
    const auto count = std::to_string(each);
    const auto run = tests::run(
        {"pgbench",
         "--no-vacuum",
         "--protocol=prepared",
         "--client=" + std::to_string(clients),
         "--jobs=2",
         "--transactions=" + count,
         "--define=n=0",
         "--define=each=" + count,
         "--define=first=" + std::to_string(first),
         "--file=" + file.string(),
         url}
    );
    const auto at = run.output.find("tps = ");
    if (run.status != 0 || at == std::string::npos) throw std::runtime_error{"pgbench: " + run.output};
    return std::strtod(run.output.c_str() + at + 6, nullptr);
}

/// What pgbench makes of a database of its own, round by round.
class Peer {
  public:
    Peer(const std::filesystem::path& folder, bool is_ordered, std::int64_t letters)
        : script_(folder.string() + ".sql"), each_(letters / clients) {
        std::ofstream{script_} << script(is_ordered);
        const Town town{folder, database_.url()};
        fill(town, letters * rounds);
        // The events so far were given their numbers; those to come take them from the sequence.
        tests::asked_of_postgres(
            database_.url(), "SELECT setval(pg_get_serial_sequence('events', 'id'), max(id)) FROM events"
        );
        tests::asked_of_postgres(database_.url(), "ANALYZE");
    }
    double round() {
        const auto figure = pgbench(database_.url(), script_, first_, each_);
        first_ += each_ * clients;
        const auto journaled =
            tests::asked_of_postgres(database_.url(), "SELECT count(*) FROM incoming_items WHERE state = 'journaled'");
        if (journaled != std::to_string(first_)) throw std::runtime_error{"pgbench journaled " + journaled};
        return figure;
    }

  private:
    tests::FreshDatabase database_;
    std::filesystem::path script_;
    std::int64_t each_;
    std::int64_t first_{0};
};

std::string journal_request(const std::string& token, std::int64_t letter) {
    const std::string body = R"({"case": )" + std::to_string((letter - 1) % journaled_cases + 1) +
                             R"(, "title": "Ansøgning om carport", "correspondent": "Søren Ågård Østergård", )"
                             R"("letter_date": "2026-11-03"})";
    return "POST /api/v1/incoming/" + std::to_string(letter) +
           "/journal HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void measure(const std::filesystem::path& folder, std::int64_t letters) {
    const tests::FreshDatabase database;
    Town ours{folder / "ours", database.url()};
    fill(ours, letters * rounds);
    tests::asked_of_postgres(database.url(), "ANALYZE");
    Peer ordered{folder / "ordered", true, letters};
    Peer rows{folder / "rows", false, letters};
    const auto token = ours.identity.add_api_token(bench::person).value();
    const bench::TownServer server{ours};
    std::vector<double> our_rounds, ordered_rounds, row_rounds;
    std::int64_t letter = 0;
    std::string request;
    for (int round = 0; round < rounds; ++round) {
        const auto end = letter + letters;
        const auto next = [&]() -> std::string_view {
            if (letter >= end) return {};
            request = journal_request(token, ++letter);
            return request;
        };
        our_rounds.push_back(bench::load(server.port(), next, std::chrono::minutes{5}, clients).per_second);
        ordered_rounds.push_back(ordered.round());
        row_rounds.push_back(rows.round());
    }
    const auto our = median(our_rounds);
    const auto told = [our](const char* what, double peer, const char* goal) {
        std::printf("bench\t%s\t%.0f\t%.0f\tletter/s\t%.3f\t%s\n", what, our, peer, our / peer, goal);
    };
    told("journaling by API on PostgreSQL, 16 connections", median(ordered_rounds), ">= 0.6");
    told("the same against rows without order or chain", median(row_rounds), "-");
}

}  // namespace

int main(int argc, char** argv) {
    if (!tests::postgres_cluster()) {
        std::puts("PostgreSQL is left out: SAGLIG_TEST_POSTGRES names no cluster.");
        return 0;
    }
    const std::int64_t letters = argc > 1 ? std::strtoll(argv[1], nullptr, 10) : 8000;
    try {
        const tests::TemporaryFolder folder;
        measure(folder.path(), letters / clients * clients);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "bench_postgres: %s\n", e.what());
        return 1;
    }
    return 0;
}
