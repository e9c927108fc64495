#include "search/shard.hpp"

#include "search/fields.hpp"
#include "search/layout.hpp"
#include "search/xapian_error.hpp"

namespace search {
namespace {

constexpr std::size_t queue_max = 64;

// Xapian is at its quickest in small batches: it gathers postings in a map that falls out of the processor's cache when
// it grows. These commits keep the old position, so the index may run ahead of it.
constexpr std::size_t batch_entries = 250;
constexpr std::size_t batch_bytes = 1024 * 1024;

Xapian::WritableDatabase open(const std::filesystem::path& path) {
    try {
        Xapian::WritableDatabase database(path.string(), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
        // Within a transaction nothing is written behind our back, and what isn't committed is dropped.
        database.begin_transaction();
        return database;
    } catch (const Xapian::Error&) {
        rethrow_as_ours();
    }
}

std::size_t size_of(const Entry& entry) {
    std::size_t bytes = entry.title.size();
    for (const auto& page : entry.pages) bytes += page.text.size();
    return bytes;
}

}  // namespace

Shard::Shard(const std::filesystem::path& path) : database_(open(path)), thread_([this] { run(); }) {}

Shard::~Shard() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        work_.clear();
    }
    changed_.notify_all();
    thread_.join();
    try {
        database_.cancel_transaction();
    } catch (const Xapian::Error&) {
        // The transaction is gone in any case: it was never committed.
    }
}

void Shard::put(const Entry& entry) {
    queue(entry);
}
void Shard::remove(Kind kind, std::int64_t id) {
    queue(Removal{entry_term(kind, id)});
}
void Shard::commit(core::EventId position, Notes changed) {
    queue(Commit{position, std::move(changed)});
}

void Shard::queue(Work work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return work_.size() < queue_max || failure_; });
    if (failure_) std::rethrow_exception(failure_);
    work_.push_back(std::move(work));
    lock.unlock();
    changed_.notify_all();
}

void Shard::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return (work_.empty() && !busy_) || failure_; });
    if (failure_) std::rethrow_exception(failure_);
}

void Shard::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return !work_.empty() || stopping_; });
        if (stopping_) return;
        const auto work = std::move(work_.front());
        work_.pop_front();
        busy_ = true;
        lock.unlock();
        std::exception_ptr failure;
        try {
            perform(work);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        busy_ = false;
        if (failure) failure_ = failure;
        changed_.notify_all();
        if (failure_) return;
    }
}

void Shard::perform(const Work& work) {
    try {
        if (const auto* entry = std::get_if<Entry>(&work)) perform_put(*entry);
        if (const auto* removal = std::get_if<Removal>(&work)) database_.delete_document(removal->term);
        if (const auto* commit = std::get_if<Commit>(&work)) perform_commit(*commit);
    } catch (const Xapian::Error&) {
        rethrow_as_ours();
    }
}

void Shard::perform_put(const Entry& entry) {
    const auto postings = maker_.make(entry);
    // Replaces the first document that has the term and deletes the others, which are chunks.
    database_.replace_document(entry_term(entry.kind, entry.id), postings.entry);
    for (const auto& chunk : postings.chunks) database_.add_document(chunk);
    pending_bytes_ += size_of(entry);
    if (++pending_entries_ >= batch_entries || pending_bytes_ >= batch_bytes) flush();
}

void Shard::perform_commit(const Commit& commit) {
    for (const auto& [name, value] : commit.notes) database_.set_metadata(note_prefix + name, value);
    database_.set_metadata(position_key, position_text(commit.position));
    flush();
}

void Shard::flush() {
    database_.commit_transaction();
    database_.begin_transaction();
    pending_entries_ = 0;
    pending_bytes_ = 0;
}

core::EventId Shard::position() {
    wait();
    try {
        return parse_position(database_.get_metadata(position_key));
    } catch (const Xapian::Error&) {
        rethrow_as_ours();
    }
}

Shard::Notes Shard::notes() {
    wait();
    try {
        Notes notes;
        const std::string prefix = note_prefix;
        for (auto key = database_.metadata_keys_begin(prefix); key != database_.metadata_keys_end(prefix); ++key) {
            notes[(*key).substr(prefix.size())] = database_.get_metadata(*key);
        }
        return notes;
    } catch (const Xapian::Error&) {
        rethrow_as_ours();
    }
}

}  // namespace search
