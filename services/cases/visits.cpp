#include "services/cases/visits.hpp"

#include <limits>

namespace services {

using core::Result;

namespace {

constexpr core::EventId newest{std::numeric_limits<std::int64_t>::max()};

}  // namespace

Result<void> note_visit(Transaction& tx, const Acting& acting, core::CaseId one) {
    TRY(read_case(tx, acting.who, one));
    const auto last = EventLog{tx}.of_case(one, newest, 1);
    VisitStore{tx}.saw(acting.who.user, one, acting.now, last.empty() ? core::EventId{} : last.front().id);
    return core::done();
}

Result<void> set_star(Transaction& tx, const core::Principal& who, core::CaseId one, bool is_starred) {
    TRY(read_case(tx, who, one));
    VisitStore{tx}.set_starred(who.user, one, is_starred);
    return core::done();
}

std::vector<Event> news_since(Transaction& tx, core::UserId who, const Visit& visit, std::int64_t limit) {
    std::vector<Event> news;
    if (!visit.seen_at) return news;
    constexpr std::int64_t looked_at = 200;  // one's own acts among them are passed over
    for (auto& event : EventLog{tx}.of_case(visit.of, newest, looked_at)) {
        if (event.id <= visit.seen_event || std::ssize(news) == limit) break;
        if (event.actor != who) news.push_back(std::move(event));
    }
    return news;
}

}  // namespace services
