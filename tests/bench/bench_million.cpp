// What a million cases cost beside ten thousand, as those who wait for it see it: the program itself, on a database
// with that many cases in forty units, asked over HTTP. And two figures of one house: a list of what a person may read
// against the same list of everything, and the memory of all its processes at rest.
//
//   bench_million [CASES]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "services/store/case_rows.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"
#include "services/store/sqlite/sqlite_database.hpp"
#include "tests/bench/bench_town.hpp"
#include "tests/support/raw_client.hpp"
#include "tests/support/saglig_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace {

using bench::Town;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 5;
constexpr std::int64_t units = 40;
constexpr std::int64_t few_cases = 10'000;
constexpr const char* narrow_person = "jens";

double median(std::vector<double> values) {
    const auto middle = values.begin() + std::ssize(values) / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void told(const std::string& what, double ours, double peer, const char* unit, const char* goal) {
    std::printf("bench\t%s\t%.1f\t%.1f\t%s\t%.2f\t%s\n", what.c_str(), ours, peer, unit, ours / peer, goal);
    std::fflush(stdout);
}

/// A unit below the one, and who reads its cases.
struct Corner {
    core::UnitId unit;
    core::GroupId readers;
};

std::vector<Corner> add_corners(Town& town) {
    std::vector<core::UnitId> made = town.write([&](services::Transaction& tx) {
        std::vector<core::UnitId> ids;
        for (std::int64_t number = 0; number < units; ++number)
            ids.push_back(services::UnitStore{tx}.add(
                {{}, town.unit, "Team " + std::to_string(number), "T" + std::to_string(number)}
            ));
        return ids;
    });
    services::NewUser narrow;
    narrow.name = narrow_person;
    narrow.full_name = "Jens Aage Holm";
    narrow.password = bench::password;
    narrow.roles = {{core::Role::caseworker, made.front()}};
    const auto user = town.identity.add_user(narrow, std::nullopt).value();
    return town.write([&](services::Transaction& tx) {
        std::vector<Corner> corners;
        for (const auto unit : made)
            corners.push_back(
                {unit, services::GroupStore{tx}.ensure(core::group_for(core::Confidentiality::unit, unit, user))}
            );
        return corners;
    });
}

/// An installation with so many cases, spread evenly over the units, each with a document and a party; the first unit's
/// are on the narrow person's desk. The token of the one who reads all of it, and of the one who reads a fortieth.
struct House {
    std::filesystem::path folder;
    std::int64_t cases{};
    std::string broad, narrow;
};

House build(const std::filesystem::path& folder, std::int64_t cases) {
    constexpr std::int64_t at_once = 40;  // SQLite goes through what a work has changed at each of its statements
    Town town{folder};
    const auto corners = add_corners(town);
    const auto narrow = town.db->read([](services::Transaction& tx) -> core::Result<core::UserId> {
        return services::UserStore{tx}.find_by_name(narrow_person).value().id;
    });
    const auto oldest = town.clock.now() - std::chrono::seconds{cases * 20};
    const auto begin = Clock::now();
    for (std::int64_t first = 0; first < cases; first += at_once)
        town.write([&](services::Transaction& tx) {
            for (auto number = first; number < std::min(cases, first + at_once); ++number) {
                const auto corner = static_cast<std::size_t>(number % units);
                core::Case like{};
                like.unit = corners[corner].unit;
                like.access_group = corners[corner].readers;
                like.caseworker = corner == 0 ? narrow.value() : town.user;
                like.opened_at = like.changed_at = oldest + std::chrono::seconds{number * 20};
                const auto made = town.add_case(tx, number, std::move(like));
                town.add_document(tx, made);
                town.add_party(tx, made);
            }
            return true;
        });
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    std::printf("filled a database with %lld cases in %.1f s\n", static_cast<long long>(cases), seconds);
    std::fflush(stdout);
    return {
        folder,
        cases,
        town.identity.add_api_token(bench::person).value(),
        town.identity.add_api_token(narrow_person).value()};
}

/// Has the file in the operating system's memory, where a server that has run for a day has it.
void warm(const std::filesystem::path& folder) {
    std::ifstream file{folder / "saglig.db", std::ios::binary};
    std::vector<char> buffer(1U << 20U);
    while (file.read(buffer.data(), std::ssize(buffer))) {
    }
}

/// The program on a house, and one client that asks it.
class Served {
  public:
    explicit Served(const House& house) : cases_(house.cases), saglig_({}, house.folder) {
        warm(house.folder);
        saglig_.start();
        client_ = std::make_unique<tests::RawClient>(saglig_.port());
    }

    /// The median time of so many openings of any of the cases, in microseconds.
    double open(const std::string& token, int times, std::mt19937_64& random) {
        std::uniform_int_distribution<std::int64_t> any{1, cases_};
        return ask(token, times, [&] { return "/api/v1/cases/" + std::to_string(any(random)); });
    }
    double list(const std::string& token, int times) {
        return ask(token, times, [] { return "/api/v1/cases?mine=true&limit=50"; });
    }
    int process() const { return saglig_.process(); }

  private:
    double ask(const std::string& token, int times, const std::function<std::string()>& path) {
        std::vector<double> took;
        for (int count = 0; count < times; ++count) {
            const auto request =
                "GET " + path() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
            const auto begin = Clock::now();
            const auto answer = client_->exchange(request);
            took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
            if (!answer || answer->status != 200) throw std::runtime_error{"no such answer: " + request};
            if (answer->body.size() < 200) throw std::runtime_error{"too short an answer: " + answer->body};
        }
        return median(std::move(took));
    }

    std::int64_t cases_;
    tests::Saglig saglig_;
    std::unique_ptr<tests::RawClient> client_;
};

/// What a process and those it started hold of memory, in MB, each shared page counted once among them (Pss).
double memory_of(int process) {
    double kilobytes = 0;
    std::ifstream rollup{"/proc/" + std::to_string(process) + "/smaps_rollup"};
    for (std::string line; std::getline(rollup, line);)
        if (line.starts_with("Pss:")) kilobytes += std::strtod(line.c_str() + 4, nullptr);
    std::ifstream children{"/proc/" + std::to_string(process) + "/task/" + std::to_string(process) + "/children"};
    double megabytes = kilobytes / 1024;
    for (int child = 0; children >> child;) megabytes += memory_of(child);
    return megabytes;
}

void measure_growth(const House& few, const House& many) {
    Served little{few};
    Served large{many};
    std::mt19937_64 random{1};
    constexpr int opens = 4000, lists = 400;
    std::vector<double> open_few, open_many, list_few, list_many;
    for (int round = 0; round <= rounds; ++round) {
        const auto opened_few = little.open(few.broad, opens, random);
        const auto opened_many = large.open(many.broad, opens, random);
        const auto listed_few = little.list(few.narrow, lists);
        const auto listed_many = large.list(many.narrow, lists);
        if (round == 0) continue;  // what is asked first is looked for longest
        open_few.push_back(opened_few);
        open_many.push_back(opened_many);
        list_few.push_back(listed_few);
        list_many.push_back(listed_many);
    }
    const auto among = " among " + std::to_string(many.cases) + " against " + std::to_string(few.cases);
    told("opening a case by API" + among, median(open_many), median(open_few), "us", "<= 1.3");
    told("a caseworker's newest 50" + among, median(list_many), median(list_few), "us", "<= 1.3");
    std::this_thread::sleep_for(std::chrono::seconds{5});  // bounded wait: what is at rest has come to rest
    told("memory at rest after that, all processes", memory_of(large.process()), 300, "MB", "<= 1");
}

/// The newest fifty: those that the narrow person may read, and any.
void measure_policy(const House& house) {
    // The same list without the policy and without filters, as the same cases.
    static constexpr std::string_view any_sql =
        "SELECT " CASE_COLUMNS " FROM cases AS c ORDER BY c.changed_at DESC, c.id DESC LIMIT 50";
    const auto db = services::open_sqlite(house.folder / "saglig.db");
    services::CaseFilter filter;
    filter.reader = db->read([](services::Transaction& tx) -> core::Result<core::UserId> {
                          return services::UserStore{tx}.find_by_name(narrow_person).value().id;
                      }).value();
    filter.limit = 50;
    const auto time = [&](const std::function<std::size_t(services::Transaction&)>& list) {
        std::vector<double> took;
        for (int count = 0; count < 400; ++count) {
            const auto begin = Clock::now();
            const auto rows =
                db->read([&](services::Transaction& tx) -> core::Result<std::size_t> { return list(tx); });
            took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
            if (rows.value() != 50) throw std::runtime_error{"the list is not fifty long"};
        }
        return median(std::move(took));
    };
    std::vector<double> ours, peers;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(time([&](services::Transaction& tx) { return services::CaseStore{tx}.list(filter).size(); }));
        peers.push_back(time([](services::Transaction& tx) {
            return services::all(tx.run(any_sql, {}), services::case_from).size();
        }));
    }
    told("newest 50 of what one may read, a fortieth, against any 50", median(ours), median(peers), "us", "<= 1.5");
}

}  // namespace

int main(int argument_count, char** arguments) try {
    const auto cases = argument_count > 1 ? std::strtoll(arguments[1], nullptr, 10) : 1'000'000;
    const tests::TemporaryFolder folder;
    const auto few = build(folder.path() / "few", few_cases);
    const auto many = build(folder.path() / "many", cases);
    measure_policy(many);
    measure_growth(few, many);
} catch (const std::exception& error) {
    std::fprintf(stderr, "bench_million: %s\n", error.what());
    return 1;
}
