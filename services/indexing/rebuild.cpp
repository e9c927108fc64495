#include <fcntl.h>

#include <fstream>

#include "services/files/descriptor.hpp"
#include "services/indexing/entries.hpp"
#include "services/indexing/indexer.hpp"
#include "services/store/case_store.hpp"

namespace services {

namespace fs = std::filesystem;

namespace {

/// Journaled items are found as documents.
bool belongs(const core::IncomingItem& item) {
    return item.state != core::IncomingState::journaled;
}
bool belongs(const core::Case&) {
    return true;
}
bool belongs(const core::Document& document) {
    return !document.withdrawn;
}
bool belongs(const core::Draft& draft) {
    return is_found(draft);
}
bool belongs(const PublicPost&) {
    return true;
}

constexpr std::int64_t step = 250;  // small batches fill a fresh index faster than large ones

/// Where a rebuild has come to, kept in the index that it builds.
class Walk {
  public:
    Walk(Database& db, search::Writer& writer, const std::function<bool(std::int64_t, std::int64_t)>& progress)
        : db_(db), writer_(writer), progress_(progress) {}

    /// Puts every row of one kind, in order of id, and commits after each step. False: stopped.
    template <class IdType, class Fetch>
    bool over(std::string_view name, std::int64_t before_this, std::int64_t all, Fetch fetch) {
        const auto noted = writer_.note(name);
        IdType last{noted.empty() ? 0 : std::stoll(noted)};
        for (;;) {
            std::size_t count = 0;
            const auto put = db_.read([&](Transaction& tx) -> core::Result<void> {
                const auto rows = fetch(tx, last);
                count = rows.size();
                for (const auto& row : rows)
                    if (belongs(row)) writer_.put(entry_of(tx, row));
                if (!rows.empty()) last = rows.back().id;
                return core::done();
            });
            if (put.has_error() || count == 0) return true;
            writer_.set_note(name, std::to_string(last.value));
            writer_.commit(core::EventId{});
            if (!progress_(before_this + last.value, all)) return false;
        }
    }

  private:
    Database& db_;
    search::Writer& writer_;
    const std::function<bool(std::int64_t, std::int64_t)>& progress_;
};

struct Extent {
    std::int64_t cases{}, documents{}, items{}, posts{}, drafts{};
    core::EventId position;
    std::int64_t all() const { return cases + documents + items + posts + drafts; }
};

Extent extent_of(Database& db) {
    Extent extent;
    const auto got = db.read([&](Transaction& tx) -> core::Result<void> {
        extent = {
            CaseStore{tx}.highest_id(),
            DocumentStore{tx}.highest_id(),
            IncomingStore{tx}.highest_id(),
            PostListStore{tx}.highest_id(),
            DraftStore{tx}.highest_id().value,
            EventLog{tx}.last(),
        };
        return core::done();
    });
    static_cast<void>(got);
    return extent;
}

void make_live(const fs::path& folder, const fs::path& built) {
    const auto draft = folder / "current.new";
    {
        Descriptor out{draft, O_WRONLY | O_CREAT | O_TRUNC, 0640};
        out.write_all(built.filename().string() + "\n");
        out.sync();
    }
    fs::rename(draft, folder / "current");
    sync_folder(folder);
}

}  // namespace

bool rebuild_index(
    Database& db,
    const fs::path& folder,
    unsigned shards,
    const std::function<bool(std::int64_t, std::int64_t)>& progress
) {
    fs::create_directories(folder);
    // The folder being built is named after the live one's place in line, so that a stopped rebuild finds its own
    // again.
    const auto live = live_index(folder).filename().string();
    const auto built =
        folder / (live == "first" ? "index-1" : "index-" + std::to_string(std::stoi(live.substr(6)) + 1));
    const auto extent = extent_of(db);
    {
        search::Writer writer{built, shards};
        if (writer.note("begun_at").empty()) writer.set_note("begun_at", std::to_string(extent.position.value));
        Walk walk{db, writer, progress};
        const bool is_whole =
            walk.over<core::CaseId>(
                "cases",
                0,
                extent.all(),
                [](Transaction& tx, core::CaseId last) { return CaseStore{tx}.after(last, step); }
            ) &&
            walk.over<core::DocumentId>(
                "documents",
                extent.cases,
                extent.all(),
                [](Transaction& tx, core::DocumentId last) { return DocumentStore{tx}.after(last, step); }
            ) &&
            walk.over<core::IncomingId>(
                "items",
                extent.cases + extent.documents,
                extent.all(),
                [](Transaction& tx, core::IncomingId last) { return IncomingStore{tx}.after(last, step); }
            ) &&
            walk.over<core::PostListId>(
                "posts",
                extent.cases + extent.documents + extent.items,
                extent.all(),
                [](Transaction& tx, core::PostListId last) { return PostListStore{tx}.public_after(last, step); }
            ) &&
            walk.over<core::DraftId>(
                "drafts",
                extent.cases + extent.documents + extent.items + extent.posts,
                extent.all(),
                [](Transaction& tx, core::DraftId last) { return DraftStore{tx}.after(last, step); }
            );
        if (!is_whole) return false;
        // What happened since the rebuild began is indexed again from the log by whoever serves.
        writer.commit(core::EventId{std::stoll(writer.note("begun_at"))});
    }
    make_live(folder, built);
    return true;
}

}  // namespace services
