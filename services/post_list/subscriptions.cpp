#include "services/post_list/subscriptions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/whole_number.hpp"
#include "services/cases/case_checks.hpp"
#include "services/identity/token.hpp"
#include "services/store/event_log.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t at_once = 500;
const std::string alone = " alone";  ///< behind a unit without those below it

bool looks_like_mail(const std::string& text) {
    const auto at = text.find('@');
    if (at == 0 || at == std::string::npos || text.find('@', at + 1) != std::string::npos) return false;
    if (text.size() > 254 || text.find('.', at) == std::string::npos || text.back() == '.') return false;
    for (const unsigned char c : text)
        if (c <= 0x20 || c >= 0x7F || c == '<' || c == '>' || c == ',' || c == ';' || c == '"') return false;
    return true;
}

/// Events say that somebody did, never who.
void append(Transaction& tx, std::int64_t id, const char* what, core::Timestamp now) {
    EventLog{tx}.append({
        .at = now,
        .kind = EventKind::post_subscribed,
        .subject_kind = SubjectKind::authority,
        .subject = 0,
        .payload = nlohmann::json{{"subscription", id}, {"what", what}}.dump(),
    });
}

void remove(Transaction& tx, std::int64_t id, const char* what, core::Timestamp now) {
    PostSubscriptionStore{tx}.remove(id);
    append(tx, id, what, now);
}

}  // namespace

std::string part_of(const PublicFilter& filter) {
    const auto unit = filter.unit ? std::to_string(filter.unit->value) + (filter.unit_alone ? alone : "") : "";
    return unit + "\n" + filter.subject + "\n" + filter.words;
}

PublicFilter filter_of_part(const std::string& part) {
    PublicFilter filter;
    const auto unit_end = std::min(part.find('\n'), part.size());
    const auto subject_end = std::min(part.find('\n', unit_end + 1), part.size());
    auto unit = part.substr(0, unit_end);
    filter.unit_alone = unit.ends_with(alone);
    if (filter.unit_alone) unit.resize(unit.size() - alone.size());
    if (const auto id = core::whole_number(unit)) filter.unit = core::UnitId{*id};
    if (unit_end < part.size()) filter.subject = part.substr(unit_end + 1, subject_end - unit_end - 1);
    if (subject_end < part.size()) filter.words = part.substr(subject_end + 1);
    return filter;
}

Result<void> ask_subscription(
    Transaction& tx, const std::string& address, const PublicFilter& filter, core::Timestamp now
) {
    if (!looks_like_mail(address)) return invalid_field("mail", "this is not a mail address");
    PostSubscriptionStore store{tx};
    PostSubscription made;
    made.address = address;
    made.part = part_of(filter);
    made.token = random_token();
    made.asked_at = now;
    auto id = store.add(made);
    if (id) {
        append(tx, *id, "asked", now);
    } else {
        const auto known = store.of_address(made.address, made.part);
        if (!known || known->is_confirmed) return core::done();
        id = known->id;
        store.ask_again(*id, now);
    }
    JobQueue{tx}.add(subscription_mail_kind, *id, now);
    return core::done();
}

Result<PostSubscription> find_subscription(Transaction& tx, const std::string& token) {
    auto one = PostSubscriptionStore{tx}.of_token(token);
    if (!one) return Error{ErrorCode::not_found, "there is no such subscription"};
    return std::move(*one);
}

Result<void> confirm_subscription(Transaction& tx, const std::string& token, core::Timestamp now) {
    TRY(const auto one, find_subscription(tx, token));
    if (one.is_confirmed) return core::done();
    PostSubscriptionStore{tx}.confirm(one.id, PostChangeStore{tx}.newest(), core::danish_date(now));
    append(tx, one.id, "confirmed", now);
    return core::done();
}

void end_subscription(Transaction& tx, const std::string& token, core::Timestamp now) {
    if (const auto one = PostSubscriptionStore{tx}.of_token(token)) remove(tx, one->id, "ended", now);
}

void keep_subscriptions(Database& db, core::Timestamp now) {
    constexpr auto confirmed_within = 48h;
    constexpr int first_hour = 6;
    const auto since_midnight = core::danish_time(now) - std::chrono::floor<std::chrono::days>(core::danish_time(now));
    const auto kept = db.write([&](Transaction& tx) -> Result<void> {
        PostSubscriptionStore store{tx};
        for (const auto id : store.unconfirmed(now - confirmed_within, at_once)) remove(tx, id, "not confirmed", now);
        if (since_midnight < std::chrono::hours{first_hour}) return core::done();
        const auto today = core::danish_date(now);
        for (const auto id : store.due(today, at_once)) {
            store.set_day(id, today);
            JobQueue{tx}.add(digest_kind, id, now);
        }
        return core::done();
    });
    static_cast<void>(kept);  // the only failures here are exceptions, and they go to the caller
}

}  // namespace services
