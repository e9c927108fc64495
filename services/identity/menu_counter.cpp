#include "services/identity/menu_counter.hpp"

#include "services/store/incoming_store.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/post_list_store.hpp"
#include "services/store/task_store.hpp"

namespace services {

namespace {

constexpr std::chrono::seconds kept_for{2};
constexpr std::size_t kept_limit = 4096;

core::Result<MenuCounts> count(const Caller& caller, Transaction& tx, core::Timestamp now) {
    MenuCounts counts;
    if (core::may_anywhere(caller.principal, core::Action::sort_mail))
        counts.mailroom = IncomingStore{tx}.count_waiting(caller.id());
    if (core::may_anywhere(caller.principal, core::Action::edit_case))
        counts.tasks = TaskStore{tx}.counts(caller.id(), core::danish_date(now)).reminded;
    if (core::may_anywhere(caller.principal, core::Action::review_post_list))
        counts.post_list_review = PostListStore{tx}.count_held(caller.id());
    if (core::may_anywhere(caller.principal, core::Action::administer)) counts.failed_jobs = JobQueue{tx}.counts().dead;
    return counts;
}

}  // namespace

MenuCounts MenuCounter::of(const Caller& caller, Database& db, core::Timestamp now) {
    {
        const std::lock_guard lock{mutex_};
        const auto found = kept_.find(caller.id());
        if (found != kept_.end() && now - found->second.at < kept_for) return found->second.counts;
    }
    const auto counts =
        db.read([&](Transaction& tx) -> core::Result<MenuCounts> { return count(caller, tx, now); }).value();
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= kept_limit) kept_.clear();
    kept_[caller.id()] = {now, counts};
    return counts;
}

}  // namespace services
