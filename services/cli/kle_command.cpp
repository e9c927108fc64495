#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "services/cli/house.hpp"
#include "services/files/sha256.hpp"
#include "services/subjects/scheme_import.hpp"
#include "services/subjects/subject_index.hpp"
#include "services/subjects/subjects.hpp"

namespace services {

using core::Result;
using core::SchemeEntry;

namespace {

constexpr std::size_t told_of_each = 5;

int told(const std::filesystem::path& file, const core::Error& error) {
    std::cerr << "saglig: " << file.string() << ": " << error.detail << '\n';
    return 1;
}

Result<SchemeFile> file_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) return core::Error{core::ErrorCode::unreadable, "the file cannot be read", "file"};
    return SchemeFile{path.filename().string(), sha256(bytes.str()).text()};
}

void print_some(const Imported& imported, std::string_view what, const char* heading) {
    const auto count = imported.count(what);
    if (count == 0) return;
    std::cout << "  " << heading << ": " << count << '\n';
    std::size_t shown = 0;
    for (const auto& change : imported.changes) {
        if (change.what != what) continue;
        if (shown++ == told_of_each) {
            std::cout << "    … and " << count - static_cast<std::int64_t>(told_of_each) << " more\n";
            return;
        }
        std::cout << "    " << change.number << ' ' << change.title << '\n';
    }
}

void print_summary(const Scheme& scheme, const Imported& imported) {
    std::cout << "KLE " << name_of(scheme.name) << ", edition " << core::iso_date(scheme.published) << ": "
              << (imported.changes.empty() ? "nothing has changed" : "imported") << '\n';
    print_some(imported, "added", "added");
    print_some(imported, "changed", "changed");
    print_some(imported, "retired", "retired");
    std::cout << "  unchanged: " << imported.unchanged << '\n';
    if (imported.own > 0) std::cout << "  of your own, left alone: " << imported.own << '\n';
}

void print_line(const char* name, std::string_view text) {
    if (!text.empty()) std::cout << name << ": " << text << '\n';
}

std::string date_text(const std::optional<core::Date>& date) {
    return date ? core::iso_date(*date) : std::string{};
}

void print_entry(Transaction& tx, const SubjectIndex& index, const SchemeEntry& entry) {
    std::cout << entry.number << ' ' << entry.title << '\n';
    std::string path;
    for (const auto* above : index.path(entry.number))
        path += (path.empty() ? "" : " > ") + above->number + " " + above->title;
    print_line("in", path);
    print_line("note", entry.note);
    print_line(
        "preserved", entry.retention == core::Retention::unknown ? "yes (no code)" : core::code_of(entry.retention)
    );
    print_line("deletion", entry.deletion);
    print_line("retired", date_text(entry.retired));
    for (const auto& number : entry.successors) print_line("replaced by", number);
    std::string keywords;
    for (const auto& keyword : entry.keywords) keywords += (keywords.empty() ? "" : ", ") + keyword;
    print_line("keywords", keywords);
    if (!entry.sources.empty()) std::cout << "law:\n" << entry.sources << '\n';
    if (!entry.guidance.empty()) std::cout << "guidance:\n" << entry.guidance << '\n';
    for (const auto& change : SubjectStore{tx}.changes_of(entry.number))
        std::cout << core::iso_date(change.published) << ": " << change.what << '\n';
}

}  // namespace

int import_kle(Config config, const std::vector<std::filesystem::path>& files, const KleOptions& options) {
    House house{std::move(config)};
    for (const auto& path : files) {
        std::cerr << "Reading " << path.string() << " …" << std::endl;
        const auto scheme = read_kle_file(path);
        if (scheme.has_error()) return told(path, scheme.error());
        const auto file = file_of(path);
        if (file.has_error()) return told(path, file.error());
        std::cerr << scheme.value().entries.size() << " numbers; comparing with what is loaded …" << std::endl;
        const auto imported = house.db->write([&](Transaction& tx) {
            return import_scheme(
                tx,
                house.clock.now(),
                scheme.value(),
                file.value(),
                {.allow_older = options.allow_older, .allow_missing = options.allow_missing}
            );
        });
        if (imported.has_error()) return told(path, imported.error());
        print_summary(scheme.value(), imported.value());
    }
    return 0;
}

int show_kle(Config config, const std::string& number) {
    House house{std::move(config)};
    const auto shown = house.db->read([&](Transaction& tx) -> Result<void> {
        const SubjectIndex index{SubjectStore{tx}.all(SchemeName::subjects), core::danish_date(house.clock.now())};
        if (const auto* entry = index.entry(number)) {
            print_entry(tx, index, *entry);
            return core::done();
        }
        const auto facets = SubjectStore{tx}.all(SchemeName::facets);
        const auto facet = std::ranges::find(facets, number, &SchemeEntry::number);
        if (facet == facets.end())
            return core::Error{core::ErrorCode::not_found, "there is no such number in the scheme"};
        print_entry(tx, index, *facet);
        return core::done();
    });
    return shown.has_error() ? told(number, shown.error()) : 0;
}

}  // namespace services
