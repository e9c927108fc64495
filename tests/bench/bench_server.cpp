// What the whole server costs, beside peers in the same run: journaling by the API against bare SQLite transactions of
// 32, and a case as JSON and as a page against a bare Beast server that sends the same bytes. Servers are measured in
// requests a second and in CPU time a request; the latter is what a busy machine disturbs least.
//
//   bench_server [LETTERS [MILLISECONDS]]   letters journaled a round, and how long a round lasts; 0 leaves a part out
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "tests/bench/bench_bare_server.hpp"
#include "tests/bench/bench_load.hpp"
#include "tests/bench/bench_town.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using bench::Figures;
using bench::Town;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 3;
constexpr std::int64_t journaled_cases = 100;

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Figures median(const std::vector<Figures>& all) {
    const auto of = [&](double Figures::*what) {
        std::vector<double> values;
        for (const auto& one : all) values.push_back(one.*what);
        return median(std::move(values));
    };
    return {of(&Figures::per_second), of(&Figures::server_cpu_us), 0};
}

/// As a load test of other products has it: they gave 100 cases a second.
constexpr int many_connections = 50;

/// A round of ours, one of the peer's, and so on: what else the machine does meets both.
void compare(
    const char* what,
    const char* unit,
    const char* goal,
    const std::function<Figures()>& ours,
    const std::function<Figures()>& peers
) {
    std::vector<Figures> our_rounds, peer_rounds;
    for (int round = 0; round < rounds; ++round) {
        our_rounds.push_back(ours());
        peer_rounds.push_back(peers());
    }
    const auto our = median(our_rounds);
    const auto peer = median(peer_rounds);
    const auto rate = our.per_second / peer.per_second;
    const auto cpu = peer.server_cpu_us / our.server_cpu_us;
    std::printf("bench\t%s\t%.0f\t%.0f\t%s/s\t%.3f\t%s\n", what, our.per_second, peer.per_second, unit, rate, goal);
    std::printf(
        "bench\t%s, server CPU\t%.1f\t%.1f\tus/%s\t%.3f\t\n",  // to understand the rate by; it has no goal
        what,
        our.server_cpu_us,
        peer.server_cpu_us,
        unit,
        cpu
    );
    std::fflush(stdout);
}

// Journaling

struct CloseDatabase {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// The rows that journaling a letter writes, and nothing else: no policy, no chain of hashes, nothing read.
class BareJournal {
  public:
    BareJournal(const Town& town, const std::filesystem::path& file) : town_(town) {
        sqlite3* raw = nullptr;
        check(sqlite3_open(file.c_str(), &raw));
        handle_.reset(raw);
        // The settings of services/store/sqlite.
        run("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"
            "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;");
        number_ = prepared(
            "UPDATE cases SET documents = documents + 1, changed_at = ?2 WHERE id = ?1 "
            "RETURNING documents"
        );
        document_ = prepared(
            "INSERT INTO documents (case_id, number, title, public_title, direction, correspondent, "
            "public_correspondent, letter_date, received, journaled_at, journaled_by, publication, access_group_id, "
            "content_hash, file_name) VALUES (?1, ?2, 'Ansøgning om carport', 'Byggetilladelse', 'incoming', "
            "'Søren Ågård Østergård', '', '2026-11-03', '2026-11-22', ?3, ?4, 'entry', ?5, ?6, 'ansøgning.pdf') "
            "RETURNING id"
        );
        event_ = prepared(
            "INSERT INTO events (at, kind, subject_kind, subject_id, case_id, actor_id, payload, hash) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        );
        item_ = prepared(
            "UPDATE incoming_items SET state = 'journaled', document_id = ?2, version = version + 1 "
            "WHERE id = ?1 AND version = 1 AND state <> 'journaled'"
        );
    }

    /// Journals the next letters, in transactions of 32.
    Figures round(std::uint64_t count) {
        const double cpu_before = bench::cpu_seconds(RUSAGE_THREAD);
        const auto begin = Clock::now();
        for (std::uint64_t done = 0; done < count;) {
            run("BEGIN IMMEDIATE");
            for (int row = 0; row < bench::connections && done < count; ++row, ++done) journal(++letter_);
            run("COMMIT");
        }
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        const double cpu = bench::cpu_seconds(RUSAGE_THREAD) - cpu_before;
        const auto letters = static_cast<double>(count);
        return {letters / seconds, cpu / letters * 1e6, count};
    }

  private:
    using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

    void check(int code) const {
        if (code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE)
            throw std::runtime_error{handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code)};
    }
    void run(const char* sql) const { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }
    Statement prepared(const char* sql) const {
        sqlite3_stmt* raw = nullptr;
        check(sqlite3_prepare_v3(handle_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr));
        return Statement{raw};
    }
    static void bind(sqlite3_stmt* statement, int place, std::int64_t number) {
        sqlite3_bind_int64(statement, place, number);
    }
    static void bind(sqlite3_stmt* statement, int place, const std::string& text) {
        sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    /// The one number that the statement returns, if any.
    template <class... Values>
    std::int64_t step(const Statement& statement, const Values&... values) const {
        int place = 0;
        (bind(statement.get(), ++place, values), ...);
        const int code = sqlite3_step(statement.get());
        check(code);
        const std::int64_t given = code == SQLITE_ROW ? sqlite3_column_int64(statement.get(), 0) : 0;
        check(sqlite3_reset(statement.get()));
        return given;
    }

    void journal(std::int64_t letter) {
        const std::int64_t on = (letter - 1) % journaled_cases + 1;
        const std::int64_t now = town_.clock.now().time_since_epoch().count();
        const std::int64_t user = town_.user.value;
        const auto number = step(number_, on, now);
        const auto document = step(document_, on, number, now, user, town_.case_group.value, content_);
        const auto numbered = R"({"number":)" + std::to_string(number) + R"(,"content":")" + content_ + "\"}";
        step(event_, now, document_journaled_, document_kind_, document, on, user, numbered, content_);
        step(item_, letter, document);
        const auto made = R"({"document":)" + std::to_string(document) + "}";
        step(event_, now, item_journaled_, incoming_kind_, letter, on, user, made, content_);
    }

