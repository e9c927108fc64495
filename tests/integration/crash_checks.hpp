#pragma once

#include "tests/integration/crash_clients.hpp"
#include "tests/support/saglig_process.hpp"

/// What has to hold after a death: all that was acknowledged is there, once, and nothing is half done. Called on the
/// test's own thread; they assert.
namespace tests {

void check_uploads(HttpClient& client, const Ledger& ledger);
void check_journalings(HttpClient& client, const Ledger& ledger);
void check_cases(HttpClient& client, const Ledger& ledger);
void check_search(HttpClient& client, const Ledger& ledger);
void check_nothing_is_half(const DatabasePlace& database);

/// Whether /metrics has this line.
bool has_figure(const std::string& metrics, const std::string& line);
/// Whether no job waits or runs and the index has heard of everything.
bool is_all_work_done(HttpClient& client);

}  // namespace tests
