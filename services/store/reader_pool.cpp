#include "services/store/reader_pool.hpp"

namespace services {

core::Result<void> ReaderPool::run(const Work& work) {
    auto connection = take();
    connection->begin();
    core::Result<void> outcome{core::done()};
    try {
        WorkTransaction tx{*connection};
        outcome = work(tx);
        tx.end();
        connection->commit();
    } catch (const UnfitText& e) {
        connection->rollback();
        outcome = core::Error{core::ErrorCode::invalid_input, e.what()};
    }  // after any other exception the connection is not given back
    const std::lock_guard lock{mutex_};
    free_.push_back(std::move(connection));
    return outcome;
}

std::unique_ptr<EngineConnection> ReaderPool::take() {
    {
        const std::lock_guard lock{mutex_};
        if (!free_.empty()) {
            auto connection = std::move(free_.back());
            free_.pop_back();
            return connection;
        }
    }
    return connect_();
}

}  // namespace services
