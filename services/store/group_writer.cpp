#include "services/store/group_writer.hpp"

#include <exception>
#include <semaphore>

#include "services/store/accompaniment.hpp"

namespace services {

namespace {

constexpr std::size_t batch_limit = 256;

}  // namespace

/// One caller's work on its way through the writer.
struct GroupWriter::Pending {
    const Work* work;
    const Work* accompaniment;  ///< of the thread that asks; null: none
    core::Result<void> outcome{core::done()};
    std::exception_ptr exception{};
    std::binary_semaphore finished{0};
};

GroupWriter::GroupWriter(std::unique_ptr<EngineConnection> connection)
    : connection_(std::move(connection)), thread_([this](const std::stop_token& stop) { loop(stop); }) {}

core::Result<void> GroupWriter::run(const Work& work) {
    Pending pending{&work, Accompaniment::of_this_thread()};
    {
        const std::lock_guard lock{mutex_};
        queue_.push_back(&pending);
    }
    wake_.notify_one();
    pending.finished.acquire();
    if (pending.exception) std::rethrow_exception(pending.exception);
    return pending.outcome;
}

void GroupWriter::loop(const std::stop_token& stop) {
    std::vector<Pending*> batch;
    for (;;) {
        {
            std::unique_lock lock{mutex_};
            if (!wake_.wait(lock, stop, [this] { return !queue_.empty(); })) return;
            while (!queue_.empty() && batch.size() < batch_limit) {
                batch.push_back(queue_.front());
                queue_.pop_front();
            }
        }
        run_batch(batch);
        for (auto* pending : batch) pending->finished.release();
        batch.clear();
    }
}

void GroupWriter::run_batch(const std::vector<Pending*>& batch) {
    try {
        connection_->begin();
        for (auto* pending : batch) run_one(*pending);
        connection_->commit();
        commits_.fetch_add(1, std::memory_order_release);
    } catch (...) {
        // Nothing of this batch is on disk, so nobody in it may be told that it is.
        for (auto* pending : batch)
            if (!pending->exception) pending->exception = std::current_exception();
        try {
            if (connection_->in_transaction()) connection_->rollback();
        } catch (const DatabaseError&) {
            // The connection went with the transaction, and begin() makes another.
        }
    }
}

/// Throws only if the whole transaction is lost.
void GroupWriter::run_one(Pending& pending) {
    connection_->savepoint();
    attempt(pending);
    if (!connection_->in_transaction()) {
        // Its neighbours in the batch are lost with it, and are told the same reason.
        if (pending.exception) std::rethrow_exception(pending.exception);
        throw DatabaseError{DatabaseError::Kind::broken, "the transaction was ended"};
    }
    if (pending.exception || pending.outcome.has_error()) connection_->undo();
    connection_->release();
}

void GroupWriter::attempt(Pending& pending) {
    try {
        WorkTransaction tx{*connection_};
        pending.outcome = (*pending.work)(tx);
        if (pending.accompaniment != nullptr && pending.outcome.has_value())
            pending.outcome = (*pending.accompaniment)(tx);
        tx.end();
    } catch (const UnfitText& e) {
        pending.outcome = core::Error{core::ErrorCode::invalid_input, e.what()};
    } catch (...) {
        pending.exception = std::current_exception();
    }
}

}  // namespace services
