#include <algorithm>
#include <charconv>
#include <iostream>
#include <limits>
#include <vector>

#include "core/rules/kle.hpp"
#include "core/rules/numbering.hpp"
#include "services/cli/house.hpp"
#include "services/post_list/day_close.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/filing_store.hpp"
#include "services/store/privacy_store.hpp"
#include "services/store/published_files.hpp"
#include "services/store/references.hpp"

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
            if (const auto published = PublishedFileStore{tx}.find(hash))
                check_file(files, published->file, "published PDF", report);
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

/// A number is that of a document, or was left behind by one that moved to another case.
bool leads_on(Transaction& tx, const core::Case& one, std::int64_t number) {
    return FilingStore{tx}.former(one.id, number).has_value();
}

void check_documents(Transaction& tx, const core::Case& one, Report& report) {
    auto before = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t expected = -1;;) {
        const auto documents = DocumentStore{tx}.of_case(one.id, before, step);
        for (const auto& document : documents) {
            for (; expected > document.number; --expected)
                if (!leads_on(tx, one, expected))
                    report.fault("case " + one.number + ": document " + std::to_string(expected) + " is missing");
            expected = document.number - 1;
        }
        if (documents.empty()) {
            for (; expected > 0; --expected)
                if (!leads_on(tx, one, expected))
                    report.fault("case " + one.number + ": document " + std::to_string(expected) + " is missing");
            return;
        }
        before = documents.back().number;
    }
}

/// Document numbers of a case are 1, 2, 3 … without a gap. How many cases there are.
std::int64_t check_cases(Transaction& tx, Report& report) {
    std::cout << "Cases and documents …" << std::endl;
    core::CaseId last;
    std::int64_t checked = 0;
    for (;;) {
        const auto cases = CaseStore{tx}.after(last, step);
        if (cases.empty()) break;
        for (const auto& one : cases) check_documents(tx, one, report);
        checked += static_cast<std::int64_t>(cases.size());
        last = cases.back().id;
        if (checked % 100'000 == 0) std::cout << "  " << checked << " cases" << std::endl;
    }
    for (const auto& one : miscounted_cases(tx))
        report.fault(
            "case " + one.number + ": the last document number given is " + std::to_string(one.given) +
            ", and the last document there is has " + std::to_string(one.last)
        );
    std::cout << "  " << checked << " cases" << std::endl;
    return checked;
}

/// "case:2026:27.35.00:P19" in its parts, which of them there are being the pattern's choice.
core::NumberParts parts_of(std::string_view series) {
    core::NumberParts parts{.year = 0, .subject = {}, .facet = {}, .number = 0};
    while (!series.empty()) {
        const auto end = std::min(series.find(':'), series.size());
        const auto part = series.substr(0, end);
        series.remove_prefix(std::min(end + 1, series.size()));
        if (core::is_subject_number(part)) {
            parts.subject = part;
        } else if (core::is_facet(part)) {
            parts.facet = part;
        } else {
            std::from_chars(part.data(), part.data() + part.size(), parts.year);
        }
    }
    return parts;
}

/// Every number that was given has a case. Numbers given by an earlier pattern can't be worked out again, so the sum
/// decides whether any is missing, and the pattern in use names those that it can.
void check_series(Transaction& tx, const std::string& pattern, std::int64_t cases, Report& report) {
    std::cout << "Case numbers …" << std::endl;
    const auto all = number_series(tx);
    std::int64_t given = 0;
    for (const auto& series : all) given += series.last;
    std::cout << "  " << given << " numbers in " << all.size() << " series" << std::endl;
    if (given == cases) return;
    report.fault(std::to_string(given) + " case numbers were given, but there are " + std::to_string(cases) + " cases");
    for (const auto& series : all) {
        auto parts = parts_of(series.name);
        if (core::series_of(pattern, parts) != series.name) continue;  // of an earlier pattern
        for (parts.number = 1; parts.number <= series.last; ++parts.number) {
            const auto number = core::case_number(pattern, parts);
            if (!CaseStore{tx}.find_by_number(number)) report.fault("case " + number + " is missing");
        }
    }
}

/// What was erased is gone, and the log says that it was.
void check_erasures(Transaction& tx, Report& report) {
    std::cout << "Erasures …" << std::endl;
    std::int64_t checked = 0, last = 0;
    for (;;) {
        const auto erasures = ErasureStore{tx}.done_after(last, step);
        if (erasures.empty()) break;
        for (const auto& one : erasures) {
            last = one.id;
            ++checked;
            if (one.what != core::ErasureOf::document) continue;
            const core::DocumentId id{one.subject};
            const auto document = DocumentStore{tx}.find(id);
            const auto name = "document " + std::to_string(one.subject);
            if (!document || document->file_name != "slettet.txt" || !document->correspondent.empty())
                report.fault(name + " was erased, and has content again");
            if (!EventLog{tx}.last_of(SubjectKind::document, one.subject, EventKind::document_erased))
                report.fault(name + " was erased, and no event says so");
        }
    }
    std::cout << "  " << checked << " erasures" << std::endl;
}

void check_post_list(Transaction& tx, Report& report) {
    std::cout << "Post list …" << std::endl;
    for (const auto& fault : post_list_faults(tx)) report.fault(fault);
}

void check_references(Transaction& tx, Report& report) {
    std::cout << "References …" << std::endl;
    for (const auto& broken : broken_references(tx))
        report.fault(broken.from + " names " + broken.to + ", which is not there");
}

}  // namespace

int verify(Config config) {
    House house{std::move(config)};
    Report report;
    const auto read = house.db->read([&](Transaction& tx) -> Result<void> {
        check_events(tx, report);
        check_files(tx, house.files, report);
        const auto cases = check_cases(tx, report);
        check_series(tx, house.config.cases.number_pattern, cases, report);
        check_erasures(tx, report);
        check_post_list(tx, report);
        check_references(tx, report);
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
