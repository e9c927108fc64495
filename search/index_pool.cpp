#include "search/index_pool.hpp"

#include <algorithm>

namespace search {
namespace {

constexpr std::size_t idle_max = 32;

std::unique_ptr<OpenIndex> open(const std::filesystem::path& folder, const Identity& identity) {
    const auto layout = read_layout(folder);
    if (!layout) return nullptr;
    auto index = std::make_unique<OpenIndex>();
    index->folder = folder;
    index->identity = identity;
    for (unsigned shard = 0; shard < layout->shards; ++shard) {
        index->shards.emplace_back(shard_path(folder, shard).string(), Xapian::DB_OPEN);
        index->all.add_database(index->shards.back());
    }
    return index;
}

}  // namespace

core::EventId OpenIndex::position() const {
    auto position = parse_position(shards.front().get_metadata(position_key));
    for (const auto& shard : shards) {
        position = std::min(position, parse_position(shard.get_metadata(position_key)));
    }
    return position;
}

IndexPool::IndexPool(std::filesystem::path folder) : folder_(std::move(folder)) {}

std::unique_ptr<OpenIndex> IndexPool::take() {
    std::unique_ptr<OpenIndex> index;
    std::unique_lock lock(mutex_);
    const auto folder = folder_;
    const auto identity = identity_of(folder);
    if (!identity) return nullptr;
    while (!index && !idle_.empty()) {
        index = std::move(idle_.back());
        idle_.pop_back();
        if (index->folder != folder || index->identity != *identity) index.reset();
    }
    lock.unlock();
    if (!index) return open(folder, *identity);
    index->all.reopen();  // cheap when nothing was committed
    return index;
}

void IndexPool::give_back(std::unique_ptr<OpenIndex> index) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < idle_max && index->folder == folder_) idle_.push_back(std::move(index));
}

bool IndexPool::is_current(const OpenIndex& index) {
    const std::lock_guard lock(mutex_);
    return index.folder == folder_ && identity_of(folder_) == index.identity;
}

void IndexPool::switch_to(std::filesystem::path folder) {
    const std::lock_guard lock(mutex_);
    folder_ = std::move(folder);
    idle_.clear();
}

}  // namespace search