    const Town& town_;
    std::unique_ptr<sqlite3, CloseDatabase> handle_;
    Statement number_, document_, event_, item_;
    std::int64_t letter_{0};
    const std::string content_{town_.content.text()};
    const std::string document_journaled_{"document_journaled"}, document_kind_{"document"};
    const std::string item_journaled_{"item_journaled"}, incoming_kind_{"incoming"};
};

/// Documents, events and waiting letters, to see that both sides wrote the same.
std::vector<std::int64_t> written(const std::filesystem::path& file) {
    sqlite3* raw = nullptr;
    if (sqlite3_open(file.c_str(), &raw) != SQLITE_OK) throw std::runtime_error{"the database does not open"};
    const std::unique_ptr<sqlite3, CloseDatabase> handle{raw};
    std::vector<std::int64_t> counts;
    for (const char* sql :
         {"SELECT COUNT(*) FROM documents",
          "SELECT COUNT(*) FROM events",
          "SELECT COUNT(*) FROM incoming_items WHERE state <> 'journaled'",
          "SELECT SUM(documents) FROM cases"}) {
        const auto first = [](void* into, int, char** cells, char**) {
            static_cast<std::vector<std::int64_t>*>(into)->push_back(std::strtoll(cells[0], nullptr, 10));
            return 0;
        };
        if (sqlite3_exec(raw, sql, first, &counts, nullptr) != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(raw)};
    }
    return counts;
}

std::string journal_request(const std::string& token, std::int64_t letter) {
    const std::string body = R"({"case": )" + std::to_string((letter - 1) % journaled_cases + 1) +
                             R"(, "title": "Ansøgning om carport", "correspondent": "Søren Ågård Østergård", )"
                             R"("letter_date": "2026-11-03"})";
    return "POST /api/v1/incoming/" + std::to_string(letter) +
           "/journal HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

void fill_mailroom(const Town& town, std::int64_t letters) {
    town.write([&](services::Transaction& tx) {
        for (std::int64_t number = 1; number <= journaled_cases; ++number) town.add_case(tx, number);
        for (std::int64_t letter = 0; letter < letters; ++letter) town.add_item(tx);
        return true;
    });
}

void measure_journaling(const std::filesystem::path& folder, std::int64_t letters) {
    Town ours{folder / "ours"};
    Town peers{folder / "peers"};  // the same rows in a database of its own
    fill_mailroom(ours, letters * rounds);
    fill_mailroom(peers, letters * rounds);
    const auto token = ours.identity.add_api_token(bench::person).value();
    peers.identity.add_api_token(bench::person).value();  // it leaves an event
    std::vector<std::string> requests;
    for (std::int64_t letter = 1; letter <= letters * rounds; ++letter)
        requests.push_back(journal_request(token, letter));

    BareJournal bare{peers, peers.folder / "saglig.db"};
    std::uint64_t journaled = 0;
    std::size_t at = 0;
    {
        const bench::TownServer server{ours};
        const auto by_api = [&] {
            const auto end = std::min(requests.size(), at + static_cast<std::size_t>(letters));
            const auto next = [&] { return at < end ? std::string_view{requests[at++]} : std::string_view{}; };
            const auto figures = bench::load(server.port(), next, std::chrono::seconds{15});
            journaled = figures.requests;
            return figures;
        };
        compare("journaling by API, durable, 32 connections", "letter", ">= 0.4", by_api, [&] {
            return bare.round(journaled);
        });
    }
    if (written(ours.folder / "saglig.db") != written(peers.folder / "saglig.db"))
        throw std::runtime_error{"the two sides of journaling did not write the same"};
}

// One case

std::string get_request(std::string_view path, std::string_view credential) {
    return "GET " + std::string{path} + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\n" +
           std::string{credential} + "\r\nAccept-Language: da,en;q=0.8\r\n\r\n";
}

void measure_answer(
    const char* what,
    const char* goal,
    const bench::TownServer& server,
    const std::string& request,
    std::chrono::milliseconds time,
    int at_once = bench::connections
) {
    tests::RawClient client{server.port()};
    const auto answer = client.exchange(request);
    if (!answer || answer->status != 200) throw std::runtime_error{std::string{what} + ": no such answer"};
    const bench::BareServer bare{answer->headers, answer->body};
    const auto next = [&] { return std::string_view{request}; };
    const auto named = std::string{what} + ", " + std::to_string(answer->body.size()) + " bytes, " +
                       std::to_string(at_once) + " at once";
    compare(
        named.c_str(),
        "request",
        goal,
        [&] { return bench::load(server.port(), next, time, at_once); },
        [&] { return bench::load(bare.port(), next, time, at_once); }
    );
}

void measure_cases(const std::filesystem::path& folder, std::chrono::milliseconds time) {
    Town town{folder};
    const auto add = [&](int documents, int parties) {
        return town.write([&](services::Transaction& tx) {
            const auto made = town.add_case(tx, documents);
            for (int count = 0; count < documents; ++count) town.add_document(tx, made);
            for (int count = 0; count < parties; ++count) town.add_party(tx, made);
            return std::to_string(made.id.value);
        });
    };
    const auto as_json = "/api/v1/cases/" + add(3, 2);
    const auto as_page = "/sager/" + add(10, 2);
    const auto bearer = "Authorization: Bearer " + town.identity.add_api_token(bench::person).value();
    const auto cookie = "Accept: text/html\r\nCookie: saglig_session=" +
                        town.identity.sign_in(bench::person, bench::password, "127.0.0.1").value().token;
    const bench::TownServer server{town};
    measure_answer("a case as JSON, signed in", ">= 0.2", server, get_request(as_json, bearer), time);
    measure_answer(
        "a case as JSON, signed in", ">= 0.25", server, get_request(as_json, bearer), time, many_connections
    );
    measure_answer("a case as a page, signed in", ">= 0.08", server, get_request(as_page, cookie), time);
}

std::int64_t argument(int count, char** values, int at, std::int64_t usual) {
    return count > at ? std::strtoll(values[at], nullptr, 10) : usual;
}

}  // namespace

int main(int argument_count, char** arguments) try {
    const auto letters = argument(argument_count, arguments, 1, 3000);
    const std::chrono::milliseconds time{argument(argument_count, arguments, 2, 1500)};
    const tests::TemporaryFolder folder;
    if (time.count() > 0) measure_cases(folder.path() / "cases", time);
    if (letters > 0) measure_journaling(folder.path() / "journaling", letters);
} catch (const std::exception& error) {
    std::fprintf(stderr, "bench_server: %s\n", error.what());
    return 1;
}
