#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "services/files/file_store.hpp"
#include "services/rights/acting.hpp"
#include "services/store/database.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/privacy_store.hpp"

/// All that is held on one person, for the person (GDPR article 15): cases, parts in them, documents with their text,
/// who read the cases, and what the person did on its own pages and in hearings (person_traces.hpp), in a ZIP file that
/// a job makes and that is there to be fetched for a week. It holds what the asker may read, and nothing else.
namespace services {

struct NewBundle {
    std::string identifier{};       ///< CPR number as typed; or empty:
    std::string name{}, address{};  ///< exactly as they stand on the cases
    std::string mail{};             ///< that answers to hearings were given with, or empty
    std::string reason{};           ///< 1 to 1,000 characters
};

/// By registrars and leaders. Errors: forbidden, invalid_input with its field.
core::Result<std::int64_t> ask_bundle(Transaction& tx, const Acting& acting, const NewBundle& made);

/// The asker's own, newest first. Errors: forbidden.
core::Result<std::vector<PersonBundle>> own_bundles(Transaction& tx, const core::Principal& who);

/// One that is ready, to hand to its asker; the log hears of it. Errors: not_found.
core::Result<PersonBundle> fetch_bundle(Transaction& tx, const Acting& acting, std::int64_t id);

bool may_gather(const core::Principal& who);

/// How many cases with the person the asker may not read is told to those who watch over others.
bool may_count_unreadable(const core::Principal& who);

/// Makes what was asked for; the job's subject is the bundle. It may run twice.
class BundleJob {
  public:
    BundleJob(Database& db, FileStore& files, const core::Clock& clock, std::string authority)
        : db_(db), files_(files), clock_(clock), authority_(std::move(authority)) {}

    core::Result<void> make(const Job& job);

  private:
    void tell_progress(std::int64_t id, std::int64_t done);

    Database& db_;
    FileStore& files_;
    const core::Clock& clock_;
    std::string authority_;
};

inline constexpr const char* bundle_job_kind = "person_bundle";

}  // namespace services
