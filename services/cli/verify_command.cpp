#include <iostream>
#include <vector>

#include "services/cli/house.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Result;

namespace {

constexpr std::int64_t step = 1000;

/// Counts faults and names each of them.
class Report {
  public:
    void fault(const std::string& what) {
        std::cout << "FAULT  " << what << '\n';
        ++faults_;
    }
    std::int64_t faults() const { return faults_; }

  private:
    std::int64_t faults_{0};
};

void check_events(Transaction& tx, Report& report) {
    std::cout << "Event chain …" << std::endl;
    const auto fault = EventLog{tx}.check([](std::int64_t checked) {
        if (checked % 100'000 == 0) std::cout << "  " << checked << " events" << std::endl;
    });
    if (fault) report.fault("event " + std::to_string(fault->id.value) + ": " + fault->what);
}

void check_file(const FileStore& files, const core::ContentHash& hash, const char* what, Report& report) {
    if (hash.empty()) return;
    if (!files.has(hash))
        report.fault(std::string{what} + " " + hash.text() + " is missing");
    else if (!files.verify(hash))
        report.fault(std::string{what} + " " + hash.text() + " has changed");
}

void check_files(Transaction& tx, const FileStore& files, Report& report) {
    std::cout << "Files …" << std::endl;
    ContentStore contents{tx};
    std::int64_t checked = 0;
    core::ContentHash last;
    for (;;) {
        const auto hashes = contents.originals_after(last, step);
        if (hashes.empty()) break;
        for (const auto& hash : hashes) {
            check_file(files, hash, "original", report);
            check_file(files, contents.find(hash)->pdf, "searchable PDF", report);
            for (const auto& page : contents.page_heads(hash)) {
                check_file(files, page.picture, "page picture", report);
                check_file(files, page.thumbnail, "thumbnail", report);
                check_file(files, page.words, "words", report);
            }
        }
        checked += static_cast<std::int64_t>(hashes.size());
        last = hashes.back();
        std::cout << "  " << checked << " originals with what was made of them" << std::endl;
    }
}

/// Document numbers of a case are 1, 2, 3 … without a gap.
void check_cases(Transaction& tx, Report& report) {
    std::cout << "Cases and documents …" << std::endl;
    core::CaseId last;
    std::int64_t checked = 0;
    for (;;) {
        const auto cases = CaseStore{tx}.after(last, step);
        if (cases.empty()) break;
        for (const auto& one : cases) {
            auto before = std::numeric_limits<std::int64_t>::max();
            for (std::int64_t expected = -1;;) {
                const auto documents = DocumentStore{tx}.of_case(one.id, before, step);
                for (const auto& document : documents) {
                    if (expected >= 0 && document.number != expected)
                        report.fault("case " + one.number + ": document " + std::to_string(expected) + " is missing");
                    expected = document.number - 1;
                }
                if (documents.empty()) {
                    if (expected > 0) report.fault("case " + one.number + ": its first documents are missing");
                    break;
                }
                before = documents.back().number;
            }
        }
        checked += static_cast<std::int64_t>(cases.size());
        last = cases.back().id;
        if (checked % 100'000 == 0) std::cout << "  " << checked << " cases" << std::endl;
    }
    std::cout << "  " << checked << " cases" << std::endl;
}

}  // namespace

int verify(Config config) {
    House house{std::move(config)};
    Report report;
    const auto read = house.db->read([&](Transaction& tx) -> Result<void> {
        check_events(tx, report);
        check_files(tx, house.files, report);
        check_cases(tx, report);
        return core::done();
    });
    if (read.has_error()) report.fault(read.error().detail);
    if (report.faults() == 0) {
        std::cout << "Everything is whole.\n";
        return 0;
    }
    std::cout << report.faults() << " faults. Restore what is named from a backup; nothing was changed here.\n";
    return 1;
}

}  // namespace services
