#pragma once

#include <xapian.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "core/id.hpp"
#include "search/layout.hpp"
#include "search/xapian_error.hpp"

namespace search {

/// An index opened for reading. One thread at a time.
struct OpenIndex {
    std::filesystem::path folder;
    Identity identity;
    std::vector<Xapian::Database> shards;
    Xapian::Database all;  ///< the shards as one

    core::EventId position() const;
};

/// Opened indexes, one for each thread that is asking, kept for the next. What is handed out is always of the newest
/// commit of the index that lies in the folder now.
class IndexPool {
  public:
    explicit IndexPool(std::filesystem::path folder);

    /// What `ask(const OpenIndex*)` returns; without an index the pointer is null. Asked again from the beginning when
    /// the writer has since reused what was being read, so `ask` must have no other effect.
    template <class Ask>
    auto with(Ask ask);

    void switch_to(std::filesystem::path folder);

  private:
    std::unique_ptr<OpenIndex> take();
    void give_back(std::unique_ptr<OpenIndex> index);
    bool is_current(const OpenIndex& index);

    std::mutex mutex_;
    std::filesystem::path folder_;
    std::vector<std::unique_ptr<OpenIndex>> idle_;
};

template <class Ask>
auto IndexPool::with(Ask ask) {
    constexpr int attempts_max = 20;
    for (int attempt = 1;; ++attempt) {
        std::unique_ptr<OpenIndex> index;
        try {
            index = take();
            auto answer = ask(static_cast<const OpenIndex*>(index.get()));
            if (index) give_back(std::move(index));
            return answer;
        } catch (const Xapian::DatabaseModifiedError&) {
            if (attempt == attempts_max) rethrow_as_ours();
        } catch (const Xapian::Error&) {
            // Errors from an index that has meanwhile been replaced say nothing about the one that is there now.
            if (attempt == attempts_max || !index || is_current(*index)) rethrow_as_ours();
        }
    }
}

}  // namespace search
