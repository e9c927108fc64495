#include "services/subjects/scheme_import.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using core::SchemeEntry;
using Json = nlohmann::json;

namespace {

constexpr std::string_view added = "added", changed = "changed", retired = "retired";

Json date_json(const std::optional<core::Date>& date) {
    return date ? Json(core::iso_date(*date)) : Json(nullptr);
}

/// What the fields that differ held before.
Json former_values(const SchemeEntry& before, const SchemeEntry& after) {
    auto was = Json::object();
    if (before.title != after.title) was["title"] = before.title;
    if (before.note != after.note) was["note"] = before.note;
    if (before.guidance != after.guidance) was["guidance"] = before.guidance;
    if (before.sources != after.sources) was["sources"] = before.sources;
    if (before.keywords != after.keywords) was["keywords"] = before.keywords;
    if (before.retention != after.retention) was["retention"] = core::code_of(before.retention);
    if (before.deletion != after.deletion) was["deletion"] = before.deletion;
    if (before.created != after.created) was["created"] = date_json(before.created);
    if (before.changed != after.changed) was["changed"] = date_json(before.changed);
    if (before.retired != after.retired) was["retired"] = date_json(before.retired);
    if (before.successors != after.successors) was["successors"] = before.successors;
    if (before.uuid != after.uuid) was["uuid"] = before.uuid;
    return was;
}

/// What is to be written for one number.
struct Write {
    SchemeEntry entry;
    std::string_view what;
    Json was = Json::object();
};

/// The entry as the file has it, with what its layout has no place for as it was.
SchemeEntry merged(const Scheme& scheme, const SchemeEntry& read, const SchemeEntry& before) {
    auto entry = read;
    if (!scheme.has_keywords) entry.keywords = before.keywords;
    if (!scheme.has_retention) entry.retention = before.retention;
    if (!scheme.has_deletion) entry.deletion = before.deletion;
    if (entry.uuid.empty()) entry.uuid = before.uuid;
    return entry;
}

class Comparison {
  public:
    Comparison(Transaction& tx, const Scheme& scheme) : scheme_(scheme) {
        const SubjectStore subjects{tx};
        for (auto& number : subjects.own_numbers(scheme.name)) own_.insert(std::move(number));
        for (auto& entry : subjects.all(scheme.name)) before_.emplace(entry.number, std::move(entry));
        for (const auto& entry : scheme.entries) compare(entry);
        for (const auto& [number, entry] : before_) miss(entry);
        std::ranges::sort(writes_, {}, [](const Write& write) { return write.entry.number; });
    }

    const std::vector<Write>& writes() const { return writes_; }
    std::int64_t unchanged() const { return unchanged_; }
    std::int64_t own() const { return std::ssize(own_); }
    std::int64_t in_use() const { return in_use_; }
    std::int64_t missing() const { return missing_; }

  private:
    void compare(const SchemeEntry& read) {
        const auto found = before_.find(read.number);
        if (found == before_.end()) {
            writes_.push_back({read, added, Json::object()});
            return;
        }
        const auto before = std::move(found->second);
        before_.erase(found);
        if (!before.retired) ++in_use_;
        const bool was_own = own_.erase(read.number) > 0;
        auto after = merged(scheme_, read, before);
        auto was = former_values(before, after);
        if (was.empty() && !was_own) {
            ++unchanged_;
            return;
        }
        const bool is_gone = after.retired && !before.retired;
        writes_.push_back({std::move(after), is_gone ? retired : changed, std::move(was)});
    }

    /// A number that the file does not have.
    void miss(const SchemeEntry& before) {
        if (own_.contains(before.number) || before.retired) return;
        ++in_use_;
        ++missing_;
        auto after = before;
        after.retired = scheme_.published;
        writes_.push_back({after, retired, former_values(before, after)});
    }

    const Scheme& scheme_;
    std::unordered_map<std::string, SchemeEntry> before_;
    std::unordered_set<std::string> own_;
    std::vector<Write> writes_;
    std::int64_t unchanged_{}, in_use_{}, missing_{};
};

Result<void> check_edition(
    Transaction& tx, const Scheme& scheme, const Comparison& comparison, const ImportOptions& options
) {
    const auto loaded = SubjectStore{tx}.newest(scheme.name);
    if (loaded && scheme.published < loaded->published && !options.allow_older)
        return Error{
            ErrorCode::conflict,
            "the file is the edition of " + core::iso_date(scheme.published) + ", and that of " +
                core::iso_date(loaded->published) + " is loaded; --allow-older goes back to the older one",
            "file"};
    if (comparison.missing() * 10 > comparison.in_use() && !options.allow_missing)
        return Error{
            ErrorCode::conflict,
            "the file lacks " + std::to_string(comparison.missing()) + " of the " +
                std::to_string(comparison.in_use()) +
                " numbers in use and would retire them; is it a part of the scheme? --allow-missing takes it as it is",
            "file"};
    return core::done();
}

}  // namespace

std::int64_t Imported::count(std::string_view what) const {
    return std::ranges::count(changes, what, &Change::what);
}

Result<Imported> import_scheme(
    Transaction& tx, core::Timestamp now, const Scheme& scheme, const SchemeFile& file, const ImportOptions& options
) {
    const Comparison comparison{tx, scheme};
    TRY(check_edition(tx, scheme, comparison, options));
    Imported imported;
    imported.unchanged = comparison.unchanged();
    imported.own = comparison.own();
    for (const auto& write : comparison.writes())
        imported.changes.push_back({write.entry.number, write.entry.title, std::string{write.what}});

    SubjectStore subjects{tx};
    const auto loaded = subjects.newest(scheme.name);
    // A new edition without changes is news too; the same one again is not.
    if (imported.changes.empty() && loaded && loaded->published == scheme.published) return imported;
    const auto edition = subjects.add(Edition{
        .id = {},
        .scheme = scheme.name,
        .published = scheme.published,
        .imported_at = now,
        .file_name = file.name,
        .file_hash = file.hash,
        .added = imported.count(added),
        .changed = imported.count(changed),
        .retired = imported.count(retired),
    });
    for (const auto& write : comparison.writes()) {
        subjects.put(write.entry, edition);
        subjects.add(SchemeChange{edition, write.entry.number, std::string{write.what}, write.was.dump(), {}});
    }
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::scheme_imported,
        .subject_kind = SubjectKind::authority,
        .payload =
            Json{
                {"scheme", name_of(scheme.name)},
                {"edition", core::iso_date(scheme.published)},
                {"file", file.hash},
                {"added", imported.count(added)},
                {"changed", imported.count(changed)},
                {"retired", imported.count(retired)}}
                .dump(),
    });
    return imported;
}

}  // namespace services
