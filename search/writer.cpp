#include <algorithm>

#include "search/index.hpp"
#include "search/layout.hpp"
#include "search/shard.hpp"

namespace search {

struct Writer::Impl {
    std::vector<std::unique_ptr<Shard>> shards;
    core::EventId position;
    Shard::Notes notes, changed_notes;

    /// Neighbours in number come in one after the other, so spread them.
    Shard& shard_of(Kind kind, std::int64_t id) {
        auto mixed = static_cast<std::uint64_t>(id) * 4 + static_cast<std::uint64_t>(kind);
        mixed *= 0x9E3779B97F4A7C15u;
        return *shards[(mixed >> 32u) % shards.size()];
    }
};

Writer::Writer(const std::filesystem::path& folder, unsigned shards) : impl_(std::make_unique<Impl>()) {
    std::filesystem::create_directories(folder);
    auto layout = read_layout(folder);
    const bool is_new = !layout;
    if (!layout) layout = Layout{std::clamp(shards, 1u, shards_max)};
    for (unsigned shard = 0; shard < layout->shards; ++shard) {
        const auto path = shard_path(folder, shard);
        if (!is_new && !std::filesystem::exists(path)) throw IndexDamaged("search index: a shard is missing");
        impl_->shards.push_back(std::make_unique<Shard>(path));
    }
    if (is_new) write_layout(folder, *layout);

    // A crash between two shards' commits leaves them at two positions; what all have is what the index has.
    impl_->position = impl_->shards.front()->position();
    for (auto& shard : impl_->shards) impl_->position = std::min(impl_->position, shard->position());
    impl_->notes = impl_->shards.front()->notes();
}

Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

void Writer::put(const Entry& entry) {
    impl_->shard_of(entry.kind, entry.id).put(entry);
}
void Writer::remove(Kind kind, std::int64_t id) {
    impl_->shard_of(kind, id).remove(kind, id);
}

void Writer::commit(core::EventId position) {
    // Notes are kept by the first shard, and by it last: a note never tells of what another shard hasn't got.
    for (std::size_t shard = 1; shard < impl_->shards.size(); ++shard) impl_->shards[shard]->commit(position, {});
    if (!impl_->changed_notes.empty()) {
        for (std::size_t shard = 1; shard < impl_->shards.size(); ++shard) impl_->shards[shard]->wait();
    }
    impl_->shards.front()->commit(position, std::move(impl_->changed_notes));
    impl_->changed_notes.clear();
    for (auto& shard : impl_->shards) shard->wait();
    impl_->position = position;
}

core::EventId Writer::position() const {
    return impl_->position;
}

void Writer::set_note(std::string_view name, std::string_view value) {
    impl_->notes[std::string{name}] = value;
    impl_->changed_notes[std::string{name}] = value;
}

std::string Writer::note(std::string_view name) const {
    const auto found = impl_->notes.find(std::string{name});
    return found == impl_->notes.end() ? std::string{} : found->second;
}

}  // namespace search
