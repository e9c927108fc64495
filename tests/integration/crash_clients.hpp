#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/http_client.hpp"

/// Twenty people who upload, open cases and journal while the server dies under them, and what they were promised.
namespace tests {

/// What a serial number stands for, so that it can be asked for again: every upload has bytes of its own.
std::string bytes_for(std::int64_t serial);
/// A word that stands in the title of this one document only.
std::string word_for(std::int64_t serial);
std::string title_for(std::int64_t serial);

/// What was acknowledged, with 201, and so must be there.
struct Ledger {
    struct Upload {
        std::int64_t serial, item;
        std::string sha256;
    };
    struct OpenedCase {
        std::int64_t id;
        std::string number, title;
    };
    struct Journaling {
        std::int64_t serial, item, document, in_case, number;
    };
    std::vector<Upload> uploads;
    std::vector<OpenedCase> cases;
    std::vector<Journaling> journalings;
    /// Items whose journaling was not acknowledged, but refused the second time because it had been done.
    std::vector<std::int64_t> found_journaled;
    /// Answers that nobody should ever get.
    std::vector<std::string> surprises;
    std::int64_t unanswered{};
};

/// Where the server is now; it comes and goes.
class Harbour {
  public:
    struct Berth {
        std::string base;
        std::int64_t generation{};
    };
    void open(const std::string& base);
    void close();
    /// Waits until a server newer than `seen` is there; nothing once the harbour is closed for good.
    std::optional<Berth> newer_than(std::int64_t seen);

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    Berth berth_;
    bool is_closed_{};
};

class CrashClients {
  public:
    /// `shared_cases` are journaled on by everybody. Two crowds at once begin at serial numbers far apart.
    CrashClients(
        int people,
        std::uint32_t seed,
        std::string token,
        std::vector<std::int64_t> shared_cases,
        std::int64_t first_serial = 1
    );
    ~CrashClients();

    Harbour& harbour() { return harbour_; }
    std::size_t acknowledged();
    /// Lets everybody finish what they are at, and gives the ledger.
    Ledger finish();

  private:
    class Person;

    Harbour harbour_;
    std::string token_;
    std::vector<std::int64_t> shared_cases_;
    std::mutex mutex_;
    Ledger ledger_;
    std::int64_t next_serial_;
    std::vector<std::jthread> threads_;
};

}  // namespace tests
